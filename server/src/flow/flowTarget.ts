/** From a place in a function to what somebody who points there asks about. */
import { callTarget } from '../analysis/dataflow/callTarget.ts';
import { callArguments, type CalleeWorld, namedVariable } from '../analysis/dataflow/carriers.ts';
import { oneLine } from '../analysis/dataflow/flowExpansion.ts';
import { parameterAt, parametersOfFunction } from '../analysis/dataflow/functionParameters.ts';
import type { DeclaredFunction } from '../analysis/dataflow/indexedPackage.ts';
import { Unusable } from '../toolchain/unusable.ts';
import type { FlowStart } from './flowSearch.ts';

export interface PlaceInFunction {
	readonly around: DeclaredFunction;
	/** UTF-16 offset in the file. */
	readonly offset: number;
}

export interface PlaceTarget {
	readonly declared: DeclaredFunction;
	readonly target: FlowStart['parameter'];
}

/**
 * `to`: the parameter that an argument becomes, the parameter itself, or a variable. `from`: the argument or name as an expression.
 * `allocations`: the function that is called, with the cursor on its name, else the function around.
 *
 * @throws Unusable when there is nothing to ask about
 */
export function targetAt(
	{ around, offset }: PlaceInFunction,
	ask: 'to' | 'from' | 'allocations',
	world: CalleeWorld,
): PlaceTarget {
	const parsed = around.parsed();
	const { table, shift } = parsed;
	const node = table.at(Math.max(0, offset - shift));
	const at = (each: number) => ({ in: parsed, node: each });
	for (let call = node; call > parsed.node; call = table.parent(call)) {
		if (table.kind(call) === 'func_literal') break;
		if (table.kind(call) !== 'call_expression') continue;
		const target = callTarget(world, at(call));
		const isOnCallee = node < table.last(call + 1);
		if (ask === 'allocations') {
			if (isOnCallee && target.kind === 'function') return { declared: target.function, target: 'result' };
			continue;
		}
		const argument = callArguments(table, call, target).find(
			(each) => each.node <= node && node < table.last(each.node),
		);
		if (!argument || (argument.index < 0 && ask === 'to')) continue;
		if (ask === 'from') return { declared: around, target: expression(argument.node, 'backward') };
		const parameter =
			target.kind === 'function' ? parameterAt(parametersOfFunction(target.function), argument.index) : undefined;
		if (target.kind === 'function' && parameter) return { declared: target.function, target: parameter };
		break;
	}
	if (ask === 'allocations') return { declared: around, target: 'result' };
	const own = parametersOfFunction(around).find((each) => each.name !== '' && each.name === table.textOf(node));
	const isName = table.kind(node) === 'identifier';
	if (own && isName && (ask === 'to' || node < own.at.node + 1)) {
		const key = namedVariable(at(node));
		if (key === undefined || own.at.node === node || key.startsWith(`${parsed.node} `))
			return { declared: around, target: own };
	}
	if (isName && namedVariable(at(node)) !== undefined) {
		return { declared: around, target: expression(node, ask === 'to' ? 'forward' : 'backward') };
	}
	if (ask === 'from' && node > parsed.node) return { declared: around, target: expression(node, 'backward') };
	throw new Unusable('There is no argument, parameter or variable here');

	function expression(each: number, direction: 'forward' | 'backward'): FlowStart['parameter'] {
		return { direction, at: at(each), name: oneLine(table.textOf(each)) };
	}
}
