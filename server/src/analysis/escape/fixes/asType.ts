import { meaningAt } from '../../syntax/declarations.ts';
import { argumentsOf } from '../../syntax/expressions.ts';
import type { FixCandidate, FixContext } from './fixCandidate.ts';
import { localName } from './localName.ts';
import { indentOf, statementsOf } from './loops.ts';
import { declarationAround, usesOf } from './variableUses.ts';

/**
 * `var t T` in front of `if errors.As(err, &t) {` is moved to the heap; `errors.AsType[T](err)`, which Go has since 1.26,
 * returns what it finds.
 */
export function asType({ hint, table, declarations, languageMinor }: FixContext): FixCandidate | undefined {
	if (languageMinor < 26 || hint.class !== 'call-argument') return undefined;
	const declared = table.at(hint.span.start);
	const spec = table.parent(declared);
	const around = declarationAround(table, declared);
	if (table.kind(declared) !== 'identifier' || table.kind(spec) !== 'var_spec' || around === undefined)
		return undefined;
	const name = table.textOf(declared);
	const statement = table.parent(spec);
	const type = new RegExp(`^var ${name} ([^=(,\\n]+)$`).exec(table.textOf(statement))?.[1];
	const list = table.parent(statement);
	const statements = table.kind(list) === 'statement_list' ? statementsOf(table, list) : [];
	const next = statements[statements.indexOf(statement) + 1];
	if (type === undefined || next === undefined || table.kind(next) !== 'if_statement') return undefined;
	const [, condition, consequence] = table.children(next);
	if (condition === undefined || consequence === undefined || table.kind(consequence) !== 'block') return undefined;
	// Nothing but space, no comment, between the two statements.
	if (table.text.slice(table.end(statement), table.start(next)).trim() !== '') return undefined;

	let call = condition;
	while (table.kind(call) === 'binary_expression' && table.textOf(table.children(call)[1] ?? call) === '&&') call++;
	const isNegated = table.kind(call) === 'unary_expression' && table.textOf(call).startsWith('!');
	if (isNegated) call = table.children(call)[1] ?? call;
	const [error, target, ...rest] = table.kind(call) === 'call_expression' ? argumentsOf(table, call) : [];
	if (error === undefined || target === undefined || rest.length > 0) return undefined;
	const callee = call + 1;
	if (table.kind(callee) !== 'selector_expression' || !table.textOf(callee).endsWith('.As')) return undefined;
	const errors = meaningAt(declarations, { table, node: callee + 1 }, table.textOf(callee + 1));
	if (errors?.kind !== 'package' || errors.path !== 'errors' || table.textOf(target) !== `&${name}`) return undefined;

	const uses = usesOf(table, around, name).filter(({ node }) => node !== declared && node !== target + 2);
	if (uses.some(({ access }) => access === 'declare')) return undefined;
	const isOnlyInside =
		!isNegated && uses.every(({ node }) => node > call && (node < consequence || node < table.last(consequence)));
	const ok = localName(table.textOf(around), 'ok');
	const found = uses.length === 0 ? '_' : name;
	const value = `${found}, ${ok} := ${table.textOf(callee + 1)}.AsType[${type}](${table.textOf(error)})`;
	const indent = indentOf(table, next);
	if (indent === undefined) return undefined;
	const newText = isOnlyInside ? `if ${value}; ${ok}` : `${value}\n${indent}if ${isNegated ? '!' : ''}${ok}`;
	return {
		title: `Replace by ${table.textOf(callee + 1)}.AsType[${type}]`,
		edits: [{ span: { start: table.start(statement), end: table.end(call) }, newText }],
		proof: { kind: 'gone' },
	};
}
