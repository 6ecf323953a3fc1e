/** The calls behind the lines of a function, each with how often it stands there. */
import type { CodeLine, InlinedCall, ListedFunction } from '../listing/listedFunction.ts';
import { type InstructionCall, instructionCalls } from './instructionCalls.ts';
import type { RuntimeCallTable } from './runtimeCalls.ts';

export interface LineCall extends InstructionCall {
	/** The line in the function itself. */
	readonly at: CodeLine;
	/** The calls that were inlined around it, the outermost first. */
	readonly inlined: readonly InlinedCall[];
	/** How many instructions of the line call it. */
	readonly count: number;
}

/** Without direct calls, which the source shows, and without the growth of the stack, which belongs to no line. Sorted by line. */
export function lineCalls(functions: readonly ListedFunction[], table: RuntimeCallTable): readonly LineCall[] {
	const found = new Map<string, LineCall>();
	for (const listed of functions) {
		const calls = instructionCalls(listed, table);
		listed.instructions.forEach(({ outer, inlined }, index) => {
			const call = calls[index];
			if (!call || call.kind === 'direct' || call.runtime?.category === 'stack') return;
			const chain = inlined.map((one) => `${one.function} ${one.line}:${one.column}`).join('>');
			const name = call.kind === 'dynamic' ? 'dynamic' : call.symbol;
			const key = [outer.file, outer.line, chain, name, call.type].join('\n');
			const before = found.get(key);
			found.set(key, before ? { ...before, count: before.count + 1 } : { ...call, at: outer, inlined, count: 1 });
		});
	}
	return [...found.values()].sort((a, b) => (a.at.file === b.at.file ? a.at.line - b.at.line : 0));
}

/** What a call means, with what it depends on: `puts a number in an interface (allocates unless the value is below 256)`. */
export function callWords({ kind, runtime, type }: InstructionCall): string {
	if (kind === 'dynamic') return 'dynamic call, through an interface or a function value';
	if (!runtime) return '';
	const { meaning, allocates, when, reached } = runtime;
	const limits = [
		...(reached === undefined ? [] : [reached]),
		...(allocates === 'sometimes' && when !== undefined ? [`allocates ${when}`] : []),
	];
	const of = type === undefined ? '' : ` [${type}]`;
	return `${meaning}${of}${limits.length === 0 ? '' : ` (${limits.join('; ')})`}`;
}
