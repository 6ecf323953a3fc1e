/** The Escapes view without an editor: what its lines say and in which order they stand. */
import type { EscapeFunction, EscapeItem, EscapePackage, EscapeTree } from '../../server/src/protocol/requests.ts';

export type EscapeNode = PackageNode | FunctionNode | HintNode;

interface Line {
	/** Stays the same from one tree to the next, so that VS Code keeps it open or closed. */
	readonly id: string;
	readonly label: string;
	/** Dimmed, behind the label. */
	readonly description: string;
}

export interface PackageNode extends Line {
	readonly kind: 'package';
	readonly children: readonly FunctionNode[];
}

export interface FunctionNode extends Line {
	readonly kind: 'function';
	readonly children: readonly HintNode[];
}

export interface HintNode extends Line {
	readonly kind: 'hint';
	readonly uri: string;
	readonly item: EscapeItem;
}

export type SortOrder = 'count' | 'cost' | 'name';

/**
 * Packages and functions by name, or first those with the most hints, or with what costs most in the loaded profile. Hints stand in
 * the order of the text, by cost the dearest first.
 */
export function treeNodes({ packages }: EscapeTree, order: SortOrder): readonly PackageNode[] {
	return sorted(
		packages.map((one) => packageNode(one, order)),
		order,
		(node) => node.children.reduce((sum, child) => sum + weight(child.children, order), 0),
	);
}

function packageNode({ uri, name, functions }: EscapePackage, order: SortOrder): PackageNode {
	return {
		kind: 'package',
		id: uri,
		label: name,
		description: counts(functions.flatMap((one) => one.hints)),
		children: sorted(
			functions.map((one) => functionNode(one, order)),
			order,
			(node) => weight(node.children, order),
		),
	};
}

function functionNode({ name, uri, hints }: EscapeFunction, order: SortOrder): FunctionNode {
	const id = `${uri}#${name}`;
	const children = hints.map((item, index): HintNode => {
		const place = `line ${item.range.start.line + 1}, ${item.label}`;
		const description = item.cost === '' ? place : `${place}, ${item.cost}`;
		return {
			kind: 'hint',
			id: `${id}#${index}`,
			label: item.subject.replaceAll('{...}', '{…}'),
			description,
			uri,
			item,
		};
	});
	if (order === 'cost') children.sort((a, b) => b.item.share - a.item.share);
	const file = decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1));
	return { kind: 'function', id, label: name || 'package level', description: `${counts(hints)}, ${file}`, children };
}

/** By cost, what several hints of one line share counts once. */
function weight(hints: readonly HintNode[], order: SortOrder): number {
	if (order === 'count') return hints.length;
	const byLine = new Map(hints.map(({ item }) => [item.range.start.line, item.share]));
	return [...byLine.values()].reduce((sum, share) => sum + share, 0);
}

/** `3 heap, 1 maybe heap` */
function counts(hints: readonly EscapeItem[]): string {
	const count = new Map<string, number>();
	for (const { verdict } of hints) count.set(verdict, (count.get(verdict) ?? 0) + 1);
	const verdicts = ['heap', 'maybe-heap', 'static', 'stack', 'leak'].filter((verdict) => count.has(verdict));
	return verdicts.map((verdict) => `${count.get(verdict)} ${verdict.replace('-', ' ')}`).join(', ');
}

function sorted<T extends Line>(nodes: readonly T[], order: SortOrder, size: (node: T) => number): readonly T[] {
	const byName = (a: T, b: T) => (a.label < b.label ? -1 : a.label > b.label ? 1 : 0);
	return [...nodes].sort((a, b) => (order === 'name' ? 0 : size(b) - size(a)) || byName(a, b));
}
