/** How often a loop runs, as an expression in front of it. */
import { type LocatedNode, meaningAt } from '../../syntax/declarations.ts';
import { underlying } from '../../syntax/goTypes.ts';
import { typeOf } from '../../syntax/inferNodeType.ts';
import type { SyntaxNode, SyntaxTable } from '../../syntax/syntaxTable.ts';
import type { FixContext } from './fixCandidate.ts';
import { type Loop, statementsOf } from './loops.ts';
import { usesOf } from './variableUses.ts';

export interface LoopLength {
	readonly text: string;
	/** Where its names stand now. */
	readonly node: SyntaxNode;
	/** It reads nothing but a variable. */
	readonly plain: boolean;
}

/** How often the body of a loop runs. */
export function lengthOf(context: FixContext, { header }: Loop): LoopLength | undefined {
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

function rangedLength(context: FixContext, value: SyntaxNode): LoopLength | undefined {
	const { table, declarations } = context;
	const type = typeOf(declarations, { table, node: value });
	const made = type && underlying(declarations, type);
	if (made?.kind === 'basic' && made.name !== 'string') return counted(context, value);
	const pointed = made?.kind === 'pointer' ? underlying(declarations, made.to) : made;
	if (!pointed || !/^(?:slice|array|map)$/.test(pointed.kind) || !isPath(table, value)) return undefined;
	return { text: `len(${table.textOf(value)})`, node: value, plain: table.kind(value) === 'identifier' };
}

/** A number that is below zero runs no loop, and is no capacity. */
function counted({ table, declarations, languageMinor }: FixContext, bound: SyntaxNode): LoopLength | undefined {
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

/** The length can be read in the place of an earlier statement of the list, and is the same there. `made` is what gets it. */
export function isKnownBefore(
	table: SyntaxTable,
	{ node, plain }: LoopLength,
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
