/**
 * Which declaration the compiler hands a directive to: the next one, however far below, as long as nothing else stands
 * between them. One between the keyword of a declaration and what follows it still belongs to that declaration
 * (cmd/compile/internal/syntax/parser.go, takePragma and clearPragma, Go 1.21 to 1.27).
 */
import type { Declaration, GoFile, Import } from '../source/goFile.ts';
import { skipComments } from '../source/skipComments.ts';
import type { Span } from '../text/span.ts';
import type { Directive } from './directive.ts';
import { isUnfinished } from './unfinished.ts';
import { partitionPoint } from '../partitionPoint.ts';

export type Attachment =
	| { readonly kind: 'declaration'; readonly declaration: Declaration }
	| { readonly kind: 'package' }
	/** An import, the end of the file, or the inside of a declaration: nothing that takes a directive. */
	| { readonly kind: 'nothing'; readonly inside: Declaration | undefined }
	/** The text between is no comment: the file is broken there, or the scanner passed over something. */
	| { readonly kind: 'unknown' };

export function attachmentOf(file: GoFile, directive: Pick<Directive, 'comment'>): Attachment {
	const { start, end } = directive.comment.span;
	const { declarations, packageClause } = file;
	const at = firstAtOrAfter(declarations, start);
	const before = declarations[at - 1];
	const inside = before && start < before.span.end ? before : undefined;
	if (inside?.kind === 'func' && isUnfinished(file.text, inside)) return { kind: 'unknown' };
	if (inside && isBehindKeyword(file, inside, start)) return { kind: 'declaration', declaration: inside };
	if (inside || directive.comment.place !== 'top') return { kind: 'nothing', inside };
	if (packageClause && start < packageClause.end) {
		return start > packageClause.start || onlyComments(file, end, packageClause.start)
			? { kind: 'package' }
			: { kind: 'unknown' };
	}

	const declaration = declarations[at];
	const spec = nextImport(file.imports, start);
	if (spec && (!declaration || spec.start < declaration.span.start)) return { kind: 'nothing', inside: undefined };
	if (!onlyComments(file, end, declaration?.span.start ?? file.text.length)) {
		return opensGroup(file.text, end) ? { kind: 'nothing', inside: undefined } : { kind: 'unknown' };
	}
	return declaration ? { kind: 'declaration', declaration } : { kind: 'nothing', inside: undefined };
}

/** The declaration whose doc comment the directive stands in: no empty line and nothing else lies between. */
export function declarationBelow(file: GoFile, directive: Pick<Directive, 'comment'>): Declaration | undefined {
	const attached = attachmentOf(file, directive);
	if (attached.kind !== 'declaration') return undefined;
	const gap = file.text.slice(directive.comment.span.end, attached.declaration.span.start);
	return /\n[ \t]*\r?\n/.test(gap) ? undefined : attached.declaration;
}

function nextImport(imports: readonly Import[], offset: number): Span | undefined {
	const next = imports.find((spec) => spec.declaration.end > offset);
	return next && { start: Math.max(next.declaration.start, offset), end: next.declaration.end };
}

/** The index of the first declaration that begins at or after the offset. Declarations are in source order. */
function firstAtOrAfter(declarations: readonly Declaration[], offset: number): number {
	return partitionPoint(declarations.length, (index) => (declarations[index]?.span.start ?? 0) < offset);
}

/** True between `func`, `type`, `var` or `const` and the next token. */
function isBehindKeyword(file: GoFile, { kind, span }: Declaration, offset: number): boolean {
	return file.text.startsWith(kind, span.start) && onlyComments(file, span.start + kind.length, offset);
}

/** True above `var (` and the like: the bracket of a group, empty or not, clears what came before it. */
export function opensGroup(text: string, start: number): boolean {
	const at = skipComments(text, start);
	const keyword = /^(?:import|var|const|type)\b/.exec(text.slice(at, at + 7))?.[0];
	return keyword !== undefined && text[skipComments(text, at + keyword.length)] === '(';
}

/** True when only blanks and whole comments stand between two offsets, of which the first is not inside a comment. */
function onlyComments(file: GoFile, start: number, end: number): boolean {
	const known = lastComments.get(file);
	if (known && known.start <= start && start <= known.end) return known.end >= end;
	const comments = { start, end: skipComments(file.text, start) };
	lastComments.set(file, comments);
	return comments.end >= end;
}

/** The comments that were passed last: thousands of directives in a row all end where the first one does. */
const lastComments = new WeakMap<GoFile, Span>();
