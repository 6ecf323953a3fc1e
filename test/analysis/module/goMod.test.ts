import { describe, expect, test } from 'vitest';
import {
	listsEverything,
	parseGoMod,
	replacementOf,
	replacementsByPath,
} from '../../../server/src/analysis/module/goMod.ts';
import { parseGoWork } from '../../../server/src/analysis/module/goWork.ts';
import { moduleLines } from '../../../server/src/analysis/module/moduleLines.ts';
import { parseVendoredModules } from '../../../server/src/analysis/module/vendoredModules.ts';

/** Every kind of line that go help mod edit and the reference of go.mod name. */
const everything = `// A comment before.
module "example.com/m" // Deprecated: use example.com/n.

go 1.21.3
toolchain go1.22.0
godebug default=go1.21
godebug (
	panicnil=1
)

require example.com/single v1.0.0
require (
	example.com/direct v1.2.3 // a word
	example.com/indirect v0.0.0-20240102030405-abcdefabcdef // indirect
	example.com/both v2.0.0+incompatible // indirect; and why
	\`example.com/raw\` v1.0.0
	// example.com/commented v9.9.9
)

exclude example.com/direct v1.2.4
exclude (
	example.com/direct v1.2.5 // broken
)
replace example.com/single => ../single
replace (
	example.com/direct v1.2.3 => example.com/fork v1.2.3-fix
	example.com/raw => "./with a blank"
)
retract v1.0.0 // bad
retract (
	[v1.1.0, v1.2.0] // worse
)
tool example.com/direct/cmd/tool
tool (
	example.com/direct/cmd/other
)
ignore ./node_modules
ignore (
	static
)
`;

describe('go.mod', () => {
	test.each([
		['with \\n', everything],
		['with \\r\\n', everything.replaceAll('\n', '\r\n')],
	])('every kind of line, %s', (_, text) => {
		const { path, goVersion, requires, replaces, excludes } = parseGoMod(text);
		expect({ path, goVersion }).toEqual({ path: 'example.com/m', goVersion: '1.21.3' });
		expect(requires.map((one) => `${one.path} ${one.version}${one.indirect ? ' indirect' : ''}`)).toEqual([
			'example.com/single v1.0.0',
			'example.com/direct v1.2.3',
			'example.com/indirect v0.0.0-20240102030405-abcdefabcdef indirect',
			'example.com/both v2.0.0+incompatible indirect',
			'example.com/raw v1.0.0',
		]);
		expect(replaces).toEqual([
			{ path: 'example.com/single', version: undefined, target: { kind: 'directory', directory: '../single' } },
			{
				path: 'example.com/direct',
				version: 'v1.2.3',
				target: { kind: 'module', path: 'example.com/fork', version: 'v1.2.3-fix' },
			},
			{ path: 'example.com/raw', version: undefined, target: { kind: 'directory', directory: './with a blank' } },
		]);
		expect(excludes).toEqual([
			{ path: 'example.com/direct', version: 'v1.2.4' },
			{ path: 'example.com/direct', version: 'v1.2.5' },
		]);
	});

	test('a requirement stands from its path to the end of its version', () => {
		const text = 'module m\n\nrequire (\n\t"example.com/a"  v1.0.0 // indirect\n)\n';
		const [first] = parseGoMod(text).requires;
		expect(text.slice(first?.span.start, first?.span.end)).toBe('"example.com/a"  v1.0.0');
	});

	test.each([
		['nothing', '', []],
		['a block that is not closed', 'module m\nrequire (\n\ta.b/c v1.0.0\n', ['a.b/c']],
		['a block in one line', 'module m\nrequire ()\nrequire a.b/c v1.0.0\n', ['a.b/c']],
		['a block without its blank', 'module m\nrequire(\n\ta.b/c v1.0.0\n)\n', ['a.b/c']],
		['a comment behind the parenthesis', 'module m\nrequire ( // why\n\ta.b/c v1.0.0\n) // end\n', ['a.b/c']],
		['an arrow without sides', 'module m\nreplace =>\nreplace a =>\nrequire a.b/c v1.0.0\n', ['a.b/c']],
		['a requirement without a version', 'module m\nrequire a.b/d\nrequire a.b/c v1.0.0\n', ['a.b/c']],
		['conflict markers', '<<<<<<< HEAD\nrequire a.b/c v1.0.0\n=======\n>>>>>>> x\n', ['a.b/c']],
		['a byte order mark', '\uFEFFmodule m\nrequire a.b/c v1.0.0\n', ['a.b/c']],
		['a quote that is not closed', 'module "m\nrequire a.b/c v1.0.0\n', ['a.b/c']],
	])('%s', (_, text, paths) => {
		const { requires, replaces } = parseGoMod(text);
		expect(requires.map(({ path }) => path)).toEqual(paths);
		expect(replaces).toEqual([]);
	});

	test('a replacement for the version goes before one for all', () => {
		const { replaces } = parseGoMod('replace a.b/c => ./all\nreplace a.b/c v1.0.0 => ./one\n');
		const target = (path: string, version: string) =>
			replacementOf({ path, version }, replacementsByPath(replaces))?.target;
		expect(target('a.b/c', 'v1.0.0')).toEqual({ kind: 'directory', directory: './one' });
		expect(target('a.b/c', 'v1.1.0')).toEqual({ kind: 'directory', directory: './all' });
		expect(target('a.b/d', 'v1.0.0')).toBeUndefined();
	});

	test.each([
		[undefined, false],
		['1.16', false],
		['1.17', true],
		['1.21.3', true],
		['1.27rc1', true],
		['nonsense', false],
	])('go %s lists everything: %s', (version, expected) => {
		expect(listsEverything(version)).toBe(expected);
	});
});

