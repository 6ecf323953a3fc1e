/** Fixes are made step by step on texts: each step reads the file again, so that none has to know what the others moved. */
import type { FileEdit } from '../../finding.ts';
import { rescanGoFile, scanGoFile } from '../../source/scanGoFile.ts';
import { editsBetween } from '../../text/editsBetween.ts';
import { applyEdits, type TextEdit } from '../../text/textEdit.ts';
import { type FileFacts, readFileFacts } from '../fileFacts.ts';

export function edited(facts: FileFacts, edits: readonly TextEdit[]): FileFacts {
	if (edits.length === 0) return facts;
	const text = applyEdits(facts.file.text, edits);
	const start = Math.min(...edits.map(({ span }) => span.start));
	const oldEnd = Math.max(...edits.map(({ span }) => span.end));
	const newEnd = oldEnd + text.length - facts.file.text.length;
	return readFileFacts({ path: facts.path, file: rescanGoFile(facts.file, text, { start, oldEnd, newEnd }) });
}

export function fileWith(path: string, text: string): FileFacts {
	return readFileFacts({ path, file: scanGoFile(text) });
}

/** What leads from the files as they are to the files as they should be; those that stay the same are left out. */
export function changes(pairs: readonly (readonly [before: FileFacts, after: FileFacts])[]): FileEdit[] {
	return pairs.flatMap(([before, after]): FileEdit[] => {
		const edits = editsBetween(before.file.text, after.file.text);
		return edits.length === 0 ? [] : [{ kind: 'change', file: before.path, edits }];
	});
}
