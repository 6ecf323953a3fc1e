import { conversionOperand, isConversion } from '../../syntax/expressions.ts';
import type { SyntaxNode, SyntaxTable } from '../../syntax/syntaxTable.ts';
import type { FixCandidate, FixContext } from './fixCandidate.ts';
import { localName } from './localName.ts';
import { indentOf } from './loops.ts';
import { declarationAround } from './variableUses.ts';

/** `seen[string(b)] = true` copies the key each time; a look-up does not, and tells when the assignment is needed. */
export function assignNewKey({ hint, table }: FixContext): FixCandidate | undefined {
	if (hint.class !== 'string-conversion') return undefined;
	let statement = table.at(hint.span.start);
	while (statement > 0 && !/_statement$|^func_literal$/.test(table.kind(statement)))
		statement = table.parent(statement);
	if (table.kind(statement) !== 'assignment_statement' || table.kind(table.parent(statement)) !== 'statement_list') {
		return undefined;
	}
	const [targets, operator, values] = table.children(statement);
	if (targets === undefined || operator === undefined || values === undefined) return undefined;
	const [element, ...others] = table.children(targets);
	const value = table.textOf(values);
	if (element === undefined || others.length > 0 || table.textOf(operator) !== '=') return undefined;
	if (table.kind(element) !== 'index_expression' || !/^(?:true|struct\{\}\{\})$/.test(value)) return undefined;
	const [map, , key] = table.children(element);
	if (map === undefined || key === undefined || !isPath(table, map) || !isConversion(table, key)) return undefined;
	const operand = conversionOperand(table, key);
	if (operand === undefined || !isPath(table, operand) || !table.textOf(key).startsWith('string(')) return undefined;
	const indent = indentOf(table, statement);
	const around = declarationAround(table, statement);
	if (indent === undefined || around === undefined) return undefined;
	const at = table.textOf(element);
	const ok = localName(table.textOf(around), 'ok');
	const head = value === 'true' ? `if !${at} {` : `if _, ${ok} := ${at}; !${ok} {`;
	const start = table.start(statement);
	const assignment = start + head.length + indent.length + 2;
	return {
		title: `Look ${table.textOf(key)} up first and assign only where it is new`,
		edits: [
			{
				span: { start, end: table.end(statement) },
				newText: `${head}\n${indent}\t${table.textOf(statement)}\n${indent}}`,
			},
		],
		proof: { kind: 'seldom', place: { start: assignment, end: assignment + table.textOf(statement).length } },
	};
}

/** `b` or `s.name`: reading it twice does nothing. */
function isPath(table: SyntaxTable, node: SyntaxNode): boolean {
	if (table.kind(node) === 'identifier') return true;
	return table.kind(node) === 'selector_expression' && isPath(table, node + 1);
}
