/**
 * Between the types that a pull declares and those that the public API is written for: what a conversion makes of one the other
 * with the same bits. An integer never becomes a pointer: nothing would keep alive what it points to, nor follow it when a stack
 * moves.
 */
import { parseType } from '../../signature/parseType.ts';
import type { TypeExpression } from '../../signature/typeExpression.ts';
import { likelyName } from '../../signature/typeScope.ts';
import { spanText } from '../../text/span.ts';
import type { FileFacts } from '../fileFacts.ts';
import { standardPath } from './modelTypes.ts';

/** Where the types of the pull mean something. */
export interface TypePlace {
	/** The file of the declaration. */
	readonly facts: FileFacts;
	/** All files of its package. */
	readonly files: readonly FileFacts[];
}

/** `unsafe.Pointer(` and `)`, what stands around a converted value; both empty where none is needed. */
export interface Conversion {
	readonly before: string;
	readonly after: string;
}

/** The types are the same. */
export const unchanged: Conversion = { before: '', after: '' };

/** The types differ, and a value of the one can stand for one of the other. */
const assignable: Conversion = { before: '', after: '' };

/** A value of the pull's own type as one of the model's, which needs to be a parameter. */
export function toModel(own: TypeExpression, model: TypeExpression, place: TypePlace): Conversion | undefined {
	const [from, to] = [ownShape(own, place), modelShape(model)];
	if (from.spelling === to.spelling) return unchanged;
	const name = write(model);
	// Of the packages that signatures name only this one is imported for a conversion.
	if (name?.replace('unsafe.', '').includes('.')) return undefined;
	if (from.kind === 'header' && (to.kind === 'string' || to.kind === 'slice')) {
		const fits = from.words === (to.kind === 'string' ? 2 : 3);
		return fits ? { before: `*(*${name})(unsafe.Pointer(&`, after: '))' } : undefined;
	}
	return between(from, to, name);
}

/** A value of the model's type as one of the pull's own. */
export function fromModel(model: TypeExpression, own: TypeExpression, place: TypePlace): Conversion | undefined {
	const [from, to] = [modelShape(model), ownShape(own, place)];
	return from.spelling === to.spelling ? unchanged : between(from, to, write(own));
}

function between(from: Shape, to: Shape, name: string | undefined): Conversion | undefined {
	if (name === undefined) return undefined;
	const simple = { before: `${name}(`, after: ')' };
	switch (from.kind) {
		case 'number':
			return to.kind === 'number' && to.width === from.width ? simple : undefined;
		case 'string':
		case 'bool':
			return to.kind === from.kind ? simple : undefined;
		case 'slice':
			// One of the two has no name of its own, so that the value may be assigned as it is.
			return to.kind === 'slice' && to.element === from.element ? assignable : undefined;
		case 'pointer': {
			const pointer = name.startsWith('*') ? `(${name})` : name;
			if (to.kind === 'pointer' && (from.raw || to.raw)) return { before: `${pointer}(`, after: ')' };
			if (to.kind === 'pointer') return { before: `${pointer}(unsafe.Pointer(`, after: '))' };
			if (to.spelling !== '"uintptr"') return undefined;
			return from.raw ? simple : { before: 'uintptr(unsafe.Pointer(', after: '))' };
		}
		case 'header':
		case 'other':
			return undefined;
	}
}

type Shape = { readonly spelling: string } & (
	| { readonly kind: 'number'; readonly width: string }
	| { readonly kind: 'string' | 'bool' | 'other' }
	| { readonly kind: 'pointer'; readonly raw: boolean }
	| { readonly kind: 'slice'; readonly element: string }
	/** A pointer and one or two lengths: what a string or a slice is. */
	| { readonly kind: 'header'; readonly words: number }
);

const widths: Readonly<Record<string, string>> = {
	...Object.fromEntries(['int', 'uint', 'uintptr'].map((name) => [name, 'word'])),
	...Object.fromEntries(
		['8', '16', '32', '64'].flatMap((bits) => [`int${bits}`, `uint${bits}`].map((name) => [name, bits])),
	),
	float32: 'float32',
	float64: 'float64',
};

const sameWords: Readonly<Record<string, string>> = { byte: 'uint8', rune: 'int32' };

function modelShape(type: TypeExpression): Shape {
	return shapeOf(type, standardPath, (one) => one);
}

