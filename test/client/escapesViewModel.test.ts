import { expect, test } from 'vitest';
import { type EscapeNode, type SortOrder, treeNodes } from '../../client/src/escapesViewModel.ts';
import type { EscapeItem, EscapeTree } from '../../server/src/protocol/requests.ts';

const item = (subject: string, verdict: string, line: number): EscapeItem => {
	const at = { line, character: 0 };
	return {
		subject,
		label: `${verdict}: returned`,
		message: '',
		verdict,
		class: 'returned',
		range: { start: at, end: at },
	};
};
const tree: EscapeTree = {
	packages: [
		{
			uri: 'file:///m/a',
			name: 'm/a',
			functions: [{ name: 'one', uri: 'file:///m/a/a%20b.go', hints: [item('&T{...}', 'heap', 4)] }],
		},
		{
			uri: 'file:///m/b',
			name: 'm/b',
			functions: [
				{ name: '', uri: 'file:///m/b/b.go', hints: [item('x', 'heap', 0)] },
				{ name: '(*T).M', uri: 'file:///m/b/b.go', hints: [item('y', 'maybe-heap', 9), item('z', 'heap', 10)] },
			],
		},
	],
};

const lines = (nodes: readonly EscapeNode[], indent = ''): string[] =>
	nodes.flatMap((node) => [
		`${indent}${node.label} | ${node.description}`,
		...(node.kind === 'hint' ? [] : lines(node.children, `${indent}  `)),
	]);

test.each<[SortOrder, string[]]>([
	[
		'count',
		[
			'm/b | 2 heap, 1 maybe heap',
			'  (*T).M | 1 heap, 1 maybe heap, b.go',
			'    y | line 10, maybe-heap: returned',
			'    z | line 11, heap: returned',
			'  package level | 1 heap, b.go',
			'    x | line 1, heap: returned',
			'm/a | 1 heap',
			'  one | 1 heap, a b.go',
			'    &T{…} | line 5, heap: returned',
		],
	],
	[
		'name',
		[
			'm/a | 1 heap',
			'  one | 1 heap, a b.go',
			'    &T{…} | line 5, heap: returned',
			'm/b | 2 heap, 1 maybe heap',
			'  (*T).M | 1 heap, 1 maybe heap, b.go',
			'    y | line 10, maybe-heap: returned',
			'    z | line 11, heap: returned',
			'  package level | 1 heap, b.go',
			'    x | line 1, heap: returned',
		],
	],
])('by %s', (order, expected) => {
	expect(lines(treeNodes(tree, order))).toEqual(expected);
});

test('the ids do not depend on the order, and no two are alike', () => {
	const ids = (nodes: readonly EscapeNode[]): string[] =>
		nodes.flatMap((node) => [node.id, ...(node.kind === 'hint' ? [] : ids(node.children))]);
	const byCount = ids(treeNodes(tree, 'count'));
	expect(ids(treeNodes(tree, 'name')).sort()).toEqual(byCount.toSorted());
	expect(new Set(byCount).size).toBe(byCount.length);
});
