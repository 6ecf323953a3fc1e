/** Values to call a function with, by the types of its parameters. */
import type { FuncType, TypeExpression } from '../signature/typeExpression.ts';

/** Bytes behind every pointer, and what a length parameter is given. */
const bufferSize = 64;

const integers = 'int int8 int16 int32 int64 uint uint8 uint16 uint32 uint64 uintptr'.split(' ');

const values: Readonly<Record<string, string>> = {
	bool: 'true',
	byte: "byte('x')",
	rune: "rune('x')",
	float32: 'float32(1.5)',
	float64: 'float64(1.5)',
	...Object.fromEntries(integers.map((type) => [type, `${type}(100)`])),
};

/**
 * One Go expression a parameter; undefined when some type has no value that every function takes. A pointer has one only where
 * the public body says which parameter is its length: `unsafe.Slice((*byte)(p), n)`.
 *
 * @param model the signature that `body` is written for, of the same types
 * @param unsafeName what the file calls package unsafe
 */
export function benchmarkArguments(model: FuncType, body: string, unsafeName: string): readonly string[] | undefined {
	const buffers = new Map(
		[...body.matchAll(/unsafe\.Slice\(\(\*byte\)\((\w+)\), (\w+)\)/g)].map(([, pointer = '', length = '']) => [
			pointer,
			length,
		]),
	);
	const lengths = new Set(buffers.values());
	const found = model.parameters.map(({ name = '', type }, at) => {
		// Each its own: equal strings have one address, and comparing them would end there.
		const text = `"a string of the length that strings often have, ${at + 1}"`;
		if (isPointer(type)) return buffers.has(name) ? `${unsafeName}.Pointer(new([${bufferSize}]byte))` : undefined;
		if (type.kind === 'slice' && type.element.kind === 'name' && ['byte', 'uint8'].includes(type.element.name)) {
			return `[]byte(${text})`;
		}
		if (type.kind !== 'name' || type.qualifier !== undefined) return undefined;
		if (type.name === 'string') return text;
		if (!Object.hasOwn(values, type.name)) return undefined;
		return lengths.has(name) ? `${type.name}(${bufferSize})` : values[type.name];
	});
	return found.every((value) => value !== undefined) ? found : undefined;
}

function isPointer(type: TypeExpression): boolean {
	return type.kind === 'name' && type.qualifier === 'unsafe' && type.name === 'Pointer';
}
