/** Two call frames for one call: the caller lays out its own signature, the callee reads by the target's. */
import type { CallFrame, RegisterWord, Side } from './callFrame.ts';
import { compareMemory } from './compareMemory.ts';
import { matchWords, wordName } from './compareWords.ts';
import type { ScalarLayout } from './layoutShape.ts';

export interface Difference {
	readonly harm: 'breaks' | 'none';
	readonly text: string;
}

/** What goes wrong when `local` calls `target`; undefined when nothing does. */
export function compareFrames(local: CallFrame, target: CallFrame): Difference | undefined {
	const found = [
		...compareArguments(local.parameters, target.parameters),
		...compareResults(local.results, target.results),
	];
	if (found.length === 0 && target.size > local.size) found.push(spillDifference(local, target));
	if (found.length === 0) return undefined;
	const breaking = found.filter(({ harm }) => harm === 'breaks');
	const told = breaking.length > 0 ? breaking : found;
	const text = told.map((difference) => difference.text).join('; ');
	if (breaking.length > 0) return { harm: 'breaks', text };
	if (target.size > local.size) return { harm: 'breaks', text: `${text}; ${spillDifference(local, target).text}` };
	return {
		harm: 'none',
		text: `${text} (harmless while the words travel in registers, not on ports that use the stack)`,
	};
}

function spillDifference(local: CallFrame, target: CallFrame): Difference {
	const text = `leaves ${local.size} bytes of its stack to the call where the target uses up to ${target.size}: the target may overwrite the caller's frame`;
	return { harm: 'breaks', text };
}

function compareArguments(local: Side, target: Side): Difference[] {
	const counts =
		local.words === target.words
			? undefined
			: `passes ${words(local.words)} where the target takes ${number(target.words)}`;
	const wrong = firstMismatch(local.registers, target.registers, (mine, theirs) => ({
		match: matchWords(mine.scalar, theirs.scalar),
		text: `${mine.label}, ${wordName(mine.scalar)}, arrives as ${theirs.label}, ${wordName(theirs.scalar)}`,
	}));
	const missing = target.registers.find((theirs) => !atPlace(local.registers, theirs));
	const stack = compareStacks(local, target, 'argument');
	if (wrong?.harm === 'breaks') return [breaks(counts, wrong.text)];
	if (missing) return [breaks(counts, `the target's ${missing.label} is whatever the register holds`)];
	if (stack) return [breaks(counts, stack)];
	if (local.registers.length > target.registers.length)
		return [{ harm: 'none', text: `${counts ?? 'passes more in registers'}: the rest is ignored` }];
	return wrong ? [wrong] : [];
}

function compareResults(local: Side, target: Side): Difference[] {
	const counts =
		local.words === target.words
			? undefined
			: `reads ${words(local.words, 'result ')} where the target returns ${number(target.words)}`;
	const wrong = firstMismatch(local.registers, target.registers, (mine, theirs) => ({
		match: matchWords(theirs.scalar, mine.scalar),
		text: `${theirs.label}, ${wordName(theirs.scalar)}, is read as ${wordName(mine.scalar)}`,
	}));
	const unset = local.registers.find((mine) => !atPlace(target.registers, mine));
	const stack = compareStacks(local, target, 'result');
	if (wrong?.harm === 'breaks') return [breaks(counts, wrong.text)];
	if (unset) return [breaks(counts, `${unset.label} is whatever the register holds`)];
	if (stack) return [breaks(counts, stack)];
	if (local.registers.length < target.registers.length) {
		const elements = elementMismatch(local.registers, target.registers);
		return elements
			? [breaks(counts, elements)]
			: [{ harm: 'none', text: `${counts ?? 'reads fewer results in registers'}: the rest is dropped` }];
	}
	return wrong ? [wrong] : [];
}

function breaks(counts: string | undefined, text: string): Difference {
	return { harm: 'breaks', text: counts === undefined ? text : `${counts}: ${text}` };
}

function firstMismatch(
	local: readonly RegisterWord[],
	target: readonly RegisterWord[],
	compare: (
		mine: RegisterWord,
		theirs: RegisterWord,
	) => { readonly match: ReturnType<typeof matchWords>; readonly text: string },
): Difference | undefined {
	let narrowed: Difference | undefined;
	for (const mine of local) {
		const theirs = atPlace(target, mine);
		if (!theirs) continue;
		const { match, text } = compare(mine, theirs);
		if (match.kind === 'differs')
			return { harm: 'breaks', text: match.why === 'methods' ? `${text} with other methods` : text };
		if (match.kind === 'narrowed') narrowed ??= { harm: 'none', text };
	}
	return narrowed;
}

function atPlace(words: readonly RegisterWord[], { bank, index }: RegisterWord): RegisterWord | undefined {
	return words.find((word) => word.bank === bank && word.index === index);
}

/** A slice whose elements have another size than those it is made of: only told beside another difference. */
function elementMismatch(local: readonly RegisterWord[], target: readonly RegisterWord[]): string | undefined {
	const sizeOf = (scalar: ScalarLayout | undefined) => scalar?.element?.()?.size;
	for (const mine of local) {
		const theirs = atPlace(target, mine);
		const here = sizeOf(mine.scalar);
		const there = sizeOf(theirs?.scalar);
		if (here !== undefined && there !== undefined && here > there)
			return `its elements are ${here} bytes where the target's are ${there}`;
	}
	return undefined;
}

function compareStacks(local: Side, target: Side, noun: 'argument' | 'result'): string | undefined {
	const difference = compareMemory(local.stack, target.stack, Infinity, (mine, theirs) =>
		noun === 'argument' ? matchWords(mine, theirs) : matchWords(theirs, mine),
	);
	const text = difference?.text ?? (noun === 'argument' ? unwritten(local, target) : unreturned(local, target));
	return text && `its ${noun} area on the stack ${text}`;
}

/** Bytes that the target reads behind everything that the caller writes. */
function unwritten(local: Side, target: Side): string | undefined {
	const at = bytesBeyond(target, local);
	return at && `ends at byte ${local.stackEnd} where the target reads ${at.size} bytes from byte ${at.offset} on`;
}

/** Bytes that the caller reads behind everything that the target returns. */
function unreturned(local: Side, target: Side): string | undefined {
	const at = bytesBeyond(local, target);
	return at && `has ${at.size} bytes at byte ${at.offset} where the target's ends at byte ${target.stackEnd}`;
}

/** Arrays of bytes fit over anything, but not over nothing. */
function bytesBeyond(reader: Side, writer: Side) {
	return reader.stack.find(({ bytes, offset, size }) => bytes && offset + size > writer.stackEnd);
}

function words(count: number, adjective = ''): string {
	return `${count === 0 ? 'no' : count} ${adjective}${count === 1 ? 'word' : 'words'}`;
}

function number(count: number): string {
	return count === 0 ? 'none' : String(count);
}
