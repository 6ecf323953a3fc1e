/**
 * Loops that range over functions (Go 1.23+). The compiler makes a function of the body, with variables that nobody wrote:
 * `#state1`, `#rv1`, `#next` (cmd/compile/internal/rangefunc). Readers wrote a loop.
 */
import type { LocatedNode } from '../syntax/declarations.ts';
import type { SyntaxNode, SyntaxTable } from '../syntax/syntaxTable.ts';
import type { Flow } from './explanation.ts';

/** How the body of a loop is called in words. */
export const loopBodyName = 'the loop body';

/** The words for steps of a flow, in the place of the compiler's. */
export const loopSteps = { used: 'used in a loop body', given: 'given to an iterator' } as const;

/** A variable that the compiler makes for such a loop, also as it prints those of inlined code: `slices.#state1`. */
export function isMadeForLoop(subject: string): boolean {
	return /^&?(?:[\p{L}\p{N}_]+\.)*#[\p{L}_]+\d*$/u.test(subject);
}

/** The loop whose body is reported at an offset: that is where `for` stands. */
function loopAt(table: SyntaxTable, offset: number): SyntaxNode | undefined {
	for (let node = table.at(offset); node > 0 && table.start(node) === offset; node = table.parent(node)) {
		if (table.kind(node) === 'for_statement') return rangeOf(table, node) === undefined ? undefined : node;
	}
	return undefined;
}

/** What a loop ranges over: `b.All` of `for v := range b.All`. */
export function rangeOf(table: SyntaxTable, loop: SyntaxNode): SyntaxNode | undefined {
	const clause = table.children(loop).find((child) => table.kind(child) === 'range_clause');
	return clause === undefined ? undefined : table.children(clause).at(-1);
}

export type Iterator =
	/** A method of an interface, or a function that is a value: nothing is known of what it does. */
	| 'dynamic'
	/** The method that a call returned as a value. */
	| 'method-value'
	| 'static';

/** The loop whose body a value goes into, on its way to the heap, with how its iterator is called; `offset` is undefined for steps elsewhere. */
export function loopInFlows(
	flows: readonly Flow[],
	table: SyntaxTable,
	offset: (at: Flow['steps'][number]['at']) => number | undefined,
): { readonly loop: LocatedNode; readonly iterator: Iterator } | undefined {
	for (const [index, { steps }] of flows.entries()) {
		const made = steps.find((step) => step.why === 'spill' && step.text === 'func literal');
		const at = made && offset(made.at);
		const loop = at === undefined ? undefined : loopAt(table, at);
		if (loop === undefined) continue;
		const call =
			flows
				.slice(index)
				.findLast((flow) => flow.steps.at(-1)?.why === 'call parameter')
				?.steps.at(-1)?.text ?? '';
		return { loop: { table, node: loop }, iterator: iteratorOf(call, table, loop) };
	}
	return undefined;
}

/** @param call as the compiler prints it: `b.All(#yield1)`, `seq(#yield1)`, `(*ring).All(r, #yield1)` */
function iteratorOf(call: string, table: SyntaxTable, loop: SyntaxNode): Iterator {
	if (/^\(\*?[^()]+\)\.|, #yield\d+\)$/.test(call)) return 'static';
	const over = rangeOf(table, loop);
	if (/^\.autotmp_\d+\(/.test(call) && over !== undefined && table.kind(over) === 'call_expression')
		return 'method-value';
	return 'dynamic';
}
