/** Types that stand for all that a type parameter may be. */
import { type TypeConstraint, type ConstraintScope, mentioned, readConstraint, substituted } from './typeConstraint.ts';
import type { TypeParameter } from './genericFunctions.ts';

export interface Representatives {
	/** One for each type parameter, in order. */
	readonly types: readonly string[];
	/** Declarations that they need, one a line. */
	readonly helpers: readonly string[];
}

/** What is taken first, of several types that will do: values that are boxed at different costs and have maps of their own. */
const preferred: readonly (readonly string[])[] = [
	['int', 'int64', 'uint64', 'uint', 'int32', 'float64'],
	['string', 'float64', '[]byte', 'uint32'],
	['*int', 'float64'],
	['float64'],
];

/** How many ways to choose there are. */
export const choices = preferred.length;

/**
 * @param choice which of the ways, from 0
 * @param prefix of the names of helpers
 * @returns undefined when a constraint is not understood, or when this way gives nothing new
 */
export function representativesOf(
	parameters: readonly TypeParameter[],
	scope: ConstraintScope,
	choice: number,
	prefix: string,
): Representatives | undefined {
	const constraints = new Map<string, TypeConstraint>();
	for (const { name, constraint } of parameters) {
		const read = readConstraint(constraint, scope);
		if (!read) return undefined;
		constraints.set(name, read);
	}
	const names = [...constraints.keys()];
	const chosen = new Map<string, string>();
	const helpers: Helper[] = [];

	// `PT interface{ *T; Scan(string) }`: T is a type whose pointers have the methods.
	for (const { unions, methods } of constraints.values()) {
		const pointed =
			unions.length === 1 && unions[0]?.length === 1
				? /^\*([\p{L}\p{N}_]+)$/u.exec(unions[0][0] ?? '')?.[1]
				: undefined;
		if (pointed === undefined || methods.length === 0 || !constraints.has(pointed)) continue;
		chosen.set(pointed, addHelper(helpers, prefix, structOf(choice), methods, '*'));
	}
	for (const [name, { unions, methods, foreign }] of constraints) {
		if (chosen.has(name) || methods.length === 0 || foreign.length > 0) continue;
		const union = common(unions);
		if (unions.length === 0) chosen.set(name, addHelper(helpers, prefix, structOf(choice), methods, ''));
		else if (union.every((term) => /^~[\p{L}\p{N}_]+$/u.test(term))) {
			chosen.set(name, addHelper(helpers, prefix, pick(union, choice), methods, ''));
		}
	}
	for (let left = names.filter((name) => !chosen.has(name)); left.length > 0; ) {
		const next = left.filter((name) => {
			const terms = constraints.get(name)?.unions.flat().join(' ') ?? '';
			return (
				mentioned(
					terms,
					left.filter((other) => other !== name),
				).length === 0
			);
		});
		if (next.length === 0) return undefined;
		for (const name of next) {
			const type = typeFor(constraints.get(name) ?? { unions: [], methods: [], foreign: [] }, choice);
			if (type === undefined) return undefined;
			chosen.set(name, substituted(type, chosen));
		}
		left = left.filter((name) => !chosen.has(name));
	}
	return {
		types: names.map((name) => chosen.get(name) ?? 'int'),
		helpers: helpers.flatMap((helper) => declarationsOf(helper, chosen)),
	};
}

function typeFor({ unions, methods, foreign }: TypeConstraint, choice: number): string | undefined {
	// An interface without type sets is satisfied by itself; of one with, some usual type may be a member.
	if (foreign.length > 0)
		return choice === 1 && foreign.length === 1 && methods.length === 0 ? foreign[0] : preferred[choice]?.[0];
	if (unions.length === 0) return preferred[choice]?.[0];
	const union = common(unions);
	return union.length === 0 ? undefined : pick(union, choice);
}

/** The terms that are in all of the unions. */
function common([first = [], ...others]: readonly (readonly string[])[]): readonly string[] {
	const plain = (term: string) => term.replace(/^~\s*/, '');
	return first.filter((term) => others.every((other) => other.some((each) => plain(each) === plain(term))));
}

function pick(union: readonly string[], choice: number): string {
	const types = union.map((term) => term.replace(/^~\s*/, ''));
	const best = preferred[choice]?.find((type) => types.includes(type));
	return best ?? types[choice % types.length] ?? 'int';
}

interface Helper {
	readonly name: string;
	readonly definition: string;
	readonly methods: readonly string[];
	readonly receiver: '' | '*';
}

function structOf(choice: number): string {
	return choice === 0 ? 'struct{ v int }' : 'struct{ a, b string }';
}

function addHelper(
	helpers: Helper[],
	prefix: string,
	definition: string,
	methods: readonly string[],
	receiver: '' | '*',
): string {
	const name = `${prefix}${helpers.length}`;
	helpers.push({ name, definition, methods: [...new Set(methods)], receiver });
	return name;
}

function declarationsOf(
	{ name, definition, methods, receiver }: Helper,
	chosen: ReadonlyMap<string, string>,
): string[] {
	return [
		`type ${name} ${definition}`,
		...methods.map((method) => `func (${receiver}${name}) ${oneLine(substituted(method, chosen))} { panic(0) }`),
	];
}

function oneLine(text: string): string {
	return text
		.split('\n')
		.map((line) => line.trim())
		.join(' ');
}
