/** Writes the fixes that cannot change what a program does. */
import type { FileEdit, Finding } from '../../analysis/finding.ts';
import { isGenerated } from '../../analysis/source/generatedFile.ts';
import { applyEdits, type TextEdit } from '../../analysis/text/textEdit.ts';
import { deleteFile, isLink, writeText } from '../../toolchain/files.ts';

export interface AppliedFixes {
	/** How many findings were mended. */
	readonly fixed: number;
	/** Absolute paths that could not be written or deleted. */
	readonly failed: readonly string[];
}

/**
 * Applies the first safe fix of each finding, as far as they do not touch the same lines; what is left needs the findings
 * of the changed texts. A file that is a symbolic link stays: what it leads to may lie outside of the repository.
 */
export async function applySafeFixes(
	findings: readonly Finding[],
	texts: ReadonlyMap<string, string>,
): Promise<AppliedFixes> {
	const planned = new Map<string, TextEdit[]>();
	const idle = new Set<string>();
	const links = new Set<string>();
	for (const file of texts.keys()) if (await isLink(file)) links.add(file);
	let fixed = 0;
	for (const finding of findings) {
		const fix = finding.fixes.find(({ safety, action }) => safety === 'safe' && action === undefined);
		if (!fix || fix.edits.some(({ kind }) => kind === 'create')) continue;
		const changes = fix.edits.filter(isChange);
		const isOurs = (file: string) => !links.has(file) && !isGenerated(texts.get(file) ?? '');
		if (!changes.every(({ file, edits }) => texts.has(file) && isOurs(file) && fits(planned.get(file) ?? [], edits)))
			continue;
		for (const { file, edits } of changes) planned.set(file, [...(planned.get(file) ?? []), ...edits]);
		for (const { kind, file } of fix.edits) if (kind === 'delete') idle.add(file);
		fixed++;
	}
	const failed: string[] = [];
	for (const file of idle) if (!(await deleteFile(file))) failed.push(file);
	for (const [file, edits] of planned) {
		if (idle.has(file)) continue;
		const text = texts.get(file);
		if (text === undefined || !(await writeText(file, applyEdits(text, edits)))) failed.push(file);
	}
	return { fixed, failed };
}

function isChange(edit: FileEdit): edit is Extract<FileEdit, { kind: 'change' }> {
	return edit.kind === 'change';
}

function fits(planned: readonly TextEdit[], edits: readonly TextEdit[]): boolean {
	return edits.every(({ span }) =>
		planned.every((other) => span.end < other.span.start || other.span.end < span.start),
	);
}
