// Asks the linkers of Go releases about a pull of every symbol of the standard library, on ports and in build modes that this machine need not
// run, and lists where Linkscape says something else. Ends with 1 when it does.
//
//   npm run linker-truth                               every release and mode below
//   npm run linker-truth -- 1.27.0 linux/386           one release, one mode: a port, with :cgo, :race or :EXPERIMENT,EXPERIMENT behind it
//   npm run linker-truth -- --packages os,net …        only these packages and what they import: less to compile
//   npm run linker-truth -- --record …                 keeps a sample of the answers for the tests
//   npm run linker-truth -- --tables DIRECTORY …       writes all answers there; those that are there are compared again, and nothing is linked
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { gunzipSync, gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { compiledSymbols, goBuild, importablePackages, linkedPackages } from './linker-truth/goBuild.mjs';
import { makeLenientLinker } from './linker-truth/lenientLinker.mjs';
import { askLinker, writeProgram } from './linker-truth/pullingProgram.mjs';
import { sampleOf } from './linker-truth/sample.mjs';
import { root } from './repository.mjs';

const ports = [
	'linux/arm64',
	'windows/amd64',
	'darwin/arm64',
	'js/wasm',
	'linux/386',
	'linux/amd64:cgo',
	'linux/amd64:race',
];
// Experiments that change what the library declares or how it is compiled, and those off that are on by themselves.
const modes = {
	'1.26.8': [
		...ports,
		'linux/amd64:arenas,jsonv2,simd,runtimesecret,runtimefreegc,goroutineleakprofile,sizespecializedmalloc',
		'linux/amd64:nogreenteagc,norandomizedheapbase64,nodwarf5',
	],
	'1.27.0': [
		...ports,
		'linux/amd64:arenas,simd,runtimesecret,runtimefreegc,mapsplitgroup',
		'linux/amd64:nojsonv2,nogreenteagc,norandomizedheapbase64,nosizespecializedmalloc,nodwarf5',
	],
};

const { values: options, positionals } = parseArgs({
	allowPositionals: true,
	options: { record: { type: 'boolean', default: false }, tables: { type: 'string' }, packages: { type: 'string' } },
});
const workbench = mkdtempSync(join(tmpdir(), 'linkscape-truth-'));
try {
	const linkscape = await bundled('scripts/linker-truth/readVerdicts.ts');
	const [onlyRelease, ...onlyModes] = positionals;
	for (const release of onlyRelease === undefined ? Object.keys(modes) : [onlyRelease])
		for (const mode of onlyModes.length > 0 ? onlyModes : modes[release])
			await compare(goBuild(release, mode), linkscape);
} finally {
	rmSync(workbench, { recursive: true, force: true });
}

async function compare(goBuild, linkscape) {
	const table = options.tables === undefined ? undefined : join(options.tables, `${goBuild.file}.tsv.gz`);
	const truth = table !== undefined && existsSync(table) ? readTable(table) : await ask(goBuild, linkscape);
	if (table !== undefined) writeTable(table, truth);
	if (options.record)
		writeTable(join(root, 'test/oracle/linker-truth/samples', `${goBuild.file}.tsv.gz`), sampleOf(truth));
	const found = await linkscape.differences(goBuild.context, truth);
	console.log(`${goBuild.name}: ${truth.length} symbols, ${summary(truth)}`);
	for (const [kind, symbols] of found) console.log(`\t${symbols.length} ${kind}: ${symbols.slice(0, 8).join(' ')}`);
	if (found.size > 0) process.exitCode = 1;
}

/** What the linker says to every symbol that the sources or the compiled packages have, here or on linux/amd64. */
async function ask(goBuild, linkscape) {
	const importable = options.packages?.split(',') ?? importablePackages(goBuild);
	const linked = linkedPackages(goBuild, importable);
	const usual = { goroot: goBuild.context.goroot, goos: 'linux', goarch: 'amd64', cgo: false, tags: [] };
	const symbols = [
		...(await linkscape.declaredSymbols(goBuild.context, linked)),
		...(await linkscape.declaredSymbols(usual, linked)),
		...compiledSymbols(goBuild, linked),
	];
	const pulled = [...new Set(symbols)].filter(linkscape.isPullable).sort((a, b) => (a < b ? -1 : 1));
	const linker = makeLenientLinker(goBuild.context.goroot, join(workbench, `go${goBuild.release}`));
	const answers = ['func', 'var'].map((as) => {
		const module = join(workbench, as);
		writeProgram(module, importable, pulled, as);
		const env = { ...goBuild.env, LINK_ONLY_LOAD: as === 'var' ? '1' : '' };
		return askLinker(module, pulled, goBuild.go, [...goBuild.flags, `-toolexec=${linker}`], env);
	});
	return pulled.map((symbol) => ({ symbol, asFunction: answers[0].get(symbol), asVariable: answers[1].get(symbol) }));
}

function summary(truth) {
	const count = (key, answer) => truth.filter((one) => one[key] === answer).length;
	const functions = ['links', 'refused', 'undefined'].map((answer) => `${count('asFunction', answer)} ${answer}`);
	return `functions ${functions.join(', ')}, variables ${count('asVariable', 'refused')} refused`;
}

function readTable(file) {
	const lines = gunzipSync(readFileSync(file)).toString('utf8').trim().split('\n').slice(1);
	return lines.map((line) => {
		const [symbol, asFunction, asVariable] = line.split('\t');
		return { symbol, asFunction, asVariable };
	});
}

function writeTable(file, truth) {
	mkdirSync(join(file, '..'), { recursive: true });
	const rows = truth.map(({ symbol, asFunction, asVariable }) => `${symbol}\t${asFunction}\t${asVariable}\n`);
	writeFileSync(file, gzipSync(`symbol\tas_func\tas_var\n${rows.join('')}`, { level: 9 }));
}

async function bundled(entry) {
	const outfile = join(workbench, 'bundled.mjs');
	await build({
		entryPoints: [join(root, entry)],
		outfile,
		bundle: true,
		platform: 'node',
		format: 'esm',
		logLevel: 'warning',
	});
	return import(pathToFileURL(outfile).href);
}
