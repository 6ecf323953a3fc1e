import { type LocatedNode, meaningAt } from '../../syntax/declarations.ts';
import { argumentsOf, calleeOf } from '../../syntax/expressions.ts';
import { underlying } from '../../syntax/goTypes.ts';
import { typeOf } from '../../syntax/inferNodeType.ts';
import type { SyntaxNode, SyntaxTable } from '../../syntax/syntaxTable.ts';
import type { Span } from '../../text/span.ts';
import type { FixCandidate, FixContext } from './fixCandidate.ts';
import { canLeave, indentOf, type Loop, loopAround, statementsOf } from './loops.ts';
import { declarationAround, usesOf, type VariableUse } from './variableUses.ts';

/**
 * A slice that gets one element in each iteration of a loop with a known length has room for all of them from the start.
 * Where the empty slice was nil and that can be seen, the title says so.
 */
export function preallocate(context: FixContext): FixCandidate | undefined {
	const { hint, table, declarations } = context;
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

	const seen = empty.isNil ? whoSeesNil(table, uses, empty.isResult) : 'nobody';
	if (seen === 'code') return undefined;
	const made = `make(${empty.type}, 0, ${length.text})`;
	const statement = `${name} ${empty.isResult ? '=' : ':='} ${made}`;
	const start = empty.span.start;
	return {
		title: `Preallocate ${name} with capacity ${length.text}${seen === 'others' ? ` (empty, not nil, when ${length.text} is 0)` : ''}`,
		edits: [{ span: empty.span, newText: empty.isResult ? `${statement}\n${indent}` : statement }],
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

interface Length {
	readonly text: string;
	/** Where its names stand now. */
	readonly node: SyntaxNode;
	/** It reads nothing but a variable. */
	readonly plain: boolean;
}

/** How often the body of a loop runs. */
function lengthOf(context: FixContext, { header }: Loop): Length | undefined {
	const { table } = context;
	if (header === undefined) return undefined;
	const children = table.children(header);
	if (table.kind(header) === 'range_clause') {
		const value = children.at(-1);
		return value === undefined ? undefined : rangedLength(context, value);
	}
	if (table.kind(header) !== 'for_clause') return undefined;
	const [first, , condition, , step] = children;
	if (first === undefined || condition === undefined || step === undefined) return undefined;
	const counter = /^([\p{L}_][\p{L}\p{N}_]*) := 0$/u.exec(table.textOf(first))?.[1];
	const [left, operator, bound] = table.children(condition);
	if (counter === undefined || left === undefined || operator === undefined || bound === undefined) return undefined;
	if (table.textOf(left) !== counter || table.textOf(operator) !== '<' || table.textOf(step) !== `${counter}++`) {
		return undefined;
	}
	// A counter that the body changes counts something else.
	const body = table.children(table.parent(header)).at(-1) ?? header;
	if (usesOf(table, body, counter).some(({ access }) => access !== 'read')) return undefined;
	const inLen = /^len\(([\p{L}\p{N}_.]+)\)$/u.exec(table.textOf(bound));
	if (inLen) return { text: table.textOf(bound), node: bound, plain: !inLen[1]?.includes('.') };
	return counted(context, bound);
}

function rangedLength(context: FixContext, value: SyntaxNode): Length | undefined {
	const { table, declarations } = context;
	const type = typeOf(declarations, { table, node: value });
	const made = type && underlying(declarations, type);
	if (made?.kind === 'basic' && made.name !== 'string') return counted(context, value);
	const pointed = made?.kind === 'pointer' ? underlying(declarations, made.to) : made;
	if (!pointed || !/^(?:slice|array|map)$/.test(pointed.kind) || !isPath(table, value)) return undefined;
	return { text: `len(${table.textOf(value)})`, node: value, plain: table.kind(value) === 'identifier' };
}

/** A number that is below zero runs no loop, and is no capacity. */
function counted({ table, declarations, languageMinor }: FixContext, bound: SyntaxNode): Length | undefined {
	const text = table.textOf(bound);
	if (table.kind(bound) === 'int_literal') return { text, node: bound, plain: true };
	if (!isPath(table, bound)) return undefined;
	const at: LocatedNode = { table, node: bound };
	const type = typeOf(declarations, at);
	const made = type && underlying(declarations, type);
	if (made?.kind !== 'basic' || !/^u?int/.test(made.name)) return undefined;
	const plain = table.kind(bound) === 'identifier';
	if (made.name.startsWith('u')) return { text, node: bound, plain };
	// The builtin came with Go 1.21.
	if (languageMinor < 21 || meaningAt(declarations, at, 'max')) return undefined;
	return { text: `max(${text}, 0)`, node: bound, plain };
}

/** `xs` or `o.items`: reading it twice does nothing. */
function isPath(table: SyntaxTable, node: SyntaxNode): boolean {
	if (table.kind(node) === 'identifier') return true;
	return table.kind(node) === 'selector_expression' && isPath(table, node + 1);
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

/** The length can be read where the slice is made, and is the same there. */
function isKnownBefore(
	table: SyntaxTable,
	{ node, plain }: Length,
	statement: SyntaxNode,
	loop: Loop,
	slice: string,
): boolean {
	const names = new Set<string>();
	for (let at = node; at < table.last(node); at++) if (table.kind(at) === 'identifier') names.add(table.textOf(at));
	if (names.has(slice)) return false;
	const statements = statementsOf(table, loop.list);
	const from = statements.indexOf(statement);
	const to = statements.indexOf(loop.node);
	const between = statements.slice(from + 1, to);
	// What is behind a pointer may come into being, or change, in any statement in between.
	if (!plain) return to - from <= 1;
	return between.every((each) =>
		[...names].every((name) =>
			usesOf(table, each, name).every(({ access }) => access === 'read' || access === 'member'),
		),
	);
}

/** Who can tell the nil slice from the empty one: nobody, a caller, or code that asks for it. */
function whoSeesNil(table: SyntaxTable, uses: readonly VariableUse[], isResult: boolean): 'nobody' | 'others' | 'code' {
	let seen: 'nobody' | 'others' = isResult ? 'others' : 'nobody';
	for (const { node, access, part } of uses) {
		if (access === 'declare' || access === 'write' || part) continue;
		const parent = table.parent(node);
		const grandparent = table.parent(parent);
		if (table.kind(parent) === 'binary_expression') return 'code';
		const isLength =
			table.kind(grandparent) === 'call_expression' && /^(?:len|append)$/.test(calleeOf(table, grandparent));
		const isRanged = table.kind(parent) === 'range_clause';
		if (!isLength && !isRanged) seen = 'others';
	}
	return seen;
}
