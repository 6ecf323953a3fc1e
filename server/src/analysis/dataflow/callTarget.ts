/** Who is called: by name, by the compiler's word, and by the type of what stands before the dot. */
import { argumentsOf, isBasicType, isConversion } from '../syntax/expressions.ts';
import type { SyntaxNode } from '../syntax/syntaxTable.ts';
import type { DeclaredFunction, IndexedPackage, ParsedDeclaration } from './indexedPackage.ts';
import type { FlowFacts } from './parameterFacts.ts';
import { withoutBrackets } from '../listing/functionName.ts';
import {
	elementType,
	importPathCalled,
	localMeaning,
	memberOf,
	packageCalled,
	resultTypes,
	typeStructure,
	variableParts,
	type PackageWorld,
	type PlacedNode,
	type WrittenType,
} from './typeLookup.ts';

export type CallTarget =
	/** `method`: what stands before the dot is the receiver. */
	| { readonly kind: 'function'; readonly function: DeclaredFunction; readonly method: boolean }
	| { readonly kind: 'builtin'; readonly name: string }
	| { readonly kind: 'conversion' }
	| { readonly kind: 'literal'; readonly literal: PlacedNode }
	| { readonly kind: 'interface'; readonly name: string }
	| { readonly kind: 'function-value'; readonly name: string }
	/** A function of a package that is not loaded, or one that the text does not tell. */
	| { readonly kind: 'unresolved'; readonly name: string };

/** Facts of the package in which a call stands; `undefined` before it is compiled. */
export interface FactWorld extends PackageWorld {
	facts(importPath: string): FlowFacts | undefined;
}

const builtins = new Set(
	'append cap clear close complex copy delete imag len make max min new panic print println real recover'.split(' '),
);

export function callTarget(world: FactWorld, call: PlacedNode, depth = 0): CallTarget {
	const { in: parsed } = call;
	const { table, file } = parsed;
	if (isConversion(table, call.node) && !namesInstance(world, call)) return { kind: 'conversion' };
	let callee = call.node + 1;
	for (;;) {
		const kind = table.kind(callee);
		if (kind === 'generic_type') {
			callee = table.children(callee)[0] ?? callee + 1;
			continue;
		}
		if (kind === 'parenthesized_expression') callee = table.children(callee)[1] ?? callee + 1;
		else if (kind === 'type_instantiation_expression' || kind === 'index_expression')
			callee = table.children(callee)[0] ?? callee + 1;
		else break;
	}
	const at: PlacedNode = { in: parsed, node: callee };
	const kind = table.kind(callee);
	if (kind === 'func_literal') return { kind: 'literal', literal: at };
	if (kind === 'type_identifier') return byName(world, at, file.package);
	if (kind === 'qualified_type')
		return byPackage(world, { in: parsed, node: callee + 1 }, lastPart(table.textOf(callee))) ?? { kind: 'conversion' };
	if (kind.endsWith('_type')) return { kind: 'conversion' };
	if (kind === 'unary_expression') return conversionOrValue(world, at);
	if (kind === 'identifier') return byName(world, at, file.package);
	if (kind !== 'selector_expression') return { kind: 'function-value', name: shortened(table.textOf(callee)) };

	const operand: PlacedNode = { in: parsed, node: callee + 1 };
	const name = table.textOf(table.children(callee).at(-1) ?? callee);
	const text = shortened(table.textOf(callee));
	const qualified = byPackage(world, operand, name);
	if (qualified) return qualified;
	const said = compilerCallee(world, call, name);
	if (said) return { kind: 'function', function: said, method: true };
	// A method expression: T.M(x), (*T).M(x).
	const type = expressionType(world, operand, depth + 1);
	const member = type && memberOf(world, type, name);
	switch (member?.kind) {
		case 'method':
			return { kind: 'function', function: member.function, method: true };
		case 'interface-method':
			return { kind: 'interface', name: member.name };
		case 'field':
			return { kind: 'function-value', name: text };
		case undefined:
			return { kind: 'unresolved', name: text };
	}
}

