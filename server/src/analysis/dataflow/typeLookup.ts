/**
 * As much of Go's types as finding callees takes, over all packages that are loaded: pointers are looked through, type arguments are
 * left out. It is no type checker; what it cannot tell is `undefined`.
 */
import { meaningAt, type DeclaredMeaning, type PackageDeclarations } from '../syntax/declarations.ts';
import { isBasicType } from '../syntax/expressions.ts';
import type { SyntaxNode } from '../syntax/syntaxTable.ts';
import { lastWord } from '../text/lastWord.ts';
import { withoutBrackets } from '../listing/functionName.ts';
import type {
	DeclaredFunction,
	DeclaredVariable,
	IndexedFile,
	IndexedPackage,
	ParsedDeclaration,
} from './indexedPackage.ts';

/** The packages that are known. What is not loaded yet is `undefined`, and the world remembers that somebody asked. */
export interface PackageWorld {
	package(importPath: string): IndexedPackage | undefined;
}

/** A node of a declaration. */
export interface PlacedNode {
	readonly in: ParsedDeclaration;
	readonly node: SyntaxNode;
}

/** A type as it is written somewhere. `elements`: a slice of it, as for `...T`. */
export interface WrittenType extends PlacedNode {
	readonly elements?: true;
}

const nothingDeclared: PackageDeclarations = { names: new Map(), methods: new Map() };

/** What a name means inside its function; `undefined` when no scope of the function declares it. */
export function localMeaning({ in: { table }, node }: PlacedNode, name: string): DeclaredMeaning | undefined {
	const meaning = meaningAt(nothingDeclared, { table, node }, name);
	return meaning?.kind === 'package' ? undefined : meaning;
}

/** The package that a name stands for in a file, by its alias, by its path, or by the name that the package gives itself. */
export function packageCalled(world: PackageWorld, file: IndexedFile, name: string): IndexedPackage | undefined {
	const path = importPathCalled(world, file, name);
	return path === undefined ? undefined : world.package(path);
}

/** The same for packages that are not loaded. */
export function importPathCalled(world: PackageWorld, file: IndexedFile, name: string): string | undefined {
	const direct = file.imports.get(name);
	if (direct !== undefined) return direct;
	if (file.package.variables.has(name) || file.package.functions.has(name) || file.package.types.has(name))
		return undefined;
	for (const { path, name: alias } of file.source.imports) {
		if (alias === undefined && world.package(path)?.name === name) return path;
	}
	return undefined;
}

interface NamedType {
	readonly package: IndexedPackage;
	readonly name: string;
}

/** The declared type that a type expression names. */
function namedType(world: PackageWorld, type: WrittenType): NamedType | undefined {
	if (type.elements) return undefined;
	const { table, file } = type.in;
	const { node } = type;
	const inner = (child: SyntaxNode | undefined): NamedType | undefined =>
		child === undefined ? undefined : namedType(world, { in: type.in, node: child });
	const children = table.children(node);
	switch (table.kind(node)) {
		case 'pointer_type':
			return inner(children.at(-1));
		case 'parenthesized_type':
		case 'parenthesized_expression':
			return inner(children[1]);
		case 'generic_type':
		case 'type_instantiation_expression':
		case 'index_expression':
			return inner(children[0]);
		case 'type_identifier':
		case 'identifier': {
			const name = table.textOf(node);
			return file.package.types.has(name) ? { package: file.package, name } : undefined;
		}
		case 'qualified_type':
		case 'selector_expression': {
			const [left, name = ''] = table.textOf(node).replace(/\s/g, '').split('.');
			const found = packageCalled(world, file, left ?? '');
			return found?.types.has(name) ? { package: found, name } : undefined;
		}
		case 'unary_expression':
			return inner(children[1]);
		default:
			return undefined;
	}
}

