/** The Escapes view without an editor: what its lines say and in which order they stand. */
import type { EscapeItem, EscapePackage } from '../../server/src/protocol/requests.ts';

export type EscapeNode = PackageNode | GroupNode | HintNode;

interface Line {
	/** Stays the same from one tree to the next, so that VS Code keeps it open or closed. */
	readonly id: string;
	readonly label: string;
	/** Dimmed, behind the label. */
	readonly description: string;
}

export interface PackageNode extends Line {
	readonly kind: 'package';
	readonly uri: string;
	/** Why it could not be compiled; empty when it could. */
	readonly problem: string;
	readonly children: readonly GroupNode[];
}

/** The hints of a function, or those of a class in a package. */
export interface GroupNode extends Line {
	readonly kind: Grouping;
	/** Of the function, empty at package level; or of the class. */
	readonly name: string;
	readonly children: readonly HintNode[];
}

export interface HintNode extends Line {
	readonly kind: 'hint';
	readonly uri: string;
	/** As {@link GroupNode.name}. */
	readonly function: string;
	readonly item: EscapeItem;
}

export type SortOrder = 'count' | 'cost' | 'name';

export type Grouping = 'function' | 'class';

/**
 * Packages, functions and classes by name, or first those with the most hints, or with what costs most in the loaded profile. Hints
 * stand in the order of the text, by cost the dearest first.
 */
export function treeNodes(
	packages: Iterable<EscapePackage>,
	order: SortOrder,
	grouping: Grouping = 'function',
): readonly PackageNode[] {
	return sorted(
		[...packages].map((one) => packageNode(one, order, grouping)),
		order,
		(node) => node.children.reduce((sum, child) => sum + weight(child.children, order), 0),
	);
}

function packageNode(one: EscapePackage, order: SortOrder, grouping: Grouping): PackageNode {
	const { uri, name, functions, problem, outdated } = one;
	const state = problem !== '' ? 'does not compile' : outdated ? 'changed since it was analyzed' : '';
	const groups = grouping === 'function' ? byFunction(one) : byClass(one);
	return {
		kind: 'package',
		id: uri,
		uri,
		label: name,
		problem,
		description: [
			withShare(
				counts(functions.flatMap((each) => each.hints)),
				shareOf(functions.flatMap(({ uri: file, hints }) => hints.map((item) => ({ uri: file, item })))),
			),
			state,
		]
			.filter((part) => part !== '')
			.join(' · '),
		children: sorted(
			groups.map((group) => ({ ...group, children: byCost(group.children, order) })),
			order,
			(node) => weight(node.children, order),
		),
	};
}

function byFunction({ functions }: EscapePackage): readonly GroupNode[] {
	return functions.map(({ name, uri, hints }): GroupNode => {
		const id = `${uri}#${name}`;
		return {
			kind: 'function',
			id,
			name,
			label: name || 'package level',
			description: withShare(`${counts(hints)}, ${fileName(uri)}`, shareOf(hints.map((item) => ({ uri, item })))),
			children: costOnce(hints).map((item, index) => {
				return hintNode(`${id}#${index}`, { uri, function: name, item }, [`line ${lineOf(item)}`, item.label]);
			}),
		};
	});
}

function byClass({ uri: directory, functions }: EscapePackage): readonly GroupNode[] {
	const classes = new Map<string, HintNode[]>();
	for (const { name, uri, hints } of functions) {
		costOnce(hints).forEach((item, index) => {
			const place = [`${fileName(uri)}:${lineOf(item)}`, name || 'package level'];
			const node = hintNode(`${uri}#${name}#${index}`, { uri, function: name, item }, place);
			const group = classes.get(item.class);
			if (group) group.push(node);
			else classes.set(item.class, [node]);
		});
	}
	return [...classes].map(([name, children]): GroupNode => {
		const description = withShare(counts(children.map(({ item }) => item)), shareOf(children));
		return { kind: 'class', id: `${directory}#class#${name}`, name, label: name, description, children };
	});
}

function hintNode(
	id: string,
	{ uri, function: name, item }: Pick<HintNode, 'uri' | 'function' | 'item'>,
	place: readonly string[],
): HintNode {
	return {
		kind: 'hint',
		id,
		label: item.subject.replaceAll('{...}', '{…}'),
		description: [...place, item.cost].filter((part) => part !== '').join(', '),
		uri,
		function: name,
		item,
	};
}

/** Of `48 B, size class 48, has pointers` the bytes, behind what is said of the hint; as it was when they are not known. */
export function withSize(description: string, size: string): string {
	return size === '' ? description : `${size.split(',', 1)[0]}, ${description}`;
}

/** In one line above the tree: what the filter hides; empty when it hides nothing. */
export function hiddenText(hidden: number, filter: string): string {
	if (hidden === 0) return '';
	return `${hidden} ${hidden === 1 ? 'hint is' : 'hints are'} hidden: only ${filter}.`;
}

function lineOf(item: EscapeItem): number {
	return item.range.start.line + 1;
}

function fileName(uri: string): string {
	return decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1));
}

function byCost(hints: readonly HintNode[], order: SortOrder): readonly HintNode[] {
	return order === 'cost' ? [...hints].sort((a, b) => b.item.share - a.item.share) : hints;
}

function weight(hints: readonly HintNode[], order: SortOrder): number {
	return order === 'count' ? hints.length : shareOf(hints);
}

/** The words of a cost that hints share at the first of them only. */
function costOnce(hints: readonly EscapeItem[]): readonly EscapeItem[] {
	const seen = new Set<string>();
	return hints.map((item) => {
		const isFirst = !seen.has(item.part);
		seen.add(item.part);
		return isFirst ? item : { ...item, cost: '' };
	});
}

/** `3 heap, a.go, 12 %`; below 1 % as it was. */
function withShare(description: string, share: number): string {
	return share < 0.01 ? description : `${description}, ${Math.round(share * 100)} %`;
}

/** The part of the loaded profile, 0 to 1: what several hints share counts once. */
function shareOf(hints: readonly Pick<HintNode, 'uri' | 'item'>[]): number {
	const byLine = new Map(hints.map(({ uri, item }) => [`${uri}#${item.part}`, item.share]));
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
