import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SyntaxTable } from '../../../server/src/analysis/syntax/syntaxTable.ts';
import { goParser } from '../../support/goParser.ts';

const source = `package p

func f(a, b string) string {
	// a comment
	if a == "世界😀" { return b }
	return a + b
}
`;

const spelled = (table: SyntaxTable) =>
	Array.from({ length: table.count }, (_, node) => `${table.kind(node)} ${table.start(node)}-${table.end(node)}`);

test('nodes have UTF-16 offsets', async () => {
	const tree = (await goParser()).parse(source);
	const offset = source.indexOf('"世界😀"');
	expect(tree.table.textOf(tree.table.at(offset))).toBe('"世界😀"');
	tree.dispose();
});

test('a table outlives its tree', async () => {
	const tree = (await goParser()).parse(source);
	const { table } = tree;
	tree.dispose();
	expect(table.kind(0)).toBe('source_file');
	expect(table.children(0).map((node) => table.kind(node))).toContain('function_declaration');
});

test('parsing again after an edit gives what parsing anew gives', async () => {
	const parser = await goParser();
	const position = fc.nat(source.length);
	fc.assert(
		fc.property(
			position,
			fc.nat(10),
			fc.constantFrom('', 'x', '{', '}', '`', '"', '\n', '😀', 'func g() {}\n'),
			(start, length, inserted) => {
				const oldEnd = Math.min(source.length, start + length);
				// A change does not cut a character in two.
				fc.pre(!/[\udc00-\udfff]/.test(source.charAt(start) + source.charAt(oldEnd)));
				const text = source.slice(0, start) + inserted + source.slice(oldEnd);
				const before = parser.parse(source);
				const again = parser.reparse(before, text, [{ start, oldEnd, newEnd: start + inserted.length }]);
				const anew = parser.parse(text);
				const [got, wanted] = [spelled(again.table), spelled(anew.table)];
				for (const tree of [before, again, anew]) tree.dispose();
				if (!anew.table.broken(0)) expect(got).toEqual(wanted);
			},
		),
		{ numRuns: 200 },
	);
});

test('any text can be parsed', async () => {
	const parser = await goParser();
	fc.assert(
		fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
			const tree = parser.parse(text);
			for (let offset = -1; offset <= text.length + 1; offset++) tree.table.at(offset);
			tree.dispose();
		}),
	);
});

test('knows where it does not understand', async () => {
	const parser = await goParser();
	const tree = parser.parse('package p\n\nfunc f() { x := new(1 + 2) }\n\nfunc g() {}\n');
	expect(tree.table.broken(0)).toBe(true);
	tree.dispose();
});
