// What it takes until the escape hints of an edited, unsaved file are there: beside gopls in time, beside a plain
// `go build` of the same edit in CPU. Packages from 80 to 95,000 lines.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { root } from '../../scripts/repository.mjs';
import { timeEdits, watchGopls, watchOurs, withProbe } from './support/escapeProbe.mjs';
import { copyExamples, copyModule, go, goroot, writeOverlay } from './support/goModules.mjs';
import { gopls } from './support/gopls.mjs';
import { ourServer } from './support/ourServer.mjs';
import { startLanguageServer } from './support/languageServer.mjs';
import { median } from './support/median.mjs';
import { cpuSeconds } from './support/processTime.mjs';

export const title = 'Unsaved edit → escape hints of the file, the pause in typing included (median of 5)';

const edits = 5;
const builds = 3;
const esbuild = 'github.com/evanw/esbuild@v0.25.10';

/** `wall`: the largest part of gopls's time; `cpu`: of the CPU of `go build`. Without `wall` gopls is not asked. */
const packages = [
	{ what: 'a small package', module: 'examples', file: 'sampler/sampler.go', wall: 1 / 3 },
	{ what: 'css_lexer, 1.1k lines', module: esbuild, file: 'internal/css_lexer/css_lexer.go' },
	{ what: 'resolver, 5.7k lines', module: esbuild, file: 'internal/resolver/resolver.go' },
	{ what: 'js_parser, 26k lines', module: esbuild, file: 'internal/js_parser/js_parser.go', wall: 1 / 5, cpu: 0.45 },
	{ what: 'net/http, 30k lines', module: 'std', file: 'src/net/http/server.go', wall: 1 / 5, cpu: 0.45 },
	{ what: 'core/v1, 95k lines', module: 'k8s.io/api@v0.34.1', file: 'core/v1/types.go', cpu: 0.45 },
];

export async function measure() {
	const folder = mkdtempSync(join(tmpdir(), 'linkscape-bench-'));
	try {
		const rows = [];
		for (const { what, module, file, wall, cpu } of packages) {
			const place = await placeOf(module, folder);
			const path = join(place, file);
			const ours = await edited(ourServer, place, path, watchOurs);
			const theirs = wall === undefined ? undefined : await edited([await gopls()], place, path, watchGopls);
			if (theirs) {
				rows.push({
					what: `${what}: time`,
					ours: { name: 'linkscape', value: median(ours.seconds) },
					other: { name: 'gopls', value: median(theirs.seconds) },
					unit: 's',
					limit: wall,
				});
			}
			rows.push({
				what: `${what}: CPU`,
				ours: { name: 'linkscape', value: median(ours.cpu) },
				other: { name: 'go build', value: await cpuOfBuild(folder, place, path) },
				unit: 's',
				...(cpu !== undefined && { limit: cpu }),
			});
		}
		return rows;
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

const places = new Map();

async function placeOf(module, folder) {
	if (module === 'std') return goroot();
	const place = places.get(module) ?? join(folder, `module${places.size}`);
	if (places.has(module)) return place;
	places.set(module, place);
	await (module === 'examples' ? copyExamples(place) : copyModule(module, place));
	return place;
}

async function edited(command, place, path, watch) {
	const server = await startLanguageServer(command, place);
	try {
		return await timeEdits(server, path, edits, watch(server));
	} finally {
		await server.stop();
	}
}

/** The same edit, as whoever builds at the command line would pay for it. */
async function cpuOfBuild(folder, place, path) {
	const seconds = [];
	for (let build = 0; build <= builds; build++) {
		// A size that no run before has had: the build cache must not know it.
		const overlay = writeOverlay(folder, path, withProbe(path, Date.now() % 1_000_000).text);
		const before = cpuSeconds(process.pid);
		await go(['build', `-overlay=${overlay}`, '.'], dirname(path));
		// The first one compiles what the package depends on.
		if (build > 0) seconds.push(cpuSeconds(process.pid) - before);
	}
	return median(seconds);
}
