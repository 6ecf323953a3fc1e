/** `k := string(b)` where `k` is a key that is looked up at once, and nothing else: the compiler looks it up without making a string. */
import { functionOwner, type LocatedNode, type PackageDeclarations } from './declarations.ts';
import { calleeOf, argumentsOf } from './expressions.ts';
import { sizeOfType, underlying } from './goTypes.ts';
import { typeOf } from './inferNodeType.ts';
import type { SyntaxNode, SyntaxTable } from './syntaxTable.ts';

/** Bytes of the largest element of a map with string keys that has look-ups of its own (internal/abi, MapMaxElemBytes). */
const largestElement = 128;

/**
 * True for `k := string(b)` right in front of `v := m[k]`, `if v, ok := m[k]; ok`, `return m[k]` or `delete(m, k)`, where `k` is named
 * nowhere else (cmd/compile/internal/ssa/_gen/generic.rules). The memory must be the same at both places: no call may stand between.
 *
 * @param conversion the call of `string`
 */
export function isLookedUpOnce(declarations: PackageDeclarations, { table, node: conversion }: LocatedNode): boolean {
	const list = table.parent(conversion);
	const statement = table.parent(list);
	if (table.kind(list) !== 'expression_list' || table.kind(statement) !== 'short_var_declaration') return false;
	const [left, , right] = table.children(statement);
	if (left === undefined || right !== list || !isSingle(table, left) || !isSingle(table, list)) return false;
	const name = table.textOf(left);
	const next = statementBehind(table, statement);
	const use = next === undefined ? undefined : onlyUse(table, statement, name);
	if (next === undefined || use === undefined || use < next || use >= table.last(next)) return false;
	const looked = lookedUp(table, use);
	if (looked === undefined || !isFirstDone(table, next, looked.at)) return false;
	const type = typeOf(declarations, { table, node: looked.map });
	const made = type && underlying(declarations, type);
	return made?.kind === 'map' && (sizeOfType(declarations, made.of)?.size ?? Infinity) <= largestElement;
}

function isSingle(table: SyntaxTable, list: SyntaxNode): boolean {
	return table.children(list).length === 1;
}

function statementBehind(table: SyntaxTable, statement: SyntaxNode): SyntaxNode | undefined {
	const list = table.parent(statement);
	if (table.kind(list) !== 'statement_list') return undefined;
	const statements = table.children(list).filter((child) => table.kind(child) !== ';');
	return statements[statements.indexOf(statement) + 1];
}

/** The one place behind its declaration that names a variable; undefined for none and for several. */
function onlyUse(table: SyntaxTable, declaration: SyntaxNode, name: string): SyntaxNode | undefined {
	const owner = functionOwner(table, declaration);
	let use: SyntaxNode | undefined;
	for (let node = table.last(declaration); owner !== undefined && node < table.last(owner); node++) {
		if (table.kind(node) !== 'identifier' || table.textOf(node) !== name) continue;
		if (use !== undefined) return undefined;
		use = node;
	}
	return use;
}

/** The map that a key is looked up in, and the expression or call that does so. */
function lookedUp(
	table: SyntaxTable,
	key: SyntaxNode,
): { readonly map: SyntaxNode; readonly at: SyntaxNode } | undefined {
	const parent = table.parent(key);
	if (table.kind(parent) === 'index_expression') {
		const map = parent + 1;
		return map !== key && !isTarget(table, parent) ? { map, at: parent } : undefined;
	}
	const call = table.parent(parent);
	if (table.kind(parent) !== 'argument_list' || calleeOf(table, call) !== 'delete') return undefined;
	const [map, deleted] = argumentsOf(table, call);
	return map !== undefined && deleted === key ? { map, at: call } : undefined;
}

/** Something is assigned to the element, or it is counted up. */
function isTarget(table: SyntaxTable, element: SyntaxNode): boolean {
	const parent = table.parent(element);
	if (/^(?:inc|dec)_statement$/.test(table.kind(parent))) return true;
	const statement = table.parent(parent);
	return table.kind(statement) === 'assignment_statement' && table.children(statement)[0] === parent;
}

/** Nothing of a statement that writes to memory comes before the look-up. */
function isFirstDone(table: SyntaxTable, statement: SyntaxNode, lookUp: SyntaxNode): boolean {
	for (let at = lookUp; at !== statement; at = table.parent(at)) {
		if (/^(?:block|func_literal|for_statement|go_statement|defer_statement)$/.test(table.kind(at))) return false;
	}
	if (/^(?:for_statement|go_statement|defer_statement)$/.test(table.kind(statement))) return false;
	for (let node = statement; node < lookUp; node++) {
		if (
			/^(?:call_expression|func_literal|composite_literal|inc_statement|dec_statement|unary_expression)$/.test(
				table.kind(node),
			)
		)
			return false;
	}
	return true;
}
