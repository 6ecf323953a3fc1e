/** Where the code of a file uses a function of its package. */
import { meaningAt, type PackageDeclarations } from '../../syntax/declarations.ts';
import type { SyntaxNode, SyntaxTable } from '../../syntax/syntaxTable.ts';

/**
 * The identifiers that stand for the package-level function `name`, its declaration left out. Undefined when that cannot be
 * told for one of them: a key in a composite literal may be a field.
 */
export function nameUses(
	table: SyntaxTable,
	name: string,
	declarations: PackageDeclarations,
): SyntaxNode[] | undefined {
	const uses: SyntaxNode[] = [];
	for (let node = 0; node < table.count; node++) {
		if (table.kind(node) !== 'identifier' || table.textOf(node) !== name) continue;
		if (isDeclaring(table, node)) continue;
		if (isKey(table, node)) return undefined;
		const meaning = meaningAt(declarations, { table, node }, name);
		if (meaning?.kind === 'function') uses.push(node);
		else if (meaning === undefined) return undefined;
	}
	return uses;
}

/** The identifier gives a meaning to the name instead of using one. */
function isDeclaring(table: SyntaxTable, node: SyntaxNode): boolean {
	const parent = table.parent(node);
	switch (table.kind(parent)) {
		case 'function_declaration':
			return table.children(parent)[1] === node;
		case 'parameter_declaration':
		case 'variadic_parameter_declaration':
		case 'type_parameter_declaration':
			return true;
		case 'var_spec':
		case 'const_spec':
			return isLeftOf(table, parent, node, '=');
		case 'expression_list': {
			const owner = table.parent(parent);
			return defining.has(table.kind(owner)) && isLeftOf(table, owner, parent, ':=');
		}
		default:
			return false;
	}
}

const defining = new Set(['short_var_declaration', 'range_clause', 'receive_statement', 'type_switch_statement']);

/** A specification without the sign has its names, and nothing else, on the left. */
function isLeftOf(table: SyntaxTable, owner: SyntaxNode, child: SyntaxNode, sign: '=' | ':='): boolean {
	const children = table.children(owner);
	const at = children.findIndex((one) => table.kind(one) === sign);
	return at < 0 ? sign === '=' : children.indexOf(child) < at;
}

/** `{name: value}`: a field, or a key of a map or an array. */
function isKey(table: SyntaxTable, node: SyntaxNode): boolean {
	let below = node;
	for (let at = table.parent(node); at > 0 && table.end(at) === table.end(node); at = table.parent(at)) below = at;
	const element = table.parent(below);
	return table.kind(element) === 'keyed_element' && table.children(element)[0] === below;
}
