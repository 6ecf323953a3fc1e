/** Follows a value from function to function. */
import {
	type Expansion,
	expandParameter,
	flowVerdict,
	placeOfOffset,
	usesAsExpansion,
} from '../analysis/dataflow/flowExpansion.ts';
import {
	type FlowEdge,
	type FlowEnd,
	type FlowGraph,
	type FlowNode,
	type FlowVerdict,
	reachesHeap,
} from '../analysis/dataflow/flowGraph.ts';
import { findCarriers, namedVariable } from '../analysis/dataflow/carriers.ts';
import { type FlowParameter, parametersOfFunction } from '../analysis/dataflow/functionParameters.ts';
import type { DeclaredFunction } from '../analysis/dataflow/indexedPackage.ts';
import type { PlacedNode } from '../analysis/dataflow/typeLookup.ts';
import { expandExpression, expandResults } from '../analysis/dataflow/valueOrigins.ts';
import { valueUses } from '../analysis/dataflow/valueUses.ts';
import type { LoadingWorld } from './flowWorlds.ts';

export interface FlowStart {
	readonly function: DeclaredFunction;
	/** `result`: where the results come from. */
	readonly parameter: FlowParameter | 'result' | FlowExpression;
}

/** Something inside a function: a variable that is followed forward, or an expression that is followed backward. */
export interface FlowExpression {
	readonly direction: FlowGraph['direction'];
	readonly at: PlacedNode;
	/** On one line. */
	readonly name: string;
}

/** Functions that a graph has at most, and calls from the first to the last. */
const mostNodes = 300;
const mostLevels = 12;

interface Draft {
	readonly node: FlowNode;
	readonly start: FlowStart;
}

/** Breadth first; what a level needs is compiled together. */
export async function searchFlow(start: FlowStart, world: LoadingWorld, signal: AbortSignal): Promise<FlowGraph> {
	const nodes = new Map<string, Draft>();
	const edges: FlowEdge[] = [];
	const ends: FlowEnd[] = [];
	let truncated = false;

	/** Undefined when there are too many. */
	const nodeOf = (each: FlowStart): Draft | undefined => {
		const key = keyOf(each);
		const known = nodes.get(key);
		if (known) return known;
		if (nodes.size >= mostNodes) {
			truncated = true;
			return undefined;
		}
		const draft: Draft = { node: describe(each, `n${nodes.size}`, world), start: each };
		nodes.set(key, draft);
		return draft;
	};

	let level: Draft[] = [];
	const root = await complete(() => describe(start, 'n0', world), world, signal);
	nodes.set(keyOf(start), { node: root, start });
	level = [...nodes.values()];
	for (let depth = 0; level.length > 0; depth++) {
		if (depth === mostLevels) {
			truncated = true;
			break;
		}
		signal.throwIfAborted();
		const current = level;
		const expansions = await complete(
			() => {
				const found = current.map((draft) => expand(draft.start, world));
				// Asks for the verdicts of all that is reached next.
				for (const { handedOver } of found)
					for (const each of handedOver) verdictOf({ function: each.to, parameter: each.parameter }, world);
				return found;
			},
			world,
			signal,
		);
		level = [];
		expansions.forEach(({ handedOver, ends: found }, index) => {
			const from = current[index]?.node.id ?? '';
			for (const end of found) ends.push({ ...end, node: from });
			for (const { to, parameter, how, place, text } of handedOver) {
				const before = nodes.size;
				const next = nodeOf({ function: to, parameter });
				if (!next) continue;
				edges.push({ from, to: next.node.id, place, text, how });
				if (nodes.size > before) level.push(next);
			}
		});
	}
	return {
		direction: directionOf(start),
		nodes: [...nodes.values()].map(({ node }, index) =>
			index === 0 ? withVerdict(node, start, edges, ends, nodes) : node,
		),
		edges,
		ends,
		truncated,
	};
}

/** Asks again until nothing is missing any more. */
async function complete<T>(ask: () => T, world: LoadingWorld, signal: AbortSignal): Promise<T> {
	for (;;) {
		const answer = ask();
		if (!(await world.load(signal))) return answer;
	}
}

function expand({ function: declared, parameter }: FlowStart, world: LoadingWorld): Expansion {
	if (isExpression(parameter)) {
		if (parameter.direction === 'backward') return expandExpression(world, parameter.at);
		const parsed = declared.parsed();
		const key = namedVariable(parameter.at);
		const carriers = findCarriers(world, parsed, key === undefined ? [] : [key]);
		return usesAsExpansion(parsed, valueUses(world, parsed, parametersOfFunction(declared), carriers));
	}
	if (parameter !== 'result') return expandParameter(world, declared, parameter);
	return declared.declaration.body === undefined ? { handedOver: [], ends: [] } : expandResults(world, declared);
}

function keyOf({ function: { file, key }, parameter }: FlowStart): string {
	const what =
		parameter === 'result' ? 'result' : isExpression(parameter) ? `at ${parameter.at.node}` : parameter.index;
	return `${file.package.importPath} ${key} ${what}`;
}

function verdictOf({ function: declared, parameter }: FlowStart, world: LoadingWorld): FlowVerdict {
	if (parameter === 'result') return 'returned';
	// What the compiler decides about a variable is known by what is done with it.
	return isExpression(parameter) ? 'stays' : flowVerdict(world, declared, parameter);
}

function describe(start: FlowStart, id: string, world: LoadingWorld): FlowNode {
	const { function: declared, parameter } = start;
	const offset =
		parameter === 'result'
			? declared.declaration.nameSpan.start
			: parameter.at.in.table.start(parameter.at.node) + parameter.at.in.shift;
	return {
		id,
		importPath: declared.file.package.importPath,
		function: declared.name,
		parameter: parameter === 'result' ? 'result' : parameter.name,
		place: placeOfOffset(declared.file, offset),
		verdict: verdictOf(start, world),
	};
}

function isExpression(parameter: FlowStart['parameter']): parameter is FlowExpression {
	return parameter !== 'result' && 'direction' in parameter;
}

function directionOf({ parameter }: FlowStart): FlowGraph['direction'] {
	if (parameter === 'result') return 'backward';
	return isExpression(parameter) ? parameter.direction : 'forward';
}

/** A variable goes to the heap when something that is done with it does. */
function withVerdict(
	root: FlowNode,
	{ parameter }: FlowStart,
	edges: readonly FlowEdge[],
	ends: readonly FlowEnd[],
	nodes: ReadonlyMap<string, Draft>,
): FlowNode {
	if (!isExpression(parameter)) return root;
	const verdicts = new Map([...nodes.values()].map(({ node }) => [node.id, node.verdict]));
	const leaks = edges.some(({ from, to }) => from === root.id && reachesHeap(verdicts.get(to) ?? 'unknown'));
	const own = ends.filter(({ node }) => node === root.id);
	if (leaks || own.some(({ kind }) => kind !== 'returned')) return { ...root, verdict: 'leaks' };
	return { ...root, verdict: own.length > 0 ? 'returned' : 'stays' };
}
