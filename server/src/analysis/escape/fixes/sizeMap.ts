import { meaningAt } from '../../syntax/declarations.ts';
import type { SyntaxNode, SyntaxTable } from '../../syntax/syntaxTable.ts';
import type { FixCandidate, FixContext } from './fixCandidate.ts';
import { isKnownBefore, lengthOf } from './loopLength.ts';
import { loopAround, statementsOf } from './loops.ts';
import { declarationAround, usesOf } from './variableUses.ts';

/**
 * A map that gets an element in each iteration of a loop with a known length is made with room for them, instead of growing several
 * times. Only one that outlives the call: a small one that stays takes its first room from the stack, unless a size is asked for.
 */
export function sizeMap(context: FixContext): FixCandidate | undefined {
	const { hint, table, declarations } = context;
	if (hint.class !== 'map' || hint.verdict !== 'heap' || hint.because !== 'made') return undefined;
	let statement = table.at(hint.span.start);
	while (statement > 0 && !/_declaration$|_statement$|^func_literal$/.test(table.kind(statement)))
		statement = table.parent(statement);
	const found =
		/^([\p{L}_][\p{L}\p{N}_]*) := (?:make\((map\[[^\n]*)\)|(map\[[^\n]*)\{\})$/u.exec(table.textOf(statement)) ?? [];
	const [, name, made, literal] = found;
	const type = made ?? literal;
	const around = declarationAround(table, statement);
	if (name === undefined || type === undefined || /,/.test(type) || around === undefined) return undefined;
	if (table.kind(statement) !== 'short_var_declaration') return undefined;
	const at = { table, node: statement };
	if (meaningAt(declarations, at, 'make') ?? meaningAt(declarations, at, 'len')) return undefined;

	const uses = usesOf(table, around, name);
	if (uses.filter(({ access }) => access === 'declare').length !== 1) return undefined;
	const filling = uses.find(({ node }) => node > statement + 2);
	const put = filling && assignmentOf(table, filling.node);
	const loop = put === undefined ? undefined : loopAround(table, put);
	if (put === undefined || !loop || loop.list !== table.parent(statement)) return undefined;
	if (!statementsOf(table, loop.body).includes(put)) return undefined;
	const length = lengthOf(context, loop);
	if (!length || !isKnownBefore(table, length, statement, loop, name)) return undefined;
	const newText = `${name} := make(${type}, ${length.text})`;
	const start = table.start(statement);
	return {
		title: `Make ${name} with room for ${length.text} elements`,
		edits: [{ span: { start, end: table.end(statement) }, newText }],
		proof: { kind: 'sized', place: { start, end: start + newText.length } },
	};
}

/** The statement `m[k] = v` that a use of m begins. */
function assignmentOf(table: SyntaxTable, use: SyntaxNode): SyntaxNode | undefined {
	const index = table.parent(use);
	const statement = table.parent(table.parent(index));
	if (table.kind(index) !== 'index_expression' || table.kind(statement) !== 'assignment_statement') return undefined;
	return statement + 2 === index && table.textOf(table.children(statement)[1] ?? index) === '=' ? statement : undefined;
}
