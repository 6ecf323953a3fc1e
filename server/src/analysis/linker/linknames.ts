/** The directives of a file that change symbol names. */
import type { GoFile } from '../source/goFile.ts';

export interface SymbolDirective {
	readonly local: string;
	/** As written; absent in the one-argument form. */
	readonly target: string | undefined;
	/** `//go:linknamestd`: for the standard library only. */
	readonly stdOnly: boolean;
	readonly offset: number;
}

/** The well-formed ones; none when the file does not import "unsafe", because the compiler then drops them. */
export function symbolDirectives(file: GoFile): SymbolDirective[] {
	if (!file.imports.some((item) => item.path === 'unsafe')) return [];
	const found: SymbolDirective[] = [];
	for (const { span, marker, startsLine } of file.directives) {
		if (marker !== '//' || !startsLine) continue;
		const match = /^\/\/go:linkname(std)? (.*)$/.exec(file.text.slice(span.start, span.end));
		const words = match?.[2]?.trim().split(/[ \t]+/) ?? [];
		const [local, target] = words;
		if (!local || words.length > 2) continue;
		found.push({ local, target, stdOnly: match?.[1] !== undefined, offset: span.start });
	}
	return found;
}
