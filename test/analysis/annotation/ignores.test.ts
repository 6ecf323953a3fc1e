/** `//linkscape:ignore`: what it silences, what is wrong with it, and the fixes that write and remove it. */
import { expect, test } from 'vitest';
import {
	applyIgnores,
	ignoreFindings,
	ignoresOf,
	ignoresOfText,
} from '../../../server/src/analysis/annotation/ignores.ts';
import { ignoreFix } from '../../../server/src/analysis/annotation/ignoreFix.ts';
import type { Finding } from '../../../server/src/analysis/finding.ts';
import type { RuleId } from '../../../server/src/analysis/linkname/rules.ts';
import { rescanGoFile, scanGoFile } from '../../../server/src/analysis/source/scanGoFile.ts';
import { applyEdits } from '../../../server/src/analysis/text/textEdit.ts';

/** A finding at the first `@` of a text, which is taken out. */
function marked(source: string, rule: RuleId = 'linkname-private') {
	const start = source.indexOf('@');
	const text = source.replace('@', '');
	const finding: Finding = {
		rule,
		severity: 'warning',
		file: '/a.go',
		span: { start, end: start + 2 },
		message: '',
		fixes: [],
	};
	return { text, findings: start < 0 ? [] : [finding] };
}

interface Row {
	readonly source: string;
	readonly silenced: readonly string[];
	/** Of the comments themselves. */
	readonly says?: readonly string[];
}

const unused = (rule = 'linkname-private') => `There is no ${rule} here to ignore: the comment can go.`;

const rows: Readonly<Record<string, Row>> = {
	'above the directive': {
		source: 'package p\n\n//linkscape:ignore linkname-private we own both sides\n@//go:linkname a b.c\nfunc a()\n',
		silenced: ['we own both sides'],
	},
	'above other comments, at the line of code': {
		source: '//linkscape:ignore linkname-private why not\n//go:noescape\n//go:linkname a b.c\n@func a()\n',
		silenced: ['why not'],
	},
	'behind the code of its line': {
		source: 'package p\n\n@func a() //linkscape:ignore linkname-private a reason\n',
		silenced: ['a reason'],
	},
	'with Windows line ends': {
		source: '//linkscape:ignore linkname-private a reason\r\n@//go:linkname a b.c\r\nfunc a()\r\n',
		silenced: ['a reason'],
	},
	'an empty line ends what it speaks about': {
		source: '//linkscape:ignore linkname-private a reason\n\n@func a()\n',
		silenced: [],
		says: [unused()],
	},
	'so does the line of code': {
		source: '//linkscape:ignore linkname-private a reason\nvar x int\n@func a()\n',
		silenced: [],
		says: [unused()],
	},
	'behind code it does not speak about the next line': {
		source: 'var x int //linkscape:ignore linkname-private a reason\n@func a()\n',
		silenced: [],
		says: [unused()],
	},
	'another rule stays': {
		source: '//linkscape:ignore linkname-unused a reason\n@func a()\n',
		silenced: [],
		says: [unused('linkname-unused')],
	},
	'no finding at all': {
		source: '//linkscape:ignore linkname-private a reason\nfunc a() {}\n',
		silenced: [],
		says: [unused()],
	},
	'rules about builds and of the compiler are not called unused': {
		source:
			'//linkscape:ignore linkname-dependency-refused a\nfunc a() {}\n//linkscape:ignore contract-broken b\nfunc b() {}\n',
		silenced: [],
	},
	'no reason': {
		source: '//linkscape:ignore linkname-private\n@func a()\n',
		silenced: [],
		says: ['Say why linkname-private is ignored here: //linkscape:ignore linkname-private reason.'],
	},
	'no rule': {
		source: '//linkscape:ignore\n@func a()\n',
		silenced: [],
		says: ['Name the rule that is ignored, and say why: //linkscape:ignore RULE reason.'],
	},
	'a rule that does not exist': {
		source: '//linkscape:ignore linkname-privat a reason\n@func a()\n',
		silenced: [],
		says: ['There is no rule linkname-privat; did you mean linkname-private?'],
	},
	'a space': {
		source: '// linkscape:ignore linkname-private a reason\n@func a()\n',
		silenced: [],
		says: ['The comment must begin with //linkscape:ignore, without a space.'],
	},
	'in a string it is none': { source: 'const s = `\n//linkscape:ignore nothing\n`\n@func a()\n', silenced: [] },
	'one of two findings of a line': {
		source:
			'//linkscape:ignore linkname-private a reason\n//linkscape:ignore linkname-alternative another\n@func a()\n',
		silenced: ['a reason'],
		says: [unused('linkname-alternative')],
	},
};

