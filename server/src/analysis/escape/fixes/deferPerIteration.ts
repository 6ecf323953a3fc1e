import type { FixCandidate, FixContext } from './fixCandidate.ts';
import { releasesPerIteration } from './deferredRelease.ts';
import { canLeave, indentOf, loopAround, statementsOf } from './loops.ts';

/**
 * `defer` in a loop keeps a record on the heap for each iteration until the function ends. As the body of a function of its
 * own the record stays on the stack; what is deferred runs earlier, which only {@link releasesPerIteration} allows.
 */
export function deferPerIteration({ hint, table, declarations }: FixContext): FixCandidate | undefined {
	if (hint.class !== 'defer-in-loop') return undefined;
	let node = table.at(hint.span.start);
	while (node > 0 && table.kind(node) !== 'defer_statement') node = table.parent(node);
	const loop = loopAround(table, node);
	if (!loop) return undefined;
	const indent = indentOf(table, loop.node);
	const statements = statementsOf(table, loop.body);
	// A deferred recover() would let the loop go on after a panic.
	if (indent === undefined || !statements.includes(node)) return undefined;
	if (canLeave(table, loop.body) || /\brecover\b/.test(table.textOf(loop.body))) return undefined;
	if (!releasesPerIteration(declarations, table, loop)) return undefined;
	const inner = { start: table.start(loop.body) + 1, end: table.end(loop.body) - 1 };
	const body = table.text.slice(inner.start, inner.end);
	// The body has lines of its own, and none of them inside a raw string, where spaces count.
	if (!/^[ \t]*\r?\n/.test(body) || !/\n[ \t]*$/.test(body) || body.includes('`') || body.includes('/*'))
		return undefined;
	const newline = body.includes('\r\n') ? '\r\n' : '\n';
	const lines = body
		.replace(/^[ \t]*\r?\n/, '')
		.replace(/\r?\n[ \t]*$/, '')
		.split(/\r?\n/);
	const deeper = lines.map((line) => (line === '' ? '' : `\t${line}`));
	return {
		title: 'Wrap the loop body in a function (defers run each iteration)',
		edits: [
			{
				span: inner,
				newText: [``, `${indent}\tfunc() {`, ...deeper, `${indent}\t}()`, indent].join(newline),
			},
		],
		proof: { kind: 'gone' },
	};
}
