import { expect, test } from 'vitest';
import { type EscapeNode, type SortOrder, treeNodes } from '../../client/src/escapesViewModel.ts';
import type { EscapeItem, EscapeTree } from '../../server/src/protocol/requests.ts';

const item = (subject: string, verdict: string, line: number, share = 0): EscapeItem => {
	const at = { line, character: 0 };
	return {
		subject,
		label: `${verdict}: returned`,
		cost: share === 0 ? '' : `${share * 100} %`,
		share,
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

test('by cost: the dearest first, and what is on one line counts once', () => {
	const hints = [
		item('a', 'heap', 1, 0.25),
		item('b', 'heap', 1, 0.25),
		item('c', 'heap', 2),
		item('d', 'heap', 3, 0.5),
	];
	const of = (name: string, own: readonly EscapeItem[]) => ({ name, uri: 'file:///m/c.go', hints: own });
	const functions = [of('twice', hints.slice(0, 3)), of('more', [item('e', 'heap', 9, 0.3)]), of('all', hints)];
	expect(lines(treeNodes({ packages: [{ uri: 'file:///m', name: 'm', functions }] }, 'cost'))).toEqual([
		'm | 8 heap',
		'  all | 4 heap, c.go',
		'    d | line 4, heap: returned, 50 %',
		'    a | line 2, heap: returned, 25 %',
		'    b | line 2, heap: returned, 25 %',
		'    c | line 3, heap: returned',
		'  more | 1 heap, c.go',
		'    e | line 10, heap: returned, 30 %',
		'  twice | 3 heap, c.go',
		'    a | line 2, heap: returned, 25 %',
		'    b | line 2, heap: returned, 25 %',
		'    c | line 3, heap: returned',
	]);
});

test('the ids do not depend on the order, and no two are alike', () => {
	const ids = (nodes: readonly EscapeNode[]): string[] =>
		nodes.flatMap((node) => [node.id, ...(node.kind === 'hint' ? [] : ids(node.children))]);
	const byCount = ids(treeNodes(tree, 'count'));
	expect(ids(treeNodes(tree, 'name')).sort()).toEqual(byCount.toSorted());
	expect(new Set(byCount).size).toBe(byCount.length);
});
