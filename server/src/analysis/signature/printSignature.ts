/**
 * A target's signature as a puller's file can write it: reachable types by their names, all others by what they are to the
 * machine, with as few imports as possible.
 */
import type { GoFile } from '../source/goFile.ts';
import { constantValue } from './constants.ts';
import { layoutOf } from './layout.ts';
import type { Machine } from './machine.ts';
import { following, measuring, type Measuring } from './measuring.ts';
import { parseType } from './parseType.ts';
import type { Signature } from './signature.ts';
import type { FuncType, NamedType, Parameter, TypeExpression } from './typeExpression.ts';
import { definitionOf, likelyName, lookUp, type Meaning, type TypeScope } from './typeScope.ts';
import { writeChannel } from './typeText.ts';
import { isExported } from '../source/exportedName.ts';

/** The file that will hold the text. */
export interface PrintPlace {
	readonly file: GoFile;
	/** The import path of its package. */
	readonly path: string;
	/** What array lengths are computed for. */
	readonly machine: Machine;
}

export interface PrintedSignature {
	/** `(p unsafe.Pointer, n int) bool`; for a variable its type. */
	readonly text: string;
	/** Import paths that the file must import by their own name and does not yet; `_ "unsafe"` does not count. */
	readonly imports: readonly string[];
}

/** Undefined when a type is not known, or cannot be written outside of its package. */
export function printSignature(target: Signature, place: PrintPlace): PrintedSignature | undefined {
	const printing: Printing = { place, imports: new Set(), to: measuring(place.machine) };
	const text =
		target.kind === 'func'
			? printFunc(target.type, target.scope, printing)
			: target.type && printType(target.type, target.scope, printing);
	if (text === undefined) return undefined;
	// A type may have been given up after its import was noted.
	const used = [...printing.imports].filter((path) => new RegExp(`\\b${likelyName(path)}\\.`).test(text));
	return { text, imports: used };
}

interface Printing {
	readonly place: PrintPlace;
	readonly imports: Set<string>;
	readonly to: Measuring;
}

function printFunc(type: FuncType, scope: TypeScope, printing: Printing): string | undefined {
	const parameters = printList(type.parameters, type.variadic, scope, printing);
	const results = printList(type.results, false, scope, printing);
	if (parameters === undefined || results === undefined) return undefined;
	if (type.results.length === 0) return `(${parameters})`;
	const bare = type.results.length === 1 && type.results[0]?.name === undefined;
	return bare ? `(${parameters}) ${results}` : `(${parameters}) (${results})`;
}

/** `a, b int, c string`: neighbours of one type share it, as people write it. */
function printList(
	list: readonly Parameter[],
	variadic: boolean,
	scope: TypeScope,
	printing: Printing,
): string | undefined {
	const named = list.some(({ name }) => name !== undefined);
	const groups: { names: string[]; type: string }[] = [];
	for (const [index, parameter] of list.entries()) {
		const { type } = parameter;
		const name = parameter.name ?? (named ? '_' : undefined);
		const spread = variadic && index === list.length - 1 && type.kind === 'slice';
		const inner = printType(spread ? type.element : type, scope, printing);
		if (inner === undefined) return undefined;
		const text = spread ? `...${inner}` : inner;
		const last = groups.at(-1);
		if (name !== undefined && last?.type === text) last.names.push(name);
		else groups.push({ names: name === undefined ? [] : [name], type: text });
	}
	return groups.map(({ names, type }) => (names.length === 0 ? type : `${names.join(', ')} ${type}`)).join(', ');
}

function printType(type: TypeExpression, scope: TypeScope, printing: Printing): string | undefined {
	const inner = (part: TypeExpression) => printType(part, scope, printing);
	switch (type.kind) {
		case 'name':
			return printName(type, scope, printing);
		case 'pointer':
			return isReachable(type.element, scope, printing) ? prefixed('*', inner(type.element)) : unsafePointer(printing);
		case 'map': {
			const reachable = isReachable(type.key, scope, printing) && isReachable(type.value, scope, printing);
			return reachable ? `map[${inner(type.key)}]${inner(type.value)}` : unsafePointer(printing);
		}
		case 'chan':
			return isReachable(type.element, scope, printing)
				? writeChannel(type.direction, inner(type.element) ?? '')
				: unsafePointer(printing);
		case 'slice': {
			const element = inner(type.element);
			return element === undefined ? `struct{ptr ${unsafePointer(printing)}; len, cap int}` : `[]${element}`;
		}
		case 'array': {
			const length = constantValue(type.length, scope, printing.to, layoutOf);
			return length === undefined ? undefined : prefixed(`[${length}]`, inner(type.element));
		}
		case 'func':
			return prefixed('func', printFunc(type, scope, printing)) ?? unsafePointer(printing);
		case 'struct': {
			const fields = type.fields.map((field) => prefixed(`${field.name} `, inner(field.type)));
			return fields.includes(undefined) ? undefined : `struct{${fields.join('; ')}}`;
		}
		case 'interface':
			return printInterface(type, scope, printing);
		case 'invalid':
			return undefined;
	}
}

