/** Places that allocate by their form alone, where the compiler prints no verdict or its verdict needs the form. */
import { type LocatedNode, type PackageDeclarations, functionOwner } from './declarations.ts';
import { argumentsOf, calleeOf } from './expressions.ts';
import { underlying } from './goTypes.ts';
import { typeOf } from './inferNodeType.ts';
import type { SyntaxNode, SyntaxTable } from './syntaxTable.ts';

export interface AllocationSite {
	readonly kind: 'make-channel' | 'string-append' | 'append' | 'defer-in-loop';
	readonly node: SyntaxNode;
}

/**
 * All such places of a file, in order. Escape analysis has no location for `make(chan T)` and for `s += t`, and no
 * verdict for `append` before Go 1.25; a deferred call in a loop needs a record on the heap.
 */
export function allocationSitesOf(declarations: PackageDeclarations, table: SyntaxTable): AllocationSite[] {
	const sites: AllocationSite[] = [];
	for (let node = 0; node < table.count; node++) {
		const kind = siteKind(declarations, table, node);
		if (kind && !nearError(table, node)) sites.push({ kind, node });
	}
	return sites;
}

function siteKind(
	declarations: PackageDeclarations,
	table: SyntaxTable,
	node: SyntaxNode,
): AllocationSite['kind'] | undefined {
	switch (table.kind(node)) {
		case 'call_expression': {
			if (table.kind(node + 1) !== 'identifier') return undefined;
			const callee = calleeOf(table, node);
			if (callee === 'append') return 'append';
			if (callee !== 'make') return undefined;
			const type = argumentsOf(table, node)[0];
			if (type === undefined) return undefined;
			const made = underlying(declarations, { kind: 'written', at: { table, node: type } });
			return made?.kind === 'channel' ? 'make-channel' : undefined;
		}
		case 'assignment_statement': {
			const [left, operator, right] = table.children(node);
			if (left === undefined || operator === undefined || table.textOf(operator) !== '+=') return undefined;
			if (right === undefined) return undefined;
			const isString =
				isStringTyped(declarations, { table, node: soleMember(table, left) }) ||
				isStringTyped(declarations, { table, node: soleMember(table, right) });
			return isString ? 'string-append' : undefined;
		}
		case 'defer_statement':
			return isInLoop(table, node) ? 'defer-in-loop' : undefined;
		default:
			return undefined;
	}
}

function soleMember(table: SyntaxTable, list: SyntaxNode): SyntaxNode {
	return table.kind(list) === 'expression_list' ? list + 1 : list;
}

function isStringTyped(declarations: PackageDeclarations, at: LocatedNode): boolean {
	const type = typeOf(declarations, at);
	const made = type && underlying(declarations, type);
	return made?.kind === 'basic' && made.name === 'string';
}

/** True when the statement stands in a loop of its own function. */
export function isInLoop(table: SyntaxTable, node: SyntaxNode): boolean {
	const owner = functionOwner(table, node) ?? 0;
	for (let at = table.parent(node); at > owner; at = table.parent(at)) {
		if (table.kind(at) === 'for_statement') return true;
	}
	return false;
}

function nearError(table: SyntaxTable, node: SyntaxNode): boolean {
	for (let at = node; at > 0 && table.kind(at) !== 'statement_list'; at = table.parent(at)) {
		if (table.broken(at) || table.kind(at) === 'ERROR') return true;
	}
	return false;
}

/**
 * Whether a conversion between string and bytes is used where the compiler needs no copy.
 *
 * @param to what it converts to
 * @param minor 26 for go1.26.8
 */
export function needsNoCopy(
	table: SyntaxTable,
	conversion: SyntaxNode,
	to: 'string' | 'bytes',
	minor: number,
): boolean {
	const parent = table.parent(conversion);
	switch (table.kind(parent)) {
		case 'binary_expression':
			return true;
		case 'parenthesized_expression':
			return needsNoCopy(table, parent, to, minor);
		case 'range_clause':
			return to === 'bytes';
		case 'expression_switch_statement':
			return true;
		case 'index_expression':
			return table.start(parent) !== table.start(conversion);
		case 'argument_list': {
			const call = table.parent(parent);
			const callee = calleeOf(table, call);
			return callee === 'len' || (callee === 'delete' && minor >= 25);
		}
		// m[key{string(b)}]
		case 'literal_element':
		case 'literal_value':
		case 'keyed_element':
		case 'composite_literal':
			return to === 'string' && isKeyPart(table, parent);
		case 'expression_list':
			return table.kind(table.parent(parent)) === 'expression_case';
		default:
			return false;
	}
}

/** A part of a struct or array that is looked up as the key of a map. */
function isKeyPart(table: SyntaxTable, part: SyntaxNode): boolean {
	let at = part;
	while (/^(?:literal_element|literal_value|keyed_element|composite_literal)$/.test(table.kind(at)))
		at = table.parent(at);
	if (table.kind(at) !== 'index_expression') return false;
	// What is assigned to keeps its key.
	const list = table.parent(at);
	const statement = table.parent(list);
	const isTarget =
		/^(?:assignment_statement|inc_statement|dec_statement)$/.test(table.kind(statement)) &&
		table.children(statement)[0] === list;
	return !isTarget && !/^(?:inc|dec)_statement$/.test(table.kind(list));
}

/**
 * True for the first `append(s, x)` right behind `s := make([]T, 0, n)` with room for what is appended: the compiler then
 * leaves the growing out.
 */
export function fitsCapacity(table: SyntaxTable, append: SyntaxNode): boolean {
	const [slice, ...elements] = argumentsOf(table, append);
	const statement = table.parent(table.parent(append));
	const list = table.parent(statement);
	if (slice === undefined || table.kind(list) !== 'statement_list') return false;
	if (elements.length === 0 || elements.some((element) => table.kind(element) === 'variadic_argument')) return false;
	const statements = table.children(list).filter((child) => table.kind(child) !== ';');
	const before = statements[statements.indexOf(statement) - 1];
	if (before === undefined) return false;
	const made = /^(?:var )?([\p{L}\p{N}_]+) :?= make\(\[\][^,]+, 0, (?:[^,]*\+ ?)?(\d+)\)$/u.exec(table.textOf(before));
	return made !== null && made[1] === table.textOf(slice) && Number(made[2]) >= elements.length;
}
