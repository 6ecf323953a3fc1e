/** Where expressions stand: the compiler names them by one position each, readers by their whole extent. */
import type { SyntaxNode, SyntaxTable } from './syntaxTable.ts';

/**
 * The offset that the compiler reports for an expression or statement, which is rarely where it begins: an operator, an
 * opening bracket, a dot. `undefined` for nodes that it never reports.
 */
export function compilerOffset(table: SyntaxTable, node: SyntaxNode): number | undefined {
	switch (table.kind(node)) {
		case 'call_expression':
			if (isConversion(table, node)) {
				const operand = argumentsOf(table, node)[0];
				return operand === undefined ? undefined : compilerOffset(table, operand);
			}
			return startOfKind(table, node, 'argument_list', 'special_argument_list');
		case 'type_conversion_expression': {
			const operand = conversionOperand(table, node);
			return operand === undefined ? undefined : compilerOffset(table, operand);
		}
		case 'parenthesized_expression': {
			const inner = table.children(node)[1];
			return inner === undefined ? undefined : compilerOffset(table, inner);
		}
		case 'composite_literal':
			return startOfKind(table, node, 'literal_value');
		case 'binary_expression':
		case 'assignment_statement':
		case 'short_var_declaration': {
			const operator = table.children(node)[1];
			return operator === undefined ? undefined : table.start(operator);
		}
		case 'selector_expression':
		case 'type_assertion_expression':
			return startOfKind(table, node, '.');
		case 'index_expression':
		case 'slice_expression':
			return startOfKind(table, node, '[');
		case 'send_statement':
			return startOfKind(table, node, '<-');
		case 'range_clause':
			return startOfKind(table, node, 'range');
		case 'identifier':
		case 'field_identifier':
		case 'package_identifier':
		case 'type_identifier':
		case 'int_literal':
		case 'float_literal':
		case 'imaginary_literal':
		case 'rune_literal':
		case 'interpreted_string_literal':
		case 'raw_string_literal':
		case 'true':
		case 'false':
		case 'nil':
		case 'iota':
		case 'literal_value':
			// An element of a composite literal whose type is left out; else the literal itself stands there.
			return table.kind(table.parent(node)) === 'composite_literal' ? undefined : table.start(node);
		case 'func_literal':
		case 'unary_expression':
		case 'go_statement':
		case 'defer_statement':
		case 'for_statement':
			return table.start(node);
		default:
			return undefined;
	}
}

/** All nodes that the compiler would report at `offset`, innermost first. */
export function nodesAtCompilerOffset(table: SyntaxTable, offset: number): SyntaxNode[] {
	const found: SyntaxNode[] = [];
	for (let node = table.at(offset); node > 0; node = table.parent(node)) {
		const isMeant =
			compilerOffset(table, node) === offset ||
			bracketOf(table, node) === offset ||
			innerBracketOf(table, node) === offset;
		if (isMeant) found.push(node);
		// A declaration or a block holds expressions; it is never part of one.
		else if (table.kind(node) === 'block' && table.start(node) !== offset) break;
	}
	return found;
}

/** Where a conversion's bracket opens: put into an interface, its result is reported there and not at its operand. */
function bracketOf(table: SyntaxTable, node: SyntaxNode): number | undefined {
	return isConversion(table, node) ? startOfKind(table, node, 'argument_list', '(') : undefined;
}

/** `string(rune(n))`: a conversion of a conversion is reported where the inner one would be put into an interface. */
function innerBracketOf(table: SyntaxTable, node: SyntaxNode): number | undefined {
	const operand = isConversion(table, node) ? conversionOperand(table, node) : undefined;
	return operand === undefined ? undefined : bracketOf(table, operand);
}

const basicTypes = new Set(
	(
		'bool string int int8 int16 int32 int64 uint uint8 uint16 uint32 uint64 uintptr byte rune ' +
		'float32 float64 complex64 complex128 any error'
	).split(' '),
);

/** True for a predeclared type name. */
export function isBasicType(name: string): boolean {
	return basicTypes.has(name);
}

/** `string(b)` and the like; the conversion to a declared type looks like a call and is told apart only by who knows types. */
export function isConversion(table: SyntaxTable, node: SyntaxNode): boolean {
	if (table.kind(node) === 'type_conversion_expression') return true;
	if (table.kind(node) !== 'call_expression') return false;
	let callee = node + 1;
	while (table.kind(callee) === 'parenthesized_expression') callee += 2;
	const kind = table.kind(callee);
	if (kind === 'identifier') return isBasicType(table.textOf(callee));
	return kind.endsWith('_type');
}

/** What a conversion converts. */
export function conversionOperand(table: SyntaxTable, node: SyntaxNode): SyntaxNode | undefined {
	if (table.kind(node) !== 'type_conversion_expression') return argumentsOf(table, node)[0];
	return table.children(node).find((child) => child > node + 1 && !isPunctuation(table, child));
}

/** The arguments of a call. */
export function argumentsOf(table: SyntaxTable, call: SyntaxNode): SyntaxNode[] {
	const list = table.children(call).find((child) => table.kind(child) === 'argument_list');
	return list === undefined ? [] : table.children(list).filter((child) => !isPunctuation(table, child));
}

/** The `f` of `f(x)`. */
export function calleeOf(table: SyntaxTable, call: SyntaxNode): string {
	return table.textOf(call + 1);
}

function isPunctuation(table: SyntaxTable, node: SyntaxNode): boolean {
	return table.last(node) === node + 1 && /^[^\p{L}\p{N}_"'`]/u.test(table.textOf(node));
}

function startOfKind(table: SyntaxTable, node: SyntaxNode, ...kinds: string[]): number | undefined {
	const child = table.children(node).find((each) => kinds.includes(table.kind(each)));
	return child === undefined ? undefined : table.start(child);
}
