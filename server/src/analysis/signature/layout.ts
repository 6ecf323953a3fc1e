/** Sizes, alignments and words of types, as cmd/compile/internal/types/size.go (Go 1.26) lays them out. */
import { constantValue } from './constants.ts';
import type { Layout, ScalarLayout, StructLayout, ArrayLayout, FieldLayout } from './layoutShape.ts';
import type { Machine } from './machine.ts';
import { following, measuring, noteUnresolved, type Measuring } from './measuring.ts';
import { methodNames } from './methodNames.ts';
import { parseType } from './parseType.ts';
import type { Meaning, TypeScope } from './typeScope.ts';
import { definitionOf, lookUp } from './typeScope.ts';
import type { NamedType, TypeExpression } from './typeExpression.ts';

/** The layout of a type, or undefined when it hangs on something unknown. What a pointer points to is never asked. */
export function layoutOf(type: TypeExpression, scope: TypeScope, to: Measuring): Layout | undefined {
	switch (type.kind) {
		case 'pointer':
		case 'map':
		case 'chan':
		case 'func':
			return pointerWord(to.machine);
		case 'slice': {
			const element = () => layoutOf(type.element, scope, measuring(to.machine));
			return structOf([
				['ptr', { ...pointerWord(to.machine), element }],
				['len', intWord(to.machine)],
				['cap', intWord(to.machine)],
			]);
		}
		case 'array':
			return arrayLayout(type.length, type.element, scope, to);
		case 'struct': {
			const fields: [string, Layout][] = [];
			for (const field of type.fields) {
				const layout = layoutOf(field.type, scope, to);
				if (!layout) return undefined;
				fields.push([field.name, layout]);
			}
			return structOf(fields);
		}
		case 'interface':
			return interfaceLayout(methodNames(type, scope, to), to.machine);
		case 'name':
			return namedLayout(type, scope, to);
		case 'invalid':
			return undefined;
	}
}

function arrayLayout(text: string, elementType: TypeExpression, scope: TypeScope, to: Measuring): Layout | undefined {
	const element = layoutOf(elementType, scope, to);
	const length = constantValue(text, scope, to, layoutOf);
	if (!element) return undefined;
	if (length === undefined || length < 0n || length > maxLength) {
		to.unresolved.add(`[${text}]`);
		return undefined;
	}
	return arrayOf(Number(length), element);
}

/** Longer arrays than the address space of a 64-bit port has. */
const maxLength = 1n << 50n;

function namedLayout(type: NamedType, scope: TypeScope, to: Measuring): Layout | undefined {
	const meaning = lookUp(scope, type.name, type.qualifier);
	if (meaning.kind === 'predeclared') return basicLayout(meaning.name, to.machine);
	if (meaning.kind === 'unsafe' && meaning.name === 'Pointer') return pointerWord(to.machine);
	if (meaning.kind === 'bound') return layoutOf(meaning.bound.type, meaning.bound.scope, to);
	if (meaning.kind === 'type') return declaredLayout(type, scope, meaning, to);
	noteUnresolved(type, meaning, to);
	return undefined;
}

function declaredLayout(
	type: NamedType,
	scope: TypeScope,
	meaning: Meaning & { kind: 'type' },
	to: Measuring,
): Layout | undefined {
	const { declaration } = meaning;
	const generic = declaration.typeParameters !== undefined;
	if (!generic && to.known.has(declaration)) return to.known.get(declaration);
	const definition = definitionOf(declaration, meaning.scope, type, scope);
	const layout = isVector(meaning.scope)
		? undefined
		: following(generic ? definition : declaration, to, () =>
				layoutOf(parseType(definition.text), definition.scope, to),
			);
	const aligned =
		layout && isAtomicAlign64(declaration.name, meaning.scope.own.path) ? { ...layout, align: 8 } : layout;
	if (!aligned) noteUnresolved(type, meaning, to);
	if (!generic) to.known.set(declaration, aligned);
	return aligned;
}

// types.CalcStructSize knows this one struct by name.
function isAtomicAlign64(name: string, path: string): boolean {
	return name === 'align64' && /^(sync\/atomic|internal\/runtime\/atomic|runtime\/internal\/atomic)$/.test(path);
}

