/** The `//go:build` line of a file that is to be built for fewer Go versions than now. */
import { type Constraint, parseConstraint } from '../../build/buildConstraint.ts';
import type { FileFacts } from '../fileFacts.ts';
import { lineEnd } from '../lineEdits.ts';
import { constraintText, olderConstraintLines } from './constraintLines.ts';
import { edited } from './editedFile.ts';

/** The file with `term` as one more condition; undefined when the present one is not understood, or cannot be said in its lines. */
export function constrained(facts: FileFacts, term: string): FileFacts | undefined {
	const { text, packageClause, buildConstraint } = facts.file;
	if (!packageClause) return undefined;
	const newline = lineEnd(text);
	if (buildConstraint === undefined) {
		const at = afterLicence(text, packageClause.start);
		return edited(facts, [{ span: { start: at, end: at }, newText: `//go:build ${term}${newline}${newline}` }]);
	}
	const present = parseConstraint(buildConstraint);
	const added = parseConstraint(term);
	if (!present || !added) return undefined;
	const header = text.slice(0, packageClause.start);
	const line = /^\ufeff?[ \t]*\/\/go:build[ \t]([^\n]*)/m.exec(header);
	const older = [...header.matchAll(/^[ \t]*\/\/[ \t]*\+build[ \t][^\n]*\n/gm)];
	if (line ? line[1]?.trim() !== buildConstraint : older.length === 0) return undefined;
	const both: Constraint = { kind: 'and', left: present, right: added };
	const olderLines = older.length === 0 ? [] : olderConstraintLines(both);
	if (!olderLines) return undefined;
	const removals = older.map(({ index, 0: found }) => ({
		span: { start: index, end: index + found.length },
		newText: '',
	}));
	const below = olderLines.map((one) => one + newline).join('');
	if (!line) {
		const [first, ...others] = removals;
		const newText = `//go:build ${constraintText(both)}${newline}${below}`;
		return first && edited(facts, [{ ...first, newText }, ...others]);
	}
	// As it is written, for it may have brackets that nobody needs.
	const kept = present.kind === 'or' ? `(${buildConstraint})` : buildConstraint;
	const start = line.index + line[0].indexOf(buildConstraint);
	const change = { span: { start, end: start + buildConstraint.length }, newText: `${kept} && ${term}` };
	const [first, ...others] = removals;
	return edited(facts, first ? [change, { ...first, newText: below }, ...others] : [change]);
}

/** Below the line comments that open the file and that an empty line parts from the rest; else at the top, as gofmt has it. */
function afterLicence(text: string, packageStart: number): number {
	const top = text.startsWith('\ufeff') ? 1 : 0;
	const opening = /^(?:\/\/[^\n]*\n)+[ \t]*\r?\n/.exec(text.slice(top));
	const end = top + (opening?.[0].length ?? 0);
	return end <= packageStart ? end : top;
}
