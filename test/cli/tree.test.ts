/** Walking trees and passing over files by their text: nothing that a rule would find may be lost on the way. */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { DirectoryEntry } from '../../server/src/toolchain/files.ts';
import { checkTree } from '../../server/src/linkname/check/checkTree.ts';
import { type GoDirectory, walkGoDirectories } from '../../server/src/linkname/check/goTree.ts';
import { isWorthReading } from '../../server/src/linkname/check/prefilter.ts';
import { directiveFixtures } from '../analysis/linkname/directiveFixtures.ts';
import { findingsOf, nameOf } from '../analysis/linkname/view.ts';
import { gorootOf } from '../support/downloads.ts';
import { readFixture } from '../support/markers.ts';

describe('a file in which a rule finds something is worth reading', () => {
	test.each(Object.entries(directiveFixtures))('%s', (_, { source, foreign, goVersion }) => {
		const fixture = readFixture(source);
		const findings = findingsOf(fixture, { hasForeignSources: foreign !== undefined, goVersion: goVersion ?? '1.21' });
		const passedOver = findings
			.map(({ file }) => nameOf(file))
			.filter((name) => !worthReading(fixture.files[name] ?? ''));
		expect(passedOver).toEqual([]);
	});
});

test.each([
	['package p\n\nfunc f() {}\n', false],
	['//go:build linux\n\npackage p\n\n//go:generate stringer\n\n//go:embed a\nvar a string\n', false],
	['package p\n\nvar s = "go:linkname" // about go:linkname\n', false],
	['package p\n\nfunc f(\n\ta int,\n) (\n\tb int,\n) {\n}\n', false],
	['package p\n\nfunc f(a interface{}) { // {\n}\n', false],
	['package p\n\nfunc f() interface{} { return nil }\n', false],
	['package p\r\n\r\nfunc f() {\r\n}\r\n', false],
	['package p\n\nfunc f()', true],
	['package p\n\nfunc f() struct{}\n', true],
	['package p\n\nfunc f(\n\ta struct{},\n) struct{}\n', true],
	['package p\n\n//go:build linux\n', true],
	['package p\n\nvar a int //go:embed a\n', true],
	['package p\n\n// \tgo:embed a\n', true],
	['//go:noinline\npackage p\n', true],
])('%j: worth reading is %s', (text, expected) => {
	expect(worthReading(text)).toBe(expected);
});

function worthReading(text: string): boolean {
	return isWorthReading(Buffer.from(text), true);
}

test('a directory that cannot be read is named, and the walk goes on', () => {
	const tree: Readonly<Record<string, readonly DirectoryEntry[]>> = {
		'/m': [file('go.mod'), file('a.go'), directory('locked'), directory('sub')],
		'/m/sub': [file('b.go'), file('c_test.go'), file('d.s'), file('.e.go')],
	};
	const reader = {
		list: (path: string) => tree[path.replaceAll('\\', '/')],
		bytes: () => Buffer.from('module example.com/m\n\ngo 1.22\n'),
	};
	const unreadable: string[] = [];
	const outside = { module: undefined, importPath: undefined, goVersion: undefined, std: false };
	const walk = walkGoDirectories('/m', outside, { reader, unreadable: (path) => unreadable.push(path) });
	expect([...walk].map(spell)).toEqual([
		'example.com/m 1.22: a.go',
		'example.com/m/sub 1.22: b.go c_test.go + foreign',
	]);
	expect(unreadable).toEqual([join('/m', 'locked')]);
});

function file(name: string): DirectoryEntry {
	return { name, kind: 'file' };
}

function directory(name: string): DirectoryEntry {
	return { name, kind: 'directory' };
}

function spell({ place, goFiles, foreignFiles }: GoDirectory): string {
	return `${place.importPath} ${place.goVersion}: ${goFiles.join(' ')}${foreignFiles.length > 0 ? ' + foreign' : ''}`;
}

const goroot = gorootOf('1.26.8');
test.skipIf(goroot === undefined)('the standard library is clean for the command line as well', async () => {
	const request = { paths: ['src'], directory: goroot ?? '', toolchain: 'go1.26.8' };
	const { findings, directives, files, problems } = await checkTree(request, undefined, new AbortController().signal);
	expect(findings.filter(({ severity }) => severity === 'error' || severity === 'warning')).toEqual([]);
	expect({ directives, problems, many: files > 4000 }).toEqual({ directives: 1343, problems: [], many: true });
});
