import { describe, expect, test } from 'vitest';
import { readHeader } from '../../../server/src/analysis/module/fileHeader.ts';

test.each([
	['package p\n', 'p', []],
	['package p; import "a"; import "b"\n', 'p', ['a', 'b']],
	['package p\nimport ("a"; "b")\n', 'p', ['a', 'b']],
	[
		'package p\nimport (\n\t_ "unsafe" // why\n\tx "a.b/c"\n\t. "d"\n\t`e`\n)\n\nvar s = "f"\n',
		'p',
		['unsafe', 'a.b/c', 'd', 'e'],
	],
	['package p\nimport ()\nimport "a"\n', 'p', ['a']],
	['\uFEFF// About.\n\n/* more\n*/ package /* here */ p // end\n\nimport "a"\n', 'p', ['a']],
	['package p\r\n\r\nimport (\r\n\t"a"\r\n)\r\n', 'p', ['a']],
	['package p\nimport "C"\n\nfunc import_() { _ = `import "x"` }\n', 'p', ['C']],
	['package p\nimport (\n\t"a"\n\tb\n', 'p', ['a']],
	['package p\nimport', 'p', []],
	['package', '', []],
	['', '', []],
	['// only a comment', '', []],
])('%j', (text, name, paths) => {
	const { packageName, imports } = readHeader(text);
	expect(packageName).toBe(name);
	expect(imports.map(({ path }) => path)).toEqual(paths);
});

test('an import stands from its name to the end of its path', () => {
	const text = 'package p\n\nimport (\n\tx "a"\n\t"b"\n)\n';
	expect(readHeader(text).imports.map(({ span }) => text.slice(span.start, span.end))).toEqual(['x "a"', '"b"']);
});

test.each([
	['//go:build linux\n\npackage p\n', 'linux'],
	['// about\n\n//go:build linux && !cgo\n\npackage p\n', 'linux && !cgo'],
	['package p\n\n//go:build linux\n', undefined],
])('the constraint of %j', (text, constraint) => {
	expect(readHeader(text).buildConstraint).toBe(constraint);
});

describe('any text is a file', () => {
	test('cut off anywhere', () => {
		const text = '//go:build a\n\npackage p\n\nimport (\n\t_ "unsafe"\n\tx "a.b/c" // "d"\n)\nimport `e`\nvar x = 1\n';
		for (let end = 0; end <= text.length; end++) {
			const { imports } = readHeader(text.slice(0, end));
			expect(['unsafe', 'a.b/c', 'e'].slice(0, imports.length)).toEqual(imports.map(({ path }) => path));
		}
	});
});
