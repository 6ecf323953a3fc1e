/** Whether a function may get another signature without a look at the types of those who call it. */
import type { FileFacts } from '../fileFacts.ts';

/**
 * True when each use of `name` compiles whatever its results are: there is none, it is `_ = name`, or its call is printed.
 * A call fits only a function without parameters. By text: what looks otherwise, as in a comment, counts as a use.
 */
export function anySignatureFits(name: string, files: readonly FileFacts[], signature: string): boolean {
	// Other packages may call what is exported.
	if (/^\p{Lu}/u.test(name)) return false;
	const takesNothing = signature.startsWith('()');
	return files.every((facts) => usesOf(name, facts).every(([before, after]) => isFitting(before, after, takesNothing)));
}

function isFitting(before: string, after: string, takesNothing: boolean): boolean {
	if (/(?:^|[^\w.])_\s*=\s*$/.test(before) && /^\s*(?:[;}]|$)/.test(after)) return true;
	return takesNothing && /\b(?:fmt\.(?:Print|Sprint)(?:ln)?|println|print)\($/.test(before) && after.startsWith('())');
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