test.each(Object.entries(rows))('%s', (_, { source, silenced, says = [] }) => {
	const { text, findings } = marked(source);
	const ignores = ignoresOf(scanGoFile(text));
	const sorted = applyIgnores(findings, ignores.good);
	expect(sorted.silenced.map(({ reason }) => reason)).toEqual(silenced);
	expect(sorted.kept.length + sorted.silenced.length).toBe(findings.length);
	expect(ignoreFindings('/a.go', ignores, sorted.used).map(({ message }) => message)).toEqual(says);
});

test('while not everything is known, nothing is called unused', () => {
	const ignores = ignoresOf(scanGoFile('//linkscape:ignore linkname-private a reason\nfunc a() {}\n'));
	expect(ignoreFindings('/a.go', ignores, undefined)).toEqual([]);
});

test('in go.mod as well', () => {
	const { text, findings } = marked(
		'module m\n\nrequire (\n\t@example.com/a v1.0.0 //linkscape:ignore linkname-dependency-refused linked with -checklinkname=0\n)\n',
		'linkname-dependency-refused',
	);
	const sorted = applyIgnores(findings, ignoresOfText(text).good);
	expect(sorted.silenced.map(({ reason }) => reason)).toEqual(['linked with -checklinkname=0']);
});

test('the comment moves along with the text', () => {
	const before = scanGoFile('package p\n\nfunc b() {\n\tx()\n}\n\n//linkscape:ignore linkname-private a\nfunc a()\n');
	const text = before.text.replace('x()', 'x()y');
	const start = before.text.indexOf('x()') + 3;
	const after = rescanGoFile(before, text, { start, oldEnd: start, newEnd: start + 1 });
	expect(after.annotations).toEqual(scanGoFile(text).annotations);
});

test('the fix writes a comment that silences the finding, and its removal leaves the text as it was', () => {
	const { text, findings } = marked('package p\n\n\t@//go:linkname a b.c\r\nfunc a()\n');
	const [finding] = findings;
	const written = finding && ignoreFix(finding, text);
	const [edit] = written?.edits ?? [];
	const edited = edit?.kind === 'change' ? applyEdits(text, edit.edits) : '';
	expect(edited).toBe(
		'package p\n\n\t//linkscape:ignore linkname-private TODO: say why\r\n\t//go:linkname a b.c\r\nfunc a()\n',
	);
	const ignores = ignoresOf(scanGoFile(edited));
	const [idle] = ignoreFindings('/a.go', ignores, new Set());
	const [removal] = idle?.fixes[0]?.edits ?? [];
	expect(removal?.kind === 'change' ? applyEdits(edited, removal.edits) : '').toBe(text);
});

test('a comment behind code is removed with the blanks before it', () => {
	const text = 'func a() {} \t//linkscape:ignore linkname-private a reason\nfunc b() {}\n';
	const [idle] = ignoreFindings('/a.go', ignoresOf(scanGoFile(text)), new Set());
	const [removal] = idle?.fixes[0]?.edits ?? [];
	expect(removal?.kind === 'change' ? applyEdits(text, removal.edits) : '').toBe('func a() {}\nfunc b() {}\n');
});
