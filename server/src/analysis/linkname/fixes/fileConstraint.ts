/** The `//go:build` line of a file that is to be built for fewer Go versions than now. */
import { parseConstraint } from '../../source/buildConstraint.ts';
import type { FileFacts } from '../fileFacts.ts';
import { lineEnd } from '../lineEdits.ts';
import { edited } from './editedFile.ts';

/** The file holds `// +build` lines, which would have to say the same. */
export function hasOlderConstraint({ file }: FileFacts): boolean {
	return /^[ \t]*\/\/[ \t]*\+build\b/m.test(file.text.slice(0, file.packageClause?.start ?? 0));
}

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
		return edited(facts, [{ span: { start, end: start + buildConstraint.length }, newText: `${present} && ${term}` }]);
	}
	const at = afterLicence(text, packageClause.start);
	return edited(facts, [{ span: { start: at, end: at }, newText: `//go:build ${term}${newline}${newline}` }]);
}

/** Below the comment that opens the file and that an empty line parts from the rest; else at the top. */
function afterLicence(text: string, packageStart: number): number {
	const top = text.startsWith('\ufeff') ? 1 : 0;
	const opening = /^(?:\/\/[^\n]*\n)+[ \t]*\r?\n|^\/\*(?:[^*]|\*(?!\/))*\*\/[ \t]*\r?\n[ \t]*\r?\n/.exec(
		text.slice(top),
	);
	const end = top + (opening?.[0].length ?? 0);
	return end <= packageStart ? end : top;
}
