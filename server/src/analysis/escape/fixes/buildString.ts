import type { SyntaxNode, SyntaxTable } from '../../syntax/syntaxTable.ts';
import type { TextEdit } from '../../text/textEdit.ts';
import type { FixCandidate, FixContext } from './fixCandidate.ts';
import { localName } from './localName.ts';
import { holds, indentOf, statementsOf } from './loops.ts';
import { qualifierAt, rewriteFile } from './rewriteFile.ts';
import { declarationAround, usesOf } from './variableUses.ts';

/**
 * `s += x` in a loop makes a new string each time; a strings.Builder grows a few times, and hands its bytes over. Only where
 * nothing looks at the string before the loop is over: no part of the loop, no function literal, and for a named result
 * nothing that is deferred.
 */
export function buildString(context: FixContext): FixCandidate | undefined {
	const { hint, table } = context;
	if (hint.class !== 'string-conversion' || !hint.inLoop) return undefined;
	let statement = table.at(hint.span.start);
	while (statement > 0 && !/_statement$|^func_literal$/.test(table.kind(statement)))
		statement = table.parent(statement);
	const name = appendedString(table, statement);
	const around = declarationAround(table, statement);
	if (name === undefined || around === undefined || holds(table, around, 'goto_statement')) return undefined;
	const uses = usesOf(table, around, name);
	const [declared, ...again] = uses.filter(({ access }) => access === 'declare');
	if (declared === undefined || again.length > 0) return undefined;
	if (uses.some(({ owner, access }) => owner !== declared.owner || access === 'address')) return undefined;

	const empty = emptyString(table, declared.node, around);
	const loop = empty && loopIn(table, statement, empty.list);
	if (!empty || loop === undefined || loop < declared.node) return undefined;
	if (empty.isResult && (holds(table, around, 'defer_statement') || holds(table, loop, 'return_statement'))) {
		return undefined;
	}
	const within = uses.filter(({ node }) => node < table.last(loop) && node !== declared.node);
	const additions = within.map(({ node }) => {
		const addition = table.parent(table.parent(node));
		return appendedString(table, addition) === name && addition + 2 === node ? addition : undefined;
	});
	const indent = indentOf(table, loop);
	if (indent === undefined || additions.some((each) => each === undefined || each < loop)) return undefined;

	const builder = localName(table.textOf(around), 'b');
	const strings = qualifierAt(context, loop, 'strings');
	if (strings.name === builder) return undefined;
	const made = `var ${builder} ${strings.name}.Builder`;
	const start = table.start(loop);
	const end = table.end(loop);
	const written = additions.flatMap((each): TextEdit[] => {
		const value = each === undefined ? undefined : table.children(each)[2];
		if (each === undefined || value === undefined) return [];
		const span = { start: table.start(each), end: table.end(each) };
		return [{ span, newText: `${builder}.WriteString(${table.textOf(value)})` }];
	});
	const { edits, places } = rewriteFile(
		context,
		[
			empty.isResult
				? { span: { start, end: start }, newText: `${made}\n${indent}` }
				: { span: { start: table.start(empty.statement), end: table.end(empty.statement) }, newText: made },
			...written,
			{ span: { start: end, end }, newText: `\n${indent}${name} ${empty.isResult ? '=' : ':='} ${builder}.String()` },
		],
		[strings],
	);
	return {
		title: `Build ${name} with a ${strings.name}.Builder`,
		edits,
		proof: { kind: 'replaced', places, sure: 0 },
	};
}

/** The `s` of `s += x`. */
function appendedString(table: SyntaxTable, statement: SyntaxNode): string | undefined {
	if (table.kind(statement) !== 'assignment_statement') return undefined;
	const [targets, operator, value] = table.children(statement);
	if (targets === undefined || operator === undefined || value === undefined) return undefined;
	const [target, ...others] = table.children(targets);
	if (target === undefined || others.length > 0 || table.kind(target) !== 'identifier') return undefined;
	return table.textOf(operator) === '+=' ? table.textOf(target) : undefined;
}

interface EmptyString {
	/** The statements that it is visible in. */
	readonly list: SyntaxNode;
	readonly statement: SyntaxNode;
	readonly isResult: boolean;
}

/** How the string is declared, without a text; a named result of the function around counts as well. */
function emptyString(table: SyntaxTable, name: SyntaxNode, around: SyntaxNode): EmptyString | undefined {
	const spec = table.parent(name);
	if (table.kind(spec) === 'parameter_declaration') {
		const lists = table.children(around).filter((child) => table.kind(child) === 'parameter_list');
		const index = lists.indexOf(table.parent(spec));
		const body = table.children(around).at(-1) ?? around;
		const list = table.children(body).find((child) => table.kind(child) === 'statement_list');
		const isResult = index > (table.kind(around) === 'method_declaration' ? 1 : 0);
		return list === undefined || !isResult ? undefined : { list, statement: spec, isResult };
	}
	const statement = table.parent(spec);
	const list = table.parent(statement);
	if (table.kind(list) !== 'statement_list') return undefined;
	if (!/^(?:var [\p{L}\p{N}_]+ string|[\p{L}\p{N}_]+ := (?:""|``))$/u.test(table.textOf(statement))) return undefined;
	return { list, statement, isResult: false };
}

/** The loop around a node that is a statement of the list. */
function loopIn(table: SyntaxTable, node: SyntaxNode, list: SyntaxNode): SyntaxNode | undefined {
	const loop = statementsOf(table, list).find((each) => each < node && node < table.last(each));
	return loop !== undefined && table.kind(loop) === 'for_statement' ? loop : undefined;
}
