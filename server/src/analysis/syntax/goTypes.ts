/**
 * As much of Go's types as the text of one package gives away: enough to say what it costs to put a value into an
 * interface. What other packages declare is unknown, and unknown is an answer.
 */
import { lastWord } from '../text/lastWord.ts';
import { meaningAt, type LocatedNode, type PackageDeclarations } from './declarations.ts';
import { isBasicType } from './expressions.ts';
import { perTable } from './perTable.ts';
import type { SyntaxNode } from './syntaxTable.ts';

/** A type as it is written somewhere, or one that follows from it. */
export type GoType =
	| { readonly kind: 'written'; readonly at: LocatedNode }
	| { readonly kind: 'basic'; readonly name: string }
	| { readonly kind: 'pointer'; readonly to: GoType }
	| { readonly kind: 'slice'; readonly of: GoType }
	| { readonly kind: 'results'; readonly of: LocatedNode };

/** What a type is made of, names of the package looked through. */
export type Underlying =
	| { readonly kind: 'basic'; readonly name: string }
	| { readonly kind: 'pointer'; readonly to: GoType }
	| { readonly kind: 'slice'; readonly of: GoType }
	| { readonly kind: 'array'; readonly of: GoType; readonly length: number | undefined }
	| { readonly kind: 'map'; readonly key: GoType; readonly of: GoType }
	| { readonly kind: 'channel'; readonly of: GoType }
	| { readonly kind: 'function'; readonly at: LocatedNode }
	| { readonly kind: 'struct'; readonly at: LocatedNode }
	| { readonly kind: 'interface' }
	/** Declared in another package: `time.Duration`. */
	| { readonly kind: 'foreign'; readonly name: string }
	| { readonly kind: 'type-parameter' };

export function underlying(declarations: PackageDeclarations, type: GoType, depth = 0): Underlying | undefined {
	if (type.kind === 'basic') return basic(type.name);
	if (type.kind === 'results' || depth > 20) return undefined;
	if (type.kind !== 'written') return type;
	const { table, node } = type.at;
	const children = table.children(node);
	const at = (index: number): GoType => ({ kind: 'written', at: { table, node: children.at(index) ?? node } });
	switch (table.kind(node)) {
		case 'identifier':
		case 'type_identifier': {
			const name = table.textOf(node);
			const meaning = meaningAt(declarations, type.at, name);
			if (meaning?.kind === 'type') return underlying(declarations, { kind: 'written', at: meaning.type }, depth + 1);
			if (meaning?.kind === 'type-parameter') return { kind: 'type-parameter' };
			return meaning ? undefined : basic(name);
		}
		case 'parenthesized_type':
		case 'parenthesized_expression':
			return underlying(declarations, at(1), depth + 1);
		case 'type_elem':
		case 'generic_type':
			return underlying(declarations, at(0), depth + 1);
		case 'pointer_type':
			return { kind: 'pointer', to: at(-1) };
		case 'slice_type':
			return { kind: 'slice', of: at(-1) };
		case 'array_type':
		case 'implicit_length_array_type':
			return { kind: 'array', of: at(-1), length: arrayLength(table.textOf(children[1] ?? node)) };
		case 'map_type':
			return { kind: 'map', key: at(2), of: at(-1) };
		case 'channel_type':
			return { kind: 'channel', of: at(-1) };
		case 'function_type':
			return { kind: 'function', at: type.at };
		case 'struct_type':
			return { kind: 'struct', at: type.at };
		case 'interface_type':
			return { kind: 'interface' };
		case 'qualified_type':
		case 'selector_expression':
			return foreign(table.textOf(node).replace(/\s/g, ''));
		default:
			return undefined;
	}
}

function basic(name: string): Underlying | undefined {
	if (name === 'any' || name === 'error') return { kind: 'interface' };
	return isBasicType(name) ? { kind: 'basic', name } : undefined;
}

/** Types of the standard library that are often put into interfaces, with what they are made of. */
const known: Readonly<Record<string, string>> = {
	'time.Duration': 'int64',
	'time.Month': 'int',
	'time.Weekday': 'int',
	'reflect.Kind': 'uint',
	'os.FileMode': 'uint32',
	'fs.FileMode': 'uint32',
	'syscall.Errno': 'uintptr',
	'syscall.Signal': 'int',
	'json.Number': 'string',
	'json.Delim': 'int32',
	'unsafe.Pointer': 'unsafe.Pointer',
	'template.HTML': 'string',
	'big.Word': 'uint',
};

function foreign(name: string): Underlying {
	const basicName = known[name];
	return basicName === undefined || basicName === name ? { kind: 'foreign', name } : { kind: 'basic', name: basicName };
}

function arrayLength(text: string): number | undefined {
	const length = Number(text.replaceAll('_', ''));
	return Number.isInteger(length) ? length : undefined;
}

/** Bytes on a 64-bit platform, and whether the garbage collector has to look inside. */
export interface TypeSize {
	readonly size: number;
	readonly align: number;
	readonly pointers: boolean;
}

const word = 8;
const basicSizes: Readonly<Record<string, number>> = {
	bool: 1,
	int8: 1,
	uint8: 1,
	byte: 1,
	int16: 2,
	uint16: 2,
	int32: 4,
	uint32: 4,
	rune: 4,
	float32: 4,
	int64: 8,
	uint64: 8,
	float64: 8,
	complex64: 8,
	int: word,
	uint: word,
	uintptr: word,
	complex128: 16,
};

