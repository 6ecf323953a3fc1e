/** A name in some file: where a jump leads, or what a list of references shows. */
import { readFileFacts } from '../../analysis/linkname/fileFacts.ts';
import type { GoFile } from '../../analysis/source/goFile.ts';
import { LineIndex } from '../../analysis/text/lineIndex.ts';
import type { Span } from '../../analysis/text/span.ts';

export interface FoundPlace {
	readonly path: string;
	/** Of the whole file, in which the span lies. */
	readonly text: string;
	readonly span: Span;
	/** Of the package that the file belongs to. */
	readonly importPath: string;
	readonly kind: 'declaration' | 'assembly' | 'directive';
}

/** Where a symbol stands in one part of the world. */
export interface SymbolPlaces {
	/** What the linker takes: a body with its Go declaration, a variable, assembly. */
	readonly definitions: readonly FoundPlace[];
	/** What the symbol's own package says of it besides: a declaration without a body, a type of that name. */
	readonly declarations: readonly FoundPlace[];
}

export const nowhere: SymbolPlaces = { definitions: [], declarations: [] };

/** Each place once, in the order given. */
export function distinct(places: readonly FoundPlace[]): readonly FoundPlace[] {
	return [...new Map(places.map((place) => [`${place.path}:${place.span.start}`, place])).values()];
}

/** The directives of a file that name a symbol as their target. */
export function directivePlaces(path: string, file: GoFile, symbol: string, importPath: string): FoundPlace[] {
	return readFileFacts({ path, file }).linknames.flatMap(({ target }): FoundPlace[] =>
		target?.text === symbol ? [{ path, text: file.text, span: target.span, importPath, kind: 'directive' }] : [],
	);
}

/** What a 1-based line of an assembly file defines; the line without its blanks where a macro or an `#include` does it. */
export function assemblySpan(text: string, line: number): Span {
	const { start, end } = new LineIndex(text).lineSpan(line - 1);
	const written = text.slice(start, end);
	const named = /\b(?:TEXT|GLOBL)[ \t]+([^\s(<,]+)/d.exec(written)?.indices?.[1];
	if (named) return { start: start + named[0], end: start + named[1] };
	return { start: start + Math.max(0, written.search(/\S/)), end: start + written.trimEnd().length };
}