function printInterface(
	type: TypeExpression & { readonly kind: 'interface' },
	scope: TypeScope,
	printing: Printing,
): string | undefined {
	if (type.methods.length === 0 && type.embedded.length === 0) return 'interface{}';
	const own = scope.own.path === printing.place.path;
	const methods = type.methods.map(({ name, type: signature }) =>
		own || isExported(name) ? prefixed(name, printFunc(signature, scope, printing)) : undefined,
	);
	const embedded = type.embedded.map((one) =>
		isReachable(one, scope, printing) ? printType(one, scope, printing) : undefined,
	);
	const parts = [...methods, ...embedded];
	// Methods that only their own package can name: what is left is the pair of words that an interface is.
	return parts.includes(undefined) ? `struct{tab, data ${unsafePointer(printing)}}` : `interface{${parts.join('; ')}}`;
}

function printName(use: NamedType, scope: TypeScope, printing: Printing): string | undefined {
	const meaning = lookUp(scope, use.name, use.qualifier);
	switch (meaning.kind) {
		case 'predeclared':
			return meaning.name;
		case 'unsafe':
			return unsafePointer(printing);
		case 'bound':
			return printType(meaning.bound.type, meaning.bound.scope, printing);
		case 'type': {
			const typeArguments = printArguments(use, scope, printing);
			const name = typeArguments === undefined ? undefined : reachableName(meaning, printing, true);
			if (name !== undefined) return name + typeArguments;
			const definition = definitionOf(meaning.declaration, meaning.scope, use, scope);
			const mark = meaning.declaration.typeParameters ? definition : meaning.declaration;
			return following(mark, printing.to, () => printType(parseType(definition.text), definition.scope, printing));
		}
		case 'other':
		case 'unknown':
			return undefined;
	}
}

/** The type arguments of a use, with brackets; empty when it has none, undefined when one cannot be written. */
function printArguments(use: NamedType, scope: TypeScope, printing: Printing): string | undefined {
	const texts = use.typeArguments.map((type) => printType(type, scope, printing));
	if (texts.includes(undefined)) return undefined;
	return texts.length === 0 ? '' : `[${texts.join(', ')}]`;
}

/** True when the type can be written with the names that it is written with in its own package. */
function isReachable(type: TypeExpression, scope: TypeScope, printing: Printing): boolean {
	const inner = (part: TypeExpression) => isReachable(part, scope, printing);
	switch (type.kind) {
		case 'name': {
			const meaning = lookUp(scope, type.name, type.qualifier);
			if (meaning.kind === 'bound') return isReachable(meaning.bound.type, meaning.bound.scope, printing);
			if (meaning.kind === 'type')
				return reachableName(meaning, printing, false) !== undefined && type.typeArguments.every(inner);
			return meaning.kind === 'predeclared' || meaning.kind === 'unsafe';
		}
		case 'pointer':
		case 'slice':
		case 'chan':
			return inner(type.element);
		case 'array':
			return /^[0-9]+$/.test(type.length) && inner(type.element);
		case 'map':
			return inner(type.key) && inner(type.value);
		case 'func':
			return [...type.parameters, ...type.results].every((parameter) => inner(parameter.type));
		case 'struct':
			return type.fields.every((field) => inner(field.type));
		case 'interface':
			return type.methods.length === 0 && type.embedded.length === 0;
		case 'invalid':
			return false;
	}
}

/** The name of a declared type in the file, if it may be written there; with `use` its import is noted. */
function reachableName(
	{ declaration, scope }: Meaning & { kind: 'type' },
	printing: Printing,
	use: boolean,
): string | undefined {
	const { path } = scope.own;
	if (path === printing.place.path) return declaration.name;
	if (!isExported(declaration.name)) return undefined;
	const qualifier = qualifierOf(path, scope.own.name, printing, use);
	return qualifier === undefined ? undefined : `${qualifier}.${declaration.name}`;
}

/** How the file names a package. A new import is only made of std, which cannot lead back to the file's own package. */
function qualifierOf(path: string, name: string, { place, imports }: Printing, use: boolean): string | undefined {
	const spec = place.file.imports.find(
		(candidate) => candidate.path === path && candidate.name !== '_' && candidate.name !== '.',
	);
	if (spec) return spec.name ?? name;
	const isStd = !(path.split('/')[0] ?? '').includes('.');
	if (!isStd || /(^|\/)(internal|vendor)(\/|$)/.test(path) || path === 'main' || name !== likelyName(path))
		return undefined;
	const taken = place.file.imports.some((other) => (other.name ?? likelyName(other.path)) === name);
	if (taken || [...imports].some((other) => other !== path && likelyName(other) === name)) return undefined;
	if (use) imports.add(path);
	return name;
}

function unsafePointer(printing: Printing): string {
	return `${qualifierOf('unsafe', 'unsafe', printing, true) ?? 'unsafe'}.Pointer`;
}

function prefixed(prefix: string, text: string | undefined): string | undefined {
	return text === undefined ? undefined : prefix + text;
}
