/** The `//go:build` line of a file that is to be built for fewer Go versions than now. */
import { parseConstraint } from '../../source/buildConstraint.ts';
import type { FileFacts } from '../fileFacts.ts';
import { lineEnd } from '../lineEdits.ts';
import type { TextEdit } from '../../text/textEdit.ts';
import { edited } from './editedFile.ts';

/** The file with `term` as one more condition; undefined when the present one is not understood. */
export function constrained(facts: FileFacts, term: string): FileFacts | undefined {
	const { text, packageClause, buildConstraint } = facts.file;
	if (!packageClause) return undefined;
	const newline = lineEnd(text);
	if (buildConstraint !== undefined) {
		const tree = parseConstraint(buildConstraint);
		const line = /^\ufeff?[ \t]*\/\/go:build[ \t]+([^\n]*?)[ \t]*\r?$/m.exec(text.slice(0, packageClause.start));
		if (!tree || !line || line[1] !== buildConstraint) return undefined;
		const start = line.index + line[0].indexOf(buildConstraint);
		const present = tree.kind === 'or' ? `(${buildConstraint})` : buildConstraint;
		const newText = `${present} && ${term}`;
		const older = olderLines(text.slice(0, packageClause.start), term, newline);
		return edited(facts, [{ span: { start, end: start + buildConstraint.length }, newText }, ...older]);
	}
	const at = afterLicence(text, packageClause.start);
	return edited(facts, [{ span: { start: at, end: at }, newText: `//go:build ${term}${newline}${newline}` }]);
}

/** `// +build` lines say the same as the newer one, as gofmt writes them: one line where nothing is an alternative. */
function olderLines(header: string, term: string, newline: string): TextEdit[] {
	const lines = [...header.matchAll(/^\/\/ \+build ([^\r\n]*)/gm)];
	const last = lines.at(-1);
	if (!last) return [];
	const end = last.index + last[0].length;
	const single = lines.length === 1 && !/\s/.test(last[1]?.trim() ?? '');
	return [{ span: { start: end, end }, newText: single ? `,${term}` : `${newline}// +build ${term}` }];
}

/** Below the line comments that open the file and that an empty line parts from the rest; else at the top, as gofmt has it. */
function afterLicence(text: string, packageStart: number): number {
	const top = text.startsWith('\ufeff') ? 1 : 0;
	const opening = /^(?:\/\/[^\n]*\n)+[ \t]*\r?\n/.exec(text.slice(top));
	const end = top + (opening?.[0].length ?? 0);
	return end <= packageStart ? end : top;
}
