/** Minimal version selection (go.dev/ref/mod, “Minimal version selection” and “Module graph pruning”). */
import { describe, expect, test } from 'vitest';
import { parseGoMod } from '../../../server/src/analysis/module/goMod.ts';
import { selectVersions } from '../../../server/src/analysis/module/selectVersions.ts';

interface Graph {
	readonly mains: readonly string[];
	/** `path@version` → go.mod. */
	readonly known?: Readonly<Record<string, string>>;
	readonly selected: Readonly<Record<string, string>>;
}

const old = (path: string, ...requires: string[]) => `module ${path}\ngo 1.16\n${lines(requires)}`;
const pruned = (path: string, ...requires: string[]) => `module ${path}\ngo 1.21\n${lines(requires)}`;
const lines = (requires: readonly string[]) => requires.map((one) => `require ${one}\n`).join('');

const graphs: Readonly<Record<string, Graph>> = {
	'the go.mod of a single module with go 1.17 lists everything': {
		mains: [pruned('m', 'a v1.0.0', 'b v1.1.0 // indirect')],
		known: { 'a@v1.0.0': pruned('a', 'b v1.9.0') },
		selected: { a: 'v1.0.0', b: 'v1.1.0' },
	},
	'before that the highest of all that is asked for is taken': {
		mains: [old('m', 'a v1.0.0', 'b v1.0.0')],
		known: {
			'a@v1.0.0': old('a', 'c v1.2.0'),
			'b@v1.0.0': old('b', 'c v1.10.0', 'd v1.0.0'),
			'c@v1.2.0': old('c', 'e v1.0.0'),
			'c@v1.10.0': old('c'),
		},
		// c v1.2.0 is not used, yet what it asks for counts.
		selected: { a: 'v1.0.0', b: 'v1.0.0', c: 'v1.10.0', d: 'v1.0.0', e: 'v1.0.0' },
	},
	'a cycle ends': {
		mains: [old('m', 'a v1.0.0')],
		known: {
			'a@v1.0.0': old('a', 'b v1.0.0'),
			'b@v1.0.0': old('b', 'a v1.1.0', 'm v0.9.0'),
			'a@v1.1.0': old('a', 'b v1.0.0'),
		},
		selected: { a: 'v1.1.0', b: 'v1.0.0' },
	},
	'in a workspace a dependency with go 1.17 answers for what is below it': {
		mains: [pruned('m', 'a v1.0.0'), pruned('n')],
		known: { 'a@v1.0.0': pruned('a', 'b v1.0.0'), 'b@v1.0.0': pruned('b', 'c v1.0.0'), 'c@v1.0.0': pruned('c') },
		selected: { a: 'v1.0.0', b: 'v1.0.0' },
	},
	'for a main module before that nothing is pruned': {
		mains: [old('m', 'a v1.0.0')],
		known: { 'a@v1.0.0': pruned('a', 'b v1.0.0'), 'b@v1.0.0': pruned('b', 'c v1.0.0'), 'c@v1.0.0': pruned('c') },
		selected: { a: 'v1.0.0', b: 'v1.0.0', c: 'v1.0.0' },
	},
	'modules of a workspace are their own versions': {
		mains: [pruned('m', 'a v1.0.0', 'n v1.0.0'), pruned('n', 'a v1.2.0')],
		known: { 'a@v1.0.0': pruned('a', 'b v1.0.0'), 'a@v1.2.0': pruned('a', 'b v1.3.0') },
		selected: { a: 'v1.2.0', b: 'v1.3.0' },
	},
	'an excluded version is passed over': {
		mains: [`${old('m', 'a v1.0.0', 'b v1.0.0')}exclude b v1.5.0\n`],
		known: { 'a@v1.0.0': old('a', 'b v1.5.0'), 'b@v1.0.0': old('b') },
		selected: { a: 'v1.0.0', b: 'v1.0.0' },
	},
	'of a module that is not known only the others speak': {
		mains: [old('m', 'a v1.0.0', 'gone v1.0.0')],
		known: { 'a@v1.0.0': old('a', 'gone v1.1.0') },
		selected: { a: 'v1.0.0', gone: 'v1.1.0' },
	},
	'a release goes before its prereleases': {
		mains: [old('m', 'a v1.0.0-rc.1', 'b v1.0.0')],
		known: { 'b@v1.0.0': old('b', 'a v1.0.0') },
		selected: { a: 'v1.0.0', b: 'v1.0.0' },
	},
	'nothing selects nothing': { mains: [], selected: {} },
};

describe('versions of a build', () => {
	test.each(Object.entries(graphs))('%s', async (_, { mains, known = {}, selected }) => {
		const read = async ({ path, version }: { readonly path: string; readonly version: string }) => {
			const text = known[`${path}@${version}`];
			return text === undefined ? undefined : parseGoMod(text);
		};
		expect(Object.fromEntries(await selectVersions(mains.map(parseGoMod), read))).toEqual(selected);
	});
});
