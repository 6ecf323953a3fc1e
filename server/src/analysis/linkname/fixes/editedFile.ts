/** Fixes are made step by step on texts: each step reads the file again, so that none has to know what the others moved. */
import type { FileEdit } from '../../finding.ts';
import { scanGoFile } from '../../source/scanGoFile.ts';
import { editsBetween } from '../../text/editsBetween.ts';
import { applyEdits, type TextEdit } from '../../text/textEdit.ts';
import { type FileFacts, readFileFacts } from '../fileFacts.ts';

export function edited(facts: FileFacts, edits: readonly TextEdit[]): FileFacts {
	return edits.length === 0 ? facts : fileWith(facts.path, applyEdits(facts.file.text, edits));
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
