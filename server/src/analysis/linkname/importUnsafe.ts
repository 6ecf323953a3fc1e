/** The edit that adds an import where gofmt and goimports would put it. */
import type { GoFile, Import } from '../source/goFile.ts';
import type { TextEdit } from '../text/textEdit.ts';
import { lineAfter, lineAt, lineBefore, lineEnd, lineKind } from './lineEdits.ts';

export function importUnsafe(file: GoFile): TextEdit {
	return importBlank(file, 'unsafe');
}

export function importBlank(file: GoFile, path: string): TextEdit {
	return importAs(file, path, '_');
}

/** Without a name the package keeps its own. */
export function importAs(file: GoFile, path: string, name: string | undefined): TextEdit {
	const { text } = file;
	const newline = lineEnd(text);
	const spec = name === undefined ? `"${path}"` : `${name} "${path}"`;
	const group = file.imports.filter((item) => item.grouped);
	const block = sortedBlock(text, group, isStandard(path));
	if (block.length > 0) return intoBlock(text, block, { path, name }, newline);

	const last = file.imports.at(-1);
	if (last) return insertAfterLine(text, last.declaration.end, `import ${spec}`, newline);
	const clause = file.packageClause;
	if (!clause) return { span: { start: 0, end: 0 }, newText: '' };
	return insertAfterLine(text, clause.end, `${newline}import ${spec}`, newline);
}

/** The run of specs on consecutive lines in which the path belongs: one of its kind, standard library or not, else the first. */
function sortedBlock(text: string, group: readonly Import[], standard: boolean): readonly Import[] {
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
	return own.find((block) => block.some((item) => isStandard(item.path) === standard)) ?? own[0] ?? [];
}

function isStandard(path: string): boolean {
	return path !== 'C' && !/^[^/]*\./.test(path);
}

function intoBlock(
	text: string,
	block: readonly Import[],
	added: Pick<Import, 'path' | 'name'>,
	newline: string,
): TextEdit {
	const spec = added.name === undefined ? `"${added.path}"` : `${added.name} "${added.path}"`;
	const previous = block.findLast((item) => isBefore(item, added));
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

/** gofmt sorts by path, then by name. */
function isBefore(item: Import, added: Pick<Import, 'path' | 'name'>): boolean {
	return item.path === added.path ? (item.name ?? '') < (added.name ?? '') : item.path < added.path;
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
