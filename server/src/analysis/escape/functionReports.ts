/** What the compiler says about whole functions: whether they can be inlined, and which parameters leak. */
import type { Span } from '../text/span.ts';
import type { GoFunction } from '../syntax/functions.ts';
import { functionAround } from '../syntax/functions.ts';
import type { FunctionReport } from './escapeHint.ts';
import { typeArgumentsOf } from './generics/typeArguments.ts';
import type { Remark } from './parseBuildOutput.ts';

export interface ReportedFile {
	readonly path: string;
	readonly functions: readonly GoFunction[];
	/** The UTF-16 offset of a compiler position. */
	offset(place: Remark['place']): number;
	/** The word at an offset, for functions that the tree does not know. */
	word(offset: number): Span;
}

interface Draft {
	name: string;
	span: Span;
	extent: Span;
	start: number;
	inline: FunctionReport['inline'];
	leaks: Set<string>;
	instances: Set<string>;
}

/** One report per declared function, in order; the instances of a generic function are one. */
export function functionReports(file: ReportedFile, remarks: readonly Remark[]): FunctionReport[] {
	const drafts = new Map<number, Draft>();
	for (const { place, message } of remarks) {
		if (message.kind !== 'inlinable' && message.kind !== 'not-inlinable') continue;
		const start = file.offset(place);
		const declared = functionAround(file.functions, start);
		// A function is reported behind `func `: at its name or its receiver. A closure stands further inside.
		if (declared ? start > declared.nameSpan.start : isClosure(message.function)) continue;
		const key = declared?.nameSpan.start ?? start;
		const instance = typeArgumentsOf(message.function);
		const before = drafts.get(key);
		if (before) {
			if (instance !== undefined) before.instances.add(instance);
			continue;
		}
		drafts.set(key, {
			name: declared?.name ?? withoutTypeArguments(message.function),
			span: declared?.nameSpan ?? file.word(start),
			extent: declared?.span ?? file.word(start),
			start: key,
			inline: inlineOf(message),
			leaks: new Set(),
			instances: new Set(instance === undefined ? [] : [instance]),
		});
	}
	const sorted = [...drafts.values()].sort((a, b) => a.start - b.start);
	for (const { place, message } of remarks) {
		if (message.kind !== 'leaks') continue;
		const offset = file.offset(place);
		const declared = functionAround(file.functions, offset);
		// Behind the brace stand closures, and loop bodies that are functions to the compiler.
		if (!declared || offset > declared.bodyStart) continue;
		drafts.get(declared.nameSpan.start)?.leaks.add(message.parameter);
	}
	return sorted.map(({ name, span, extent, inline, leaks, instances }) => ({
		file: file.path,
		span,
		extent,
		name,
		inline,
		leaks: [...leaks],
		...(instances.size > 0 && { instances: [...instances].sort() }),
	}));
}

/** `f.func1`, `glob..func2`, `F.gowrap1`. */
function isClosure(name: string): boolean {
	return /\.(?:func|gowrap|deferwrap)\d/.test(name);
}

function inlineOf(message: Remark['message']): FunctionReport['inline'] {
	if (message.kind === 'inlinable') return { can: true, ...(message.cost !== undefined && { cost: message.cost }) };
	if (message.kind !== 'not-inlinable') return { can: false };
	const tooComplex = /cost (\d+) exceeds budget (\d+)/.exec(message.reason);
	if (!tooComplex) return { can: false, reason: message.reason };
	return { can: false, reason: message.reason, cost: Number(tooComplex[1]), budget: Number(tooComplex[2]) };
}

/** `(*T).M` for `(*T[go.shape.int]).M`. */
function withoutTypeArguments(name: string): string {
	let kept = '';
	let depth = 0;
	for (const character of name) {
		if (character === '[') depth++;
		if (depth === 0) kept += character;
		if (character === ']' && depth > 0) depth--;
	}
	return kept;
}