test('go.work: used directories and replacements', () => {
	const text = `go 1.22 // comment
toolchain go1.22.5
use ./a
use (
	../b // there
	"with a blank"
	// ./commented
)
replace a.b/c => ./c
replace a.b/d v1.0.0 => a.b/e v1.1.0
`;
	expect(parseGoWork(text)).toEqual({
		goVersion: '1.22',
		uses: ['./a', '../b', 'with a blank'],
		replaces: [
			{ path: 'a.b/c', version: undefined, target: { kind: 'directory', directory: './c' } },
			{ path: 'a.b/d', version: 'v1.0.0', target: { kind: 'module', path: 'a.b/e', version: 'v1.1.0' } },
		],
	});
});

test('vendor/modules.txt: the module of each package', () => {
	const text = `## workspace
# a.b/c v1.2.3
## explicit; go 1.20
a.b/c
a.b/c/sub
# a.b/d v1.0.0 => ./d
## explicit
a.b/d
# a.b/e => a.b/f v1.1.0
a.b/e/sub
# a.b/unused v1.0.0
# a.b/g => ./g
`;
	const packages = parseVendoredModules(text);
	expect([...packages].map(([path, module]) => `${path} ${module.path} ${module.version}`)).toEqual([
		'a.b/c a.b/c v1.2.3',
		'a.b/c/sub a.b/c v1.2.3',
		'a.b/d a.b/d v1.0.0',
		'a.b/e/sub a.b/e ',
	]);
	expect(parseVendoredModules(text.replaceAll('\n', '\r\n'))).toEqual(packages);
	expect(parseVendoredModules('a.b/before/any/module\n').size).toBe(0);
});

describe('any text is a file', () => {
	const words = [
		'module',
		'require',
		'replace',
		'use',
		'exclude',
		'(',
		')',
		'=>',
		'"',
		'`',
		'//',
		'\\',
		'\n',
		'\r\n',
		' ',
	];
	const more = ['a.b/c', 'v1.0.0', './d', '\uFEFF', '\0', '__proto__', '# ', '## ', 'go', '1.2', '😀', '\ud800'];
	const pieces = [...words, ...more];

	test.each([1, 2, 3, 4])('made of pieces, seed %i', (seed) => {
		let state = seed * 2_654_435_761;
		const next = () => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648);
		for (let round = 0; round < 500; round++) {
			const text = Array.from({ length: next() % 40 }, () => pieces[next() % pieces.length]).join('');
			for (const { words: found } of moduleLines(text)) {
				for (const { span } of found) expect(text.slice(span.start, span.end)).not.toBe('');
			}
			for (const { span, version } of parseGoMod(text).requires) {
				expect(text.slice(span.start, span.end)).toContain(version);
			}
			expect(parseGoWork(text).uses).not.toContain(undefined);
			expect(parseVendoredModules(text)).toBeInstanceOf(Map);
		}
	});

	test('cut off anywhere', () => {
		for (let end = 0; end < everything.length; end++) {
			const { requires } = parseGoMod(everything.slice(0, end));
			expect(requires.length).toBeLessThanOrEqual(5);
		}
	});
});
