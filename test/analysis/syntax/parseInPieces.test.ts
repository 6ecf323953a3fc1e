import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseInPieces } from '../../../server/src/analysis/syntax/parseInPieces.ts';
import { parseTable, runToEnd } from '../../../server/src/analysis/syntax/syntaxCache.ts';
import type { SyntaxTable } from '../../../server/src/analysis/syntax/syntaxTable.ts';
import { goParser } from '../../support/goParser.ts';
import { goTest } from '../../support/go.ts';
import { gorootOf } from '../../support/downloads.ts';

const spelled = (table: SyntaxTable) =>
	Array.from({ length: table.count }, (_, node) => {
		const place = `${table.start(node)}-${table.end(node)}`;
		// The root of a whole parse begins at its first token.
		return node === 0 ? table.kind(0) : `${table.kind(node)} ${place} in ${table.parent(node)} to ${table.last(node)}`;
	});

const standard = (name: string) => readFileSync(join(gorootOf('1.26.8') ?? '', 'src', name), 'utf8');

goTest.each(['net/http/server.go', 'runtime/proc.go', 'reflect/value.go', 'slices/sort.go', 'builtin/builtin.go'])(
	'%s: the pieces together are the whole',
	async (name) => {
		const parser = await goParser();
		const text = standard(name);
		const whole = parser.parse(text);
		expect(spelled(parseTable(parser, text))).toEqual(spelled(whole.table));
		whole.dispose();
	},
);

goTest('after edits, what is reused and what is new together are the whole', async () => {
	const parser = await goParser();
	const original = standard('container/list/list.go');
	const inserted = [
		'',
		'x',
		'\n',
		'{',
		'}',
		'(',
		'`',
		'"',
		'/*',
		'// c',
		';',
		'func g() {}\n',
		'}\n\nfunc h() {',
		'😀',
	];
	const edit = fc.record({
		at: fc.double({ min: 0, max: 1, noNaN: true }),
		length: fc.nat(30),
		text: fc.constantFrom(...inserted),
	});
	fc.assert(
		fc.property(fc.array(edit, { minLength: 1, maxLength: 5 }), (edits) => {
			let text = original;
			let table = parseTable(parser, text);
			for (const { at, length, text: added } of edits) {
				const start = Math.floor(at * text.length);
				text = text.slice(0, start) + added + text.slice(start + length);
				table = runToEnd(parser.tableOf(text, table));
				expect(table.text).toBe(text);
				expect(spelled(table)).toEqual(spelled(parseTable(parser, text)));
			}
		}),
		{ numRuns: 100 },
	);
});

test('a text of nothing is a file', async () => {
	const table = parseTable(await goParser(), '');
	expect([table.count, table.kind(0), table.at(0)]).toEqual([1, 'source_file', 0]);
});

test.each([
	['functions without a body behind a group that never ends', `require (\n${'func a()\n'.repeat(2_000)}`],
	['variables', `package p\n\nvar b = = 1\n${'var a int\n'.repeat(2_000)}`],
])('%s: no more than a declaration is parsed once there is an error', (_, text) => {
	const given: string[] = [];
	const steps: number[] = [];
	const nodes = { kinds: new Uint16Array(1), starts: new Uint32Array(1), ends: new Uint32Array(1) };
	const none = { ...nodes, parents: new Int32Array(1), lasts: new Uint32Array(1), errors: [] };
	const parser = {
		rootKind: 0,
		parse(piece: string) {
			given.push(piece);
			return none;
		},
		parseWithin(piece: string, most: number) {
			steps.push(most / piece.length);
			return undefined;
		},
	};
	for (const _step of parseInPieces(text, undefined, parser));
	expect(given.join('')).toBe(text);
	expect(Math.max(...given.slice(1).map((piece) => piece.length))).toBeLessThan(20);
	// Each step of recovery takes longer than the one before.
	expect(Math.max(...steps)).toBeLessThan(0.1);
});
