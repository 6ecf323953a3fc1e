/**
 * Slices that `append` builds on the stack and that are copied to the heap where they leave it: since Go 1.26 the
 * compiler does that for a variable with one way out and more than one append (cmd/compile/internal/slice), and says
 * nothing about it.
 */
import {
	type LocatedNode,
	type DeclaredMeaning,
	type PackageDeclarations,
	functionOwner,
	meaningAt,
} from './declarations.ts';
import { calleeOf } from './expressions.ts';
import { sizeOfType, underlying } from './goTypes.ts';
import { typeOf } from './inferNodeType.ts';
import type { SyntaxNode, SyntaxTable } from './syntaxTable.ts';

export interface MovedSlice {
	readonly name: string;
	/** The return or assignment where the slice leaves. */
	readonly node: SyntaxNode;
}

export function movedSlicesOf(declarations: PackageDeclarations, table: SyntaxTable): MovedSlice[] {
	const moved: MovedSlice[] = [];
	const seen = new Set<string>();
	for (let node = 0; node < table.count; node++) {
		const name = appendedVariable(table, node);
		const owner = name === undefined ? undefined : functionOwner(table, node);
		if (name === undefined || owner === undefined || seen.has(`${owner} ${name}`)) continue;
		seen.add(`${owner} ${name}`);
		const meaning = meaningAt(declarations, { table, node }, name);
		if (meaning?.kind !== 'variable' || meaning.owner !== owner || meaning.from !== 'value') continue;
		const exit = onlyExit(declarations, { table, node: owner }, name, meaning);
		if (exit !== undefined && isSliceOfSmall(declarations, { table, node: node + 1 })) moved.push({ name, node: exit });
	}
	return moved;
}

