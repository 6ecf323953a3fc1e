/** The edit that adds `import _ "unsafe"` where gofmt and goimports would put it. */
import type { GoFile, Import } from '../source/goFile.ts';
import type { TextEdit } from '../text/textEdit.ts';
import { lineAfter, lineAt, lineBefore, lineEnd, lineKind } from './lineEdits.ts';

const spec = '_ "unsafe"';

export function importUnsafe(file: GoFile): TextEdit {
	const { text } = file;
	const newline = lineEnd(text);
	const group = file.imports.filter((item) => item.grouped);
	const block = sortedBlock(text, group);
	if (block.length > 0) return intoBlock(text, block, newline);

	const last = file.imports.at(-1);
	if (last) return insertAfterLine(text, last.declaration.end, `import ${spec}`, newline);
	const clause = file.packageClause;
	if (!clause) return { span: { start: 0, end: 0 }, newText: '' };
	return insertAfterLine(text, clause.end, `${newline}import ${spec}`, newline);
}

/** The run of specs on consecutive lines in which "unsafe" belongs: the one of the standard library, else the first. */
function sortedBlock(text: string, group: readonly Import[]): readonly Import[] {
	const declaration = group[0]?.declaration;
	if (!declaration) return [];
	const blocks: Import[][] = [];
	for (const item of group) {
		if (item.declaration.start !== declaration.start) break;
		const previous = blocks.at(-1)?.at(-1);
		const parted = !previous || /\n[ \t]*\r?\n/.test(text.slice(previous.span.end, item.span.start));
		if (parted) blocks.push([item]);
		else blocks.at(-1)?.push(item);
	}
	// `import ("fmt")` on one line has no line of its own to add.
	const own = blocks.filter((block) => block.every((item) => lineAt(text, item.span.start).start > declaration.start));
	return own.find((block) => block.some((item) => isStandard(item.path))) ?? own[0] ?? [];
}

function isStandard(path: string): boolean {
	return path !== 'C' && !/^[^/]*\./.test(path);
}

function intoBlock(text: string, block: readonly Import[], newline: string): TextEdit {
	const previous = block.findLast((item) => item.path < 'unsafe');
	const neighbour = previous ?? block[0];
	const line = lineAt(text, neighbour?.span.start ?? 0);
	const indent = /^[ \t]*/.exec(text.slice(line.start, line.end))?.[0] ?? '';
	if (previous) return { span: { start: line.end, end: line.end }, newText: `${newline}${indent}${spec}` };
	let first = line;
	for (let above = lineBefore(text, first); above; above = lineBefore(text, first)) {
		const kind = lineKind(text, above);
		if (kind === 'blank' || kind === 'code') break;
		first = above;
	}
	return { span: { start: first.start, end: first.start }, newText: `${indent}${spec}${newline}` };
}

/** A declaration on the line after the one that holds `offset`, and an empty line after it where none is yet. */
function insertAfterLine(text: string, offset: number, declaration: string, newline: string): TextEdit {
	const line = lineAt(text, offset);
	const next = lineAfter(text, line);
	const following = next ? text.slice(next.start, next.end).trim() : '';
	const parted = following === '' || following.startsWith('import');
	return {
		span: { start: line.end, end: line.end },
		newText: `${newline}${declaration}${parted ? '' : newline}`,
	};
}
