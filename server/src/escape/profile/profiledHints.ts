/** What the hints that are known cost in the loaded profile. */
import type { EscapeHint, FunctionReport } from '../../analysis/escape/escapeHint.ts';
import { costOfLine, shareOf } from '../../analysis/profile/costWords.ts';
import type { Cost, CostProfile } from '../../analysis/profile/costProfile.ts';
import { type HintCosts, hintCosts } from '../../analysis/profile/hintCosts.ts';
import { LineIndex } from '../../analysis/text/lineIndex.ts';

export interface ProfiledFile {
	/** See {@link HintCosts.isHot}. */
	readonly isHot: (hint: EscapeHint) => boolean;
	/** Of its line; undefined when the profile has nothing there. */
	lineCost(hint: EscapeHint): Cost | undefined;
	/** `16.7 MB, 16,269 objects on this line (12 % of the heap profile)`; empty when it has nothing there. */
	words(hint: EscapeHint): string;
	/** The part of the profile that falls on its line, 0 to 1. */
	share(hint: EscapeHint): number;
}

/** A file with hints, in spans of `text`. */
export interface HintedFile {
	readonly path: string;
	/** Empty when it is not known. */
	readonly importPath: string;
	readonly text: string;
	readonly functions: readonly FunctionReport[];
}

export interface ProfiledHints {
	/** Undefined while no profile is loaded. */
	of(file: HintedFile): ProfiledFile | undefined;
}

interface Entry {
	readonly profile: CostProfile;
	readonly text: string;
	readonly functions: readonly FunctionReport[];
	readonly file: ProfiledFile;
}

export function createProfiledHints(loaded: () => CostProfile | undefined): ProfiledHints {
	const entries = new Map<string, Entry>();
	return {
		of(file) {
			const profile = loaded();
			if (!profile) {
				entries.clear();
				return undefined;
			}
			const before = entries.get(file.path);
			if (before?.profile === profile && before.text === file.text && before.functions === file.functions) {
				return before.file;
			}
			const profiled = profiledFile(profile, file);
			entries.set(file.path, { profile, text: file.text, functions: file.functions, file: profiled });
			return profiled;
		},
	};
}

function profiledFile(profile: CostProfile, { path, importPath, text, functions }: HintedFile): ProfiledFile {
	let known: { readonly index: LineIndex; readonly costs: HintCosts } | undefined;
	const costs = () => {
		if (known) return known;
		const index = new LineIndex(text);
		const starts = new Map(functions.map(({ name, span }) => [name, index.position(span.start).line + 1]));
		return (known = { index, costs: hintCosts(profile, { path, importPath }, starts) });
	};
	const placed = (hint: EscapeHint) => {
		return { function: hint.function, line: costs().index.position(hint.span.start).line + 1 };
	};
	const lineCost = (hint: EscapeHint) => costs().costs.lineCost(placed(hint));
	return {
		lineCost,
		isHot: (hint) => costs().costs.isHot(placed(hint)),
		words(hint) {
			const cost = lineCost(hint);
			return cost ? costOfLine(cost, profile) : '';
		},
		share(hint) {
			const cost = lineCost(hint);
			return cost ? shareOf(cost, profile) : 0;
		},
	};
}