/** The grammar takes a call of one argument, `f[int](x)`, for the conversion to a generic type. */
function namesInstance(world: FactWorld, { in: { table, file }, node }: PlacedNode): boolean {
	if (table.kind(node) !== 'type_conversion_expression' || table.kind(node + 1) !== 'generic_type') return false;
	const [left = '', right] = table.textOf(table.children(node + 1)[0] ?? node).split('.');
	if (right === undefined) return file.package.functions.has(left);
	return packageCalled(world, file, left)?.functions.has(right) === true;
}

function lastPart(text: string): string {
	return text.slice(text.lastIndexOf('.') + 1);
}

/** `(*T)(p)` is a conversion, `(*f)(p)` a call. */
function conversionOrValue(world: FactWorld, at: PlacedNode): CallTarget {
	const { table, file } = at.in;
	const name = table.textOf(table.children(at.node).at(-1) ?? at.node);
	if (isBasicType(name) || file.package.types.has(name.split('[', 1)[0] ?? '')) return { kind: 'conversion' };
	const [left = '', right = ''] = name.split('.');
	if (packageCalled(world, file, left)?.types.has(right)) return { kind: 'conversion' };
	return { kind: 'function-value', name: shortened(table.textOf(at.node)) };
}

function byName(world: FactWorld, at: PlacedNode, own: IndexedPackage): CallTarget {
	const name = at.in.table.textOf(at.node);
	const meaning = localMeaning(at, name);
	if (meaning?.kind === 'variable') {
		const { value } = meaning;
		if (value && meaning.names === 1 && value.table.kind(value.node) === 'func_literal') {
			return { kind: 'literal', literal: { in: at.in, node: value.node } };
		}
		return { kind: 'function-value', name };
	}
	if (meaning?.kind === 'type' || meaning?.kind === 'type-parameter') return { kind: 'conversion' };
	const declared = own.functions.get(name);
	if (declared) return { kind: 'function', function: declared, method: false };
	if (own.types.has(name)) return { kind: 'conversion' };
	if (own.variables.has(name)) return { kind: 'function-value', name };
	if (builtins.has(name)) return { kind: 'builtin', name };
	if (isBasicType(name)) return { kind: 'conversion' };
	for (const { path, name: alias } of at.in.file.source.imports) {
		const dotted = alias === '.' ? world.package(path)?.functions.get(name) : undefined;
		if (dotted) return { kind: 'function', function: dotted, method: false };
	}
	return { kind: 'unresolved', name };
}

/** `pkg.F(x)`. */
function byPackage(world: FactWorld, operand: PlacedNode, name: string): CallTarget | undefined {
	const { table, file } = operand.in;
	if (!/^(?:package_)?identifier$/.test(table.kind(operand.node))) return undefined;
	const left = table.textOf(operand.node);
	if (localMeaning(operand, left)) return undefined;
	const path = importPathCalled(world, file, left);
	if (path === undefined) return undefined;
	if (path === 'unsafe')
		return /^(?:Pointer|String|StringData|Slice|SliceData)$/.test(name)
			? { kind: 'conversion' }
			: { kind: 'builtin', name: 'len' };
	const found = world.package(path);
	const declared = found?.functions.get(name);
	if (declared) return { kind: 'function', function: declared, method: false };
	if (found?.types.has(name)) return { kind: 'conversion' };
	if (found?.variables.has(name)) return { kind: 'function-value', name: `${left}.${name}` };
	return { kind: 'unresolved', name: `${left}.${name}` };
}

