/** The columns behind a {@link SyntaxTable}: reading them from a tree, and putting tables together from pieces. */
import type { Language, Tree } from 'web-tree-sitter';

/** Nodes in preorder, the root first; 18 bytes a node. */
export interface SyntaxNodes {
	readonly kinds: Uint16Array;
	/** UTF-16 offsets. */
	readonly starts: Uint32Array;
	readonly ends: Uint32Array;
	/** -1 for the root. */
	readonly parents: Int32Array;
	/** The number just past the subtree. */
	readonly lasts: Uint32Array;
	/** Nodes that stand for something that could not be parsed, ascending. */
	readonly errors: readonly number[];
}

/** Some of the children of a root with all below them, and how far their text has moved. */
export interface Piece {
	readonly nodes: SyntaxNodes;
	/** Numbers of nodes, half-open. */
	readonly from: number;
	readonly to: number;
	readonly shift: number;
}

export function readNodes(tree: Tree, language: Language): SyntaxNodes {
	const kinds: number[] = [];
	const starts: number[] = [];
	const ends: number[] = [];
	const parents: number[] = [];
	const lasts: number[] = [];
	const errors: number[] = [];
	const hasError = tree.rootNode.hasError;
	// Quotes and content of a string are no use to anyone, and a fifth of all nodes.
	const strings = new Set(
		['interpreted_string_literal', 'raw_string_literal'].map((name) => language.idForNodeType(name, true)),
	);
	const cursor = tree.walk();
	let parent = -1;
	for (let descending = true; ; ) {
		if (descending) {
			const node = kinds.length;
			const kind = cursor.nodeTypeId;
			kinds.push(kind);
			starts.push(cursor.startIndex);
			ends.push(cursor.endIndex);
			parents.push(parent);
			lasts.push(node + 1);
			if (hasError && (cursor.nodeIsMissing || cursor.nodeType === 'ERROR')) errors.push(node);
			if (!strings.has(kind) && cursor.gotoFirstChild()) {
				parent = node;
				continue;
			}
		}
		if (cursor.gotoNextSibling()) {
			descending = true;
			continue;
		}
		if (!cursor.gotoParent()) break;
		lasts[parent] = kinds.length;
		parent = parents[parent] ?? -1;
		descending = false;
	}
	cursor.delete();
	return {
		kinds: Uint16Array.from(kinds),
		starts: Uint32Array.from(starts),
		ends: Uint32Array.from(ends),
		parents: Int32Array.from(parents),
		lasts: Uint32Array.from(lasts),
		errors,
	};
}

/** One root over pieces that follow each other in a text of `length`. */
export function joinPieces(pieces: readonly Piece[], rootKind: number, length: number): SyntaxNodes {
	const count = pieces.reduce((sum, { from, to }) => sum + to - from, 1);
	const joined = {
		kinds: new Uint16Array(count),
		starts: new Uint32Array(count),
		ends: new Uint32Array(count),
		parents: new Int32Array(count),
		lasts: new Uint32Array(count),
		errors: [] as number[],
	};
	joined.kinds[0] = rootKind;
	joined.ends[0] = length;
	joined.parents[0] = -1;
	joined.lasts[0] = count;
	let at = 1;
	for (const { nodes, from, to, shift } of pieces) {
		const moved = at - from;
		joined.kinds.set(nodes.kinds.subarray(from, to), at);
		for (let node = from; node < to; node++, at++) {
			const parent = nodes.parents[node] ?? 0;
			joined.starts[at] = (nodes.starts[node] ?? 0) + shift;
			joined.ends[at] = (nodes.ends[node] ?? 0) + shift;
			joined.parents[at] = parent <= 0 ? 0 : parent + moved;
			joined.lasts[at] = (nodes.lasts[node] ?? 0) + moved;
		}
		for (const error of nodes.errors) if (from <= error && error < to) joined.errors.push(error + moved);
	}
	return joined;
}

/** The first node that starts at or behind an offset. Where no node lies across the offset, it is a child of the root. */
export function firstNodeFrom({ starts }: SyntaxNodes, offset: number): number {
	let low = 1;
	let high = starts.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((starts[middle] ?? 0) < offset) low = middle + 1;
		else high = middle;
	}
	return low;
}
