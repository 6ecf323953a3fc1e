import { functionOwner } from '../../syntax/declarations.ts';
import type { SyntaxNode, SyntaxTable } from '../../syntax/syntaxTable.ts';
import type { FixCandidate, FixContext } from './fixCandidate.ts';
import { goroutineCapture } from './goroutineCapture.ts';
import { indentOf } from './loops.ts';

/**
 * `x := x` in front of a goroutine: what is never assigned again is captured by value, where an argument would cost a
 * second func value (Go 1.26: `go f(x)` with a literal that captures something else is two allocations).
 */
export function copyForGoroutine(context: FixContext): FixCandidate | undefined {
	const { table } = context;
	const capture = goroutineCapture(context);
	const [call, ...others] = capture?.calls ?? [];
	if (!capture?.settled || call === undefined || others.length > 0) return undefined;
	const { name } = capture;
	const indent = indentOf(table, call.statement);
	const list = table.parent(call.statement);
	if (indent === undefined || table.kind(list) !== 'statement_list') return undefined;
	// A block declares a name once, and a function's parameters belong to its block.
	const declaring = listAround(table, capture.declared) ?? bodyOf(table, capture.declared);
	if (declaring === list) return undefined;
	const at = table.start(call.statement);
	return {
		title: `Copy ${name} for the goroutine`,
		edits: [{ span: { start: at, end: at }, newText: `${name} := ${name}\n${indent}` }],
		proof: { kind: 'gone' },
	};
}

function listAround(table: SyntaxTable, declared: SyntaxNode): SyntaxNode | undefined {
	for (let at = table.parent(declared); at > 0; at = table.parent(at)) {
		if (table.kind(at) === 'statement_list') return at;
		if (table.kind(at) === 'parameter_list') return undefined;
	}
	return undefined;
}

/** The statements of the function that a parameter belongs to. */
function bodyOf(table: SyntaxTable, parameter: SyntaxNode): SyntaxNode | undefined {
	const owner = functionOwner(table, parameter) ?? parameter;
	const block = table.children(owner).at(-1) ?? owner;
	return table.children(block).find((child) => table.kind(child) === 'statement_list');
}
