// Brings server/data/runtime-calls.json up to date: which release knows which name of package runtime, by the sources of its compiler.
//
//   node scripts/record-runtime-calls.mjs GOROOT…    one for each release, all that the file is to speak of
//
// Meanings are written by hand. A name that a compiler knows and the file has no meaning for is listed, and nothing is written.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { root } from './repository.mjs';
import { runtimeVocabulary } from './runtimeVocabulary.mjs';

const file = join(root, 'server/data/runtime-calls.json');

/** @type {{ releases: string[], kinds: { names: string[], pattern?: string }[], generated: unknown[] }} */
const table = JSON.parse(readFileSync(file, 'utf8'));

const trees = process.argv
	.slice(2)
	.map((goroot) => ({ goroot, minor: minorOf(goroot) }))
	.sort((a, b) => a.minor - b.minor);
if (trees.length === 0) {
	console.error('Name the source trees of the releases.');
	process.exit(2);
}

/** @param {string} goroot */
function minorOf(goroot) {
	return Number(/^go1\.(\d+)/.exec(readFileSync(join(goroot, 'VERSION'), 'utf8'))?.[1]);
}

const minors = trees.map(({ minor }) => minor);
/** @type {Map<string, number[]>} */
const releasesOf = new Map();
for (const { goroot, minor } of trees) {
	for (const name of runtimeVocabulary(goroot)) releasesOf.set(name, [...(releasesOf.get(name) ?? []), minor]);
}

const patterns = table.kinds.flatMap(({ pattern }) => (pattern === undefined ? [] : [new RegExp(pattern)]));
const known = new Set(table.kinds.flatMap(({ names }) => names.map((name) => name.split(' ', 1)[0] ?? '')));
const unknown = [...releasesOf.keys()].filter(
	(name) => !known.has(name) && !patterns.some((pattern) => pattern.test(name)),
);
if (unknown.length > 0) {
	console.error(`Without a meaning in server/data/runtime-calls.json: ${unknown.sort().join(', ')}`);
	process.exit(1);
}

/**
 * `moveSlice 1.26-`, `assertI2I -1.23`, `newobject`.
 * @param {string} entry
 */
function dated(entry) {
	const name = entry.split(' ', 1)[0] ?? '';
	const found = releasesOf.get(name);
	// Names that are put together (`mapaccess1_fast32`) stand in no source as a whole; what was written by hand stays.
	if (!found) return entry;
	const since = found[0] === minors[0] ? '' : `1.${found[0]}`;
	const until = found.at(-1) === minors.at(-1) ? '' : `1.${found.at(-1)}`;
	return since === '' && until === '' ? name : `${name} ${since}-${until}`;
}

const kinds = table.kinds.map((kind) => ({ ...kind, names: kind.names.map(dated) }));
const rows = (/** @type {readonly unknown[]} */ list) => list.map((row) => `\t\t${JSON.stringify(row)}`).join(',\n');
writeFileSync(
	file,
	`{\n\t"releases": ${JSON.stringify(minors.map((minor) => `1.${minor}`))},\n\t"kinds": [\n${rows(kinds)}\n\t],\n\t"generated": [\n${rows(table.generated)}\n\t]\n}\n`,
);
console.log(`${releasesOf.size} names of ${minors.length} releases, all with a meaning.`);
