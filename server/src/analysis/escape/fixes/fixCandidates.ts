import type { EscapeHint } from '../escapeHint.ts';
import type { FixCandidate, FixContext, FixKind } from './fixCandidate.ts';
import { asType } from './asType.ts';
import { assignNewKey } from './assignNewKey.ts';
import { buildString } from './buildString.ts';
import { copyForGoroutine } from './copyForGoroutine.ts';
import { deferPerIteration } from './deferPerIteration.ts';
import { formatText } from './formatText.ts';
import { hoistMethodValue } from './hoistMethodValue.ts';
import { logAttributes } from './logAttributes.ts';
import { passAsArgument } from './passAsArgument.ts';
import { preallocate } from './preallocate.ts';
import { rangeString } from './rangeString.ts';
import { sizeMap } from './sizeMap.ts';
import { sortSlice } from './sortSlice.ts';

const kinds: readonly FixKind[] = [
	preallocate,
	passAsArgument,
	copyForGoroutine,
	hoistMethodValue,
	deferPerIteration,
	formatText,
	logAttributes,
	sortSlice,
	asType,
	rangeString,
	assignNewKey,
	buildString,
	sizeMap,
];

/** Each candidate costs a run of the compiler. */
const mostCandidates = 3;

/** False for hints that no kind of fix is for: a look at the hint alone, before anything is parsed. */
export function mayHaveFix({ verdict, class: of, inlined, instances }: EscapeHint): boolean {
	// The result of an inlined call is boxed where it is called.
	const isOwn = !inlined || of === 'interface-boxing';
	return (verdict === 'heap' || verdict === 'maybe-heap') && isOwn && instances === undefined;
}

/** What is worth a try at a hint; nothing where the text around it could not be read. */
export function fixCandidates(context: FixContext): readonly FixCandidate[] {
	const { hint, table } = context;
	if (!mayHaveFix(hint)) return [];
	let declaration = table.at(hint.span.start);
	while (table.parent(declaration) > 0) declaration = table.parent(declaration);
	if (declaration === 0 || hint.span.end > table.end(declaration) || table.broken(declaration)) return [];
	return kinds.flatMap((kind) => kind(context) ?? []).slice(0, mostCandidates);
}
