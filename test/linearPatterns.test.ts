/**
 * Every regular expression of the product takes time in proportion to its text. Most texts come from somebody else's
 * repository, and a pattern that backtracks over a long line stops a server.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync, Visitor } from 'oxc-parser';
import { analyse } from 'scslre';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');

/** Patterns that the analysis cannot prove, or that only see short texts, each with the reason. */
const allowed: Readonly<Record<string, string>> = {
	"^[-+^(]*(?:\"(?:[^\"\\\\]|\\\\.)*\"?(?:\\.\\.\\.)?|`.*|'(?:[^'\\\\]|\\\\.[^']*)'|\\d[\\w.+]*(?:(?<=[eEpP])-\\d+i?)?|true|false|nil|\\(\\d(?=.*[+-]).*i\\))\\)*$":
		'a line of compiler output has at most 4,096 characters',
};

/** What can be put into a pattern is a name. */
const anyName = 'name';

interface Pattern {
	readonly place: string;
	readonly source: string;
	readonly flags: string;
}

function patternsOf(file: string, code: string): Pattern[] {
	const { program, errors } = parseSync(file, code);
	expect(errors, file).toEqual([]);
	const found: Pattern[] = [];
	const add = (start: number, source: string, flags: string) => {
		found.push({ place: `${file}:${code.slice(0, start).split('\n').length}`, source, flags });
	};
	new Visitor({
		Literal(node) {
			if ('regex' in node) add(node.start, node.regex.pattern, node.regex.flags);
		},
		NewExpression(node) {
			const [pattern, flags] = node.arguments;
			if (node.callee.type !== 'Identifier' || node.callee.name !== 'RegExp' || !pattern) return;
			add(node.start, textOf(pattern), flags?.type === 'Literal' ? String(flags.value) : '');
		},
	}).visit(program);
	return found;
}

/** The text of a constant; what is computed is taken for a name, and an array of texts for all of them. */
function textOf(node: object): string {
	const { type } = node as { type: string };
	if (type === 'Literal') return String((node as { value: unknown }).value);
	if (type === 'TaggedTemplateExpression') return textOf((node as { quasi: object }).quasi);
	if (type === 'TemplateLiteral') {
		const { quasis, expressions } = node as { quasis: { value: { cooked: string } }[]; expressions: object[] };
		return quasis.map(({ value }, at) => value.cooked + (expressions[at] ? textOf(expressions[at]) : '')).join('');
	}
	if (type === 'CallExpression') {
		const { callee } = node as { callee: { object?: { type: string; elements: object[] } } };
		if (callee.object?.type === 'ArrayExpression') return callee.object.elements.map(textOf).join('|');
	}
	return anyName;
}

function isLinear(source: string, flags: string): boolean {
	return analyse(new RegExp(source, flags)).reports.length === 0;
}

test.each([
	['^(?:a+b?)*$', ''],
	['^(?:\\/\\/[^\\n]*\\s*)+$', ''],
	['\\s+$', ''],
	['^(.+) (.+):$', ''],
])('/%s/%s is found', (source, flags) => {
	expect(isLinear(source, flags)).toBe(false);
});

test('every pattern is linear', () => {
	const patterns = ['server/src', 'client/src'].flatMap((folder) =>
		readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
			.filter((name) => name.endsWith('.ts'))
			.map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
			.flatMap((file) => patternsOf(file, readFileSync(join(root, file), 'utf8'))),
	);
	const slow = patterns.filter(({ source, flags }) => !isLinear(source, flags));
	expect(patterns.length).toBeGreaterThan(400);
	expect(slow.filter(({ source }) => !(source in allowed)).map(({ place, source }) => `${place} /${source}/`)).toEqual(
		[],
	);
	expect(Object.keys(allowed).filter((source) => !slow.some((pattern) => pattern.source === source))).toEqual([]);
});
