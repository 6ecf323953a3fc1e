/** Follows an argument into the function that keeps it: "moved to the heap because `register` stores its parameter". */
import type { Located, PackageDeclarations } from '../syntax/declarations.ts';
import { argumentsOf, nodesAtCompilerOffset } from '../syntax/expressions.ts';
import { calledFunction, parametersOf } from '../syntax/packageFunctions.ts';
import type { SyntaxTable } from '../syntax/syntaxTable.ts';
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

/**
 * How the callee of the last step lets go of what it is given, when the package declares it. `offset` is where that step
 * stands in `table`.
 */
export function flowsInCallee(
	flows: readonly Flow[],
	index: LeakIndex,
	declarations: PackageDeclarations,
	table: SyntaxTable,
	offset: number,
): readonly Flow[] {
	const steps = flows.at(-1)?.steps ?? [];
	if (steps.at(-1)?.why !== 'call parameter') return [];
	const call = nodesAtCompilerOffset(table, offset).find((node) => table.kind(node) === 'call_expression');
	const callee = call === undefined ? undefined : calledFunction(declarations, { table, node: call });
	if (call === undefined || !callee) return [];
	const passed = steps.at(-2)?.text ?? flows.at(-1)?.source;
	const position = argumentsOf(table, call).findIndex((argument) => table.textOf(argument) === passed);
	const parameter = parameterAt(callee.declaration, position);
	const leak = index.get(callee.name)?.find((each) => each.parameter === parameter && each.destination === '{heap}');
	return leak?.explanation.flows ?? [];
}

function parameterAt(declaration: Located, position: number): string | undefined {
	return position < 0 ? undefined : parametersOf(declaration)[position];
}
