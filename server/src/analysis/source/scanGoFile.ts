/** Reads a Go file into a {@link GoFile}, and reads it again after an edit without reading all of it. */
import type { Span } from '../text/span.ts';
import type { TextChange } from '../text/textEdit.ts';
import type { GoFile } from './goFile.ts';
import { readBuildConstraint } from '../build/buildConstraint.ts';
import { PackageLevelScan } from './packageLevelScan.ts';
import { moveDeclaration, moveDirective, moveImport } from './moveFile.ts';
import { typeInBody } from './typeInBody.ts';

/** Never fails: what cannot be understood is passed over up to the next declaration. */
export function scanGoFile(text: string): GoFile {
	const scan = new PackageLevelScan(text, 0);
	while (scan.item()) {}
	return finish(scan, undefined);
}

/**
 * The same as `scanGoFile(text)`, given what `previous.text` was read as and the one change between the two texts.
 * Between top-level declarations the scanner has no state, so it starts at the last boundary before the change and stops
 * at the first one after it that stood there before.
 */
export function rescanGoFile(previous: GoFile, text: string, change: TextChange): GoFile {
	return typeInBody(previous, text, change) ?? rescanAround(previous, text, change);
}

function rescanAround(previous: GoFile, text: string, change: TextChange): GoFile {
	const restart = previous.boundaries.findLast((boundary) => boundary < change.start) ?? 0;
	const shift = change.newEnd - change.oldEnd;
	const reachable = new Set<number>();
	for (const boundary of previous.boundaries) if (boundary > change.oldEnd) reachable.add(boundary + shift);

	const scan = new PackageLevelScan(text, restart);
	let tail: number | undefined;
	while (scan.item()) {
		if (scan.atBoundary && scan.at > change.newEnd && reachable.has(scan.at)) {
			tail = scan.at - shift;
			break;
		}
	}
	return finish(scan, { file: previous, restart, tail: tail ?? previous.text.length + 1, shift });
}

/** What stays of the file before an edit: all before `restart` as it was, all from `tail` on moved by `shift`. */
interface Kept {
	readonly file: GoFile;
	readonly restart: number;
	readonly tail: number;
	readonly shift: number;
}

function finish(scan: PackageLevelScan, kept: Kept | undefined): GoFile {
	const clause = keptClause(kept) ?? scan.packageClause;
	return {
		text: scan.text,
		packageName: clause?.name ?? '',
		packageClause: clause?.span,
		buildConstraint: readBuildConstraint(scan.text, clause?.span.start ?? 0),
		imports: join(kept, (file) => file.imports, scan.imports, moveImport),
		declarations: join(kept, (file) => file.declarations, scan.declarations, moveDeclaration),
		directives: join(kept, (file) => file.directives, scan.directives, moveDirective),
		annotations: join(kept, (file) => file.annotations, scan.annotations, moveDirective),
		boundaries: [
			...(kept?.file.boundaries.filter((boundary) => boundary <= kept.restart) ?? []),
			...scan.boundaries,
			...(kept?.file.boundaries.filter((boundary) => boundary > kept.tail).map((boundary) => boundary + kept.shift) ??
				[]),
		],
	};
}

function keptClause(kept: Kept | undefined): { name: string; span: Span } | undefined {
	const span = kept?.file.packageClause;
	return kept && span && span.end <= kept.restart ? { name: kept.file.packageName, span } : undefined;
}

function join<T extends { readonly span: Span }>(
	kept: Kept | undefined,
	of: (file: GoFile) => readonly T[],
	fresh: readonly T[],
	moved: (item: T, by: number) => T,
): readonly T[] {
	if (!kept) return fresh;
	const items = of(kept.file);
	const before = items.filter((item) => item.span.end <= kept.restart);
	const after = items.filter((item) => item.span.start >= kept.tail);
	return [...before, ...fresh, ...(kept.shift === 0 ? after : after.map((item) => moved(item, kept.shift)))];
}
