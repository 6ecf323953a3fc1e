/** Calls of reflect.Value methods that cannot panic, because the kind of the value was just asked for. */
import { type LocatedNode, type PackageDeclarations, meaningAt } from './declarations.ts';
import type { SyntaxNode, SyntaxTable } from './syntaxTable.ts';

/**
 * True for `v.IsNil()` behind `v.Kind() == reflect.Pointer &&`, behind `v.Kind() != reflect.Pointer ||`, or first in a
 * body that `if v.Kind() == …` guards, where `v` is a local variable. The compiler inlines both calls and removes the
 * panic that the first comparison rules out.
 */
export function isGuardedByKind(declarations: PackageDeclarations, { table, node }: LocatedNode): boolean {
	const callee = node + 1;
	if (table.kind(node) !== 'call_expression' || table.kind(callee) !== 'selector_expression') return false;
	const receiver = callee + 1;
	if (table.kind(receiver) !== 'identifier') return false;
	const name = table.textOf(receiver);
	const meaning = meaningAt(declarations, { table, node: receiver }, name);
	if (meaning?.kind !== 'variable' || meaning.owner === undefined) return false;
	for (let at: SyntaxNode = node; ; at = table.parent(at)) {
		const parent = table.parent(at);
		const kind = table.kind(parent);
		if (kind === 'binary_expression') {
			const [left, operator] = table.children(parent);
			if (left === undefined || operator === undefined) return false;
			const wanted = { '&&': '==', '||': '!=' }[table.textOf(operator)];
			if (left !== at && wanted !== undefined && asksKind(table, left, name, wanted, table.textOf(operator)))
				return true;
		} else if (kind === 'if_statement') {
			return isFirstIn(table, at, parent, name);
		} else if (kind !== 'unary_expression' && kind !== 'parenthesized_expression') {
			return false;
		}
	}
}

/** The call stands in the condition of an `if` that is the first statement of a body guarded by the kind. */
function isFirstIn(table: SyntaxTable, condition: SyntaxNode, statement: SyntaxNode, name: string): boolean {
	if (table.kind(condition) === 'block') return false;
	const list = table.parent(statement);
	const block = table.parent(list);
	const guard = table.parent(block);
	if (table.kind(list) !== 'statement_list' || table.children(list)[0] !== statement) return false;
	if (table.kind(guard) !== 'if_statement' || table.kind(block) !== 'block') return false;
	const children = table.children(guard);
	const at = children.indexOf(block);
	const asked = children[at - 1];
	return (
		asked !== undefined && table.kind(children[at - 2] ?? asked) !== 'else' && asksKind(table, asked, name, '==', '&&')
	);
}

/** `name.Kind() == reflect.X`, alone or as a part of a chain of the same operator. */
function asksKind(table: SyntaxTable, condition: SyntaxNode, name: string, comparison: string, chain: string): boolean {
	if (table.kind(condition) !== 'binary_expression') return false;
	const [left, operator, right] = table.children(condition);
	if (left === undefined || operator === undefined || right === undefined) return false;
	if (table.textOf(operator) === chain) {
		return asksKind(table, left, name, comparison, chain) || asksKind(table, right, name, comparison, chain);
	}
	return (
		table.textOf(operator) === comparison &&
		table.textOf(left).replace(/\s/g, '') === `${name}.Kind()` &&
		/^reflect\./.test(table.textOf(right))
	);
}
