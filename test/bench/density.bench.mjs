// How much an editor shows of real files: the functions with a code lens, and the longest line of hints.
// DENSITY="MODULE@VERSION FILE FILE…" measures other files than the usual ones.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { copyModule } from './support/goModules.mjs';
import { startLanguageServer } from './support/languageServer.mjs';
import { ourServer } from './support/ourServer.mjs';

export const title = 'Code lenses beside functions, and the longest line of hints beside what VS Code draws';

const usual = [
	'github.com/prometheus/client_golang@v1.20.5 prometheus/histogram.go prometheus/registry.go prometheus/promhttp/http.go',
	'github.com/segmentio/encoding@v0.5.4 json/parse.go json/codec.go',
	'github.com/evanw/esbuild@v0.25.10 internal/css_parser/css_parser.go internal/js_parser/js_parser.go pkg/cli/cli_impl.go',
];
/** The default of `editor.inlayHints.maximumLength`, in UTF-16 units. */
const longest = 43;
/** Milliseconds for the first build of a module. */
const patience = 300_000;

export async function measure() {
	const folder = mkdtempSync(join(tmpdir(), 'linkscape-density-'));
	const files = [];
	try {
		for (const [at, wanted] of (process.env.DENSITY ? [process.env.DENSITY] : usual).entries()) {
			const [version, ...names] = wanted.split(' ');
			const place = join(folder, `module${at}`);
			await copyModule(version, place);
			const server = await startLanguageServer(ourServer, place);
			try {
				for (const name of names) files.push(await density(server, join(place, name), name));
			} finally {
				await server.stop();
			}
		}
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
	const sum = (key) => files.reduce((total, file) => total + file[key], 0);
	const most = Math.max(...files.map((file) => file.longest));
	return [
		...files.map(({ name, lenses, functions }) => lensRow(name.slice(-30), lenses, functions)),
		{ ...lensRow('all files', sum('lenses'), sum('functions')), limit: 0.35 },
		{
			what: 'longest line of hints',
			ours: { name: 'linkscape', value: most },
			other: { name: 'VS Code', value: longest },
			unit: 'characters',
			limit: 1,
		},
	];
}

function lensRow(what, lenses, functions) {
	return {
		what,
		ours: { name: 'with a lens', value: lenses },
		other: { name: 'all', value: functions },
		unit: 'functions',
	};
}

async function density(server, path, name) {
	const textDocument = { uri: server.open(path) };
	const range = { start: { line: 0, character: 0 }, end: { line: 1_000_000, character: 0 } };
	const end = Date.now() + patience;
	let hints = [];
	while (hints.length === 0) {
		if (Date.now() > end) throw new Error(`no hints in ${name}`);
		await pause(500);
		hints = await server.request('textDocument/inlayHint', { textDocument, range });
	}
	const lenses = await server.request('textDocument/codeLens', { textDocument });
	return {
		name,
		functions: readFileSync(path, 'utf8').match(/^func /gm)?.length ?? 0,
		lenses: lenses.length,
		longest: Math.max(...hints.map(({ label }) => textOf(label).length)),
	};
}

/** A label is a text, or parts of one. */
function textOf(label) {
	return typeof label === 'string' ? label : label.map(({ value }) => value).join('');
}
