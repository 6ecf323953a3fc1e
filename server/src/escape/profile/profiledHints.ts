/** What the hints that are known cost in what was loaded. */
import type { EscapeHint, FunctionReport } from '../../analysis/escape/escapeHint.ts';
import { costOfLine, shareOf } from '../../analysis/profile/costWords.ts';
import type { CostProfile } from '../../analysis/profile/costProfile.ts';
import { keptInFile, keptWords, type ReportedLine } from '../../analysis/heapdump/keeperReport.ts';
import { type HintCosts, hintCosts } from '../../analysis/profile/hintCosts.ts';
import { type HintShare, splitLine } from '../../analysis/profile/lineSplit.ts';
import { residencyWords, savingWords } from '../../analysis/recording/lifeWords.ts';
import type { Recording } from '../../analysis/recording/recording.ts';
import type { Residency } from '../../analysis/recording/residency.ts';
import type { Saving, ScoreWeights } from '../../analysis/recording/saving.ts';
import { holdsNoPointers } from '../../analysis/escape/pointerFree.ts';
import type { FilePlace } from '../../analysis/profile/sourceFiles.ts';
import { LineIndex } from '../../analysis/text/lineIndex.ts';
import { spanText } from '../../analysis/text/span.ts';
import { pointerFreeBytes, type RecordedLine, residencyAt, savingAt } from './lineLives.ts';

export interface ProfiledFile {
	/** See {@link HintCosts.isHot}; of any of the profiles. */
	readonly isHot: (hint: EscapeHint) => boolean;
	/** Its own, or what it shares with others of its line: one for each profile that has something there. */
	costs(hint: EscapeHint): readonly HintCost[];
	/** How long its values live; undefined without snapshots of the heap, and where they have nothing. */
	residency(hint: EscapeHint): Residency | undefined;
	/**
	 * What the program would save without its line, an estimate, for the hints that have most of the line; undefined for others, and without
	 * snapshots of the heap and a CPU profile.
	 */
	saving(hint: EscapeHint): Saving | undefined;
	/** Who keeps what the line has made; undefined without heap dumps, for what allocates nothing, and where nothing was kept. */
	keepers(hint: EscapeHint): ReportedLine | undefined;
	/** `16.7 MB, 16,269 objects on this line (12 % of the heap profile)`, how long they live, who keeps them, and what would be saved; empty for nothing. */
	facts(hint: EscapeHint): readonly string[];
	/** {@link facts} in one line. */
	words(hint: EscapeHint): string;
	/** What it is worth, to sort by, 0 to 1: the score of its saving, else the part of the profile of which it has the most. */
	share(hint: EscapeHint): number;
	/** Hints with the same one have one cost together, which is said and counted once. */
	part(hint: EscapeHint): string;
}

export interface HintCost extends HintShare {
	readonly profile: CostProfile;
}

/** A file with hints, in spans of `text`. */
export interface HintedFile {
	readonly path: string;
	/** Empty when it is not known. */
	readonly importPath: string;
	readonly text: string;
	readonly functions: readonly FunctionReport[];
	/** All of it. */
	readonly hints: readonly EscapeHint[];
}

/** What is known of the object of a hint: bytes that the heap takes for it, and whether it has pointers; undefined when nothing is. */
export type ObjectSizes = (hint: EscapeHint) => { readonly takes: number; readonly pointers: boolean } | undefined;

export interface ProfiledHints {
	/** Undefined while nothing is loaded. */
	of(file: HintedFile, sizeOf?: ObjectSizes): ProfiledFile | undefined;
}

interface Entry {
	readonly recording: Recording;
	readonly given: HintedFile;
	readonly sizeOf: ObjectSizes;
	readonly file: ProfiledFile & Pointers;
}

interface Pointers {
	/** Live bytes of the file that surely have no pointers. */
	pointerFree(): number;
}

/** @param weights of the score that hints are sorted by */
export function createProfiledHints(
	loaded: () => Recording | undefined,
	weights: () => ScoreWeights | undefined = () => undefined,
): ProfiledHints {
	const entries = new Map<string, Entry>();
	const pointerFree = () => [...entries.values()].reduce((sum, { file }) => sum + file.pointerFree(), 0);
	return {
		of(given, sizeOf = noSizes) {
			const recording = loaded();
			if (!recording) {
				entries.clear();
				return undefined;
			}
			const before = entries.get(given.path);
			if (before?.recording === recording && before.sizeOf === sizeOf && isSame(before.given, given)) {
				return before.file;
			}
			const file = profiledFile(recording, given, { sizeOf, pointerFree, weights });
			entries.set(given.path, { recording, given, sizeOf, file });
			return file;
		},
	};
}

