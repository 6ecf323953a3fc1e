/** Hints beside what test runs showed: which allocated, which only ran, which never ran, and which lines have no hint. */
import type { EscapeHint, Verdict } from '../escape/escapeHint.ts';
import { isQuiet } from '../escape/filterHints.ts';
import { isColdMaybe } from '../escape/foldedHints.ts';
import { LineIndex } from '../text/lineIndex.ts';
import { type AllocatingLine, sourcePath } from './allocatingLines.ts';
import type { CompiledFunctions } from './compiledFunctions.ts';
import type { Coverage } from './coverage.ts';
import { type RuntimeCause, runtimeCause } from './runtimeCause.ts';

export interface HintedPackage {
	readonly importPath: string;
	readonly hints: readonly EscapeHint[];
	/** Absolute path → text, as it was compiled. */
	readonly sources: ReadonlyMap<string, string>;
	/** Its tests were run. */
	readonly tested: boolean;
}

export interface ObservedRuns {
	readonly sites: readonly AllocatingLine[];
	readonly coverage: Coverage;
	readonly compiled: CompiledFunctions;
	/** The text of a 1-based line of any file, for lines without a hint; undefined where it cannot be read. */
	readonly lineText: (file: string, line: number) => string | undefined;
}

export type HintState = 'allocated' | 'never-allocated' | 'never-ran';

export interface HintObservation {
	readonly state: HintState;
	/** What was allocated there; hints of one line that cannot be told apart share it. */
	readonly objects: number;
	readonly bytes: number;
}

/** How many of those that ran allocated. */
export interface ObservedRate {
	readonly ran: number;
	readonly allocated: number;
}

export interface ObservedLine {
	readonly file: string;
	readonly line: number;
	readonly objects: number;
	readonly bytes: number;
	/** Why it is no site of the compiler. */
	readonly cause?: RuntimeCause;
}

export interface VerifiedHints {
	of(hint: EscapeHint): HintObservation | undefined;
	readonly rates: Readonly<Record<'heap' | 'maybe-heap', ObservedRate>>;
	/** Hints that are not shown unless somebody asks for all of them. */
	readonly leftOut: ObservedRate;
	/** Lines of the sources that allocated, and those of them that have a hint; what the runtime allocates for itself left out. */
	readonly lines: { readonly allocating: number; readonly shown: number };
	/** Lines that allocated and have no hint. */
	readonly missed: readonly ObservedLine[];
}

/** @param packages each with all its hints: what a user does not want to see is left out later */
export function verifyHints(packages: readonly HintedPackage[], runs: ObservedRuns): VerifiedHints {
	const sitesAt = groupBy(runs.sites, ({ file, line }) => place(file, line));
	const observed = new Map<EscapeHint, HintObservation>();
	const shown = new Set<string>();
	const ownCode = new Set<string>();
	const own = new Map<string, string>();
	const placed = packages.flatMap((each) => {
		for (const file of each.sources.keys()) own.set(sourcePath(file), file);
		return placesOf(each);
	});
	for (const { hint, lines, inside } of placed) {
		if (!goesToHeap(hint.verdict)) continue;
		for (const at of [...lines, ...inside]) shown.add(at);
		if (!hint.inlined) for (const at of lines) ownCode.add(at);
	}
	for (const { hint, lines, inside, of } of placed) observed.set(hint, observe(hint, [...lines, ...inside], of));

	shareGrowth(observed);

	function observe(hint: EscapeHint, lines: readonly string[], of: HintedPackage): HintObservation {
		const here = lines.flatMap((at) => sitesAt.get(at) ?? []);
		const matching = matchingLines(hint, here, lines);
		const objects = sum(matching.map((site) => site.objects));
		const bytes = sum(matching.map((site) => site.bytes));
		if (matching.length > 0) return { state: 'allocated', objects, bytes };
		return { state: didRun(hint, of) ? 'never-allocated' : 'never-ran', objects: 0, bytes: 0 };
	}

	function matchingLines(hint: EscapeHint, here: readonly AllocatingLine[], lines: readonly string[]) {
		const of = (reach: AllocatingLine['reach']) => here.filter((site) => site.reach === reach);
		if (hint.because === 'in-callee') return of('called');
		if (!hint.inlined) return of('own');
		const inlined = of('inlined');
		// The literal that an inlined callee returns is made for the statement that takes it (Go 1.26).
		return inlined.length > 0 || lines.some((at) => ownCode.has(at)) ? inlined : of('own');
	}

	function didRun(hint: EscapeHint, { importPath, tested }: HintedPackage): boolean {
		const { file, function: name, position } = hint;
		const base = file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
		// What is made when the program starts was made, whatever is tested.
		if (name === '') return tested;
		// What ran are its copies in the callers, where hints of their own stand for what they allocate.
		if (!runs.compiled.has(importPath, name, hint.subject === 'func literal')) return false;
		return (runs.coverage.runs(`${importPath}/${base}`, position.line, position.byteColumn) ?? 0) > 0;
	}

	const { missed, allocating } = linesWithout(shown, own, runs);
	const without = missed.filter(({ cause }) => cause === undefined).length;
	return {
		of: (hint) => observed.get(hint),
		rates: { heap: rateOf('heap', observed), 'maybe-heap': rateOf('maybe-heap', observed) },
		leftOut: rateOfThose(observed, (hint) => goesToHeap(hint.verdict) && isLeftOut(hint)),
		lines: { allocating, shown: allocating - without },
		missed,
	};
}

