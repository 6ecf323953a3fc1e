/** Flows and allocations for people. */
import { type CallTreeSite, firstAgainst } from '../../analysis/allocations/callTree.ts';
import {
	type FlowEnd,
	type FlowGraph,
	type FlowNode,
	type FlowPlace,
	type FlowVerdict,
	reachesHeap,
} from '../../analysis/dataflow/flowGraph.ts';
import type { AllocationAnswer, FlowAnswer } from '../../flow/flowQueries.ts';
import { plural } from '../plural.ts';
import { printable } from '../terminal.ts';
import type { ShowFile } from './flowCommand.ts';

/** Sites, and lines of a flow, that are shown without `--all`. */
const mostShown = 20;
const mostLines = 60;

export function flowText({ function: asked, flows }: FlowAnswer, show: ShowFile, all: boolean): string {
	const lines: string[] = [`${asked.importPath}.${asked.name}  ${show(asked.file)}:${asked.line}`];
	for (const { parameter, graph } of flows) lines.push('', ...graphLines(parameter, graph, show, all));
	if (flows.length === 0) lines.push('', 'It has no parameters with a name.');
	return `${lines.map(printable).join('\n')}\n`;
}

function graphLines(parameter: string, graph: FlowGraph, show: ShowFile, all: boolean): string[] {
	const [root] = graph.nodes;
	const head =
		graph.direction === 'backward'
			? 'result: where it comes from'
			: `${parameter}: ${verdictWords(root?.verdict ?? 'unknown')}`;
	const tree = root ? treeLines(root, graph, show) : [];
	const shown = all ? tree : tree.slice(0, mostLines);
	const lines = [head, ...shown];
	if (tree.length > shown.length)
		lines.push(`  … and ${plural(tree.length - shown.length, 'more line')}; --all shows them.`);
	const borrowed =
		graph.nodes.filter(({ verdict }) => verdict === 'stays').length - (root?.verdict === 'stays' ? 1 : 0);
	if (borrowed > 0)
		lines.push(
			`  ${plural(borrowed, 'function')} on the way only ${borrowed === 1 ? 'uses' : 'use'} it during the call.`,
		);
	if (graph.truncated) lines.push('  The graph became too large: what lies further away is left out.');
	return lines;
}

/** The functions that a value goes through, each where it is reached first, with what they do with it. */
function treeLines(root: FlowNode, graph: FlowGraph, show: ShowFile): string[] {
	const lines: string[] = [];
	const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
	const shown = new Set([root.id]);
	const visit = (id: string, indent: string): void => {
		for (const { place, text, message } of graph.ends.filter((end) => end.node === id && isWorthSaying(end, root))) {
			lines.push(`${indent}${placeText(place, show)}  ${text}`, `${indent}    ${message}`);
		}
		for (const { to, place, text, how } of graph.edges.filter(({ from }) => from === id)) {
			const node = nodes.get(to);
			// What only borrows the value, or gives it back, is no way out.
			if (!node || (graph.direction === 'forward' && !reachesHeap(node.verdict))) continue;
			const isKnown = shown.has(to);
			shown.add(to);
			const start = how === 'call' ? '' : `${how} `;
			lines.push(`${indent}${placeText(place, show)}  ${start}${text}`);
			lines.push(`${indent}    → ${nodeText(node, graph.direction)}${isKnown ? ', see above' : ''}`);
			if (!isKnown) visit(to, `${indent}  `);
		}
	};
	visit(root.id, '  ');
	return lines;
}

/** Below the function asked about, what is returned goes on in the caller. */
function isWorthSaying({ kind, node }: FlowEnd, root: FlowNode): boolean {
	return kind !== 'returned' || node === root.id;
}

function nodeText(
	{ importPath, function: name, parameter, verdict }: FlowNode,
	direction: FlowGraph['direction'],
): string {
	const short = importPath.slice(importPath.lastIndexOf('/') + 1);
	const words = direction === 'forward' ? `: ${verdictWords(verdict)}` : '';
	return `${short}.${name}:${parameter || '_'}${words}`;
}

const verdicts: Readonly<Record<FlowVerdict, string>> = {
	stays: 'does not outlive the call',
	leaks: 'goes to the heap',
	'content-leaks': 'what it points to goes to the heap',
	returned: 'goes to a result',
	'no-pointers': 'holds no pointer, so it is copied',
	unknown: 'no verdict of the compiler, so it counts as going to the heap',
};

export function verdictWords(verdict: FlowVerdict): string {
	return verdicts[verdict];
}

function placeText({ file, line }: FlowPlace, show: ShowFile): string {
	return `${show(file)}:${line}`;
}

export function allocationsText(answer: AllocationAnswer, show: ShowFile, all: boolean): string {
	const { function: asked, sites, functions, texts } = answer;
	const lines = [`${asked.importPath}.${asked.name}  ${show(asked.file)}:${asked.line}`, '', verdictLine(answer), ''];
	const shown = all ? sites : sites.slice(0, mostShown);
	shown.forEach((site, index) => lines.push(...siteLines(site, texts[index] ?? '', show)));
	if (sites.length > shown.length)
		lines.push(`… and ${plural(sites.length - shown.length, 'more site')}; --all shows them.`);
	lines.push(`Looked into ${plural(functions, 'function')}.`);
	return `${lines.map(printable).join('\n')}\n`;
}

function verdictLine({ verdict, sites }: AllocationAnswer): string {
	const first = firstAgainst(sites);
	switch (verdict) {
		case 'holds':
			return 'noalloc holds: no call of it allocates.';
		case 'breaks':
			return `noalloc does not hold: ${first === undefined ? 'it allocates' : siteWords(first)}.`;
		case 'may':
			return `noalloc cannot be promised: ${first === undefined ? 'it may allocate' : siteWords(first)}.`;
	}
}

function siteWords({ kind, how, what, when, path }: CallTreeSite): string {
	const at = path.at(-1)?.function;
	const where = at ? `${at} ` : '';
	if (kind !== 'allocation') return `${where}${what}, which may allocate`;
	return `${where}${what}${how === 'sometimes' && when !== '' ? ` (allocates when ${when})` : ''}`;
}

function siteLines(site: CallTreeSite, text: string, show: ShowFile): string[] {
	const lines = [siteWords(site)];
	site.path.forEach(({ function: name, file, line }, index) => {
		const isLast = index === site.path.length - 1;
		lines.push(
			`    ${file === '' ? '(made by the compiler)' : `${show(file)}:${line}`}  ${name}${isLast && text !== '' ? `  ${text}` : ''}`,
		);
	});
	return lines;
}
