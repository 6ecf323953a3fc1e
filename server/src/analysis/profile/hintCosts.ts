/** What the escape hints of a file cost in a profile, and which of them are worth a look. */
import type { EscapeHint } from '../escape/escapeHint.ts';
import { type Cost, type CostProfile, type FileCosts, type FilePlace, type FunctionCost } from './costProfile.ts';
import { belongsTo } from './frameNames.ts';

export interface HintCosts {
	/** Of the line that the hint stands on; undefined when the profile has none. */
	lineCost(hint: PlacedHint): Cost | undefined;
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

/**
 * @param starts 1-based line of each declared function's name in the text as it is now: the lines of the profile are those of
 * the text that was built, and move with the functions
 */
export function hintCosts(profile: CostProfile, place: FilePlace, starts: ReadonlyMap<string, number>): HintCosts {
	const costs = profile.file(place);
	const hotFunctions = new Map<string, boolean>();

	const lineCost = ({ function: name, line }: PlacedHint) => {
		const start = starts.get(name);
		const then = costs?.functions.get(name)?.startLine;
		return costs?.lines.get(start && then ? line - start + then : line);
	};
	const isHotFunction = (name: string) => {
		const known = hotFunctions.get(name) ?? functionsOf(costs, name).some((cost) => isMuch(cost, profile.total));
		hotFunctions.set(name, known);
		return known;
	};
	return {
		lineCost,
		isHot(hint) {
			if (isHotFunction(hint.function)) return true;
			const cost = lineCost(hint);
			return cost !== undefined && isMuch(cost, profile.total);
		},
	};
}

/** The declared function, and the literals in it. */
function functionsOf(costs: FileCosts | undefined, declared: string): readonly FunctionCost[] {
	return [...(costs?.functions ?? [])].flatMap(([name, cost]) => (belongsTo(name, declared) ? [cost] : []));
}

function isMuch(cost: Cost, total: Cost): boolean {
	const reaches = (part: number, whole: number) => whole > 0 && part >= hotShare * whole;
	return reaches(cost.cpu, total.cpu) || reaches(cost.bytes, total.bytes) || reaches(cost.objects, total.objects);
}