/** What a type is made of, names looked through: a node of kind `struct_type`, `map_type`, `interface_type`, … */
export function typeStructure(world: PackageWorld, type: WrittenType, depth = 0): WrittenType | undefined {
	if (type.elements || depth > 10) return type;
	const { table } = type.in;
	const kind = table.kind(type.node);
	if (kind === 'pointer_type') return step(table.children(type.node).at(-1));
	if (kind === 'parenthesized_type') return step(table.children(type.node)[1]);
	const named = namedType(world, type);
	if (!named) return type;
	const definition = typeDefinition(named);
	return definition && typeStructure(world, definition, depth + 1);

	function step(node: SyntaxNode | undefined): WrittenType | undefined {
		return node === undefined ? undefined : typeStructure(world, { in: type.in, node }, depth + 1);
	}
}

/** The right side of a type declaration. */
function typeDefinition({ package: { types }, name }: NamedType): WrittenType | undefined {
	const declared = types.get(name);
	if (!declared) return undefined;
	const parsed = declared.parsed();
	const { table } = parsed;
	for (let node = parsed.node; node < table.last(parsed.node); node++) {
		if (!/^type_(?:spec|alias)$/.test(table.kind(node))) continue;
		const children = table.children(node);
		const first = children[0];
		if (first === undefined || table.textOf(first) !== name) continue;
		const last = children.at(-1);
		return last === undefined || last === first ? undefined : { in: parsed, node: last };
	}
	return undefined;
}

/** True when a value of the type holds no pointer: numbers, and what is declared as one. */
export function isPointerFree(world: PackageWorld, type: WrittenType): boolean {
	const structure = typeStructure(world, type);
	if (!structure || structure.elements) return false;
	const { table } = structure.in;
	if (!/^(?:type_)?identifier$/.test(table.kind(structure.node))) return false;
	const name = table.textOf(structure.node);
	if (structure.in.file.package.types.has(name)) return false;
	return isBasicType(name) && !/^(?:string|any|error)$/.test(name);
}

export type Member =
	| { readonly kind: 'method'; readonly function: DeclaredFunction }
	| { readonly kind: 'interface-method'; readonly name: string }
	| { readonly kind: 'field'; readonly type: WrittenType };

/** The method or field that `x.name` means for an `x` of the type, promoted ones included. */
export function memberOf(world: PackageWorld, type: WrittenType, name: string, depth = 0): Member | undefined {
	if (type.elements || depth > 6) return undefined;
	const named = namedType(world, type);
	if (named) {
		const method = named.package.functions.get(`${named.name}.${name}`);
		if (method) return { kind: 'method', function: method };
		const definition = typeDefinition(named);
		if (!definition) return undefined;
		const found = memberOf(world, definition, name, depth + 1);
		// A defined type has the fields of the type behind it, and the methods only where that is an interface or embedded.
		return found?.kind === 'interface-method'
			? { ...found, name: `${named.package.name}.${named.name}.${name}` }
			: found;
	}
	const { table } = type.in;
	let node = type.node;
	while (/^(?:pointer_type|parenthesized_type)$/.test(table.kind(node))) {
		node = table.children(node)[table.kind(node) === 'pointer_type' ? 1 : 1] ?? node + 1;
		if (namedType(world, { in: type.in, node })) return memberOf(world, { in: type.in, node }, name, depth + 1);
	}
	switch (table.kind(node)) {
		case 'interface_type':
			return { kind: 'interface-method', name };
		case 'struct_type':
			return memberOfStruct(world, { in: type.in, node }, name, depth);
		default:
			return table.textOf(node) === 'error' ? { kind: 'interface-method', name: `error.${name}` } : undefined;
	}
}

