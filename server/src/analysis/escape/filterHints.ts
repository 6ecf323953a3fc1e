/** Which of all hints somebody wants to see. */
import type { Span } from '../text/span.ts';
import type { EscapeHint } from './escapeHint.ts';

/** Each of these narrows; an empty list lets everything through. */
export interface HintFilter {
	readonly verdicts: readonly string[];
	readonly classes: readonly string[];
	/** As {@link EscapeHint.function}. */
	readonly functions: readonly string[];
	/** Stretches of the file that a hint has to reach into, in order; undefined: anywhere. */
	readonly within?: readonly Span[] | undefined;
	/** Absent: wherever. */
	readonly isHot?: ((hint: EscapeHint) => boolean) | undefined;
	/** By the loaded profile: what costs much is shown, however quiet it is. */
	readonly isDear?: ((hint: EscapeHint) => boolean) | undefined;
}

export function filterHints(hints: readonly EscapeHint[], filter: HintFilter): readonly EscapeHint[] {
	const { verdicts, classes, functions, within, isHot, isDear } = filter;
	const passes = (wanted: readonly string[], value: string) => wanted.length === 0 || wanted.includes(value);
	return hints.filter(
		(hint) =>
			(!isQuiet(hint) || verdicts.length === 0 || verdicts.includes('stack') || isDear?.(hint) === true) &&
			passes(verdicts, hint.verdict) &&
			passes(classes, hint.class) &&
			passes(functions, hint.function) &&
			(within === undefined || within.some((stretch) => reachesInto(hint.span, stretch))) &&
			(isHot === undefined || isHot(hint)),
	);
}

/**
 * An append with room, or to a buffer that is used again, is the remedy and no news, and of several appends to one slice a single hint speaks
 * for all: shown only to who wants to see all verdicts.
 */
export function isQuiet({ because }: Pick<EscapeHint, 'because'>): boolean {
	return quiet.has(because);
}

const quiet: ReadonlySet<string> = new Set(['lent-room', 'has-room', 'reserved-room', 'shared-growth']);

function reachesInto(span: Span, stretch: Span): boolean {
	return span.start < stretch.end && stretch.start < span.end;
}
