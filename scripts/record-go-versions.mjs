// Makes the table of Go versions (server/data/versions.bin) and the page that describes it (docs/go-versions.md) from the sources
// of the releases, which the go command downloads.
//
//   node scripts/record-go-versions.mjs          every release below, from nothing
//   node scripts/record-go-versions.mjs 1.28.0   one more release, or a newer patch of one: the others stay as recorded
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { brotliDecompressSync } from 'node:zlib';
import { build } from 'esbuild';
import { describeTable } from './go-versions/describeTable.mjs';
import { encodeTable } from './go-versions/encodeTable.mjs';
import { root } from './repository.mjs';

const firstReleases = '1.18.10 1.19.13 1.20.14 1.21.13 1.22.12 1.23.12 1.24.12 1.25.8 1.26.8 1.27.0'.split(' ');
const platforms = ['linux/amd64', 'linux/arm64', 'darwin/arm64', 'windows/amd64'];
const tableFile = join(root, 'server/data/versions.bin');
const pageFile = join(root, 'docs/go-versions.md');

const workbench = mkdtempSync(join(tmpdir(), 'linkscape-versions-'));
try {
	const { readRelease } = await bundled('scripts/go-versions/readRelease.ts');
	const { openVersionTable, tableCells } = await bundled('scripts/go-versions/readTable.ts');
	const { splitSymbol } = await bundled('scripts/go-versions/readTable.ts');
	const wanted = process.argv.slice(2);
	const kept = wanted.length > 0 && existsSync(tableFile) ? keptCells(openVersionTable, tableCells) : new Map();
	for (const release of wanted.length > 0 ? wanted : firstReleases) {
		const name = `go${release}`;
		for (const other of kept.keys()) if (minorOf(other) === minorOf(name)) kept.delete(other);
		const goroot = gorootOf(name);
		const cells = [];
		for (const platform of platforms) {
			const [goos, goarch] = platform.split('/');
			cells.push(await readRelease(goroot, goos, goarch));
		}
		kept.set(name, cells);
		console.log(`${name}: ${cells.map((one, index) => `${one.size} symbols on ${platforms[index]}`).join(', ')}`);
	}
	write(kept, splitSymbol);
} finally {
	rmSync(workbench, { recursive: true, force: true });
}

/** @param {Map<string, Map<string, import('./go-versions/encodeTable.mjs').Cell>[]>} recorded release → one map a platform */
function write(recorded, splitSymbol) {
	const releases = [...recorded.keys()].sort((a, b) => minorOf(a) - minorOf(b));
	const symbols = new Map();
	platforms.forEach((_, platform) => {
		releases.forEach((release, index) => {
			for (const [symbol, cell] of recorded.get(release)[platform]) {
				if (!symbols.has(symbol)) symbols.set(symbol, new Array(platforms.length * releases.length).fill(undefined));
				symbols.get(symbol)[platform * releases.length + index] = cell;
			}
		});
	});
	const table = { releases, platforms, symbols };
	const bytes = encodeTable(table, splitSymbol);
	mkdirSync(join(root, 'server/data'), { recursive: true });
	mkdirSync(join(root, 'docs'), { recursive: true });
	writeFileSync(tableFile, bytes);
	writeFileSync(pageFile, describeTable(table));
	console.log(`${symbols.size} symbols in ${Math.round(bytes.length / 1024)} kB: ${tableFile}`);
}

/** The recorded releases with their cells, as `readRelease` gives them. */
function keptCells(openVersionTable, tableCells) {
	const table = openVersionTable(readFileSync(tableFile), (part) => brotliDecompressSync(part).toString('utf8'));
	if (!table) throw new Error(`${tableFile} is not a table of this format: record all releases again.`);
	if (table.platforms.join() !== platforms.join()) throw new Error('The platforms changed: record all releases again.');
	return new Map(table.releases.map((release) => [release, platforms.map((one) => tableCells(table, release, one))]));
}

function gorootOf(release) {
	const env = { ...process.env, GOTOOLCHAIN: release };
	return execFileSync('go', ['env', 'GOROOT'], { env, cwd: tmpdir(), encoding: 'utf8' }).trim();
}

function minorOf(release) {
	return Number(/^go1\.(\d+)/.exec(release)?.[1]);
}

async function bundled(entry) {
	const outfile = join(workbench, `${entry.replace(/\W/g, '-')}.mjs`);
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
