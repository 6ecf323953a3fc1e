/** What the code of a function does with one of its variables: enough to know whether a copy would do as well. */
import { functionOwner, type PackageDeclarations } from '../../syntax/declarations.ts';
import { fieldsOf, type GoType, underlying } from '../../syntax/goTypes.ts';
import type { SyntaxNode, SyntaxTable } from '../../syntax/syntaxTable.ts';

export interface VariableUse {
	readonly node: SyntaxNode;
	/** `member`: a selector that is read; it may be a method value, which takes the address of the variable. */
	readonly access: 'declare' | 'read' | 'write' | 'address' | 'slice' | 'member' | 'method';
	/** Through a selector or an index: `x.f = 1` writes a part of `x`, or something that `x` points to. */
	readonly part: boolean;
	/** The innermost function declaration or func literal around it. */
	readonly owner: SyntaxNode;
}

/** All identifiers `name` below a node, whatever they mean: who asks makes sure that it is declared once. */
export function usesOf(table: SyntaxTable, within: SyntaxNode, name: string): readonly VariableUse[] {
	const uses: VariableUse[] = [];
	for (let node = within; node < table.last(within); node++) {
		if (table.kind(node) !== 'identifier' || table.end(node) - table.start(node) !== name.length) continue;
		if (table.textOf(node) !== name) continue;
		uses.push({ node, ...accessOf(table, node), owner: functionOwner(table, node) ?? 0 });
	}
	return uses;
}

/** The function or method declaration around a node. */
export function declarationAround(table: SyntaxTable, node: SyntaxNode): SyntaxNode | undefined {
	for (let at = node; at > 0; at = table.parent(at)) {
		if (/^(?:function|method)_declaration$/.test(table.kind(at))) return at;
	}
	return undefined;
}

/** True when the use may change the variable itself, now or, by its address, at any time. */
export function disturbs(table: SyntaxTable, use: VariableUse, type: VariableShape): boolean {
	const shared = type.kind === 'reference';
	switch (use.access) {
		case 'declare':
		case 'read':
			return false;
		case 'write':
		case 'address':
			return !(use.part && shared);
		case 'slice':
			return type.kind === 'value';
		case 'method':
			return !shared;
		case 'member': {
			const selector = table.parent(use.node);
			return !shared && !type.fields.includes(table.textOf(selector).slice(table.textOf(use.node).length + 1));
		}
	}
}

export interface VariableShape {
	/**
	 * `reference`: pointers, interfaces and the like: what is reached through them is shared by all copies. `string`: no part
	 * of it can be changed. `value`: all the rest, and what is not known.
	 */
	readonly kind: 'reference' | 'string' | 'value';
	/** Of a struct, as far as they are known. */
	readonly fields: readonly string[];
}

export function shapeOf(declarations: PackageDeclarations, type: GoType | undefined): VariableShape {
	const made = type && underlying(declarations, type);
	if (made?.kind === 'struct') return { kind: 'value', fields: fieldsOf(made.at).map(({ name }) => name) };
	if (made?.kind === 'basic' && made.name === 'string') return { kind: 'string', fields: [] };
	if (made?.kind === 'pointer' || made?.kind === 'interface') return { kind: 'reference', fields: [] };
	// A named slice may have methods on its address; a written one has none.
	const named = type?.kind === 'written' && !type.at.table.kind(type.at.node).endsWith('_type');
	const refers = made !== undefined && /^(?:slice|map|channel|function)$/.test(made.kind) && !named;
	return { kind: refers ? 'reference' : 'value', fields: [] };
}

function accessOf(table: SyntaxTable, node: SyntaxNode): Pick<VariableUse, 'access' | 'part'> {
	let part = false;
	for (let at = node; ; at = table.parent(at)) {
		const parent = table.parent(at);
		const isFirst = table.children(parent)[0] === at;
		const read = table.kind(at) === 'selector_expression' ? 'member' : 'read';
		switch (table.kind(parent)) {
			case 'parenthesized_expression':
				continue;
			case 'selector_expression':
				part = true;
				continue;
			case 'index_expression':
				if (!isFirst) return { access: read, part };
				part = true;
				continue;
			case 'slice_expression':
				return { access: isFirst ? 'slice' : read, part };
			case 'unary_expression':
				return { access: table.textOf(parent).startsWith('&') ? 'address' : read, part };
			case 'call_expression':
				return { access: isFirst && read === 'member' ? 'method' : read, part };
			case 'inc_statement':
			case 'dec_statement':
				return { access: 'write', part };
			case 'var_spec':
			case 'const_spec':
			case 'parameter_declaration':
			case 'variadic_parameter_declaration':
				return { access: 'declare', part };
			case 'expression_list': {
				const access = listAccess(table, parent);
				return { access: access === 'read' ? read : access, part };
			}
			default:
				return { access: read, part };
		}
	}
}

/** What a statement does with the members of one of its lists. */
function listAccess(table: SyntaxTable, list: SyntaxNode): VariableUse['access'] {
	const statement = table.parent(list);
	const children = table.children(statement);
	if (children[0] !== list) return 'read';
	switch (table.kind(statement)) {
		case 'assignment_statement':
			return 'write';
		case 'short_var_declaration':
			return 'declare';
		case 'range_clause':
		case 'receive_statement':
			return children.some((child) => table.kind(child) === ':=') ? 'declare' : 'write';
		default:
			return 'read';
	}
}