function memberOfStruct(world: PackageWorld, type: WrittenType, name: string, depth: number): Member | undefined {
	const { table } = type.in;
	const list = table.children(type.node).find((child) => table.kind(child) === 'field_declaration_list');
	if (list === undefined) return undefined;
	const embedded: WrittenType[] = [];
	for (const field of table.children(list)) {
		if (table.kind(field) !== 'field_declaration') continue;
		const children = table.children(field).filter((child) => !/^[,*]$|string_literal$/.test(table.kind(child)));
		const last = children.at(-1);
		if (last === undefined) continue;
		const names = children.filter((child) => table.kind(child) === 'field_identifier');
		const fieldType: WrittenType = { in: type.in, node: last };
		if (names.some((each) => table.textOf(each) === name)) return { kind: 'field', type: fieldType };
		if (names.length > 0) continue;
		const own = lastWord(withoutBrackets(table.textOf(last)));
		if (own === name) return { kind: 'field', type: fieldType };
		embedded.push(fieldType);
	}
	for (const each of embedded) {
		const found = memberOf(world, each, name, depth + 1);
		if (found) return found;
	}
	return undefined;
}

/** What indexing, ranging over (the values) and receiving from give. */
export function elementType(world: PackageWorld, type: WrittenType): WrittenType | undefined {
	if (type.elements) return { in: type.in, node: type.node };
	const structure = typeStructure(world, type);
	if (!structure) return undefined;
	if (structure.elements) return { in: structure.in, node: structure.node };
	const { table } = structure.in;
	const kind = table.kind(structure.node);
	if (!/^(?:slice|array|implicit_length_array|map|channel)_type$/.test(kind)) return undefined;
	const last = table.children(structure.node).at(-1);
	return last === undefined ? undefined : { in: structure.in, node: last };
}

/** The result types of a function declaration, a func literal or a function type. */
export function resultTypes({ in: parsed, node }: PlacedNode): readonly WrittenType[] {
	const { table } = parsed;
	const children = table.children(node);
	const lists = children.filter((child) => table.kind(child) === 'parameter_list');
	const parameters = lists[table.kind(node) === 'method_declaration' ? 1 : 0];
	const after = children[children.indexOf(parameters ?? -1) + 1];
	if (parameters === undefined || after === undefined || table.kind(after) === 'block') return [];
	if (table.kind(after) !== 'parameter_list') return [{ in: parsed, node: after }];
	return table.children(after).flatMap((each) => {
		if (!table.kind(each).endsWith('parameter_declaration')) return [];
		const parts = table.children(each).filter((child) => table.kind(child) !== ',');
		const type = parts.at(-1);
		if (type === undefined) return [];
		return Array.from({ length: Math.max(1, parts.length - 1) }, () => ({ in: parsed, node: type }));
	});
}

/** The type and the first value of a package-level variable. */
export function variableParts(variable: DeclaredVariable): {
	readonly type?: WrittenType;
	readonly value?: PlacedNode;
} {
	const declared = variable.parsed();
	const { name } = variable;
	const { table } = declared;
	for (let node = declared.node; node < table.last(declared.node); node++) {
		if (table.kind(node) !== 'var_spec') continue;
		const children = table.children(node);
		const assign = children.findIndex((child) => table.kind(child) === '=');
		const left = (assign < 0 ? children : children.slice(0, assign)).filter((child) => table.kind(child) !== ',');
		const names = left.filter((child) => table.kind(child) === 'identifier');
		const index = names.findIndex((child) => table.textOf(child) === name);
		if (index < 0) continue;
		const type = left.find((child) => table.kind(child) !== 'identifier');
		const right = assign < 0 ? undefined : children[assign + 1];
		const values = right === undefined ? [] : listMembers(declared, right);
		const value = values.length === names.length ? values[index] : undefined;
		return {
			...(type !== undefined && { type: { in: declared, node: type } }),
			...(value !== undefined && { value: { in: declared, node: value } }),
		};
	}
	return {};
}

/** The members of an `a, b` list; a node that is no list is its own only member. */
export function listMembers({ table }: ParsedDeclaration, node: SyntaxNode): readonly SyntaxNode[] {
	if (table.kind(node) !== 'expression_list') return [node];
	return table.children(node).filter((child) => table.kind(child) !== ',');
}
