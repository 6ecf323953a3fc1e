/** Flows as graphs for Graphviz and Mermaid. */
import { type FlowGraph, reachesHeap } from '../../analysis/dataflow/flowGraph.ts';
import type { AllocationAnswer, FlowAnswer } from '../../flow/flowQueries.ts';
import { printable } from '../terminal.ts';
import type { ShowFile } from './flowCommand.ts';
import { verdictWords } from './flowHuman.ts';

interface DiagramNode {
	readonly id: string;
	readonly lines: readonly string[];
	readonly shape: 'start' | 'heap' | 'plain' | 'end';
}

interface DiagramEdge {
	readonly from: string;
	readonly to: string;
	readonly label: string;
}

interface Diagram {
	readonly nodes: readonly DiagramNode[];
	readonly edges: readonly DiagramEdge[];
}

export function flowDiagram({ flows }: FlowAnswer, show: ShowFile, format: 'dot' | 'mermaid'): string {
	const parts = flows.map(({ graph }, index) => diagramOf(graph, show, flows.length > 1 ? `p${index}` : ''));
	return draw({ nodes: parts.flatMap(({ nodes }) => nodes), edges: parts.flatMap(({ edges }) => edges) }, format);
}

function diagramOf(graph: FlowGraph, show: ShowFile, prefix: string): Diagram {
	const nodes = graph.nodes.map((node, index): DiagramNode => {
		const name = `${node.importPath.slice(node.importPath.lastIndexOf('/') + 1)}.${node.function}`;
		const shape = index === 0 ? 'start' : reachesHeap(node.verdict) ? 'heap' : 'plain';
		const words = node.parameter === 'result' ? [] : [verdictWords(node.verdict)];
		return { id: prefix + node.id, lines: [`${name}: ${node.parameter || '_'}`, ...words], shape };
	});
	const ends = graph.ends.map((end, index): DiagramNode => {
		return { id: `${prefix}e${index}`, lines: [end.kind, end.text], shape: 'end' };
	});
	const place = ({ file, line }: { readonly file: string; readonly line: number }) =>
		`${show(file).replace(/^.*\//, '')}:${line}`;
	const edges = graph.edges.map((edge): DiagramEdge => {
		const how = edge.how === 'call' ? '' : `${edge.how} `;
		return { from: prefix + edge.from, to: prefix + edge.to, label: how + place(edge.place) };
	});
	const last = graph.ends.map((end, index): DiagramEdge => {
		return { from: prefix + end.node, to: `${prefix}e${index}`, label: place(end.place) };
	});
	return { nodes: [...nodes, ...ends], edges: [...edges, ...last] };
}

/** The call tree from the function to its sites. */
export function sitesDiagram({ sites, texts }: AllocationAnswer, show: ShowFile, format: 'dot' | 'mermaid'): string {
	const nodes = new Map<string, DiagramNode>();
	const edges = new Map<string, DiagramEdge>();
	const nodeOf = (key: string, lines: readonly string[], shape: DiagramNode['shape']): string => {
		const known = nodes.get(key);
		if (known) return known.id;
		const id = `n${nodes.size}`;
		nodes.set(key, { id, lines, shape });
		return id;
	};
	sites.forEach(({ path, what, kind }, index) => {
		let before: { readonly id: string; readonly label: string } | undefined;
		for (const { function: name, file, line } of path) {
			const id = nodeOf(name, [name], nodes.size === 0 ? 'start' : 'plain');
			if (before && before.id !== id) edges.set(`${before.id} ${id}`, { from: before.id, to: id, label: before.label });
			before = { id, label: `${show(file).replace(/^.*\//, '')}:${line}` };
		}
		const end = nodeOf(`site ${index}`, [what, texts[index] ?? ''], kind === 'allocation' ? 'heap' : 'end');
		if (before) edges.set(`${before.id} ${end}`, { from: before.id, to: end, label: before.label });
	});
	return draw({ nodes: [...nodes.values()], edges: [...edges.values()] }, format);
}

function draw(diagram: Diagram, format: 'dot' | 'mermaid'): string {
	return format === 'dot' ? drawDot(diagram) : drawMermaid(diagram);
}

const dotShapes = { start: 'box, style=bold', heap: 'box', plain: 'ellipse', end: 'note' } as const;

function drawDot({ nodes, edges }: Diagram): string {
	const quoted = (text: string): string => `"${printable(text).replace(/["\\]/g, '\\$&')}"`;
	const label = (lines: readonly string[]): string =>
		`"${lines
			.filter((line) => line !== '')
			.map((line) => printable(line).replace(/["\\]/g, '\\$&'))
			.join('\\n')}"`;
	return [
		'digraph flow {',
		'\trankdir=LR;',
		...nodes.map(({ id, lines, shape }) => `\t${id} [shape=${dotShapes[shape]}, label=${label(lines)}];`),
		...edges.map(({ from, to, label: text }) => `\t${from} -> ${to} [label=${quoted(text)}];`),
		'}',
		'',
	].join('\n');
}

/** Mermaid reads entities in a quoted label, and little else. */
function drawMermaid({ nodes, edges }: Diagram): string {
	const safe = (text: string): string =>
		printable(text).replace(/[#"<>&[\]{}()|`\\;]/g, (one) => `#${one.charCodeAt(0)};`);
	const label = (lines: readonly string[]): string =>
		`"${lines
			.filter((line) => line !== '')
			.map(safe)
			.join('<br>')}"`;
	const shapes: Readonly<Record<DiagramNode['shape'], readonly [string, string]>> = {
		start: ['[[', ']]'],
		heap: ['[', ']'],
		plain: ['(', ')'],
		end: ['>', ']'],
	};
	return [
		'flowchart LR',
		...nodes.map(({ id, lines, shape }) => `\t${id}${shapes[shape][0]}${label(lines)}${shapes[shape][1]}`),
		...edges.map(({ from, to, label: text }) => `\t${from} -->|"${safe(text)}"| ${to}`),
		'',
	].join('\n');
}