// Vector types travel in vector registers (GOEXPERIMENT=simd); nothing here knows them.
function isVector(scope: TypeScope): boolean {
	return scope.own.path === 'simd/archsimd';
}

function basicLayout(name: string, machine: Machine): Layout | undefined {
	switch (name) {
		case 'bool':
		case 'int8':
		case 'uint8':
		case 'byte':
			return integerWord(1, machine);
		case 'int16':
		case 'uint16':
			return integerWord(2, machine);
		case 'int32':
		case 'uint32':
		case 'rune':
			return integerWord(4, machine);
		case 'int64':
		case 'uint64':
			return integerWord(8, machine);
		case 'int':
		case 'uint':
			return intWord(machine);
		case 'uintptr':
			return { ...intWord(machine), word: 'uintptr' };
		case 'float32':
			return floatWord(4, machine);
		case 'float64':
			return floatWord(8, machine);
		case 'complex64':
			return structOf([
				['real', floatWord(4, machine)],
				['imag', floatWord(4, machine)],
			]);
		case 'complex128':
			return structOf([
				['real', floatWord(8, machine)],
				['imag', floatWord(8, machine)],
			]);
		case 'string':
			return structOf([
				['ptr', pointerWord(machine)],
				['len', intWord(machine)],
			]);
		case 'any':
			return interfaceLayout([], machine);
		case 'error':
			return interfaceLayout(['Error'], machine);
		default:
			return undefined;
	}
}

function pointerWord({ pointerSize }: Machine): ScalarLayout {
	return { kind: 'scalar', word: 'pointer', size: pointerSize, align: pointerSize, integers: 1, floats: 0 };
}

function intWord(machine: Machine): ScalarLayout {
	return integerWord(machine.pointerSize, machine);
}

function integerWord(size: number, { registerSize }: Machine): ScalarLayout {
	const align = Math.min(size, registerSize);
	return { kind: 'scalar', word: 'integer', size, align, integers: Math.ceil(size / registerSize), floats: 0 };
}

function floatWord(size: number, { registerSize }: Machine): ScalarLayout {
	return { kind: 'scalar', word: 'float', size, align: Math.min(size, registerSize), integers: 0, floats: 1 };
}

function interfaceLayout(methods: readonly string[] | undefined, machine: Machine): Layout | undefined {
	if (!methods) return undefined;
	const type: ScalarLayout = { ...pointerWord(machine), word: 'interface', methods: methods.join(' ') };
	return structOf([
		[methods.length === 0 ? 'type' : 'tab', type],
		['data', pointerWord(machine)],
	]);
}

function structOf(parts: readonly (readonly [string, Layout])[]): StructLayout {
	const fields: FieldLayout[] = [];
	let size = 0;
	let align = 1;
	let integers = 0;
	let floats = 0;
	for (const [name, layout] of parts) {
		const offset = roundUp(size, layout.align);
		fields.push({ name, offset, layout });
		size = offset + layout.size;
		align = Math.max(align, layout.align);
		integers += layout.integers;
		floats += layout.floats;
	}
	// A last field without size gets a byte, so that its address is not that of the next object.
	if (size > 0 && parts.at(-1)?.[1].size === 0) size++;
	return { kind: 'struct', fields, size: roundUp(size, align), align, integers, floats };
}

function arrayOf(length: number, element: Layout): ArrayLayout {
	const { align, integers, floats } = element;
	return {
		kind: 'array',
		length,
		element,
		size: element.size * length,
		align,
		...arrayRegisters(length, { integers, floats }),
	};
}

// types.CalcArraySize: ABIInternal passes only arrays of at most one element in registers.
function arrayRegisters(
	length: number,
	element: { readonly integers: number; readonly floats: number },
): typeof element {
	if (length === 0) return { integers: 0, floats: 0 };
	return length === 1 ? element : { integers: Infinity, floats: Infinity };
}

/** `offset` rounded up to a multiple of `align`. */
export function roundUp(offset: number, align: number): number {
	return Math.ceil(offset / align) * align;
}