const noSizes: ObjectSizes = () => undefined;

function isSame(one: HintedFile, other: HintedFile): boolean {
	return one.text === other.text && one.functions === other.functions && one.hints === other.hints;
}

interface Surroundings {
	readonly sizeOf: ObjectSizes;
	/** Of all files that are known. */
	readonly pointerFree: () => number;
	readonly weights: () => ScoreWeights | undefined;
}

/** Nothing is computed before somebody asks. */
function profiledFile(
	recording: Recording,
	file: HintedFile,
	{ sizeOf, pointerFree, weights }: Surroundings,
): ProfiledFile & Pointers {
	const { profiles, heap } = recording;
	const place: FilePlace = { path: file.path, importPath: file.importPath };
	let known: readonly HintCosts[] | undefined;
	let shares: ReadonlyMap<EscapeHint, readonly HintCost[]> | undefined;
	let recorded: ReadonlyMap<number, RecordedLine> | undefined;
	let free: number | undefined;
	let index: LineIndex | undefined;
	const lineOf = (hint: EscapeHint) => (index ??= new LineIndex(file.text)).position(hint.span.start).line + 1;
	const costs = () => {
		if (known) return known;
		index ??= new LineIndex(file.text);
		const starts = new Map(file.functions.map(({ name, span }) => [name, lineOfOffset(index, span.start)]));
		return (known = profiles.map((each) => hintCosts(each, place, { starts, text: file.text })));
	};
	const all = () => (shares ??= splitCosts(recording, file, { costs: costs(), lineOf, sizeOf }));
	const of = (hint: EscapeHint) => all().get(hint) ?? [];
	const allocated = profiles.findIndex(({ kind }) => kind === 'allocations');
	const cpu = profiles.findIndex(({ kind }) => kind === 'cpu');
	let kept: ReadonlyMap<number, ReportedLine> | undefined;
	const keepers = (hint: EscapeHint) => {
		if (!recording.keepers || (hint.verdict !== 'heap' && hint.verdict !== 'maybe-heap')) return undefined;
		kept ??= keptInFile(recording.keepers, place);
		const placed = { function: hint.function, line: lineOf(hint) };
		return kept.get(costs()[Math.max(0, allocated)]?.recordedLine(placed) ?? placed.line);
	};
	const partsOf = (hint: EscapeHint) => of(hint).find(({ profile }) => profile.kind === 'allocations')?.parts;

	/** The lines with hints of which snapshots have something, by their number now. */
	const lines = () => {
		if (recorded) return recorded;
		const found = new Map<number, RecordedLine>();
		const functions = file.functions.map(({ name }) => name);
		const series = heap?.series.file({ ...place, functions });
		const byLine = groupedBy(file.hints, lineOf);
		for (const [line, hints] of series && allocated >= 0 ? byLine : []) {
			const placed = { function: hints[0]?.function ?? '', line };
			const then = series?.get(costs()[allocated]?.recordedLine(placed) ?? line);
			if (!then) continue;
			const own = hints.map((hint) => ({ hint, parts: partsOf(hint) }));
			found.set(line, { series: then, cpu: costs()[cpu]?.lineCost(placed), hints: own });
		}
		return (recorded = found);
	};
	const isFree = (hint: EscapeHint) => {
		const object = sizeOf(hint);
		return object ? !object.pointers : holdsNoPointers(hint, file.text);
	};
	const residency = (hint: EscapeHint) => {
		const line = lines().get(lineOf(hint));
		const cost = of(hint).find(({ profile }) => profile.kind === 'allocations');
		return line && heap && cost ? residencyAt(heap, line.series, cost.parts) : undefined;
	};
	const lineSaving = (hint: EscapeHint) => {
		const line = lines().get(lineOf(hint));
		if (!line || !heap || of(hint).length === 0) return undefined;
		const bytes = { line: pointerFreeBytes(line, isFree), all: pointerFree() };
		return savingAt({ ...recording, heap }, line, bytes, weights());
	};
	/** The part of its line that a hint has, or a few together: 0 to 1, by bytes. */
	const partOfLine = (hint: EscapeHint) => {
		const bytes = new Map<string, number>();
		for (const { hint: other } of lines().get(lineOf(hint))?.hints ?? []) {
			for (const { key, cost, profile } of of(other)) if (profile.kind === 'allocations') bytes.set(key, cost.bytes);
		}
		const own = of(hint).find(({ profile }) => profile.kind === 'allocations');
		const sum = [...bytes.values()].reduce((all, one) => all + one, 0);
		const isDearest = own !== undefined && own.cost.bytes === Math.max(...bytes.values());
		return { part: own && sum > 0 ? own.cost.bytes / sum : 0, isDearest };
	};
	// What would be saved is of the whole line: it is said where most of it is allocated.
	const saving = (hint: EscapeHint) => (partOfLine(hint).isDearest ? lineSaving(hint) : undefined);
	const score = (hint: EscapeHint) => {
		const saved = lineSaving(hint);
		return saved && saved.score * partOfLine(hint).part;
	};
	const facts = (hint: EscapeHint) => {
		const [life, saved, held] = [residency(hint), saving(hint), keepers(hint)];
		return [
			...of(hint).map(({ cost, profile, wholeLine }) => costOfLine(cost, profile, wholeLine ? 'on this line' : 'here')),
			life ? residencyWords(life) : '',
			held ? keptWords(held) : '',
			saved ? savingWords(saved) : '',
		].filter((words) => words !== '');
	};
	const shareOfCosts = (hint: EscapeHint) =>
		Math.max(0, ...of(hint).map(({ cost, profile }) => Math.abs(shareOf(cost, profile))));
	return {
		isHot: (hint) => costs().some((each) => each.isHot({ function: hint.function, line: lineOf(hint) })),
		costs: of,
		residency,
		saving,
		keepers,
		facts,
		words: (hint) => facts(hint).join('; '),
		share: (hint) => score(hint) ?? shareOfCosts(hint),
		part: (hint) =>
			`${lineOf(hint)} ${of(hint)
				.map(({ key }) => key)
				.join('\n\n')}`,
		pointerFree: () => (free ??= [...lines().values()].reduce((sum, line) => sum + pointerFreeBytes(line, isFree), 0)),
	};
}