/** The `s` of `s = append(s, …)`. */
function appendedVariable(table: SyntaxTable, node: SyntaxNode): string | undefined {
	if (table.kind(node) !== 'assignment_statement') return undefined;
	return /^([\p{L}\p{N}_]+) = append\(\1,/u.exec(table.text.slice(table.start(node), table.start(node) + 200))?.[1];
}

function isSliceOfSmall(declarations: PackageDeclarations, { table, node }: LocatedNode): boolean {
	const variable = table.kind(node) === 'expression_list' ? node + 1 : node;
	const type = typeOf(declarations, { table, node: variable });
	const made = type && underlying(declarations, type);
	if (made?.kind === 'type-parameter' && type?.kind === 'written') return isSliceParameter(type.at);
	if (made?.kind !== 'slice') return false;
	// Larger elements have no place in the 32-byte buffer.
	const element = sizeOfType(declarations, made.of);
	return element === undefined || element.size <= 32;
}

/** The `S` of `S ~[]E`, at a place in the function that declares it. */
function isSliceParameter({ table, node }: LocatedNode): boolean {
	let declaration = node;
	while (table.parent(declaration) > 0) declaration = table.parent(declaration);
	const list = table.children(declaration).find((child) => table.kind(child) === 'type_parameter_list');
	if (list === undefined) return false;
	return new RegExp(`(?:^|[^\\p{L}\\p{N}_])${table.textOf(node)} ~\\[\\]`, 'u').test(table.textOf(list));
}

type Use = 'fine' | 'append' | { readonly exit: SyntaxNode } | 'unknown';

/** The one place where the variable leaves the function; `undefined` when there is none, another, or a use that hides one. */
function onlyExit(
	declarations: PackageDeclarations,
	{ table, node: owner }: LocatedNode,
	name: string,
	meaning: DeclaredMeaning & { kind: 'variable' },
): SyntaxNode | undefined {
	const declared = meaning.value?.node ?? meaning.type?.node ?? owner;
	const depth = loopDepth(table, declared, owner);
	let exit: SyntaxNode | undefined;
	let weight = 0;
	for (let node = owner; node < table.last(owner); node++) {
		if (table.kind(node) !== 'identifier' || table.textOf(node) !== name) continue;
		const here = meaningAt(declarations, { table, node }, name);
		if (here?.kind === 'variable' && (here.value ?? here.type)?.node !== (meaning.value ?? meaning.type)?.node)
			continue;
		const use = useOf(table, node, name);
		if (use === 'unknown' || functionOwner(table, node) !== owner) return undefined;
		if (use === 'append') weight += 1 + loopDepth(table, node, owner) - depth;
		if (typeof use === 'string') continue;
		if (exit !== undefined || loopDepth(table, use.exit, owner) > depth) return undefined;
		exit = use.exit;
	}
	for (const bare of bareReturns(table, owner, meaning)) {
		if (exit !== undefined || loopDepth(table, bare, owner) > depth) return undefined;
		exit = bare;
	}
	return weight >= 2 ? exit : undefined;
}

/** The returns without values, when the variable is a named result. */
function bareReturns(
	table: SyntaxTable,
	owner: SyntaxNode,
	meaning: DeclaredMeaning & { kind: 'variable' },
): SyntaxNode[] {
	const { type } = meaning;
	const lists = table.children(owner).filter((child) => table.kind(child) === 'parameter_list');
	const results = lists.at(-1);
	if (!type || results === undefined || lists.length < 2 || type.node < results || type.node >= table.last(results))
		return [];
	const returns: SyntaxNode[] = [];
	for (let node = owner; node < table.last(owner); node++) {
		if (table.kind(node) !== 'return_statement' || table.children(node).length > 1) continue;
		if (functionOwner(table, node) === owner) returns.push(node);
	}
	return returns;
}

function useOf(table: SyntaxTable, node: SyntaxNode, name: string): Use {
	const parent = table.parent(node);
	const isFirst = node === parent + 1;
	switch (table.kind(parent)) {
		case 'parameter_declaration':
		case 'var_spec':
			return table.textOf(parent).includes('=') ? 'unknown' : 'fine';
		case 'range_clause':
			return 'fine';
		case 'index_expression':
			return isFirst && table.kind(table.parent(parent)) !== 'unary_expression' ? 'fine' : 'unknown';
		case 'slice_expression':
		case 'argument_list':
			return useInCall(table, parent, name);
		case 'expression_list':
			return useInList(table, parent, node, name);
		case 'assignment_statement':
		case 'short_var_declaration':
			return 'unknown';
		default:
			return 'unknown';
	}
}

/** In `append(s, …)`, `len(s)`, `cap(s)` and `s[i:j]`. */
function useInCall(table: SyntaxTable, parent: SyntaxNode, name: string): Use {
	if (table.kind(parent) === 'slice_expression') return isAssignedTo(table, parent, name) ? 'fine' : 'unknown';
	const call = table.parent(parent);
	const callee = calleeOf(table, call);
	if (callee === 'len' || callee === 'cap') return 'fine';
	return callee === 'append' && isAssignedTo(table, call, name) ? 'append' : 'unknown';
}

function isAssignedTo(table: SyntaxTable, value: SyntaxNode, name: string): boolean {
	const statement = table.parent(table.parent(value));
	return table.kind(statement) === 'assignment_statement' && table.textOf(statement + 1) === name;
}

/** On a side of an assignment, or returned. */
function useInList(table: SyntaxTable, list: SyntaxNode, node: SyntaxNode, name: string): Use {
	const statement = table.parent(list);
	if (table.kind(statement) === 'return_statement') return { exit: statement };
	if (!/^(?:assignment_statement|short_var_declaration)$/.test(table.kind(statement))) return 'unknown';
	const [left, , right] = table.children(statement);
	if (right === list) return { exit: statement };
	if (left !== list || right === undefined || table.textOf(left) !== name || node !== left + 1) return 'unknown';
	const value = right + 1;
	if (table.kind(value) === 'nil') return 'fine';
	if (table.kind(value) === 'composite_literal') return 'fine';
	return /^(?:call|slice)_expression$/.test(table.kind(value)) &&
		new RegExp(`^(?:append\\()?${name}\\b`).test(table.textOf(value))
		? 'fine'
		: 'unknown';
}

function loopDepth(table: SyntaxTable, node: SyntaxNode, owner: SyntaxNode): number {
	let depth = 0;
	for (let at = table.parent(node); at > owner; at = table.parent(at)) if (table.kind(at) === 'for_statement') depth++;
	return depth;
}
