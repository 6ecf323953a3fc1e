/**
 * The Go grammar of tree-sitter behind a small door. This folder is the only one that knows web-tree-sitter; the rest
 * of the server asks questions on a {@link SyntaxTable}, which is plain data.
 */
import { Edit, Language, Parser, type Tree } from 'web-tree-sitter';
import { LineIndex } from '../text/lineIndex.ts';
import type { TextChange } from '../text/textEdit.ts';
import { type PieceParser, parseInPieces } from './parseInPieces.ts';
import { readNodes, type SyntaxNodes } from './syntaxNodes.ts';
import { createSyntaxTable, type SyntaxTable } from './syntaxTable.ts';

export interface GoParser {
	/** Parses any text, broken or not; it never throws. The caller disposes of the tree. */
	parse(text: string): GoTree;
	/**
	 * Parses `text`, which came from the text of `tree` by `changes`, and re-uses what they left alone. Each change is
	 * in the coordinates of the text that the changes before it produced. `tree` stays valid.
	 */
	reparse(tree: GoTree, text: string, changes: readonly TextChange[]): GoTree;
	/**
	 * The table of any text, with all of `previous` that still fits. It keeps no tree, and yields every few milliseconds.
	 */
	tableOf(text: string, previous?: SyntaxTable): Generator<void, SyntaxTable>;
	dispose(): void;
}

export interface GoTree {
	readonly text: string;
	/** The tree as plain data, read at the first question; it outlives `dispose`. */
	readonly table: SyntaxTable;
	/** Frees the memory that the tree holds outside JavaScript's reach. */
	dispose(): void;
}

/**
 * `runtimeWasm` is web-tree-sitter.wasm, `grammarWasm` tree-sitter-go.wasm: who calls decides where the bytes come from.
 * Rejects when they are not what they should be.
 */
export async function createGoParser(runtimeWasm: Uint8Array, grammarWasm: Uint8Array): Promise<GoParser> {
	await Parser.init({ wasmBinary: runtimeWasm });
	const language = await Language.load(grammarWasm);
	const parser = new Parser();
	parser.setLanguage(language);
	const trees = new WeakMap<GoTree, Tree>();

	function parse(text: string, previous: Tree | null): GoTree {
		const tree = parser.parse(text, previous);
		if (!tree) throw new Error('The Go grammar is not loaded.');
		let table: SyntaxTable | undefined;
		const result: GoTree = {
			text,
			get table() {
				table ??= createSyntaxTable(text, readNodes(tree, language), language.types);
				return table;
			},
			dispose: () => tree.delete(),
		};
		trees.set(result, tree);
		return result;
	}

	const pieces: PieceParser = {
		rootKind: language.idForNodeType('source_file', true) ?? 0,
		parse(piece) {
			const tree = parser.parse(piece);
			if (!tree) throw new Error('The Go grammar is not loaded.');
			return nodesOf(tree);
		},
		parseWithin(piece, mostSteps) {
			let steps = 0;
			const tree = parser.parse(piece, null, { progressCallback: () => ++steps > mostSteps });
			if (tree) return nodesOf(tree);
			parser.reset();
			return undefined;
		},
	};

	function nodesOf(tree: Tree): SyntaxNodes {
		try {
			return readNodes(tree, language);
		} finally {
			tree.delete();
		}
	}

	return {
		parse: (text) => parse(text, null),
		reparse(tree, text, changes) {
			const previous = trees.get(tree)?.copy();
			if (!previous) return parse(text, null);
			try {
				for (const edit of toEdits(tree.text, text, changes)) previous.edit(edit);
				return parse(text, previous);
			} finally {
				previous.delete();
			}
		},
		*tableOf(text, previous) {
			return createSyntaxTable(text, yield* parseInPieces(text, previous, pieces), language.types);
		},
		dispose: () => parser.delete(),
	};
}

/**
 * Tree-sitter wants the lines and columns of a change as well as its offsets. One edit that spans all changes needs only
 * the two texts for that, and costs the parser no more than the changes themselves when they stand close together.
 */
function toEdits(before: string, after: string, changes: readonly TextChange[]): Edit[] {
	if (changes.length === 0) return [];
	let start = Number.POSITIVE_INFINITY;
	let tail = Number.POSITIVE_INFINITY;
	let length = before.length;
	for (const change of changes) {
		start = Math.min(start, change.start);
		tail = Math.min(tail, length - change.oldEnd);
		length += change.newEnd - change.oldEnd;
	}
	const oldEnd = before.length - tail;
	const newEnd = after.length - tail;
	const oldLines = new LineIndex(before);
	const newLines = new LineIndex(after);
	return [
		new Edit({
			startIndex: start,
			oldEndIndex: oldEnd,
			newEndIndex: newEnd,
			startPosition: toPoint(oldLines, start),
			oldEndPosition: toPoint(oldLines, oldEnd),
			newEndPosition: toPoint(newLines, newEnd),
		}),
	];
}

function toPoint(lines: LineIndex, offset: number): { row: number; column: number } {
	const { line, column } = lines.position(offset);
	return { row: line, column };
}
