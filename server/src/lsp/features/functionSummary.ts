/** What is worth saying about a whole function, in one short line. */
import type { EscapeHint, FunctionReport } from '../../analysis/escape/escapeHint.ts';
import { notInstantiated } from '../../analysis/escape/generics/markInstances.ts';
import { codeSpan, escapeProse } from '../../analysis/text/markdown.ts';
import type { ProfiledFile } from '../../session/goWorkspace.ts';
import { contains } from '../../analysis/text/span.ts';

/** The hints that belong to a function. */
export function hintsOf({ name, extent }: FunctionReport, hints: readonly EscapeHint[]): readonly EscapeHint[] {
	return hints.filter((hint) => hint.function === name && contains(extent, hint.span));
}

/** A parameter that makes its argument escape; one that only flows to a result is left to the caller. */
export function isLeak(hint: EscapeHint): boolean {
	return hint.verdict === 'leak' && hint.because !== 'result';
}

/** What the lens of a function may count. */
export interface SummaryInput {
	/** Hints of the file that pass the filters. */
	readonly shown: readonly EscapeHint[];
	/** All hints of the file: leaks are reported always. */
	readonly all: readonly EscapeHint[];
	/** See {@link isFolded}. */
	readonly isFolded: (hint: EscapeHint) => boolean;
}

/**
 * `2 heap · leaks p · not inlinable (cost 112 of 80)`; empty when there is nothing worth a line. Allocations count only
 * when they are shown, leaks always, but not those of a parameter's content: what is passed can stay on the stack.
 *
 * @param onlyShown nothing else than shown hints is worth a line, as under a filter
 */
export function functionSummary(
	report: FunctionReport,
	{ shown, all, isFolded }: SummaryInput,
	onlyShown = false,
): string {
	if (!hasBody(report)) return '';
	if (isUnknown(report)) return onlyShown ? '' : notInstantiated;
	const parts = allocationParts(hintsOf(report, shown), isFolded);
	// A tester can do nothing about what a test leaks, or about its size.
	if (parts.length === 0 && (onlyShown || report.file.endsWith('_test.go'))) return '';
	const leaks = leaksText(report, all);
	if (leaks !== '') parts.push(leaks);
	if (parts.length === 0 && report.inline.can) return '';
	return [...parts, inlineText(report)].join(' · ');
}

/** The functions of a file beyond which a lens stands only where allocations add up: more of them would hide the code. */
export const fewFunctions = 10;

/**
 * `3 heap, 1 in a loop · 1 maybe heap · 2 cold`: the allocations of a function that deserves a line of its own; empty for
 * others, whose hints stand at their lines.
 *
 * @param manyFunctions the file has more than {@link fewFunctions}: one allocation that is not repeated has its hint already
 * @param isHot what the loaded profile says; undefined without one
 */
export function allocationSummary(
	report: FunctionReport,
	{ shown, isFolded }: SummaryInput,
	manyFunctions: boolean,
	isHot: ((hint: EscapeHint) => boolean) | undefined,
): string {
	if (!hasBody(report)) return '';
	if (isUnknown(report)) return notInstantiated;
	const own = hintsOf(report, shown);
	const unfolded = own.filter((hint) => !isFolded(hint));
	const sure = unfolded.filter(({ verdict }) => verdict === 'heap');
	const counts = sure.length >= (manyFunctions ? 2 : 1) || sure.some(({ inLoop }) => inLoop);
	return counts || (isHot !== undefined && unfolded.some(isHot)) ? allocationParts(own, isFolded).join(' · ') : '';
}

/** For the hover of its name: what it allocates, whether it can be inlined, and what leaks; empty when nothing is known. */
export function functionMarkdown(
	report: FunctionReport,
	{ all, isFolded }: Pick<SummaryInput, 'all' | 'isFolded'>,
): string {
	if (!hasBody(report)) return '';
	if (isUnknown(report)) return unknownMarkdown;
	const allocations = allocationParts(hintsOf(report, all), isFolded).join(' · ');
	const leaks = leaksText(report, all);
	const rest = [inlineText(report), leaks].filter((part) => part !== '').map(escapeProse);
	const line = [`**Allocations:** ${allocations === '' ? 'none' : allocations}`, ...rest].join(' · ');
	return report.instances ? `${line}\n\n${instancesLine(report)}` : line;
}

