import { meaningAt } from '../../syntax/declarations.ts';
import { argumentsOf, calleeOf } from '../../syntax/expressions.ts';
import type { SyntaxNode, SyntaxTable } from '../../syntax/syntaxTable.ts';
import type { Span } from '../../text/span.ts';
import type { FixCandidate, FixContext } from './fixCandidate.ts';
import { isKnownBefore, lengthOf } from './loopLength.ts';
import { canLeave, indentOf, type Loop, loopAround, statementsOf } from './loops.ts';
import { qualifierAt, rewriteFile } from './rewriteFile.ts';
import { declarationAround, usesOf, type VariableUse } from './variableUses.ts';

/**
 * A slice that gets one element in each iteration of a loop with a known length has room for all of them from the start.
 * Where the empty slice was nil and that can be seen, it stays nil when the loop does not run.
 */
export function preallocate(context: FixContext): FixCandidate | undefined {
	const { hint, table, declarations, languageMinor } = context;
	if (hint.class !== 'append-growth' || hint.subject !== 'append') return undefined;
	let call = table.at(hint.span.start);
	while (call > 0 && table.kind(call) !== 'call_expression') call = table.parent(call);
	const name = appendedTo(table, call);
	const loop = loopAround(table, call);
	const around = declarationAround(table, call);
	if (name === undefined || !loop || around === undefined) return undefined;
	if (!statementsOf(table, loop.body).includes(statementOf(table, call)) || canLeave(table, loop.body))
		return undefined;
	if (meaningAt(declarations, { table, node: call }, 'make') ?? meaningAt(declarations, { table, node: call }, 'len')) {
		return undefined;
	}
	const uses = usesOf(table, around, name);
	const declared = uses.filter(({ access }) => access === 'declare');
	const [only] = declared;
	if (only === undefined || declared.length > 1 || !isUntouched(table, uses, call, loop)) return undefined;
	const length = lengthOf(context, loop);
	const empty = emptySlice(table, only.node, loop);
	const indent = indentOf(table, loop.node);
	if (length === undefined || empty === undefined || indent === undefined) return undefined;
	if (!isKnownBefore(table, length, empty.statement, loop, name)) return undefined;

	const title = `Preallocate ${name} with capacity ${length.text}`;
	if (empty.isNil && (empty.isResult || isNilSeen(table, uses))) {
		// slices.Grow, since Go 1.21, leaves a nil slice nil when nothing is to come.
		if (languageMinor < 21) return undefined;
		const slices = qualifierAt(context, loop.node, 'slices');
		const statement = `${name} = ${slices.name}.Grow(${name}, ${length.text})`;
		const start = table.start(loop.node);
		const before = { span: { start, end: start }, newText: `${statement}\n${indent}` };
		const { edits, places } = rewriteFile(context, [before], [slices]);
		return places[0] && { title, edits, proof: { kind: 'sized', place: places[0] } };
	}
	const statement = `${name} := make(${empty.type}, 0, ${length.text})`;
	const { start } = empty.span;
	return {
		title,
		edits: [{ span: empty.span, newText: statement }],
		proof: { kind: 'sized', place: { start, end: start + statement.length } },
	};
}

/** The `s` of `s = append(s, x)`. */
function appendedTo(table: SyntaxTable, call: SyntaxNode): string | undefined {
	if (calleeOf(table, call) !== 'append') return undefined;
	const [slice, element, ...more] = argumentsOf(table, call);
	if (slice === undefined || element === undefined || more.length > 0) return undefined;
	if (table.kind(element) === 'variadic_argument' || table.kind(slice) !== 'identifier') return undefined;
	const statement = statementOf(table, call);
	const [left, operator, right] = table.children(statement);
	if (table.kind(statement) !== 'assignment_statement' || left === undefined || right === undefined) return undefined;
	if (operator === undefined || table.textOf(operator) !== '=') return undefined;
	const name = table.textOf(slice);
	return table.textOf(left) === name && table.textOf(right) === table.textOf(call) ? name : undefined;
}