function lineOfOffset(index: LineIndex | undefined, offset: number): number {
	return (index?.position(offset).line ?? -1) + 1;
}

interface Ways {
	/** One for each profile. */
	readonly costs: readonly HintCosts[];
	readonly lineOf: (hint: EscapeHint) => number;
	readonly sizeOf: ObjectSizes;
}

function splitCosts(
	{ profiles }: Recording,
	{ hints, text }: HintedFile,
	{ costs, lineOf, sizeOf }: Ways,
): ReadonlyMap<EscapeHint, readonly HintCost[]> {
	const found = new Map<EscapeHint, HintCost[]>();
	for (const [line, onLine] of groupedBy(hints, lineOf)) {
		const ordered = [...onLine].sort((a, b) => a.span.start - b.span.start);
		profiles.forEach((profile, at) => {
			const cost = costs[at]?.lineCost({ function: ordered[0]?.function ?? '', line });
			if (!cost) return;
			const split = splitLine(
				cost,
				ordered.map((hint) => ({
					allocates: hint.verdict === 'heap' || hint.verdict === 'maybe-heap',
					inlined: hint.inlined,
					text: spanText(text, hint.span),
					size: sizeOf(hint)?.takes,
				})),
			);
			// Beside what is told apart, what is of the whole line is said at its first hint.
			const isBeside = profiles.length > 1 && cost.parts.size === 0;
			ordered.forEach((hint, order) => {
				const share = split[order];
				if (!share || (isBeside && order > 0)) return;
				const before = found.get(hint);
				if (before) before.push({ ...share, profile });
				else found.set(hint, [{ ...share, profile }]);
			});
		});
	}
	return found;
}

function groupedBy<T>(all: readonly T[], keyOf: (one: T) => number): ReadonlyMap<number, readonly T[]> {
	const groups = new Map<number, T[]>();
	for (const one of all) {
		const group = groups.get(keyOf(one));
		if (group) group.push(one);
		else groups.set(keyOf(one), [one]);
	}
	return groups;
}
