import { meaningAt } from '../../syntax/declarations.ts';
import type { GoType } from '../../syntax/goTypes.ts';
import { typeOfMeaning } from '../../syntax/inferType.ts';
import type { SyntaxNode, SyntaxTable } from '../../syntax/syntaxTable.ts';
import type { TextEdit } from '../../text/textEdit.ts';
import type { FixCandidate, FixContext } from './fixCandidate.ts';
import { holds, loopsAround } from './loops.ts';
import { declarationAround, disturbs, shapeOf, type TypeShape, usesOf, type VariableUse } from './variableUses.ts';

/**
 * A variable that a goroutine captures by reference is moved to the heap. As an argument it is a copy, which is the same
 * when nobody changes it afterwards, or nobody but the goroutine looks at it any more.
 */
export function passAsArgument({ hint, table, declarations, languageMinor }: FixContext): FixCandidate | undefined {
	const declared = table.at(hint.span.start);
	const name = hint.subject;
	const around = declarationAround(table, declared);
	if (around === undefined || table.kind(declared) !== 'identifier' || table.textOf(declared) !== name)
		return undefined;
	const uses = usesOf(table, around, name);
	const declarationsOfName = uses.filter(({ access }) => access === 'declare');
	if (declarationsOfName.length !== 1 || declarationsOfName[0]?.node !== declared) return undefined;
	if (isResult(table, declared) || holds(table, around, 'goto_statement')) return undefined;
	// Before Go 1.22 all iterations share one variable.
	if (isLoopVariable(table, declared) && languageMinor < 22) return undefined;

	const own = declarationsOfName[0].owner;
	const captured = uses.filter(({ owner }) => owner !== own);
	const literals = [...new Set(captured.map(({ owner }) => owner))];
	const calls = literals.map((literal) => goCall(table, literal, own));
	const inside = captured[0];
	if (inside === undefined || !calls.every((call) => call !== undefined)) return undefined;
	const meaning = meaningAt(declarations, { table, node: inside.node }, name);
	const type = meaning && typeOfMeaning(declarations, meaning);
	const written = type && spell(table, type);
	if (written === undefined) return undefined;
	const shape = shapeOf(declarations, type);
	const copies = calls.every((call) => isSettled(table, call, declared, uses, shape));
	const [first] = calls;
	const handsOver = calls.length === 1 && first !== undefined && isHandedOver(table, first, declared, uses, shape);
	if (!copies && !handsOver) return undefined;
	return {
		title: `Pass ${name} to the goroutine as an argument`,
		edits: calls.flatMap((call) => argumentEdits(table, call, name, written)),
		proof: { kind: 'gone' },
	};
}

interface GoCall {
	readonly statement: SyntaxNode;
	readonly literal: SyntaxNode;
	readonly parameters: SyntaxNode;
	readonly arguments: SyntaxNode;
}

/** The `go func(…) {…}(…)` that a func literal stands in. */
function goCall(table: SyntaxTable, literal: SyntaxNode, owner: SyntaxNode): GoCall | undefined {
	const call = table.parent(literal);
	const statement = table.parent(call);
	if (table.kind(call) !== 'call_expression' || call + 1 !== literal) return undefined;
	if (table.kind(statement) !== 'go_statement') return undefined;
	for (let at = table.parent(statement); at !== owner; at = table.parent(at)) {
		if (at <= 0 || table.kind(at) === 'func_literal') return undefined;
	}
	const parameters = table.children(literal).find((child) => table.kind(child) === 'parameter_list');
	const list = table.children(call).find((child) => table.kind(child) === 'argument_list');
	if (parameters === undefined || list === undefined) return undefined;
	const texts = [table.textOf(parameters), table.textOf(list)];
	if (texts.some((text) => text.includes('\n') || text.includes('...'))) return undefined;
	return { statement, literal, parameters, arguments: list };
}

/** Nothing changes the variable once the goroutine was started, and nobody has its address. */
function isSettled(
	table: SyntaxTable,
	{ statement }: GoCall,
	declared: SyntaxNode,
	uses: readonly VariableUse[],
	shape: TypeShape,
): boolean {
	const own = uses.find(({ node }) => node === declared)?.owner;
	const again = loopsAround(table, statement).filter((loop) => !isBelow(table, declared, loop));
	return uses
		.filter((use) => disturbs(table, use, shape))
		.every(
			({ node, access, owner }) =>
				access === 'write' && owner === own && node < statement && !again.some((loop) => isBelow(table, node, loop)),
		);
}

/** The goroutine is the only one that still uses the variable once it was started. */
function isHandedOver(
	table: SyntaxTable,
	{ statement, literal }: GoCall,
	declared: SyntaxNode,
	uses: readonly VariableUse[],
	shape: TypeShape,
): boolean {
	if (loopsAround(table, statement).some((loop) => !isBelow(table, declared, loop))) return false;
	return uses
		.filter((use) => !isBelow(table, use.node, literal))
		.every((use) => use.node < statement && (use.access === 'write' || !disturbs(table, use, shape)));
}

function isBelow(table: SyntaxTable, node: SyntaxNode, ancestor: SyntaxNode): boolean {
	return ancestor < node && node < table.last(ancestor);
}

function isLoopVariable(table: SyntaxTable, declared: SyntaxNode): boolean {
	const clause = table.parent(table.parent(declared));
	return table.kind(clause) === 'range_clause' || table.kind(table.parent(clause)) === 'for_clause';
}

/** A named result is looked at when the function returns. */
function isResult(table: SyntaxTable, declared: SyntaxNode): boolean {
	const list = table.parent(table.parent(declared));
	if (table.kind(list) !== 'parameter_list') return false;
	const owner = table.parent(list);
	const lists = table.children(owner).filter((child) => table.kind(child) === 'parameter_list');
	return lists.indexOf(list) > (table.kind(owner) === 'method_declaration' ? 1 : 0);
}

/** The type as this file writes it; undefined when it is written in another file, which may import other packages. */
function spell(table: SyntaxTable, type: GoType): string | undefined {
	switch (type.kind) {
		case 'basic':
			return type.name;
		case 'pointer':
		case 'slice': {
			const inner = spell(table, type.kind === 'pointer' ? type.to : type.of);
			return inner === undefined ? undefined : (type.kind === 'pointer' ? '*' : '[]') + inner;
		}
		case 'results':
			return undefined;
		case 'written': {
			const text = type.at.table.textOf(type.at.node);
			if (text.includes('\n') || (type.at.table !== table && /[.[{(]/.test(text))) return undefined;
			return text;
		}
	}
}

function argumentEdits(table: SyntaxTable, call: GoCall, name: string, type: string): TextEdit[] {
	return [insertLast(table, call.parameters, `${name} ${type}`), insertLast(table, call.arguments, name)];
}

function insertLast(table: SyntaxTable, list: SyntaxNode, text: string): TextEdit {
	const at = table.end(list) - 1;
	const isEmpty = table.text.slice(table.start(list) + 1, at).trim() === '';
	return { span: { start: at, end: at }, newText: isEmpty ? text : `, ${text}` };
}
