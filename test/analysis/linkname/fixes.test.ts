/** Quick fixes: what the file looks like afterwards, that the finding is gone, and that gofmt has nothing to add. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import type { Finding, Fix } from '../../../server/src/analysis/finding.ts';
import { applyEdits } from '../../../server/src/analysis/text/textEdit.ts';
import { goPath, goTest, writeFiles } from '../../support/go.ts';
import { readFixture } from '../../support/markers.ts';
import { directiveFixtures } from './directiveFixtures.ts';
import { findingsOf, nameOf } from './view.ts';

interface FixCase {
	readonly title: string;
	readonly before: string;
	readonly after: string;
}

const pull = `
//go:linkname nanotime runtime.nanotime
func nanotime() int64
`;

const cases: Readonly<Record<string, FixCase>> = {
	'the import goes below the package clause': {
		title: 'Import "unsafe"',
		before: `package p\n${pull}`,
		after: `package p\n\nimport _ "unsafe"\n${pull}`,
	},
	'below a package clause that touches the code': {
		title: 'Import "unsafe"',
		before: `package p // the clock\nfunc f() {}\n${pull}`,
		after: `package p // the clock\n\nimport _ "unsafe"\n\nfunc f() {}\n${pull}`,
	},
	'into the group, in its place': {
		title: 'Import "unsafe"',
		before: `package p\n\nimport (\n\t"os"\n\t"time"\n)\n${pull}`,
		after: `package p\n\nimport (\n\t"os"\n\t"time"\n\t_ "unsafe"\n)\n${pull}`,
	},
	'among those of the standard library': {
		title: 'Import "unsafe"',
		before: `package p\n\nimport (\n\t"example.com/a"\n\n\t"os" // files\n\t// letters\n\t"unicode"\n\t"unsafer"\n)\n${pull}`,
		after: `package p\n\nimport (\n\t"example.com/a"\n\n\t"os" // files\n\t// letters\n\t"unicode"\n\t_ "unsafe"\n\t"unsafer"\n)\n${pull}`,
	},
	'at the head of the group, above comments': {
		title: 'Import "unsafe"',
		before: `package p\n\nimport (\n\t// last\n\t"zzz"\n)\n${pull}`,
		after: `package p\n\nimport (\n\t_ "unsafe"\n\t// last\n\t"zzz"\n)\n${pull}`,
	},
	'beside single imports': {
		title: 'Import "unsafe"',
		before: `package p\n\nimport "os"\nimport "time"\n${pull}`,
		after: `package p\n\nimport "os"\nimport "time"\nimport _ "unsafe"\n${pull}`,
	},
	'beside a group on one line': {
		title: 'Import "unsafe"',
		before: `package p\n\nimport ("os")\n${pull}`,
		after: `package p\n\nimport ("os")\nimport _ "unsafe"\n${pull}`,
	},
	'with the line ends and the byte order mark of the file': {
		title: 'Import "unsafe"',
		before: `\ufeffpackage p\n${pull}`.replaceAll('\n', '\r\n'),
		after: `\ufeffpackage p\n\nimport _ "unsafe"\n${pull}`.replaceAll('\n', '\r\n'),
	},
	'an ignored directive is spelled right': {
		title: 'Change to //go:linkname',
		before: `package p\n\nimport _ "unsafe"\n\n// go:linkname nanotime runtime.nanotime\nfunc nanotime() int64\n`,
		after: `package p\n\nimport _ "unsafe"\n${pull}`,
	},
	'below prose, as gofmt wants it': {
		title: 'Change to //go:noinline',
		before: `package p\n\n// f waits.\n// go:noinline\nfunc f() {}\n`,
		after: `package p\n\n// f waits.\n//\n//go:noinline\nfunc f() {}\n`,
	},
	'a tab becomes a space': {
		title: 'Change to //go:linkname',
		before: `package p\n\nimport _ "unsafe"\n\n//go:linkname\tnanotime\truntime.nanotime\nfunc nanotime() int64\n`,
		after: `package p\n\nimport _ "unsafe"\n\n//go:linkname nanotime\truntime.nanotime\nfunc nanotime() int64\n`,
	},
	'a comment behind the directive moves above it': {
		title: 'Move the comment to its own line',
		before: `package p\n\nimport _ "unsafe"\n\n//go:linkname nanotime runtime.nanotime // monotonic clock\nfunc nanotime() int64\n`,
		after: `package p\n\nimport _ "unsafe"\n\n// monotonic clock\n//\n//go:linkname nanotime runtime.nanotime\nfunc nanotime() int64\n`,
	},
	'and joins the doc comment': {
		title: 'Move the comment to its own line',
		before: `package p\n\nimport _ "unsafe"\n\n// nanotime is fast.\n//\n//go:noescape\n//go:linkname nanotime runtime.nanotime // monotonic clock\nfunc nanotime() int64\n`,
		after: `package p\n\nimport _ "unsafe"\n\n// nanotime is fast.\n// monotonic clock\n//\n//go:noescape\n//go:linkname nanotime runtime.nanotime\nfunc nanotime() int64\n`,
	},
	'a directive behind code moves above the function': {
		title: 'Move above f',
		before: `package p\n\n// f waits.\nfunc f() {} //go:noinline\n`,
		after: `package p\n\n// f waits.\n//\n//go:noinline\nfunc f() {}\n`,
	},
	'a directive in a function moves above it': {
		title: 'Move above nanotime',
		before: `package p\n\nimport _ "unsafe"\n\nfunc nanotime() int64\n\nfunc F() {\n\t//go:linkname nanotime runtime.nanotime\n\tnanotime()\n}\n`,
		after: `package p\n\nimport _ "unsafe"\n\n//go:linkname nanotime runtime.nanotime\nfunc nanotime() int64\n\nfunc F() {\n\tnanotime()\n}\n`,
	},
	'noescape goes, and the line that parted it': {
		title: 'Remove //go:noescape',
		before: `package p\n\n// f sets.\n//\n//go:noescape\nfunc f(p *int) { *p = 1 }\n`,
		after: `package p\n\n// f sets.\nfunc f(p *int) { *p = 1 }\n`,
	},
	'a second directive goes': {
		title: 'Remove this directive',
		before: `package p\n\nimport _ "unsafe"\n${pull}\n//go:linkname nanotime runtime.nanotime\n`,
		after: `package p\n\nimport _ "unsafe"\n${pull}`,
	},
	'a misspelt local name': {
		title: 'Change to nanotime',
		before: `package p\n\nimport _ "unsafe"\n\n//go:linkname nanotim runtime.nanotime\nfunc nanotime() int64\n`,
		after: `package p\n\nimport _ "unsafe"\n${pull}`,
	},
	'the name of the one function that waits for a directive': {
		title: 'Change to now',
		before: `package p\n\nimport _ "unsafe"\n\n//go:linkname nanotime runtime.nanotime\n\nfunc f() {}\n\nfunc now() int64\n`,
		after: `package p\n\nimport _ "unsafe"\n\n//go:linkname now runtime.nanotime\n\nfunc f() {}\n\nfunc now() int64\n`,
	},
	'a body for a function without': {
		title: 'Add a body',
		before: 'package p\n\nfunc f()\n',
		after: 'package p\n\nfunc f() {}\n',
	},
	'a directive for a function without a body': {
		title: 'Add //go:linkname f',
		before: 'package p\n\nfunc f() (int, error)\n',
		after: 'package p\n\nimport _ "unsafe"\n\n//go:linkname f\nfunc f() (int, error)\n',
	},
	'linknamestd becomes linkname': {
		title: 'Change to //go:linkname',
		before: `package p\n\nimport _ "unsafe"\n\n//go:linknamestd nanotime runtime.nanotime\nfunc nanotime() int64\n`,
		after: `package p\n\nimport _ "unsafe"\n${pull}`,
	},
};

test.each(Object.entries(cases))('%s', (_, { title, before, after }) => {
	const fixture = { files: { 'a.go': before }, expected: [] };
	const found = findingsOf(fixture).flatMap((finding) => finding.fixes.map((fix) => ({ finding, fix })));
	const chosen = found.find(({ fix }) => fix.title === title);
	expect(chosen && apply(chosen.fix, fixture.files)['a.go']).toBe(after);
	const left = findingsOf({ files: { 'a.go': after }, expected: [] }).map(({ rule }) => rule);
	expect(left).not.toContain(chosen?.finding.rule);
});

test('a fix never leaves its own finding behind', () => {
	for (const { fixture, finding, fix, view } of everyFix()) {
		const files = apply(fix, fixture.files);
		const before = findingsOf(fixture, view).filter((other) => sameKind(other, finding)).length;
		const after = findingsOf({ files, expected: [] }, view).filter((other) => sameKind(other, finding)).length;
		expect(after, `${fix.title} in ${finding.file}`).toBeLessThan(before);
	}
});

goTest('what gofmt left alone before a fix it leaves alone after it', () => {
	const root = mkdtempSync(join(tmpdir(), 'linkscape-gofmt-'));
	try {
		const fixes = [...everyFix()];
		fixes.forEach(({ fixture, fix }, at) => {
			writeFiles(join(root, `before/${at}`), fixture.files);
			writeFiles(join(root, `after/${at}`), apply(fix, fixture.files));
		});
		const unclean = new Set(gofmt(join(root, 'before')));
		const spoilt = gofmt(join(root, 'after')).filter((file) => !unclean.has(file.replace('after', 'before')));
		expect(spoilt.map((file) => fixes[Number(file.split('/').at(-2))]?.fix.title)).toEqual([]);
		expect(fixes.length).toBeGreaterThan(40);
	} finally {
		rmSync(root, { recursive: true, force: true });
	}
});

/** Every fix of every fixture that edits files of the package (an added assembly file is seen by the go command only). */
function* everyFix() {
	for (const { source, goVersion, foreign } of Object.values(directiveFixtures)) {
		const fixture = readFixture(source);
		const view = { goVersion: goVersion ?? '1.21', hasForeignSources: foreign !== undefined };
		for (const finding of findingsOf(fixture, view)) {
			for (const fix of finding.fixes) {
				if (fix.edits.every(({ kind }) => kind === 'change')) yield { fixture, finding, fix, view };
			}
		}
	}
}

function apply(fix: Fix, files: Readonly<Record<string, string>>): Record<string, string> {
	const changed = { ...files };
	for (const edit of fix.edits) {
		if (edit.kind !== 'change') continue;
		const name = nameOf(edit.file);
		changed[name] = applyEdits(changed[name] ?? '', edit.edits);
	}
	return changed;
}

function sameKind(a: Finding, b: Finding): boolean {
	return a.rule === b.rule && a.file === b.file;
}

function gofmt(directory: string): string[] {
	const { stdout } = spawnSync(join(dirname(goPath ?? ''), 'gofmt'), ['-l', directory], { encoding: 'utf8' });
	return stdout.split('\n').filter((line) => line !== '');
}