/** What the compiler says at the parenthesis of a call: `inlining call to pkg.(*T).M`, `devirtualizing … to *T`. */
function compilerCallee(
	world: FactWorld,
	{ in: parsed, node }: PlacedNode,
	method: string,
): DeclaredFunction | undefined {
	const { table, file, shift } = parsed;
	const facts = world.facts(file.package.importPath);
	if (!facts) return undefined;
	const list = table.children(node).find((child) => /argument_list$/.test(table.kind(child)));
	const places = [
		list === undefined ? undefined : table.start(list),
		table.children(node + 1).find((child) => table.kind(child) === '.'),
	];
	const offsets = [places[0], places[1] === undefined ? undefined : table.start(places[1])];
	for (const offset of offsets) {
		if (offset === undefined) continue;
		const { line, column } = file.lines().bytePosition(offset + shift);
		for (const said of facts.callees(file.path, line, column)) {
			const found = functionOfSymbol(world, said, file.package, parsed);
			if (found && found.key.endsWith(`.${method}`)) return found;
		}
	}
	return undefined;
}

/** `(*T).M`, `pkg.(*T).M`, `pkg.T.M`, with type arguments, as the compiler prints them in a package. */
function functionOfSymbol(
	world: PackageWorld,
	symbol: string,
	own: IndexedPackage,
	{ file }: ParsedDeclaration,
): DeclaredFunction | undefined {
	const plain = withoutBrackets(symbol).replace(/[()*]/g, '');
	const parts = plain.split('.');
	const method = parts.at(-1) ?? '';
	const type = parts.at(-2);
	if (type === undefined) return own.functions.get(method);
	if (parts.length === 2) return own.functions.get(`${type}.${method}`);
	const name = parts.at(-3) ?? '';
	if (name === own.name) return own.functions.get(`${type}.${method}`);
	const direct = packageCalled(world, file, name)?.functions.get(`${type}.${method}`);
	return direct;
}

/** The type of an expression, pointers looked through. */
export function expressionType(world: FactWorld, at: PlacedNode, depth = 0): WrittenType | undefined {
	if (depth > 12) return undefined;
	const { in: parsed, node } = at;
	const { table, file } = parsed;
	const children = table.children(node);
	const inner = (child: SyntaxNode | undefined): WrittenType | undefined =>
		child === undefined ? undefined : expressionType(world, { in: parsed, node: child }, depth + 1);
	switch (table.kind(node)) {
		case 'parenthesized_expression':
			return inner(children[1]);
		case 'unary_expression': {
			if (table.textOf(node + 1) !== '<-') return inner(children[1]);
			const channel = inner(children[1]);
			return channel && elementType(world, channel);
		}
		case 'composite_literal':
		case 'type_conversion_expression':
			return { in: parsed, node: node + 1 };
		case 'type_assertion_expression': {
			const type = children.filter((child) => !/^[().]$/.test(table.kind(child))).at(-1);
			return type === undefined || table.kind(type) === 'type' ? undefined : { in: parsed, node: type };
		}
		case 'slice_expression':
			return inner(children[0]);
		case 'index_expression': {
			const operand = inner(children[0]);
			return operand && elementType(world, operand);
		}
		case 'call_expression':
			return callType(world, at, 0, depth);
		case 'identifier':
		case 'type_identifier':
			return nameType(world, at, depth);
		case 'pointer_type':
		case 'generic_type':
		case 'qualified_type':
			return { in: parsed, node };
		case 'selector_expression': {
			const name = table.textOf(children.at(-1) ?? node);
			const left = table.textOf(node + 1);
			if (table.kind(node + 1) === 'identifier' && !localMeaning({ in: parsed, node: node + 1 }, left)) {
				const found = packageCalled(world, file, left);
				const variable = found?.variables.get(name);
				if (variable) {
					const { type, value } = variableParts(variable);
					return type ?? (value && expressionType(world, value, depth + 1));
				}
				if (found) return found.types.has(name) ? { in: parsed, node } : undefined;
			}
			const operand = inner(node + 1);
			const member = operand && memberOf(world, operand, name);
			return member?.kind === 'field' ? member.type : undefined;
		}
		default:
			return undefined;
	}
}

