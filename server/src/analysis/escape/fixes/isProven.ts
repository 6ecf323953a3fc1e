import { contains, type Span } from '../../text/span.ts';
import type { EscapeHint } from '../escapeHint.ts';
import type { Proof } from './fixCandidate.ts';

/**
 * Whether the hints of a package show that a fix keeps what it promises.
 *
 * @param hint what the fix was made for, one of `before`
 * @param after the hints of the text with the fix
 */
export function isProven(
	hint: EscapeHint,
	proof: Proof,
	before: readonly EscapeHint[],
	after: readonly EscapeHint[],
): boolean {
	const old = allocations(before, hint);
	const now = allocations(after, hint);
	const alike = (hints: readonly EscapeHint[]) => hints.filter((each) => each.subject === hint.subject);
	const isLess = (hints: readonly EscapeHint[]) => hints.length < old.length && sure(hints) <= sure(old);
	switch (proof.kind) {
		case 'gone':
			return isLess(now) && alike(now).length < alike(old).length;
		case 'once': {
			// What was repeated stands at its new place, and that is one of no more places than before.
			const rest = outside(now, proof.place);
			return now.length <= old.length && rest.length < old.length && alike(rest).length < alike(old).length;
		}
		case 'sized': {
			const rest = outside(now, proof.place);
			return now.length - rest.length <= 1 && rest.length <= old.length && sure(rest) <= sure(old);
		}
		case 'replaced': {
			const rest = outside(now, ...proof.places);
			return isLess(rest) && alike(now).length < alike(old).length && sure(now) - sure(rest) <= proof.sure;
		}
		case 'seldom': {
			const rest = outside(now, proof.place);
			return isLess(rest) && alike(rest).length < alike(old).length && now.length <= old.length;
		}
	}
}

/** The places of a function that may allocate, those inside its func literals included. */
function allocations(hints: readonly EscapeHint[], { file, function: name }: EscapeHint): readonly EscapeHint[] {
	return hints.filter(
		(each) =>
			each.file === file && each.function === name && (each.verdict === 'heap' || each.verdict === 'maybe-heap'),
	);
}

function outside(hints: readonly EscapeHint[], ...places: readonly Span[]): readonly EscapeHint[] {
	return hints.filter((each) => !places.some((place) => contains(place, each.span)));
}

function sure(hints: readonly EscapeHint[]): number {
	return hints.filter(({ verdict }) => verdict === 'heap').length;
}