/** Only the innermost line of the sources counts for an allocation: what it was inlined into is seen as well, and not again a site. */
function linesWithout(shown: ReadonlySet<string>, own: ReadonlyMap<string, string>, runs: ObservedRuns) {
	const lines = new Map<string, ObservedLine & { objects: number; bytes: number }>();
	let allocating = 0;
	const seen = new Set<string>();
	for (const { file, line, reach, writtenIn, objects, bytes } of runs.sites) {
		const path = own.get(file);
		if (path === undefined || reach === 'called') continue;
		if (reach === 'inlined' && own.has(sourcePath(writtenIn.file))) continue;
		const at = place(file, line);
		if (shown.has(at)) {
			if (!seen.has(at)) allocating++;
			seen.add(at);
			continue;
		}
		const cause = runtimeCause(runs.lineText(writtenIn.file, writtenIn.line) ?? '');
		const before = lines.get(at);
		// A line is missed as soon as one of its allocations has no other cause.
		const missed = before ?? { file: path, line, objects: 0, bytes: 0, ...(cause && { cause }) };
		if (cause === undefined) delete (missed as { cause?: RuntimeCause }).cause;
		missed.objects += objects;
		missed.bytes += bytes;
		lines.set(at, missed);
	}
	const missed = [...lines.values()].sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line));
	return { missed, allocating: allocating + missed.filter(({ cause }) => cause === undefined).length };
}

interface PlacedHint {
	readonly hint: EscapeHint;
	readonly of: HintedPackage;
	/** Where the allocator's call may stand. */
	readonly lines: readonly string[];
	/** More lines that it speaks for: a map literal grows where its elements stand. */
	readonly inside: readonly string[];
}

function placesOf(of: HintedPackage): readonly PlacedHint[] {
	const indexes = new Map<string, LineIndex>();
	return of.hints.map((hint) => {
		const index = indexes.get(hint.file) ?? new LineIndex(of.sources.get(hint.file) ?? '');
		indexes.set(hint.file, index);
		const at = (line: number) => place(sourcePath(hint.file), line);
		const inside: string[] = [];
		if (hint.class === 'map' || /^map\[.*\}$/s.test(hint.subject)) {
			const last = index.position(hint.span.end).line + 1;
			for (let line = index.position(hint.span.start).line + 2; line <= last; line++) inside.push(at(line));
		}
		return { hint, of, lines: linesOf(hint, index).map(at), inside };
	});
}

/** Where the compiler reports it, and where the expression begins. */
function linesOf({ position, span }: EscapeHint, index: LineIndex): readonly number[] {
	const start = index.position(span.start).line + 1;
	return position.line === start || position.line < 1 ? [start] : [position.line, start];
}

function rateOf(verdict: Verdict, observed: ReadonlyMap<EscapeHint, HintObservation>): ObservedRate {
	return rateOfThose(observed, (hint) => hint.verdict === verdict && !isLeftOut(hint));
}

function rateOfThose(
	observed: ReadonlyMap<EscapeHint, HintObservation>,
	counts: (hint: EscapeHint) => boolean,
): ObservedRate {
	const ran = [...observed].filter(([hint, { state }]) => state !== 'never-ran' && counts(hint));
	return { ran: ran.length, allocated: ran.filter(([, { state }]) => state === 'allocated').length };
}

/** Not shown unless somebody asks for all. */
function isLeftOut(hint: EscapeHint): boolean {
	return isQuiet(hint) || isColdMaybe(hint);
}

/** The hint of a slice that several appends grow speaks for all of them: what one of them was seen doing holds for it. */
function shareGrowth(observed: Map<EscapeHint, HintObservation>): void {
	const groups = groupBy(
		[...observed.keys()].filter(({ grows }) => grows !== undefined),
		({ file, grows = '' }) => `${file}\n${grows}`,
	);
	for (const group of groups.values()) {
		const all = group.flatMap((hint) => observed.get(hint) ?? []);
		const state = states.find((each) => all.some((one) => one.state === each)) ?? 'never-ran';
		const total = { state, objects: sum(all.map(({ objects }) => objects)), bytes: sum(all.map(({ bytes }) => bytes)) };
		for (const hint of group) if (hint.because === 'growth') observed.set(hint, total);
	}
}

const states: readonly HintState[] = ['allocated', 'never-allocated', 'never-ran'];

function goesToHeap(verdict: Verdict): boolean {
	return verdict === 'heap' || verdict === 'maybe-heap';
}

function place(file: string, line: number): string {
	return `${file}:${line}`;
}

function groupBy<T>(all: readonly T[], keyOf: (one: T) => string): ReadonlyMap<string, readonly T[]> {
	const groups = new Map<string, T[]>();
	for (const one of all) {
		const group = groups.get(keyOf(one));
		if (group) group.push(one);
		else groups.set(keyOf(one), [one]);
	}
	return groups;
}

function sum(numbers: readonly number[]): number {
	return numbers.reduce((total, number) => total + number, 0);
}
