/** Flows and allocations for programs. */
import { firstAgainst } from '../../analysis/allocations/callTree.ts';
import { type FlowGraph, reachesHeap, shortestWays } from '../../analysis/dataflow/flowGraph.ts';
import type { AllocationAnswer, FlowAnswer, QueriedFunction } from '../../flow/flowQueries.ts';
import type { GoContext } from '../../world/go/goContext.ts';
import type { ShowFile } from './flowCommand.ts';

function head(
	{ version, goos, goarch }: GoContext,
	{ importPath, name, file, line, column }: QueriedFunction,
	show: ShowFile,
) {
	return {
		version: 1,
		tool: 'linkscape',
		context: { go: version.text, goos, goarch },
		function: { importPath, name, file: show(file), line, column },
	};
}

export function flowJson({ context, function: asked, flows, problems }: FlowAnswer, show: ShowFile): string {
	const report = {
		...head(context, asked, show),
		flows: flows.map(({ parameter, graph }) => ({ parameter, ...graphJson(graph, show) })),
		problems,
	};
	return `${JSON.stringify(report, null, 2)}\n`;
}

function graphJson(graph: FlowGraph, show: ShowFile) {
	const [root] = graph.nodes;
	return {
		direction: graph.direction,
		verdict: root?.verdict ?? 'unknown',
		reachesHeap: graph.direction === 'forward' && reachesHeap(root?.verdict ?? 'unknown'),
		truncated: graph.truncated,
		nodes: graph.nodes.map(({ place, ...node }) => ({
			...node,
			file: show(place.file),
			line: place.line,
			column: place.column,
		})),
		edges: graph.edges.map(({ place, ...edge }) => ({
			...edge,
			file: show(place.file),
			line: place.line,
			column: place.column,
		})),
		ends: shortestWays(graph).map(({ edges, end: { place, ...end } }) => ({
			...end,
			file: show(place.file),
			line: place.line,
			column: place.column,
			path: edges.map((edge) => ({
				to: edge.to,
				text: edge.text,
				file: show(edge.place.file),
				line: edge.place.line,
				column: edge.place.column,
			})),
		})),
	};
}

export function allocationsJson(
	{ context, function: asked, verdict, sites, functions, texts }: AllocationAnswer,
	show: ShowFile,
): string {
	const shown = sites.map(({ path, ...site }, index) => {
		const last = path.at(-1);
		return {
			...site,
			file: last ? show(last.file) : '',
			line: last?.line ?? 0,
			function: last?.function ?? '',
			text: texts[index] ?? '',
			path: path.map((step) => ({ ...step, file: show(step.file) })),
		};
	});
	const first = firstAgainst(sites);
	const report = {
		...head(context, asked, show),
		noalloc: verdict,
		first: (first && shown[sites.indexOf(first)]) ?? null,
		sites: shown,
		functions,
	};
	return `${JSON.stringify(report, null, 2)}\n`;
}
