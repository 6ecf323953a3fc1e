/** Whether a function or variable may get another type without a look at the types of those who use it. */
import { parseType } from '../../signature/parseType.ts';
import type { FileFacts } from '../fileFacts.ts';
import { isExported } from '../../source/exportedName.ts';

/**
 * True when each use of `name` compiles whatever its results are: there is none, it is `_ = name`, or its call is printed.
 * A call fits only a function without parameters. By text: what looks otherwise, as in a comment, counts as a use.
 */
export function anySignatureFits(name: string, files: readonly FileFacts[], signature: string): boolean {
	// Other packages may call what is exported.
	if (isExported(name)) return false;
	const takesNothing = signature.startsWith('()');
	return files.every((facts) => usesOf(name, facts).every(([before, after]) => isFitting(before, after, takesNothing)));
}

/**
 * The same for a variable: what is left of it is `_ = name`, printed, a pointer that has no type any more, or a field that both types
 * have alike.
 */
export function anyTypeFits(name: string, files: readonly FileFacts[], before: string, after: string): boolean {
	if (isExported(name)) return false;
	const kept = keptFields(before, after);
	return files.every((facts) => usesOf(name, facts).every(([left, right]) => isFittingVariable(left, right, kept)));
}

function isFittingVariable(before: string, after: string, kept: ReadonlySet<string>): boolean {
	if (discards(before, after)) return true;
	if (/\bunsafe\.Pointer\(&$/.test(before) && after.startsWith(')')) return true;
	const field = /^\.([\p{L}_][\p{L}\p{N}_]*)/u.exec(after)?.[1];
	if (field !== undefined) return kept.has(field) && !/&\s*$/.test(before);
	return /\bfmt\.(?:Print|Sprint)(?:ln)?\($/.test(before) && after.startsWith(')');
}

/** Names of fields that two structs have with one type, written with words that mean the same everywhere. */
function keptFields(before: string, after: string): Set<string> {
	const [from, to] = [parseType(before), parseType(after)];
	if (from.kind !== 'struct' || to.kind !== 'struct') return new Set();
	const isKept = ({ name, type }: (typeof from.fields)[number]) =>
		type.kind === 'name' &&
		to.fields.some((other) => other.name === name && JSON.stringify(other.type) === JSON.stringify(type));
	return new Set(from.fields.filter(isKept).map(({ name }) => name));
}

function isFitting(before: string, after: string, takesNothing: boolean): boolean {
	return discards(before, after) || (takesNothing && prints.test(before) && after.startsWith('())'));
}

const prints = /\b(?:fmt\.(?:Print|Sprint)(?:ln)?|println|print)\($/;

function discards(before: string, after: string): boolean {
	return /(?:^|[^\w.])_\s*=\s*$/.test(before) && /^\s*(?:[;}]|$)/.test(after);
}

/** What stands before and after each use on its line. */
function usesOf(name: string, { file, linknames }: FileFacts): [before: string, after: string][] {
	const { text, declarations } = file;
	const uses: [string, string][] = [];
	for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length)) {
		const end = at + name.length;
		if (/\w/.test(text.charAt(at - 1)) || /\w/.test(text.charAt(end))) continue;
		if (declarations.some(({ nameSpan }) => nameSpan.start === at)) continue;
		if (linknames.some(({ directive: { comment } }) => comment.span.start < at && at < comment.span.end)) continue;
		const lineStart = text.lastIndexOf('\n', at) + 1;
		const lineEnd = text.indexOf('\n', end);
		uses.push([text.slice(lineStart, at), text.slice(end, lineEnd < 0 ? text.length : lineEnd).trimEnd()]);
	}
	return uses;
}
