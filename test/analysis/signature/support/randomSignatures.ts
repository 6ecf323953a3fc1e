/** Random pairs of signatures: the second made from the first by regrouping, or by a change that may break it. */
import fc from 'fast-check';

export type RandomType =
	| { readonly kind: 'word'; readonly name: Word }
	| { readonly kind: 'struct'; readonly fields: readonly RandomType[] }
	| { readonly kind: 'array'; readonly length: number; readonly element: RandomType };

export type Word = 'uint8' | 'uint16' | 'uint32' | 'uint64' | 'uintptr' | 'float32' | 'float64';

export interface RandomSignature {
	readonly parameters: readonly RandomType[];
	readonly results: readonly RandomType[];
}

export interface RandomPair {
	readonly local: RandomSignature;
	readonly target: RandomSignature;
}

const word = fc
	.constantFrom<Word>('uint8', 'uint16', 'uint32', 'uint64', 'uint64', 'uintptr', 'uintptr', 'float32', 'float64')
	.map((name): RandomType => ({ kind: 'word', name }));

const { type } = fc.letrec<{ type: RandomType }>((tie) => ({
	type: fc.oneof(
		{ maxDepth: 3, depthSize: 'small' },
		{ weight: 5, arbitrary: word },
		{
			weight: 3,
			arbitrary: fc.array(tie('type'), { maxLength: 4 }).map((fields): RandomType => ({ kind: 'struct', fields })),
		},
		{
			weight: 1,
			arbitrary: fc
				.record({ length: fc.constantFrom(0, 1, 1, 2, 3), element: tie('type') })
				// Arrays of bytes fit over anything in memory: values in them cannot be told apart by the words they fill.
				.map(
					({ length, element }): RandomType =>
						isByte(element) && length > 1 ? element : { kind: 'array', length, element },
				),
		},
	),
}));

const signature: fc.Arbitrary<RandomSignature> = fc.record({
	parameters: fc.array(type, { maxLength: 7 }),
	results: fc.array(type, { maxLength: 4 }),
});

type Change = (types: readonly RandomType[]) => readonly RandomType[];

const changes: readonly Change[] = [
	(types) => types,
	(types) => types.flatMap((one) => (one.kind === 'struct' ? one.fields : [one])),
	(types) => types.map((one) => (one.kind === 'struct' && one.fields.length === 1 ? (one.fields[0] ?? one) : one)),
	(types) => types.map((one): RandomType => ({ kind: 'struct', fields: [one] })),
	(types) => types.map((one): RandomType => ({ kind: 'array', length: 1, element: one })),
	(types) => (types.length < 2 ? types : [{ kind: 'struct', fields: types.slice(0, 2) }, ...types.slice(2)]),
	(types) => (types.length < 2 ? types : [...types.slice(0, -2), { kind: 'struct', fields: types.slice(-2) }]),
	(types) => [{ kind: 'struct', fields: types }],
	(types) =>
		types.map(
			(one): RandomType => (one.kind === 'word' && one.name === 'uint64' ? { kind: 'word', name: 'uintptr' } : one),
		),
	(types) => types.toReversed(),
	(types) => [{ kind: 'struct', fields: [] }, ...types],
	(types) =>
		types.map(
			(one): RandomType => (one.kind === 'word' && one.name === 'uint32' ? { kind: 'word', name: 'uint16' } : one),
		),
	(types) => types.slice(0, -1),
	(types) => [...types, { kind: 'word', name: 'uint64' }],
	(types) =>
		types.map(
			(one): RandomType =>
				one.kind === 'array' && one.length > 1
					? { kind: 'struct', fields: Array.from({ length: one.length }, () => one.element) }
					: one,
		),
];

const change = fc.constantFrom(...changes);

export const randomPair: fc.Arbitrary<RandomPair> = fc
	.record({ local: signature, parameters: fc.array(change, { minLength: 1, maxLength: 2 }), results: change })
	.map(({ local, parameters, results }) => ({
		local,
		target: {
			parameters: parameters.reduce((types, apply) => apply(types), local.parameters),
			results: results(local.results),
		},
	}));

function isByte(of: RandomType): boolean {
	if (of.kind === 'word') return of.name === 'uint8';
	if (of.kind === 'array') return isByte(of.element);
	return of.fields.length === 1 && of.fields.every(isByte);
}

export function goType(of: RandomType): string {
	switch (of.kind) {
		case 'word':
			return of.name;
		case 'struct':
			return `struct{ ${of.fields.map((field, index) => `F${index} ${goType(field)}`).join('; ')} }`;
		case 'array':
			return `[${of.length}]${goType(of.element)}`;
	}
}

/** The Go expressions of all words in a value, with their types. */
export function wordsOf(of: RandomType, value: string): { readonly at: string; readonly name: Word }[] {
	switch (of.kind) {
		case 'word':
			return [{ at: value, name: of.name }];
		case 'struct':
			return of.fields.flatMap((field, index) => wordsOf(field, `${value}.F${index}`));
		case 'array':
			return Array.from({ length: of.length }, (_, index) => wordsOf(of.element, `${value}[${index}]`)).flat();
	}
}
