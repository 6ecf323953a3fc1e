/** What a line allocates, split between the hints that stand on it. */
import { addCost, type Cost, type LineCost, type LinePart, noCost } from './costProfile.ts';

/** A hint of a line, as far as it tells which allocations are its own. */
export interface SplitHint {
	/** The hint reports an allocation. */
	readonly allocates: boolean;
	/** It stands for code of a function that was inlined, at the call. */
	readonly inlined: boolean;
	/** The text that it marks: of an inlined one, the call. */
	readonly text: string;
	/** Bytes of its object, as the heap rounds them up; undefined when they are not known, or differ from time to time. */
	readonly size: number | undefined;
}

export interface HintShare {
	readonly cost: Cost;
	/** All that the profile has on the line. */
	readonly wholeLine: boolean;
	/** Hints with one key share one cost, which cannot be split. */
	readonly key: string;
	/** The keys of {@link LineCost.parts} that it is made of; undefined when they are not told apart. */
	readonly parts: readonly string[] | undefined;
}

type Keyed = readonly [key: string, part: LinePart];

/**
 * The share of each hint of a line, undefined for those that have none.
 *
 * Whose code allocates tells the line's own hints from those of inlined functions; the size of the objects tells apart hints whose size is
 * known. What is not told apart is one share of several hints.
 *
 * @param hints all of the line, in the order of the text
 */
export function splitLine(line: LineCost, hints: readonly SplitHint[]): readonly (HintShare | undefined)[] {
	const whole: HintShare = { cost: line, wholeLine: true, key: '', parts: undefined };
	const allocating = hints.filter(({ allocates }) => allocates);
	if (line.parts.size === 0 || allocating.length === 0) return hints.map(() => whole);
	const parts = [...line.parts];
	const shares = new Map<SplitHint, HintShare>();
	for (const { members, keyed } of groupsOf(parts, allocating)) {
		for (const { owners, of } of splitBySize(keyed, members)) {
			if (of.length === 0) continue;
			const keys = of.map(([key]) => key);
			const share: HintShare = {
				cost: sumOf(of),
				wholeLine: of.length === parts.length,
				key: keys.join('\n'),
				parts: keys,
			};
			for (const owner of owners) shares.set(owner, share);
		}
	}
	// The profile has other code there than the text has now.
	if (shares.size === 0) return hints.map((hint) => (hint.allocates ? whole : undefined));
	return hints.map((hint) => shares.get(hint));
}

interface Group {
	readonly members: readonly SplitHint[];
	readonly keyed: readonly Keyed[];
}

/** The line's own allocations, and those of each inlined function, with the hints about them. */
function groupsOf(parts: readonly Keyed[], hints: readonly SplitHint[]): readonly Group[] {
	const own = hints.filter(({ inlined }) => !inlined);
	const groups: Group[] = [{ members: own, keyed: parts.filter(([, { callee }]) => callee === '') }];
	const inlined = hints.filter((hint) => hint.inlined);
	const callees = [...new Set(parts.map(([, { callee }]) => callee).filter((callee) => callee !== ''))];
	const byCallees = new Map<string, { readonly named: readonly string[]; readonly members: SplitHint[] }>();
	for (const hint of inlined) {
		const called = callees.filter((callee) => calls(hint.text, callee));
		const named = called.length === 0 ? callees : called;
		const group = byCallees.get(named.join('\n')) ?? { named, members: [] };
		byCallees.set(named.join('\n'), group);
		group.members.push(hint);
	}
	const found = [...byCallees.values()];
	const overlap = found.reduce((sum, { named }) => sum + named.length, 0) > callees.length;
	const apart = overlap ? [{ named: callees, members: inlined }] : found;
	for (const { named, members } of apart) {
		groups.push({ members, keyed: parts.filter(([, { callee }]) => named.includes(callee)) });
	}
	return groups.filter(({ members }) => members.length > 0);
}

/** Whether a text has a call of that function: `key(n)`, `s.Add(1)`, `Map[int](in)`. */
function calls(text: string, callee: string): boolean {
	const name = callee.replace(/-fm$/, '').split('.').at(-1) ?? '';
	for (let at = text.indexOf(name); at >= 0 && name !== ''; at = text.indexOf(name, at + 1)) {
		const before = text[at - 1] ?? ' ';
		if (!/[\p{L}\p{N}_]/u.test(before) && /^\s*[([]/.test(text.slice(at + name.length))) return true;
	}
	return false;
}

interface Owned {
	readonly owners: readonly SplitHint[];
	readonly of: readonly Keyed[];
}

function splitBySize(keyed: readonly Keyed[], members: readonly SplitHint[]): readonly Owned[] {
	const together: Owned = { owners: members, of: keyed };
	if (members.length === 1) return [together];
	const sizes = [...new Set(members.flatMap(({ size }) => (size === undefined ? [] : [size])))];
	const rest = keyed.filter(([, { size }]) => !sizes.includes(size));
	const unsized = members.filter(({ size }) => size === undefined);
	const split: Owned[] = sizes.map((size) => ({
		owners: members.filter((hint) => hint.size === size),
		of: keyed.filter(([, part]) => part.size === size),
	}));
	const found = split.some(({ of }) => of.length > 0);
	// Objects of unknown size may all be among those of a known one; and a size that nobody claims may be anybody's.
	if (!found || unsized.length > 0 !== rest.length > 0) return [together];
	return [...split, { owners: unsized, of: rest }];
}

function sumOf(parts: readonly Keyed[]): Cost {
	const sum = noCost();
	for (const [, part] of parts) addCost(sum, part);
	return sum;
}
