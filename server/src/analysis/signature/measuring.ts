/** What one measurement carries along: the machine, and what was found missing on the way. */
import type { Layout } from './layoutShape.ts';
import type { Machine } from './machine.ts';
import type { NamedType } from './typeExpression.ts';
import type { Meaning } from './typeScope.ts';

export interface Measuring {
	readonly machine: Machine;
	/** Import paths of packages that were asked for and not known. */
	readonly missing: Set<string>;
	/** Spellings of types and lengths that could not be followed. */
	readonly unresolved: Set<string>;
	/** What is being followed at the moment: a type or constant that needs itself has no answer. */
	readonly open: Set<unknown>;
	/** Layouts of declared types, by declaration: types can name one another more often than there is time. */
	readonly known: Map<unknown, Layout | undefined>;
	/** How many names may still be followed: broken generic types multiply without end. */
	steps: number;
}

export function measuring(machine: Machine): Measuring {
	return { machine, missing: new Set(), unresolved: new Set(), open: new Set(), known: new Map(), steps: 20_000 };
}

/** Names that lead to names: more than any program has, far from the end of the call stack. */
const openLimit = 100;

/** Runs `follow` for something that must not need itself; undefined when it does. */
export function following<T>(what: unknown, to: Measuring, follow: () => T): T | undefined {
	if (to.open.has(what) || to.open.size >= openLimit || to.steps-- <= 0) return undefined;
	to.open.add(what);
	const result = follow();
	to.open.delete(what);
	return result;
}

/** Remembers why a name has no answer. */
export function noteUnresolved(
	{ name, qualifier }: Pick<NamedType, 'name' | 'qualifier'>,
	meaning: Meaning,
	to: Measuring,
): void {
	to.unresolved.add(qualifier === undefined ? name : `${qualifier}.${name}`);
	if (meaning.kind === 'unknown') for (const path of meaning.paths) to.missing.add(path);
}
