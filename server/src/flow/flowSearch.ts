/** Follows a value from function to function. */
import { type Expansion, expandParameter, flowVerdict, placeOfOffset } from '../analysis/dataflow/flowExpansion.ts';
import type { FlowEdge, FlowEnd, FlowGraph, FlowNode, FlowVerdict } from '../analysis/dataflow/flowGraph.ts';
import type { FlowParameter } from '../analysis/dataflow/functionParameters.ts';
import type { DeclaredFunction } from '../analysis/dataflow/indexedPackage.ts';
import { expandResults } from '../analysis/dataflow/valueOrigins.ts';
import type { LoadingWorld } from './flowWorlds.ts';

export interface FlowStart {
	readonly function: DeclaredFunction;
	/** `result`: where the results come from. */
	readonly parameter: FlowParameter | 'result';
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
		direction: start.parameter === 'result' ? 'backward' : 'forward',
		nodes: [...nodes.values()].map(({ node }) => node),
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
	if (parameter !== 'result') return expandParameter(world, declared, parameter);
	return declared.declaration.body === undefined ? { handedOver: [], ends: [] } : expandResults(world, declared);
}

function keyOf({ function: { file, key }, parameter }: FlowStart): string {
	return `${file.package.importPath} ${key} ${parameter === 'result' ? 'result' : parameter.index}`;
}

function verdictOf({ function: declared, parameter }: FlowStart, world: LoadingWorld): FlowVerdict {
	return parameter === 'result' ? 'returned' : flowVerdict(world, declared, parameter);
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
