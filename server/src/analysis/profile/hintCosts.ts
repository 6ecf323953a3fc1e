/** What the escape hints of a file cost in a profile, and which of them are worth a look. */
import type { EscapeHint } from '../escape/escapeHint.ts';
import type { Cost, CostProfile, FileCosts, FunctionCost, LineCost } from './costProfile.ts';
import { belongsTo } from './frameNames.ts';
import { lineShift, type SourceNow } from './lineShift.ts';
import type { FilePlace } from './sourceFiles.ts';

export interface HintCosts {
	/** 1-based line of the profile that a hint stands on. */
	recordedLine(hint: PlacedHint): number;
	/** Of the line that the hint stands on; undefined when the profile has none. */
	lineCost(hint: PlacedHint): LineCost | undefined;
	/**
	 * Whether at least 1 % of the profile (CPU time; bytes or objects allocated) falls on the function around the hint or on
	 * its line: on them, not on what they call, but with what the runtime does for them.
	 *
	 * The function counts as a whole, because its name stays the same while it is edited and the lines of the profile do not; the
	 * line, because an allocation of an inlined function is the caller's too.
	 */
	isHot(hint: PlacedHint): boolean;
}

export interface PlacedHint {
	/** As {@link EscapeHint.function}. */
	readonly function: EscapeHint['function'];
	/** 1-based, in the text as it is now. */
	readonly line: number;
}

const hotShare = 0.01;

/** @param source the lines of the profile are those of the text that was built, and move with the functions */
export function hintCosts(profile: CostProfile, place: FilePlace, source: SourceNow): HintCosts {
	const costs = profile.file({ ...place, functions: source.starts.keys() });
	const shift = lineShift(costs, source);
	const hotFunctions = new Map<string, boolean>();

	const recordedLine = ({ function: name, line }: PlacedHint) => line + shift(name);
	const lineCost = (hint: PlacedHint) => costs?.lines.get(recordedLine(hint));
	const isHotFunction = (name: string) => {
		const known = hotFunctions.get(name) ?? functionsOf(costs, name).some((cost) => isMuch(cost, profile.total));
		hotFunctions.set(name, known);
		return known;
	};
	return {
		recordedLine,
		lineCost,
		isHot(hint) {
			if (isHotFunction(hint.function)) return true;
			const cost = lineCost(hint);
			return cost !== undefined && isMuch(cost, profile.total);
		},
	};
}

/** The declared function, and what the compiler makes of parts of it: literals, bodies of ranges over functions. */
function functionsOf(costs: FileCosts | undefined, declared: string): readonly FunctionCost[] {
	return [...(costs?.functions ?? [])].flatMap(([name, cost]) => (belongsTo(name, declared) ? [cost] : []));
}

function isMuch(cost: Cost, total: Cost): boolean {
	const reaches = (part: number, whole: number) => whole > 0 && Math.abs(part) >= hotShare * whole;
	return (
		reaches(cost.cpu, total.cpu) ||
		reaches(cost.bytes, total.bytes) ||
		reaches(cost.objects, total.objects) ||
		reaches(cost.waited, total.waited)
	);
}
