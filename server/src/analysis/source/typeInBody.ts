/**
 * Most keystrokes put a plain character into a function body, which changes nothing that a {@link GoFile} tells but
 * offsets. Measured on the first 10,000 lines of cmd/compile's rewriteAMD64.go, whose functions have thousands of lines:
 * 0.02 ms instead of the 0.97 ms that reading the function again takes.
 */
import { contains } from '../text/span.ts';
import type { TextChange } from '../text/textEdit.ts';
import type { FuncDeclaration, GoFile } from './goFile.ts';
import { moveDeclaration, moveDirective, moveImport } from './moveFile.ts';

/** What can open, close or escape anything, or end a line. */
const structural = /[(){}[\]"'`\\/*\n\r\uFEFF]/;

/** The file after the change; undefined when more than offsets may have changed. */
export function typeInBody(previous: GoFile, text: string, change: TextChange): GoFile | undefined {
	const before = previous.text;
	const edited = previous.declarations.find(
		(one): one is FuncDeclaration & { body: object } =>
			one.kind === 'func' && one.body !== undefined && strictlyInside(change, one.body),
	);
	if (!edited) return undefined;
	if (structural.test(before.slice(change.start, change.oldEnd))) return undefined;
	if (structural.test(text.slice(change.start, change.newEnd))) return undefined;
	// A slash on the line may be a comment, which a letter can turn into a directive; a letter at column 0 can begin `func`.
	const lineStart = before.lastIndexOf('\n', change.start - 1) + 1;
	const lineEnd = before.indexOf('\n', change.oldEnd);
	const line = before.slice(lineStart, lineEnd < 0 ? before.length : lineEnd);
	if (/[/\\]/.test(line) || !/^[ \t]/.test(line) || change.start === lineStart) return undefined;

	const by = change.newEnd - change.oldEnd;
	const grown: FuncDeclaration = {
		...edited,
		span: { start: edited.span.start, end: edited.span.end + by },
		body: { start: edited.body.start, end: edited.body.end + by },
	};
	return {
		...previous,
		text,
		imports: previous.imports.map((one) => (one.span.start >= change.oldEnd ? moveImport(one, by) : one)),
		declarations: previous.declarations.map((one) =>
			one === edited ? grown : one.span.start >= change.oldEnd ? moveDeclaration(one, by) : one,
		),
		directives: previous.directives.map((one) => (one.span.start >= change.oldEnd ? moveDirective(one, by) : one)),
		annotations: previous.annotations.map((one) => (one.span.start >= change.oldEnd ? moveDirective(one, by) : one)),
		boundaries: previous.boundaries.map((boundary) => (boundary >= change.oldEnd ? boundary + by : boundary)),
	};
}

function strictlyInside(change: TextChange, body: { readonly start: number; readonly end: number }): boolean {
	return contains({ start: body.start + 1, end: body.end - 1 }, { start: change.start, end: change.oldEnd });
}
