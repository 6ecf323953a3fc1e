/** Where a value goes or comes from, and what a call can allocate, as an editor asks. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect } from 'vitest';
import { createFlowQueries } from '../../server/src/flow/flowQueries.ts';
import { type FlowItem, type FlowQuestionAnswer, flowQuestionRequest } from '../../server/src/protocol/requests.ts';
import { goTest } from '../support/go.ts';
import { goParser } from '../support/goParser.ts';
import { type LspPair, lspPair } from '../support/lspPair.ts';

const source = `package p

type T struct{ next *T }

var kept *T

func keep(t *T) { kept = t }

func make2(n int) *T { return &T{} }

func use(t *T, f func()) {
	v := make2(1)
	keep(v)
	w := t
	_ = w.next
	f()
}
`;

let pair: LspPair;
afterEach(() => pair.stop());

const kinds = (items: readonly FlowItem[]): readonly string[] =>
	items.flatMap(({ kind, label, children }) => [`${kind} ${label}`, ...kinds(children)]);

goTest('questions are answered at the cursor', async () => {
	pair = await lspPair(
		{ 'go.mod': 'module example.com/p\n\ngo 1.21\n', 'p.go': source },
		{ flow: async (modules) => createFlowQueries({ modules, parser: goParser }) },
	);
	await pair.open('p.go', readFileSync(join(pair.folder, 'p.go'), 'utf8'));
	const ask = (line: number, character: number, question: string) =>
		pair.request<FlowQuestionAnswer>(flowQuestionRequest, {
			uri: pair.uri('p.go'),
			position: { line, character },
			ask: question,
		});
	const rows: [line: number, character: number, question: string, title: string, items: readonly string[]][] = [
		[12, 6, 'to', 't of keep goes to the heap', ['stored kept = t']],
		[12, 6, 'from', 'Where v of use comes from', ['call make2(1)', 'allocated &T{}']],
		[11, 7, 'allocations', 'make2 can allocate: 1 place', ['allocation func make2(n int) *T { return &T{} }']],
		[6, 10, 'to', 't of keep goes to the heap', ['stored kept = t']],
		[13, 1, 'to', 'w of use does not outlive the call', []],
		[
			10,
			5,
			'allocations',
			'use can allocate: 2 places',
			['allocation func make2(n int) *T { return &T{} }', 'call p.use', 'dynamic-call f()'],
		],
	];
	for (const [line, character, question, title, items] of rows) {
		const answer = await ask(line, character, question);
		expect(answer.problem).toBe('');
		expect(answer.title).toBe(title);
		expect(kinds(answer.items)).toEqual(items);
	}
	expect((await ask(4, 4, 'to')).problem).toBe('There is no function here.');
});
