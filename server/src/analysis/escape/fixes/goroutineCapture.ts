/** A variable that a hint says is moved to the heap, and that goroutines started as `go func() {…}()` capture. */
import { meaningAt } from '../../syntax/declarations.ts';
import type { GoType } from '../../syntax/goTypes.ts';
import { typeOfMeaning } from '../../syntax/inferNodeType.ts';
import type { SyntaxNode, SyntaxTable } from '../../syntax/syntaxTable.ts';
import type { FixContext } from './fixCandidate.ts';
import { holds, loopsAround } from './loops.ts';
import { declarationAround, disturbs, shapeOf, type VariableShape, usesOf, type VariableUse } from './variableUses.ts';

export interface GoroutineCapture {
	readonly name: string;
	/** The identifier that declares it. */
	readonly declared: SyntaxNode;
	readonly calls: readonly GoCall[];
	/** Nobody changes the variable once the goroutines were started. */
	readonly settled: boolean;
	/** Only the one goroutine still uses it. */
	readonly handedOver: boolean;
	readonly type: GoType | undefined;
}

/** `undefined` unless a copy for each goroutine would mean the same as the variable itself. */
export function goroutineCapture({
	hint,
	table,
	declarations,
	languageMinor,
}: FixContext): GoroutineCapture | undefined {
	const declared = table.at(hint.span.start);
	const name = hint.subject;
	const around = declarationAround(table, declared);
	if (around === undefined || table.kind(declared) !== 'identifier' || table.textOf(declared) !== name)
		return undefined;
	if (!holds(table, around, 'go_statement')) return undefined;
	const uses = usesOf(table, around, name);
	const [own, ...others] = uses.filter(({ access }) => access === 'declare');
	if (own?.node !== declared || others.length > 0) return undefined;
	if (isResult(table, declared) || holds(table, around, 'goto_statement')) return undefined;
	// Before Go 1.22 all iterations share one variable.
	if (isLoopVariable(table, declared) && languageMinor < 22) return undefined;

	const captured = uses.filter(({ owner }) => owner !== own.owner);
	const calls: GoCall[] = [];
	for (const literal of new Set(captured.map(({ owner }) => owner))) {
		const call = goCall(table, literal, own.owner);
		if (!call) return undefined;
		calls.push(call);
	}
	const [inside] = captured;
	const [first] = calls;
	if (inside === undefined || first === undefined) return undefined;
	const meaning = meaningAt(declarations, { table, node: inside.node }, name);
	const type = meaning && typeOfMeaning(declarations, meaning);
	const shape = shapeOf(declarations, type);
	const settled = calls.every((call) => isSettled(table, call, declared, uses, shape));
	const handedOver = calls.length === 1 && isHandedOver(table, first, declared, uses, shape);
	return settled || handedOver ? { name, declared, calls, settled, handedOver, type } : undefined;
}

export interface GoCall {
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
	return { statement, literal, parameters, arguments: list };
}

/** Nothing changes the variable once the goroutine was started, and nobody has its address. */
function isSettled(
	table: SyntaxTable,
	{ statement }: GoCall,
	declared: SyntaxNode,
	uses: readonly VariableUse[],
	shape: VariableShape,
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
	shape: VariableShape,
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