/** `For int and string.`: the type arguments, those of several parameters between one pair of back quotes. */
export function instancesLine({ instances = [], assumed }: Pick<FunctionReport, 'instances' | 'assumed'>): string {
	if (instances.length === 0) return '';
	const list = instances.map((each) => codeSpan(each)).join(' and ');
	return assumed === true
		? `Generic, not instantiated here: compiled for ${list}, to stand for others.`
		: `For ${list}.`;
}

const unknownMarkdown =
	'**Allocations:** unknown. The function is generic and not instantiated here, and no types were found that it compiles with.';

/** A generic function that was compiled for no types. */
function isUnknown({ inline: { reason } }: FunctionReport): boolean {
	return reason === notInstantiated;
}

/** Without one, assembly or another package has it, and nothing of it is known here. */
function hasBody({ inline: { reason } }: FunctionReport): boolean {
	return reason !== 'no function body';
}

function leaksText(report: FunctionReport, all: readonly EscapeHint[]): string {
	const leaking = hintsOf(report, all).filter(({ verdict, because }) => verdict === 'leak' && because === 'heap');
	const names = [...new Set(leaking.map((hint) => hint.subject))];
	return names.length > 0 ? `leaks ${few(names)}` : '';
}

/** Folded hints are counted apart, whatever their verdict. */
function allocationParts(own: readonly EscapeHint[], isFolded: (hint: EscapeHint) => boolean): string[] {
	const allocating = own.filter(({ verdict }) => verdict === 'heap' || verdict === 'maybe-heap');
	const unfolded = allocating.filter((hint) => !isFolded(hint));
	const heap = unfolded.filter(({ verdict }) => verdict === 'heap');
	const inLoop = heap.filter((hint) => hint.inLoop).length;
	const folded = allocating.filter((hint) => isFolded(hint));
	const inlined = folded.filter(({ coldPath }) => coldPath === 'inlined-copy').length;
	const parts: string[] = [];
	if (heap.length > 0) parts.push(`${heap.length} heap${loopText(inLoop, heap.length)}`);
	if (unfolded.length > heap.length) parts.push(`${unfolded.length - heap.length} maybe heap`);
	if (folded.length > inlined) parts.push(`${folded.length - inlined} cold`);
	if (inlined > 0) parts.push(`${inlined} inlined`);
	return parts;
}

function loopText(inLoop: number, all: number): string {
	if (inLoop === 0) return '';
	return inLoop === all ? ' in a loop' : `, ${inLoop} in a loop`;
}

function few(names: readonly string[]): string {
	return names.length <= 3 ? names.join(', ') : `${names.slice(0, 2).join(', ')} and ${names.length - 2} more`;
}

function inlineText({ inline: { can, cost, budget, reason } }: FunctionReport): string {
	if (can) return cost === undefined ? 'inlinable' : `inlinable (cost ${cost})`;
	if (cost !== undefined && budget !== undefined) return `not inlinable (cost ${cost} of ${budget})`;
	return reason === undefined ? 'not inlinable' : `not inlinable (${shortReason(reason)})`;
}

/** The compiler's reasons (cmd/compile/internal/inline/inl.go, Go 1.21 to 1.27) as the Go that causes them. */
function shortReason(reason: string): string {
	const node = /^unhandled (?:op|node|expression) (?:O)?([A-Z0-9]+)/.exec(reason)?.[1];
	if (node !== undefined) return node.toLowerCase();
	if (reason.startsWith('marked ')) return reason.slice('marked '.length);
	if (reason.startsWith('recursive')) return 'recursive';
	if (reason.startsWith('call to recover')) return 'recover';
	return reason;
}

/** The part of what was loaded that falls on hints, 0 to 1; what several of them share counts once. */
export function shareOfHints(
	hints: readonly EscapeHint[],
	profiled: Pick<ProfiledFile, 'share' | 'part'> | undefined,
): number {
	if (!profiled) return 0;
	const byPart = new Map(hints.map((hint) => [profiled.part(hint), profiled.share(hint)]));
	return [...byPart.values()].reduce((sum, share) => sum + share, 0);
}

/** `3 heap · 12 % of the profile`; below 1 % as it was. */
export function withShare(summary: string, share: number): string {
	return share < 0.01 ? summary : `${summary} · ${Math.round(share * 100)} % of the profile`;
}
