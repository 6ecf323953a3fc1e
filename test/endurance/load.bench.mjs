// What a big workspace costs beside a small one: 5,000 files in 200 modules, and 50 files in 2 of the same kind.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { startLanguageServer } from '../bench/support/languageServer.mjs';
import { median } from '../bench/support/median.mjs';
import { ourServer } from '../bench/support/ourServer.mjs';
import { writeModules } from './generatedModules.mjs';

export const title = '5,000 files in 200 modules beside 50 files in 2 (medians of 5)';

const limit = 1.5;
const rounds = 5;
const keystrokes = 60;

export async function measure() {
	const folder = mkdtempSync(join(tmpdir(), 'linkscape-load-'));
	try {
		const sizes = { small: { modules: 2, packages: 5, files: 5 }, big: { modules: 200, packages: 5, files: 5 } };
		for (const [name, size] of Object.entries(sizes)) writeModules(join(folder, name), size);
		const measured = { small: [], big: [] };
		// In turns, so that whatever else the machine does meets both.
		for (let round = 0; round < rounds; round++) {
			for (const name of ['small', 'big']) measured[name].push(await visit(join(folder, name)));
		}
		const units = { start: 'ms', 'first finding': 'ms', 'first hints': 'ms', keystroke: 'ms', memory: 'MB' };
		return Object.entries(units).map(([what, unit]) => ({
			what,
			ours: { name: 'big', value: median(measured.big.map((one) => one[what])) },
			other: { name: 'small', value: median(measured.small.map((one) => one[what])) },
			unit,
			limit,
		}));
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

/** Opens the workspace and one file of it, waits for what is said, and types. */
async function visit(folder) {
	const begun = performance.now();
	const server = await startLanguageServer(ourServer, folder);
	const start = performance.now() - begun;
	const file = join(folder, 'm1/p2/f1.go');
	const uri = pathToFileURL(file).href;
	const opened = performance.now();
	const found = server.diagnostics(uri);
	// A directive without the import of unsafe, as somebody types it.
	const text = readFileSync(file, 'utf8').replace('\t_ "unsafe"\n', '');
	server.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'go', version: 1, text } });
	await found;
	const firstFinding = performance.now() - opened;
	server.change(uri, 2, readFileSync(file, 'utf8'));
	const range = { start: { line: 0, character: 0 }, end: { line: 1000, character: 0 } };
	for (let hints = []; !hints?.length; await pause(20)) {
		hints = await server.request('textDocument/inlayHint', { textDocument: { uri }, range });
	}
	const firstHints = performance.now() - opened;
	const times = [];
	for (let at = 0; at < keystrokes; at++) {
		const insertion = { start: { line: 1, character: 0 }, end: { line: 1, character: at % 2 } };
		const typed = performance.now();
		server.change(uri, at + 3, at % 2 === 0 ? ' ' : '', insertion);
		await server.request('textDocument/codeLens', { textDocument: { uri } });
		times.push(performance.now() - typed);
		await pause(20);
	}
	await pause(6_000);
	const memory = await server.residentMegabytes();
	await server.stop();
	return { start, 'first finding': firstFinding, 'first hints': firstHints, keystroke: median(times), memory };
}
