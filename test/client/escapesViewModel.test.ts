import { expect, test } from 'vitest';
import { type EscapeNode, hiddenText, type SortOrder, treeNodes, withSize } from '../../client/src/escapesViewModel.ts';
import type { EscapeFunction, EscapeItem, EscapePackage } from '../../server/src/protocol/requests.ts';

const item = (subject: string, verdict: string, line: number, share = 0, name = 'returned'): EscapeItem => {
	const at = { line, character: 0 };
	return {
		subject,
		label: `${verdict}: ${name}`,
		cost: share === 0 ? '' : `${share * 100} %`,
		share,
		part: String(line),
		message: '',
		verdict,
		class: name,
		range: { start: at, end: at },
	};
};
const packageOf = (uri: string, functions: readonly EscapeFunction[], more: Partial<EscapePackage> = {}) => {
	return { uri, name: uri.slice('file:///'.length), version: 1, functions, problem: '', outdated: false, ...more };
};
const tree: readonly EscapePackage[] = [
	packageOf('file:///m/a', [{ name: 'one', uri: 'file:///m/a/a%20b.go', hints: [item('&T{...}', 'heap', 4)] }]),
	packageOf('file:///m/b', [
		{ name: '', uri: 'file:///m/b/b.go', hints: [item('x', 'heap', 0, 0, 'stored')] },
		{
			name: '(*T).M',
			uri: 'file:///m/b/b.go',
			hints: [item('y', 'maybe-heap', 9), item('z', 'heap', 10, 0, 'stored')],
		},
	]),
];

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
			'    z | line 11, heap: stored',
			'  package level | 1 heap, b.go',
			'    x | line 1, heap: stored',
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
			'    z | line 11, heap: stored',
			'  package level | 1 heap, b.go',
			'    x | line 1, heap: stored',
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
	expect(lines(treeNodes([packageOf('file:///m', functions)], 'cost'))).toEqual([
		'm | 8 heap, 105 %',
		'  all | 4 heap, c.go, 75 %',
		'    d | line 4, heap: returned, 50 %',
		'    a | line 2, heap: returned, 25 %',
		'    b | line 2, heap: returned',
		'    c | line 3, heap: returned',
		'  more | 1 heap, c.go, 30 %',
		'    e | line 10, heap: returned, 30 %',
		'  twice | 3 heap, c.go, 25 %',
		'    a | line 2, heap: returned, 25 %',
		'    b | line 2, heap: returned',
		'    c | line 3, heap: returned',
	]);
});

test('by class: with file, line and function of each hint', () => {
	expect(lines(treeNodes(tree, 'count', 'class'))).toEqual([
		'm/b | 2 heap, 1 maybe heap',
		'  stored | 2 heap',
		'    x | b.go:1, package level',
		'    z | b.go:11, (*T).M',
		'  returned | 1 maybe heap',
		'    y | b.go:10, (*T).M',
		'm/a | 1 heap',
		'  returned | 1 heap',
		'    &T{…} | a b.go:5, one',
	]);
});

test.each<[Partial<EscapePackage>, string]>([
	[{}, '1 heap'],
	[{ outdated: true }, '1 heap · changed since it was analyzed'],
	[{ problem: 'lib/a.go:3: undefined: x', functions: [] }, 'does not compile'],
])('a package that is %j says so', (more, description) => {
	const functions = [{ name: 'f', uri: 'file:///m/f.go', hints: [item('x', 'heap', 1)] }];
	const [node] = treeNodes([packageOf('file:///m', functions, more)], 'count');
	expect(node).toMatchObject({ description, problem: more.problem ?? '' });
});

test.each([
	['line 8, heap: returned', '', 'line 8, heap: returned'],
	['line 8, heap: returned', '48 B, size class 48, has pointers', '48 B, line 8, heap: returned'],
])('%j of %j reads %j', (description, size, expected) => expect(withSize(description, size)).toBe(expected));

test.each([
	[0, 'heap', ''],
	[1, 'heap', '1 hint is hidden: only heap.'],
	[12, 'returned · changed lines', '12 hints are hidden: only returned · changed lines.'],
])('%i hidden by %j reads %j', (hidden, filter, expected) => expect(hiddenText(hidden, filter)).toBe(expected));

test('the ids do not depend on the order, and no two are alike', () => {
	const ids = (nodes: readonly EscapeNode[]): string[] =>
		nodes.flatMap((node) => [node.id, ...(node.kind === 'hint' ? [] : ids(node.children))]);
	const byClass = ids(treeNodes(tree, 'count', 'class'));
	expect(new Set(byClass).size).toBe(byClass.length);
	const byCount = ids(treeNodes(tree, 'count'));
	expect(ids(treeNodes(tree, 'name')).sort()).toEqual(byCount.toSorted());
	expect(new Set(byCount).size).toBe(byCount.length);
});
