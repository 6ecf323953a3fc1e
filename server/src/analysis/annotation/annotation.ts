/** Comments that speak to Linkscape: `//linkscape:ignore linkname-private we own both sides`, `//linkscape:noalloc`. */
import type { DirectiveComment, GoFile } from '../source/goFile.ts';
import type { Span } from '../text/span.ts';

export interface Annotation {
	readonly comment: DirectiveComment;
	/** False with blanks before `linkscape:`, and in `/* … *\/`: nothing follows from it then. */
	readonly exact: boolean;
	/** What stands behind the colon: `ignore`. Empty when nothing does. */
	readonly verb: string;
	readonly verbSpan: Span;
	/** The rest of the line, trimmed. */
	readonly rest: string;
	readonly restSpan: Span;
}

export function readAnnotations(file: GoFile): Annotation[] {
	return file.annotations.map((comment) => readAnnotation(file.text, comment));
}

const beginning = /^\/[/*]([ \t]*)linkscape:([^\s*]*)/;

function readAnnotation(text: string, comment: DirectiveComment): Annotation {
	const { start, end } = comment.span;
	const whole = text.slice(start, end);
	const [head = '', blanks = '', verb = ''] = beginning.exec(whole) ?? [];
	const isBlock = comment.marker === '/*';
	const tail = whole.slice(head.length, isBlock && whole.endsWith('*/') ? -2 : undefined);
	const rest = tail.trim();
	const restStart = start + head.length + (tail.length - tail.trimStart().length);
	const verbEnd = start + head.length;
	return {
		comment,
		exact: !isBlock && blanks === '',
		verb,
		verbSpan: { start: verbEnd - verb.length, end: verbEnd },
		rest,
		restSpan: { start: restStart, end: restStart + rest.length },
	};
}