function ownShape(written: TypeExpression, place: TypePlace): Shape {
	const type = unaliased(written, place);
	const pathOf = (qualifier: string) =>
		place.facts.file.imports.find(({ path, name }) => (name ?? likelyName(path)) === qualifier)?.path ?? '';
	const plain = shapeOf(type, pathOf, (one) => one);
	if (plain.kind !== 'other') return plain;
	const shape = shapeOf(type, pathOf, (one) => underlying(one, place, pathOf));
	return { ...shape, spelling: plain.spelling };
}

function shapeOf(
	type: TypeExpression,
	pathOf: (qualifier: string) => string,
	resolve: (type: TypeExpression) => TypeExpression,
): Shape {
	const spelling = spell(type, pathOf);
	const meant = resolve(type);
	if (meant.kind === 'pointer') return { kind: 'pointer', raw: false, spelling: spell(meant, pathOf) };
	if (meant.kind === 'slice') {
		return { kind: 'slice', element: spell(meant.element, pathOf), spelling: spell(meant, pathOf) };
	}
	if (meant.kind === 'struct') {
		const [data, ...lengths] = meant.fields.map((field) => shapeOf(field.type, pathOf, resolve));
		const begins = data?.kind === 'pointer' || data?.spelling === '"uintptr"';
		const isHeader = begins && lengths.every((length) => length.spelling === '"int"');
		return isHeader ? { kind: 'header', words: meant.fields.length, spelling } : { kind: 'other', spelling };
	}
	if (meant.kind !== 'name') return { kind: 'other', spelling };
	const name = sameWords[meant.name] ?? meant.name;
	if (meant.qualifier !== undefined) {
		const raw = pathOf(meant.qualifier) === 'unsafe' && name === 'Pointer';
		return raw ? { kind: 'pointer', raw, spelling: spell(meant, pathOf) } : { kind: 'other', spelling };
	}
	const width = Object.hasOwn(widths, name) ? widths[name] : undefined;
	if (width !== undefined) return { kind: 'number', width, spelling: spell(meant, pathOf) };
	if (name === 'string' || name === 'bool') return { kind: name, spelling: spell(meant, pathOf) };
	return { kind: 'other', spelling };
}

/** What the names of the package stand for, at most so many of them; of other packages one is known. */
function underlying(type: TypeExpression, place: TypePlace, pathOf: (qualifier: string) => string): TypeExpression {
	let at = type;
	for (let steps = 0; steps < 8 && at.kind === 'name'; steps++) {
		const { qualifier, name, typeArguments } = at;
		if (qualifier !== undefined) {
			return pathOf(qualifier) === 'time' && name === 'Duration' ? parseType('int64') : at;
		}
		const found = typeArguments.length > 0 ? [] : declarations(name, place);
		const definition = found.length === 1 ? found[0]?.definition : undefined;
		if (definition === undefined) return at;
		at = parseType(definition);
	}
	return at;
}

/** The type that an alias is another name of. */
function unaliased(type: TypeExpression, place: TypePlace, steps = 0): TypeExpression {
	if (type.kind !== 'name' || type.qualifier !== undefined || steps > 8) return type;
	const [one] = declarations(type.name, place);
	return one?.alias && one.definition !== undefined ? unaliased(parseType(one.definition), place, steps + 1) : type;
}

function declarations(name: string, { files }: TypePlace) {
	return files.flatMap(({ file, declared }) =>
		(declared.get(name) ?? []).map((item) => ({
			alias: item.kind === 'type' && item.alias,
			definition:
				item.kind === 'type' && item.typeParameters === undefined ? spanText(file.text, item.definition) : undefined,
		})),
	);
}

/** A text that is the same for the same types, whatever the file calls the packages. */
function spell(type: TypeExpression, pathOf: (qualifier: string) => string): string {
	if (type.kind === 'name' && type.qualifier === undefined) return JSON.stringify(sameWords[type.name] ?? type.name);
	if (type.kind === 'interface' && type.methods.length + type.embedded.length === 0) return '"any"';
	return JSON.stringify(type, (key, value: unknown) => {
		if (key === 'qualifier' && typeof value === 'string') return pathOf(value);
		if (key === 'name' && typeof value === 'string' && Object.hasOwn(sameWords, value)) return sameWords[value];
		return value;
	});
}

/** As it stands in a conversion; undefined for types that none is written for. */
function write(type: TypeExpression): string | undefined {
	if (type.kind === 'name' && type.typeArguments.length === 0) {
		return type.qualifier === undefined ? type.name : `${type.qualifier}.${type.name}`;
	}
	if (type.kind !== 'pointer' && type.kind !== 'slice') return undefined;
	const element = write(type.element);
	return element && (type.kind === 'pointer' ? `*${element}` : `[]${element}`);
}
