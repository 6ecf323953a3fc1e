/** Where values go, from function to function: the shapes that a query is answered with. */

/** A parameter of a function, or its results, as a place on the way of a value. */
export interface FlowNode {
	/** `n0`, `n1`, … in the order in which they were reached. */
	readonly id: string;
	readonly importPath: string;
	/** `F`, `T.M`, `(*T).M`. */
	readonly function: string;
	/** The parameter's or receiver's name; `result` for results. */
	readonly parameter: string;
	readonly place: FlowPlace;
	readonly verdict: FlowVerdict;
}

/**
 * What the compiler decided about a parameter. `no-pointers`: it holds none, so nothing can be kept. `unknown`: the compiler says
 * nothing (a generic function without instances, a package that does not compile); then it counts as leaking.
 */
export type FlowVerdict = 'stays' | 'leaks' | 'content-leaks' | 'returned' | 'no-pointers' | 'unknown';

export interface FlowPlace {
	/** Absolute path. */
	readonly file: string;
	/** 1-based line, and 1-based column in UTF-16 units. */
	readonly line: number;
	readonly column: number;
}

/** The value is handed to a parameter of another function. */
export interface FlowEdge {
	readonly from: string;
	readonly to: string;
	readonly place: FlowPlace;
	/** The call, on one line. */
	readonly text: string;
	readonly how: 'call' | 'go' | 'defer';
}

export type FlowEndKind =
	| 'stored'
	| 'sent'
	| 'captured'
	| 'returned'
	| 'panics'
	| 'assumed'
	| 'allocated'
	| 'parameter'
	| 'constant';

/** Where a way ends. */
export interface FlowEnd {
	/** The node in whose function it ends. */
	readonly node: string;
	readonly kind: FlowEndKind;
	readonly place: FlowPlace;
	/** The statement or expression, on one line. */
	readonly text: string;
	/** One sentence: what happens here, and for an assumption why it has to be made. */
	readonly message: string;
}

export interface FlowGraph {
	/** `forward`: where a parameter goes. `backward`: where a result comes from. */
	readonly direction: 'forward' | 'backward';
	/** The first is the one asked about. */
	readonly nodes: readonly FlowNode[];
	readonly edges: readonly FlowEdge[];
	readonly ends: readonly FlowEnd[];
	/** Something was left out because the graph became too large. */
	readonly truncated: boolean;
}

/** A way from the first node to an end. */
export interface FlowWay {
	readonly edges: readonly FlowEdge[];
	readonly end: FlowEnd;
}

/** For each end a shortest way, in the order of the ends. */
export function shortestWays({ nodes, edges, ends }: FlowGraph): readonly FlowWay[] {
	const [root] = nodes;
	if (!root) return [];
	const ways = new Map<string, readonly FlowEdge[]>([[root.id, []]]);
	for (const [id, way] of ways) {
		for (const edge of edges) if (edge.from === id && !ways.has(edge.to)) ways.set(edge.to, [...way, edge]);
	}
	return ends.flatMap((end) => {
		const found = ways.get(end.node);
		return found ? [{ edges: found, end }] : [];
	});
}

/** Whether the value outlives the call by the compiler's word; what is not known counts as reaching the heap. */
export function reachesHeap(verdict: FlowVerdict): boolean {
	return verdict === 'leaks' || verdict === 'content-leaks' || verdict === 'unknown';
}
