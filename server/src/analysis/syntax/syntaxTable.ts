/**
 * A syntax tree as plain data: its nodes in preorder, in a few typed arrays. Reading it costs half of what parsing
 * costs; after that a question costs nanoseconds instead of a call into WASM per node, and nothing has to be freed.
 */
import type { SyntaxNodes } from './syntaxNodes.ts';

/** The number of a node: its place in preorder. The root is 0. */
export type SyntaxNode = number;

export interface SyntaxTable {
	readonly text: string;
	readonly count: number;
	/** What the table is made of, for the table of the next text. */
	readonly nodes: SyntaxNodes;
	/** The grammar's name of a node (`call_expression`), or the token itself (`(`). */
	kind(node: SyntaxNode): string;
	/** UTF-16 offsets, half-open. */
	start(node: SyntaxNode): number;
	end(node: SyntaxNode): number;
	/** -1 for the root. */
	parent(node: SyntaxNode): SyntaxNode;
	/** The children, comments left out. */
	children(node: SyntaxNode): SyntaxNode[];
	/** The number just past the last node of the subtree: `for (let n = node; n < last(node); n++)` visits it all. */
	last(node: SyntaxNode): SyntaxNode;
	textOf(node: SyntaxNode): string;
	/** The smallest node that covers the character at `offset`; the root when there is none. */
	at(offset: number): SyntaxNode;
	/** True when something inside the node could not be parsed. */
	broken(node: SyntaxNode): boolean;
}

const commentKind = 'comment';

/** `names`: the grammar's names of kinds, by number. */
export function createSyntaxTable(text: string, nodes: SyntaxNodes, names: readonly string[]): SyntaxTable {
	const { kinds, starts, ends, parents, lasts, errors } = nodes;
	const kind = (node: SyntaxNode): string => names[kinds[node] ?? -1] ?? 'ERROR';
	const start = (node: SyntaxNode): number => starts[node] ?? 0;
	const end = (node: SyntaxNode): number => ends[node] ?? 0;
	const last = (node: SyntaxNode): number => lasts[node] ?? kinds.length;
	return {
		text,
		count: kinds.length,
		nodes,
		kind,
		start,
		end,
		last,
		parent: (node) => parents[node] ?? -1,
		children(node) {
			const children: SyntaxNode[] = [];
			for (let child = node + 1; child < last(node); child = last(child)) {
				if (kind(child) !== commentKind) children.push(child);
			}
			return children;
		},
		textOf: (node) => text.slice(start(node), end(node)),
		at(offset) {
			let low = 0;
			let high = kinds.length - 1;
			while (low < high) {
				const middle = (low + high + 1) >> 1;
				if (start(middle) <= offset) low = middle;
				else high = middle - 1;
			}
			while (low > 0 && end(low) <= offset) low = parents[low] ?? 0;
			return Math.max(0, low);
		},
		broken: (node) => errors.some((error) => node <= error && error < last(node)),
	};
}
