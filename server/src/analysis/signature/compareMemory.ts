/** Values that meet in memory: variables, and arguments that travel on the stack. */
import { wordName, type WordMatch } from './compareWords.ts';
import type { ScalarLayout } from './layoutShape.ts';
import type { Leaf } from './leaves.ts';

export interface MemoryDifference {
	/** Bytes from the start. */
	readonly offset: number;
	/** `has a pointer at byte 8 where the target has an 8-byte integer`. */
	readonly text: string;
}

/** The first place where the two disagree, in the first `bytes` bytes. Padding may stand over bytes without a meaning. */
export function compareMemory(
	local: readonly Leaf[],
	target: readonly Leaf[],
	bytes: number,
	match: (local: ScalarLayout, target: ScalarLayout) => WordMatch,
): MemoryDifference | undefined {
	const left = reader(local, bytes);
	const right = reader(target, bytes);
	for (;;) {
		const here = left.leaf();
		const there = right.leaf();
		if (!here && !there) return undefined;
		if (here && there && here.offset === there.offset && here.size === there.size) {
			if (here.scalar && there.scalar && match(here.scalar, there.scalar).kind !== 'fits')
				return difference(here, there);
			left.moveTo(here.offset + here.size);
			right.moveTo(there.offset + there.size);
		} else if (here && !here.scalar && (!there || there.offset >= here.offset)) {
			if (!cover(here, there, left, right)) return difference(here, there);
		} else if (there && !there.scalar && (!here || here.offset >= there.offset)) {
			if (!cover(there, here, right, left)) return difference(here, there);
		} else {
			return difference(here, there);
		}
	}
}

interface Reader {
	leaf(): Leaf | undefined;
	/** Everything before `offset` is done. Bytes without a meaning can be done in part. */
	moveTo(offset: number): void;
}

function reader(leaves: readonly Leaf[], bytes: number): Reader {
	let index = 0;
	let done = 0;
	return {
		leaf: () => {
			for (;;) {
				const leaf = leaves[index];
				if (!leaf || leaf.offset >= bytes) return undefined;
				const end = leaf.offset + leaf.size;
				if (end > done) return leaf.scalar || leaf.offset >= done ? leaf : { ...leaf, offset: done, size: end - done };
				index++;
			}
		},
		moveTo: (offset) => {
			done = offset;
		},
	};
}

/** Lets the bytes of `blank` stand over `other`; false when `other` begins inside them and ends outside. */
function cover(blank: Leaf, other: Leaf | undefined, blankSide: Reader, otherSide: Reader): boolean {
	const end = blank.offset + blank.size;
	if (!other || other.offset >= end) {
		blankSide.moveTo(end);
		return true;
	}
	const otherEnd = other.offset + other.size;
	if (otherEnd > end && other.scalar) return false;
	const reached = Math.min(end, otherEnd);
	blankSide.moveTo(reached);
	otherSide.moveTo(reached);
	return true;
}

function difference(here: Leaf | undefined, there: Leaf | undefined): MemoryDifference {
	const offset = Math.min(here?.offset ?? Infinity, there?.offset ?? Infinity);
	const name = (leaf: Leaf | undefined) => {
		if (leaf?.offset !== offset) return 'nothing';
		return leaf.scalar ? wordName(leaf.scalar) : `${leaf.size} bytes`;
	};
	return { offset, text: `has ${name(here)} at byte ${offset} where the target has ${name(there)}` };
}
