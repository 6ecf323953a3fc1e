/** Follows an argument into the function that keeps it: "moved to the heap because `register` stores its parameter". */
import type { PackageDeclarations } from '../syntax/declarations.ts';
import { argumentsOf, nodesAtCompilerOffset } from '../syntax/expressions.ts';
import { calledFunction, parametersOf } from '../syntax/packageFunctions.ts';
import type { SyntaxNode, SyntaxTable } from '../syntax/syntaxTable.ts';
import type { Flow } from './explanation.ts';
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
	/** From 0; -1 for those of `...T`, which travel as one. `undefined` when the text does not tell. */
	readonly argument: number | undefined;
	/** The call as the compiler prints it, and what it hands over there: those of the innermost function that was inlined. */
	readonly printed: string;
	readonly passed: string;
}

/** The call that the last step makes the value an argument of. `offset` is where that step stands in `table`. */
export function handedOver(flows: readonly Flow[], table: SyntaxTable, offset: number): HandedOver | undefined {
	const steps = flows.at(-1)?.steps ?? [];
	if (steps.at(-1)?.why !== 'call parameter') return undefined;
	const call = nodesAtCompilerOffset(table, offset).find((node) => table.kind(node) === 'call_expression');
	if (call === undefined) return undefined;
	const source = flows.at(-1)?.source.replace(/^[*&]+/, '') ?? '';
	const printed = steps.at(-1)?.text ?? '';
	const passed = steps.at(-2)?.text ?? source;
	if (passed === '... argument') return { call, argument: -1, printed, passed: source };
	const position = argumentsOf(table, call).findIndex((argument) => table.textOf(argument) === passed);
	return { call, argument: position < 0 ? undefined : position, printed, passed: source };
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
	const parameter = parametersOf(callee.declaration).at(handed.argument ?? Number.POSITIVE_INFINITY);
	const leak = index.get(callee.name)?.find((each) => each.parameter === parameter && each.destination === '{heap}');
	return leak?.explanation.flows ?? [];
}