function statementOf(table: SyntaxTable, call: SyntaxNode): SyntaxNode {
	return table.parent(table.parent(call));
}

/** Nothing but the append changes the slice, nothing else in the loop looks at it, and nobody asks for its capacity. */
function isUntouched(table: SyntaxTable, uses: readonly VariableUse[], call: SyntaxNode, loop: Loop): boolean {
	const statement = statementOf(table, call);
	const within = (node: SyntaxNode, outer: SyntaxNode) => outer < node && node < table.last(outer);
	return uses.every((use) => {
		if (within(use.node, statement)) return use.node === statement + 2 || table.parent(table.parent(use.node)) === call;
		if (use.access === 'declare') return true;
		const callee = table.parent(table.parent(use.node));
		const isCap = table.kind(callee) === 'call_expression' && calleeOf(table, callee) === 'cap';
		return use.node > table.last(loop.node) - 1 && !isCap && (use.part || !/^(?:write|address)$/.test(use.access));
	});
}

interface EmptySlice {
	readonly type: string;
	readonly isNil: boolean;
	readonly isResult: boolean;
	/** What the new statement replaces; empty in front of the loop for a result. */
	readonly span: Span;
	/** The declaration, or the loop for a result. */
	readonly statement: SyntaxNode;
}

/** How the slice is declared, in the list of statements that the loop stands in. */
function emptySlice(table: SyntaxTable, name: SyntaxNode, loop: Loop): EmptySlice | undefined {
	const spec = table.parent(name);
	if (table.kind(spec) === 'parameter_declaration') return emptyResult(table, spec, loop);
	const statement = table.kind(spec) === 'var_spec' ? table.parent(spec) : table.parent(table.parent(name));
	if (table.parent(statement) !== loop.list) return undefined;
	const text = table.textOf(statement);
	const span = { start: table.start(statement), end: table.end(statement) };
	const found =
		/^var [\p{L}\p{N}_]+ (?<nil>[^=(,\n]+)$/u.exec(text) ??
		/^[\p{L}\p{N}_]+ := (?<literal>[^,\n]+)\{\}$/u.exec(text) ??
		/^[\p{L}\p{N}_]+ := make\((?<made>[^,\n]+), 0\)$/u.exec(text);
	const type = found?.groups?.['nil'] ?? found?.groups?.['literal'] ?? found?.groups?.['made'];
	if (type === undefined || table.kind(statement) === 'assignment_statement') return undefined;
	return { type, isNil: found?.groups?.['nil'] !== undefined, isResult: false, span, statement };
}

/** A named result of the function whose body the loop stands in. */
function emptyResult(table: SyntaxTable, spec: SyntaxNode, loop: Loop): EmptySlice | undefined {
	const list = table.parent(spec);
	const owner = table.parent(list);
	const lists = table.children(owner).filter((child) => table.kind(child) === 'parameter_list');
	const isResult = lists.indexOf(list) > (table.kind(owner) === 'method_declaration' ? 1 : 0);
	const type = table.children(spec).at(-1);
	if (!isResult || type === undefined || table.parent(table.parent(loop.list)) !== owner) return undefined;
	const start = table.start(loop.node);
	return { type: table.textOf(type), isNil: true, isResult: true, span: { start, end: start }, statement: loop.node };
}

/** True when a nil slice may be told from an empty one: by code that asks for it, or that gets it. */
function isNilSeen(table: SyntaxTable, uses: readonly VariableUse[]): boolean {
	return uses.some(({ node, access, part }) => {
		if (access === 'declare' || access === 'write' || part) return false;
		const parent = table.parent(node);
		const grandparent = table.parent(parent);
		const isLength =
			table.kind(grandparent) === 'call_expression' && /^(?:len|append)$/.test(calleeOf(table, grandparent));
		return !isLength && table.kind(parent) !== 'range_clause';
	});
}
