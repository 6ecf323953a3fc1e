/** Answers where an argument goes, where a value comes from and what a call can allocate, on request: it may have to compile. */
import { URI } from 'vscode-uri';
import type { CallTreeSite } from '../../analysis/allocations/callTree.ts';
import { type FlowGraph, reachesHeap } from '../../analysis/dataflow/flowGraph.ts';
import type { AllocationAnswer, PlaceAnswer } from '../../flow/flowQueries.ts';
import {
	type FlowItem,
	type FlowQuestionAnswer,
	type FlowQuestionParams,
	flowQuestionRequest,
} from '../../protocol/requests.ts';
import { toUri } from '../convert.ts';
import { toOffset } from '../encoding.ts';
import type { Feature } from '../feature.ts';
import { withSignal } from '../requestScope.ts';
import type { Session } from '../session.ts';

export const flowFeature: Feature = { register: registerFlowQuestions };

function registerFlowQuestions({ connection, documents, workspace, logger, encoding }: Session): void {
	connection.onRequest(flowQuestionRequest, ({ uri, position, ask }: FlowQuestionParams, token) =>
		withSignal(token, logger, failed('The question could not be answered; the output says why.'), async (signal) => {
			const document = documents.get(uri);
			const place = document?.lines.position(toOffset(document.lines, position, encoding));
			const { line, column } = place ?? { line: position.line, column: position.character };
			const file = URI.parse(uri).fsPath;
			const answer = await workspace.flowAt({ file, line: line + 1, column: column + 1 }, ask, signal);
			return typeof answer === 'string' ? failed(answer) : toAnswer(answer);
		}),
	);
}

function failed(problem: string): FlowQuestionAnswer {
	return { problem, title: '', items: [] };
}

function toAnswer({ about, flow, allocations }: PlaceAnswer): FlowQuestionAnswer {
	if (allocations) return { problem: '', title: allocationsTitle(about, allocations), items: siteItems(allocations) };
	const graph = flow?.flows[0]?.graph;
	if (!graph) return failed('Nothing is known about it.');
	return { problem: '', title: flowTitle(about, graph), items: flowItems(graph) };
}

function flowTitle(about: string, { direction, nodes: [root] }: FlowGraph): string {
	if (direction === 'backward') return `Where ${about} comes from`;
	const words = {
		leaks: 'goes to the heap',
		'content-leaks': 'goes to the heap by what it points to',
		returned: 'goes to a result',
	};
	const verdict = root?.verdict ?? 'unknown';
	if (verdict === 'unknown') return `${about}: no verdict of the compiler`;
	return `${about} ${verdict === 'stays' || verdict === 'no-pointers' ? 'does not outlive the call' : words[verdict]}`;
}

/** The calls and ends of each function below the call that leads to it; a function that was there before has none. */
function flowItems(graph: FlowGraph): readonly FlowItem[] {
	const [root] = graph.nodes;
	if (!root) return [];
	const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
	const shown = new Set([root.id]);
	const below = (id: string): FlowItem[] => {
		const ends = graph.ends.filter(({ node, kind }) => node === id && (kind !== 'returned' || id === root.id));
		const items = ends.map(({ kind, text, message, place }): FlowItem => {
			return { label: text, detail: message, kind, ...located(place), children: [] };
		});
		for (const { to, text, place } of graph.edges.filter(({ from }) => from === id)) {
			const node = nodes.get(to);
			if (!node || (graph.direction === 'forward' && !reachesHeap(node.verdict))) continue;
			const isNew = !shown.has(to);
			shown.add(to);
			const detail = `${node.importPath.slice(node.importPath.lastIndexOf('/') + 1)}.${node.function}: ${node.parameter}`;
			items.push({ label: text, detail, kind: 'call', ...located(place), children: isNew ? below(to) : [] });
		}
		return items;
	};
	return below(root.id);
}

function allocationsTitle(about: string, { verdict, sites }: AllocationAnswer): string {
	if (verdict === 'holds') return `${about} allocates nothing`;
	const count = `${sites.length} ${sites.length === 1 ? 'place' : 'places'}`;
	return verdict === 'breaks'
		? `${about} can allocate: ${count}`
		: `${about} may allocate, by calls that cannot be followed: ${count}`;
}

/** Sites that are sent: a view with more is no help. */
const mostSites = 200;

function siteItems({ sites, texts }: AllocationAnswer): readonly FlowItem[] {
	return sites.slice(0, mostSites).flatMap((site, index) => {
		const last = site.path.at(-1);
		if (!last || last.file === '') return [];
		const children = site.path.slice(0, -1).map(({ function: name, file, line }): FlowItem => {
			return { label: name, detail: 'on the way', kind: 'call', ...located({ file, line, column: 1 }), children: [] };
		});
		const label = texts[index] || last.function;
		return [{ label, detail: siteWords(site), kind: site.kind, ...located({ ...last, column: 1 }), children }];
	});
}

function siteWords({ what, when, path }: CallTreeSite): string {
	return `${path.at(-1)?.function ?? ''} ${what}${when === '' ? '' : ` when ${when}`}`;
}

function located({ file, line, column }: { readonly file: string; readonly line: number; readonly column: number }) {
	const at = { line: Math.max(0, line - 1), character: Math.max(0, column - 1) };
	return { uri: toUri(file), position: at };
}