function nameType(world: FactWorld, at: PlacedNode, depth: number): WrittenType | undefined {
	const { in: parsed, node } = at;
	const name = parsed.table.textOf(node);
	const meaning = localMeaning(at, name);
	if (meaning?.kind === 'variable') {
		if (meaning.type) {
			const type = { in: parsed, node: meaning.type.node };
			return meaning.from === 'variadic' ? { ...type, elements: true } : type;
		}
		if (!meaning.value) return undefined;
		const value: PlacedNode = { in: parsed, node: meaning.value.node };
		if (meaning.from === 'range') return rangedType(world, value, meaning.index, depth);
		if (meaning.names === 1) return expressionType(world, value, depth + 1);
		if (parsed.table.kind(value.node) === 'call_expression') return callType(world, value, meaning.index, depth);
		return meaning.index === 0 ? expressionType(world, value, depth + 1) : undefined;
	}
	if (meaning) return undefined;
	const variable = parsed.file.package.variables.get(name);
	if (!variable) return parsed.file.package.types.has(name) ? { in: parsed, node } : undefined;
	const { type, value } = variableParts(variable);
	return type ?? (value && expressionType(world, value, depth + 1));
}

function rangedType(world: FactWorld, value: PlacedNode, index: number, depth: number): WrittenType | undefined {
	const type = expressionType(world, value, depth + 1);
	if (!type) return undefined;
	const structure = typeStructure(world, type);
	const kind = structure && !structure.elements ? structure.in.table.kind(structure.node) : '';
	if (index === 1 || kind === 'channel_type') return elementType(world, type);
	if (kind !== 'map_type' || !structure) return undefined;
	const key = structure.in.table.children(structure.node)[2];
	return key === undefined ? undefined : { in: structure.in, node: key };
}

function callType(world: FactWorld, call: PlacedNode, index: number, depth: number): WrittenType | undefined {
	const { table } = call.in;
	const target = callTarget(world, call, depth + 1);
	switch (target.kind) {
		case 'function': {
			const parsed = target.function.parsed();
			const type = resultTypes({ in: parsed, node: parsed.node })[index];
			return type;
		}
		case 'literal':
			return resultTypes(target.literal)[index];
		case 'conversion':
			return { in: call.in, node: call.node + 1 };
		case 'builtin': {
			const [first] = argumentsOf(table, call.node);
			if (first === undefined) return undefined;
			if (target.name === 'new' || target.name === 'make') return { in: call.in, node: first };
			return target.name === 'append' ? expressionType(world, { in: call.in, node: first }, depth + 1) : undefined;
		}
		case 'interface':
			return interfaceResult(world, call, index, depth);
		case 'function-value': {
			const type = expressionType(world, { in: call.in, node: call.node + 1 }, depth + 1);
			const structure = type && typeStructure(world, type);
			if (!structure || structure.in.table.kind(structure.node) !== 'function_type') return undefined;
			return resultTypes(structure)[index];
		}
		case 'unresolved':
			return undefined;
	}
}

/** The result of a method that an interface declares. */
function interfaceResult(world: FactWorld, call: PlacedNode, index: number, depth: number): WrittenType | undefined {
	const { table } = call.in;
	const selector = call.node + 1;
	if (table.kind(selector) !== 'selector_expression') return undefined;
	const type = expressionType(world, { in: call.in, node: selector + 1 }, depth + 1);
	const structure = type && typeStructure(world, type);
	if (!structure) return undefined;
	const name = table.textOf(table.children(selector).at(-1) ?? selector);
	const inside = structure.in.table;
	for (const each of inside.children(structure.node)) {
		if (!/^method_(?:elem|spec)$/.test(inside.kind(each)) || inside.textOf(each + 1) !== name) continue;
		return resultTypes({ in: structure.in, node: each })[index];
	}
	return undefined;
}

function shortened(text: string): string {
	const line = text.replace(/\s+/g, ' ');
	return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}
