/** What the hints that are known cost in what was loaded. */
import type { EscapeHint, FunctionReport } from '../../analysis/escape/escapeHint.ts';
import { costOfLine, shareOf } from '../../analysis/profile/costWords.ts';
import type { CostProfile } from '../../analysis/profile/costProfile.ts';
import { type HintCosts, hintCosts } from '../../analysis/profile/hintCosts.ts';
import { type HintShare, splitLine } from '../../analysis/profile/lineSplit.ts';
import type { Recording } from '../../analysis/profile/recording.ts';
import type { FilePlace } from '../../analysis/profile/sourceFiles.ts';
import { LineIndex } from '../../analysis/text/lineIndex.ts';
import { spanText } from '../../analysis/text/span.ts';

export interface ProfiledFile {
	/** See {@link HintCosts.isHot}; of any of the profiles. */
	readonly isHot: (hint: EscapeHint) => boolean;
	/** Its own, or what it shares with others of its line: one for each profile that has something there. */
	costs(hint: EscapeHint): readonly HintCost[];
	/** `16.7 MB, 16,269 objects on this line (12 % of the heap profile)`; empty when there is nothing. */
	words(hint: EscapeHint): string;
	/** The part of a profile that falls on it, 0 to 1: of the one of which it has the most. */
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

/** Bytes that the heap takes for the object of a hint; undefined when they are not known. */
export type ObjectSizes = (hint: EscapeHint) => number | undefined;

export interface ProfiledHints {
	/** Undefined while nothing is loaded. */
	of(file: HintedFile, sizeOf?: ObjectSizes): ProfiledFile | undefined;
}

interface Entry {
	readonly recording: Recording;
	readonly given: HintedFile;
	readonly sizeOf: ObjectSizes;
	readonly file: ProfiledFile;
}

export function createProfiledHints(loaded: () => Recording | undefined): ProfiledHints {
	const entries = new Map<string, Entry>();
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
			const file = profiledFile(recording, given, sizeOf);
			entries.set(given.path, { recording, given, sizeOf, file });
			return file;
		},
	};
}

const noSizes: ObjectSizes = () => undefined;

function isSame(one: HintedFile, other: HintedFile): boolean {
	return one.text === other.text && one.functions === other.functions && one.hints === other.hints;
}

/** Nothing is computed before somebody asks. */
function profiledFile(recording: Recording, file: HintedFile, sizeOf: ObjectSizes): ProfiledFile {
	let known: readonly HintCosts[] | undefined;
	let shares: ReadonlyMap<EscapeHint, readonly HintCost[]> | undefined;
	let index: LineIndex | undefined;
	const lineOf = (hint: EscapeHint) => (index ??= new LineIndex(file.text)).position(hint.span.start).line + 1;
	const costs = () => {
		if (known) return known;
		index ??= new LineIndex(file.text);
		const starts = new Map(file.functions.map(({ name, span }) => [name, lineOfOffset(index, span.start)]));
		const place: FilePlace = { path: file.path, importPath: file.importPath };
		return (known = recording.profiles.map((each) => hintCosts(each, place, { starts, text: file.text })));
	};
	const all = () => (shares ??= splitCosts(recording, file, { costs: costs(), lineOf, sizeOf }));
	const of = (hint: EscapeHint) => all().get(hint) ?? [];
	return {
		isHot: (hint) => costs().some((each) => each.isHot({ function: hint.function, line: lineOf(hint) })),
		costs: of,
		words: (hint) =>
			of(hint)
				.map(({ cost, profile, wholeLine }) => costOfLine(cost, profile, wholeLine ? 'on this line' : 'here'))
				.filter((words) => words !== '')
				.join('; '),
		share: (hint) => Math.max(0, ...of(hint).map(({ cost, profile }) => Math.abs(shareOf(cost, profile)))),
		part: (hint) =>
			`${lineOf(hint)} ${of(hint)
				.map(({ key }) => key)
				.join('\n\n')}`,
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
	const byLine = new Map<number, EscapeHint[]>();
	for (const hint of hints) {
		const onLine = byLine.get(lineOf(hint));
		if (onLine) onLine.push(hint);
		else byLine.set(lineOf(hint), [hint]);
	}
	const found = new Map<EscapeHint, HintCost[]>();
	for (const [line, onLine] of byLine) {
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
					size: sizeOf(hint),
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
