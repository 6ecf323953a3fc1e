/** What a func literal takes from around it. */
import { type LocatedNode, type PackageDeclarations, functionOwner, meaningAt } from './declarations.ts';
import { underlying } from './goTypes.ts';
import type { SyntaxNode, SyntaxTable } from './syntaxTable.ts';

/**
 * The local variables that a func literal takes from around it, in order of their first use. Constants and package-level
 * names are no captures.
 */
export function capturesOf(declarations: PackageDeclarations, { table, node }: LocatedNode): string[] {
	const names = new Set<string>();
	for (let at = node; at < table.last(node); at++) {
		if (table.kind(at) !== 'identifier' || isDeclared(table, at) || isFieldKey(declarations, table, at)) continue;
		const name = table.textOf(at);
		const meaning = meaningAt(declarations, { table, node: at }, name);
		if (meaning?.kind !== 'variable' || meaning.owner === undefined) continue;
		const inside = meaning.owner >= node && meaning.owner < table.last(node);
		if (!inside) names.add(name);
	}
	return [...names];
}

/** The name in a declaration, as against one that is used. */
function isDeclared(table: SyntaxTable, identifier: SyntaxNode): boolean {
	const parent = table.parent(identifier);
	if (/^(?:var_spec|const_spec|(?:variadic_)?parameter_declaration)$/.test(table.kind(parent))) {
		return table.children(parent).at(-1) !== identifier;
	}
	const statement = table.parent(parent);
	if (table.kind(parent) !== 'expression_list' || parent !== statement + 1) return false;
	return (
		/^(?:short_var_declaration|range_clause)$/.test(table.kind(statement)) &&
		table.textOf(table.children(statement)[1] ?? parent) === ':='
	);
}

/** The `a` of `T{a: 1}` where `T` is known to be a struct: in a map it is a variable. */
function isFieldKey(declarations: PackageDeclarations, table: SyntaxTable, identifier: SyntaxNode): boolean {
	const element = table.parent(identifier);
	const pair = table.parent(element);
	if (table.kind(pair) !== 'keyed_element' || element !== pair + 1) return false;
	const literal = table.parent(table.parent(pair));
	return (
		table.kind(literal) === 'composite_literal' &&
		underlying(declarations, { kind: 'written', at: { table, node: literal + 1 } })?.kind === 'struct'
	);
}

/** True when the node stands in a function with type parameters, its own or its receiver's. */
export function isGeneric(table: SyntaxTable, node: SyntaxNode): boolean {
	for (let at: SyntaxNode | undefined = node; at !== undefined; at = functionOwner(table, at)) {
		const lists = table.children(at).filter((child) => /^(?:type_)?parameter_list$/.test(table.kind(child)));
		if (lists.some((list) => table.kind(list) === 'type_parameter_list')) return true;
		if (table.kind(at) === 'method_declaration' && /\[/.test(table.textOf(lists[0] ?? at).replace(/\[\]/g, '')))
			return true;
	}
	return false;
}
