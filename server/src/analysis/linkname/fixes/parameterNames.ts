/** Names for the parameters of a declaration that its body can use. */
import type { FuncDeclaration } from '../../source/goFile.ts';
import { splitList } from '../../signature/splitList.ts';
import { parseSignature } from '../../signature/parseType.ts';
import { spanText } from '../../text/span.ts';
import type { TextEdit } from '../../text/textEdit.ts';
import { freeName } from '../packageNames.ts';

export interface ParameterNames {
	/** One for each parameter. */
	readonly all: readonly string[];
	/** What writes those that are not there yet. */
	readonly edits: readonly TextEdit[];
}

/**
 * The names that stand there; where there is none, or only a `_`, those that are wanted, made different from the others.
 * Undefined for a list that is not understood.
 */
export function parameterNames(
	{ signature }: FuncDeclaration,
	text: string,
	wanted: readonly string[],
): ParameterNames | undefined {
	const { parameters, results } = parseSignature(spanText(text, signature));
	const isMissing = (name: string | undefined) => name === undefined || name === '_';
	const taken = new Set([...parameters, ...results].flatMap(({ name }) => (isMissing(name) ? [] : (name ?? []))));
	const all = parameters.map(({ name }, at) => {
		if (name !== undefined && name !== '_') return name;
		const free = freeName(wanted[at] || 'p', (one) => taken.has(one));
		taken.add(free);
		return free;
	});
	if (!parameters.some(({ name }) => isMissing(name))) return { all, edits: [] };

	const pieces = pieceOffsets(text, signature.start);
	if (pieces?.length !== parameters.length) return undefined;
	const edits = parameters.flatMap(({ name }, at): TextEdit[] => {
		const piece = pieces[at];
		if (piece === undefined || !isMissing(name)) return [];
		const end = name === '_' ? piece + 1 : piece;
		return [{ span: { start: piece, end }, newText: name === '_' ? (all[at] ?? '') : `${all[at]} ` }];
	});
	return { all, edits };
}

/** Where the pieces between the commas of the list begin; undefined when comments hide them. */
function pieceOffsets(text: string, open: number): number[] | undefined {
	const close = closing(text, open);
	const inner = text.slice(open + 1, close);
	if (close < 0 || inner.includes('//') || inner.includes('/*')) return undefined;
	let at = open + 1;
	return splitList(inner)
		.filter((piece) => piece !== '')
		.map((piece) => {
			const start = text.indexOf(piece, at);
			at = start + piece.length;
			return start;
		});
}

function closing(text: string, open: number): number {
	let depth = 0;
	for (let at = open; at < text.length; at++) {
		if ('([{'.includes(text[at] ?? '')) depth++;
		else if (')]}'.includes(text[at] ?? '') && --depth === 0) return at;
	}
	return -1;
}