export function sizeOfType(declarations: PackageDeclarations, type: GoType, depth = 0): TypeSize | undefined {
	const made = underlying(declarations, type);
	if (!made || depth > 20) return undefined;
	switch (made.kind) {
		case 'basic': {
			if (made.name === 'string') return { size: 2 * word, align: word, pointers: true };
			const size = basicSizes[made.name];
			return size === undefined
				? undefined
				: { size, align: made.name === 'complex128' ? 8 : Math.min(size, word), pointers: false };
		}
		case 'pointer':
		case 'map':
		case 'channel':
		case 'function':
			return { size: word, align: word, pointers: true };
		case 'slice':
			return { size: 3 * word, align: word, pointers: true };
		case 'interface':
			return { size: 2 * word, align: word, pointers: true };
		case 'array': {
			if (made.length === 0) return { size: 0, align: 1, pointers: false };
			const element = sizeOfType(declarations, made.of, depth + 1);
			return made.length === undefined || !element ? undefined : { ...element, size: element.size * made.length };
		}
		case 'struct':
			return structLayout(declarations, made.at, depth);
		case 'foreign':
		case 'type-parameter':
			return undefined;
	}
}

function structLayout(declarations: PackageDeclarations, at: LocatedNode, depth: number): TypeSize | undefined {
	let size = 0;
	let align = 1;
	let pointers = false;
	let lastEmpty = false;
	for (const field of fieldsOf(at)) {
		const layout = sizeOfType(declarations, field.type, depth + 1);
		if (!layout) return undefined;
		size = roundUp(size, layout.align) + layout.size;
		align = Math.max(align, layout.align);
		pointers ||= layout.pointers;
		lastEmpty = layout.size === 0;
	}
	// The address of a last field without size must not be that of the next object.
	if (lastEmpty && size > 0) size++;
	return { size: roundUp(size, align), align, pointers };
}

function roundUp(size: number, align: number): number {
	return Math.ceil(size / align) * align;
}

export interface FieldNode {
	readonly name: string;
	readonly type: GoType;
	readonly embedded: boolean;
}

/** The fields of a struct type, an embedded one under the name of its type. */
export function fieldsOf({ table, node }: LocatedNode): readonly FieldNode[] {
	const known = knownFields(table);
	let fields = known.get(node);
	if (!fields) known.set(node, (fields = readFields({ table, node })));
	return fields;
}

const knownFields = perTable(() => new Map<SyntaxNode, readonly FieldNode[]>());

function readFields({ table, node }: LocatedNode): FieldNode[] {
	const list = table.children(node).find((child) => table.kind(child) === 'field_declaration_list');
	if (list === undefined) return [];
	return table.children(list).flatMap((declaration): FieldNode[] => {
		if (table.kind(declaration) !== 'field_declaration') return [];
		const children = table.children(declaration).filter((child) => !/^,$|string_literal$/.test(table.kind(child)));
		const last = children.at(-1);
		if (last === undefined) return [];
		const written: GoType = { kind: 'written', at: { table, node: last } };
		const names = children.filter((child) => table.kind(child) === 'field_identifier');
		if (names.length > 0) return names.map((name) => ({ name: table.textOf(name), type: written, embedded: false }));
		const name = lastWord(table.textOf(last).split('[', 1)[0] ?? '');
		const pointer = table.kind(children[0] ?? last) === '*';
		return [{ name, type: pointer ? { kind: 'pointer', to: written } : written, embedded: true }];
	});
}

/**
 * What putting a value of the type into an interface costs (walk.dataWord in cmd/compile): nothing for pointers, for
 * single bytes, alone or in a struct or array (measured with Go 1.21 to 1.27), and for values without size; nothing for some values of numbers, strings and slices; else an allocation.
 */
export function boxingCost(
	declarations: PackageDeclarations,
	type: GoType,
): 'never' | 'sometimes' | 'always' | undefined {
	const made = underlying(declarations, type);
	if (!made) return undefined;
	if (/^(?:pointer|map|channel|function|interface)$/.test(made.kind)) return 'never';
	if (made.kind === 'slice' || (made.kind === 'basic' && made.name === 'string')) return 'sometimes';
	const layout = sizeOfType(declarations, type);
	if (!layout) return undefined;
	if (layout.size === 0) return 'never';
	if (layout.size === 1) return 'never';
	if (isPointerShaped(declarations, type)) return 'never';
	if (!layout.pointers && layout.size === layout.align && [2, 4, 8].includes(layout.size)) return 'sometimes';
	return 'always';
}

function isPointerShaped(declarations: PackageDeclarations, type: GoType): boolean {
	const made = underlying(declarations, type);
	if (!made) return false;
	if (made.kind === 'array') return made.length === 1 && isPointerShaped(declarations, made.of);
	if (made.kind === 'struct') {
		const fields = fieldsOf(made.at);
		return fields.length === 1 && fields[0] !== undefined && isPointerShaped(declarations, fields[0].type);
	}
	return /^(?:pointer|map|channel|function)$/.test(made.kind);
}
