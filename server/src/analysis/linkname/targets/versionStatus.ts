/** What other Go versions do with a directive: one word a version. */
import type { VersionCell } from '../../linker/versionTable.ts';
import { shapesDiffer } from './signatureShape.ts';
import { shortGo, type TargetView } from './targetView.ts';

/**
 * `kept`: links because std marks it for known users. `open`: links because this linker does not check it. `absent`: does
 * not exist there. `signature`: links, but with other parameters, results or type than in the version in use.
 */
export type VersionStatus = 'open' | 'kept' | 'refused' | 'absent' | 'signature';

export const statusWords: Readonly<Record<VersionStatus, string>> = {
	open: 'links',
	kept: 'kept',
	refused: 'refused',
	absent: 'absent',
	signature: 'other signature',
};

/** What the words mean, where they have a meaning of their own. */
export const statusMeanings: Readonly<Record<VersionStatus, string>> = {
	open: 'the linker accepts a pull',
	kept: 'links since std marks it for existing users; a release may remove the mark',
	refused: 'the linker refuses a pull',
	absent: 'no such symbol',
	signature: 'links, with other parameters, results or another type',
};

type FateView = Pick<TargetView, 'bound' | 'loophole' | 'definition'>;

export function statusOf(cell: VersionCell, { bound, loophole, definition }: FateView): VersionStatus {
	const variable = bound.declaration?.item.kind === 'var';
	if (!('kind' in cell) || cell.state === 'absent' || (cell.kind === 'var') !== variable) return 'absent';
	if (cell.state === 'refused' && loophole !== 'yes') return 'refused';
	if (definition && shapesDiffer(cell.kind, definition.signature, cell.signature)) return 'signature';
	return cell.state === 'links' && cell.why === 'pushed' ? 'kept' : 'open';
}

export function fits(fate: VersionStatus): boolean {
	return fate === 'open' || fate === 'kept';
}

/** Versions with the same fate that follow each other. */
export interface VersionRange {
	readonly fate: VersionStatus;
	readonly cells: readonly VersionCell[];
}

/** @param cells oldest first */
export function erasOf(cells: readonly VersionCell[], view: FateView): VersionRange[] {
	const eras: { fate: VersionStatus; cells: VersionCell[] }[] = [];
	for (const cell of cells) {
		const fate = statusOf(cell, view);
		const last = eras.at(-1);
		if (last?.fate === fate) last.cells.push(cell);
		else eras.push({ fate, cells: [cell] });
	}
	return eras;
}

/** `1.18-1.22`, `1.23+`, `1.24`: the releases of an era among these, oldest first. */
export function rangeText({ cells }: VersionRange, among: readonly VersionCell[]): string {
	const [first, last] = [cells[0], cells.at(-1)];
	if (!first || !last) return '';
	if (last === among.at(-1)) return `1.${first.minor}+`;
	return first === last ? `1.${first.minor}` : `1.${first.minor}-1.${last.minor}`;
}

/** `from go1.27 on`, `before go1.22`, `in go1.24`, `from go1.21 to go1.23`: among these versions, oldest first. */
export function whenText({ cells }: VersionRange, among: readonly VersionCell[]): string {
	const first = cells[0];
	const last = cells.at(-1);
	if (!first || !last) return '';
	const newest = last === among.at(-1);
	const oldest = first === among[0];
	if (newest && !oldest) return `from ${shortGo(first)} on`;
	const next = among[among.indexOf(last) + 1];
	if (oldest && next) return `before ${shortGo(next)}`;
	return first === last ? `in ${shortGo(first)}` : `from ${shortGo(first)} to ${shortGo(last)}`;
}

/** The version since which the newest run of this fate lasts up to `minor`; undefined when it always was so or is not known. */
export function sinceWhen(fate: VersionStatus, minor: number, view: TargetView): VersionCell | undefined {
	const until = view.history.filter((cell) => cell.minor <= minor);
	const eras = erasOf(until, view);
	const last = eras.at(-1);
	return last?.fate === fate && eras.length > 1 ? last.cells[0] : undefined;
}
