/** Which expressions are constant, as far as the text of the package tells. */
import { type LocatedNode, type PackageDeclarations, meaningAt } from './declarations.ts';
import { argumentsOf, isConversion } from './expressions.ts';
import type { SyntaxNode } from './syntaxTable.ts';

export type Certainty = 'yes' | 'no' | 'unknown';

/** Whether all elements of a composite literal are constant; what another package declares may be. */
export function isFixed(declarations: PackageDeclarations, { table, node }: LocatedNode): Certainty {
	const value = table.kind(node) === 'literal_value' ? node : table.children(node).at(-1);
	if (value === undefined || table.kind(value) !== 'literal_value') return 'no';
	const elements = table.children(value).flatMap((child) => {
		const element = table.kind(child) === 'keyed_element' ? table.children(child).at(-1) : child;
		return element !== undefined && table.kind(element) === 'literal_element' ? [element + 1] : [];
	});
	return all(elements.map((element) => isConstantExpression(declarations, { table, node: element })));
}

/** Whether an expression is constant, or a composite literal of constants. */
export function isConstantExpression(declarations: PackageDeclarations, at: LocatedNode): Certainty {
	const { table, node } = at;
	const among = (nodes: readonly SyntaxNode[]) =>
		all(nodes.map((each) => isConstantExpression(declarations, { table, node: each })));
	const children = table.children(node);
	switch (table.kind(node)) {
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
			return 'yes';
		case 'identifier': {
			const meaning = meaningAt(declarations, at, table.textOf(node));
			if (meaning) return meaning.kind === 'constant' ? 'yes' : 'no';
			return /^(?:true|false|nil|iota)$/.test(table.textOf(node)) ? 'yes' : 'no';
		}
		case 'selector_expression': {
			const operand = node + 1;
			const meaning =
				table.kind(operand) === 'identifier'
					? meaningAt(declarations, { table, node: operand }, table.textOf(operand))
					: undefined;
			return meaning?.kind === 'package' ? 'unknown' : 'no';
		}
		case 'unary_expression':
			return /^[-+^!]$/.test(table.textOf(node + 1)) ? among(children.slice(1)) : 'no';
		case 'binary_expression':
			return among([children[0] ?? node + 1, children[2] ?? node + 1]);
		case 'parenthesized_expression':
			return among([node + 1 + 1]);
		case 'call_expression': {
			const callee = meaningAt(declarations, { table, node: node + 1 }, table.textOf(node + 1));
			return isConversion(table, node) || callee?.kind === 'type' ? among(argumentsOf(table, node)) : 'no';
		}
		case 'composite_literal':
			return /^(?:slice|map)_type$/.test(table.kind(node + 1)) ? 'no' : isFixed(declarations, at);
		case 'literal_value':
			return isFixed(declarations, at);
		default:
			return 'no';
	}
}

function all(answers: readonly Certainty[]): Certainty {
	if (answers.includes('no')) return 'no';
	return answers.includes('unknown') ? 'unknown' : 'yes';
}
