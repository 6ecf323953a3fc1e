/** Two types for one variable. */
import type { Difference } from './compareFrames.ts';
import { compareMemory } from './compareMemory.ts';
import { matchShared } from './compareWords.ts';
import type { Layout } from './layoutShape.ts';
import { leavesOf } from './leaves.ts';

/** Undefined when the same bytes mean the same on both sides. */
export function compareVariables(local: Layout, target: Layout): Difference | undefined | 'unknown' {
	if (target.size === 0 && local.size > 0)
		return { harm: 'none', text: `is ${byteCount(local.size)} where the target takes no memory: they share nothing` };
	if (local.size > target.size) {
		const text = `is ${byteCount(local.size)} where the target is ${target.size}: the larger one wins, and the target's own code no longer shares it safely`;
		return { harm: 'breaks', text };
	}
	const here = leavesOf(local);
	const there = leavesOf(target);
	if (!here || !there) return 'unknown';
	const difference = compareMemory(here, there, local.size, matchShared);
	if (local.size === target.size)
		return difference && { harm: 'breaks', text: `${difference.text}: reads and writes mean something else` };
	const text = `is ${byteCount(local.size)} where the target is ${target.size}`;
	// A scalar laid over the beginning of a struct is how programs read its first field.
	if (!difference || here.length === 1) return { harm: 'none', text: `${text}: it sees only the beginning` };
	return { harm: 'breaks', text: `${text}, and ${difference.text}` };
}

function byteCount(bytes: number): string {
	return bytes === 1 ? '1 byte' : `${bytes} bytes`;
}
