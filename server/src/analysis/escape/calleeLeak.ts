/** Follows an argument into the function that keeps it: "moved to the heap because `register` stores its parameter". */
import { type LocatedNode, meaningAt, type PackageDeclarations } from '../syntax/declarations.ts';
import { argumentsOf, nodesAtCompilerOffset } from '../syntax/expressions.ts';
import { calledFunction, parametersOf } from '../syntax/packageFunctions.ts';
import type { SyntaxNode, SyntaxTable } from '../syntax/syntaxTable.ts';
import type { Flow, Step } from './explanation.ts';
import type { Leak } from './parseBuildOutput.ts';

/** The leaks of a package by the function they are in; before Go 1.25 the compiler did not name it, and nothing is found. */
export type LeakIndex = ReadonlyMap<string, readonly Leak[]>;

export function indexLeaks(leaks: readonly Leak[]): LeakIndex {
	const index = new Map<string, Leak[]>();
	for (const leak of leaks) {
		const list = index.get(leak.explanation.function);
		if (list) list.push(leak);
		else index.set(leak.explanation.function, [leak]);
	}
	return index;
}

export interface HandedOver {
	readonly call: SyntaxNode;
	/** From 0; -1 for those of `...T`, which travel as one. `undefined` when neither place nor text tells. */
	readonly argument: number | 'receiver' | undefined;
	/** The call as the compiler prints it, and what it hands over there: those of the innermost function that was inlined. */
	readonly printed: string;
	readonly passed: string;
}

/** The UTF-16 offset of a step in the file that is looked at; undefined for one elsewhere. */
export type OwnOffset = (at: Step['at']) => number | undefined;

/** The call that the last step makes the value an argument of; `site` is where the value is made. */
export function handedOver(
	flows: readonly Flow[],
	table: SyntaxTable,
	ownOffset: OwnOffset,
	site: number,
): HandedOver | undefined {
	const last = flows.at(-1);
	const step = last?.steps.at(-1);
	const offset = step?.why === 'call parameter' ? ownOffset(step.at) : undefined;
	if (last === undefined || step === undefined || offset === undefined) return undefined;
	const call = nodesAtCompilerOffset(table, offset).find((node) => table.kind(node) === 'call_expression');
	if (call === undefined) return undefined;
	const source = last.source.replace(/^[*&]+/, '');
	const printed = step.text;
	const before = last.steps.at(-2);
	if (before?.text === '... argument') return { call, argument: -1, printed, passed: source };
	const passed = before?.text ?? source;
	const argument =
		argumentAt(table, call, before && ownOffset(before.at)) ??
		argumentWritten(table, call, passed) ??
		argumentAt(table, call, site);
	return { call, argument, printed, passed: source };
}

/** Which argument of a call an offset stands in. */
function argumentAt(table: SyntaxTable, call: SyntaxNode, offset: number | undefined): HandedOver['argument'] {
	if (offset === undefined || offset < table.start(call) || offset >= table.end(call)) return undefined;
	const list = argumentsOf(table, call);
	const index = list.findIndex((argument) => table.start(argument) <= offset && offset < table.end(argument));
	if (index >= 0) return index;
	const callee = call + 1;
	return table.kind(callee) === 'selector_expression' && offset < table.end(callee) ? 'receiver' : undefined;
}

function argumentWritten(table: SyntaxTable, call: SyntaxNode, text: string): HandedOver['argument'] {
	const index = argumentsOf(table, call).findIndex((argument) => table.textOf(argument) === text);
	if (index >= 0) return index;
	const callee = call + 1;
	if (table.kind(callee) !== 'selector_expression') return undefined;
	return table.textOf(callee + 1) === text.replace(/^&/, '') ? 'receiver' : undefined;
}

/** How the callee lets go of what it is given, when the package declares it. */
export function flowsInCallee(
	handed: HandedOver,
	index: LeakIndex,
	declarations: PackageDeclarations,
	table: SyntaxTable,
): readonly Flow[] {
	const callee = calledFunction(declarations, { table, node: handed.call });
	if (!callee) return [];
	const { argument } = handed;
	const parameter =
		argument === 'receiver'
			? receiverName(callee.declaration)
			: parametersOf(callee.declaration).at(argument ?? Number.POSITIVE_INFINITY);
	const leak = index.get(callee.name)?.find((each) => each.parameter === parameter && each.destination === '{heap}');
	return leak?.explanation.flows ?? [];
}

export type CallKind =
	/** A declared function or method: it does something with the value. */
	| 'static'
	/** Through an interface or a function value. */
	| 'dynamic'
	/** A method of a type parameter, which the compiler looks up at run time. */
	| 'type-parameter';

/**
 * How the call is made that the compiler printed. It writes `(*T).m(x)` and `T.m(x)` for methods that it knows, and
 * `x.m()` for those of interfaces (`typecheck.FixMethodCall`, Go 1.21 to 1.27); `fmt.w.Write(b)` is such a call in inlined code.
 */
export function callKind(printed: string, declarations: PackageDeclarations, at: LocatedNode | undefined): CallKind {
	if (/^\((?:func|interface)\b.*\.dict/s.test(printed)) return 'type-parameter';
	if (/^(?:\(|func literal)/.test(printed)) return 'static';
	const name = /^[\p{L}\p{N}_.~]+/u.exec(printed)?.[0] ?? '';
	if (name.startsWith('~') || name.startsWith('.autotmp')) return 'dynamic';
	const parts = name.split('.');
	const [first = '', second] = parts;
	const meaning = at && meaningAt(declarations, at, first);
	if (parts.length === 1) {
		const known = meaning ?? declarations.names.get(first);
		return known?.kind === 'variable' ? 'dynamic' : 'static';
	}
	if (meaning?.kind === 'variable') return 'dynamic';
	if (meaning?.kind === 'type') return 'static';
	// Of another package: `q.f(x)`, `q.T.m(x)`, and in inlined code `q.x.m(y)`.
	if (parts.length === 2) return 'static';
	return /^\p{Lu}/u.test(second ?? '') ? 'static' : 'dynamic';
}

function receiverName({ table, node }: LocatedNode): string | undefined {
	const list = table.children(node).find((child) => table.kind(child) === 'parameter_list');
	return list === undefined ? undefined : /^\(\s*([\p{L}\p{N}_]+)\s/u.exec(table.textOf(list))?.[1];
}
