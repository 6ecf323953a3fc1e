/** The tools as a server of the Model Context Protocol. Read only: nothing is written, and nothing outside of the roots is looked at. */
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { CallToolRequestSchema, ListToolsRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { OutsideRoots } from './roots.ts';
import { ToolProblem, type Tool, type ToolDeps, tools } from './tools.ts';

export interface McpOptions extends ToolDeps {
	/** The version of this program. */
	readonly version: string;
	readonly transport: Transport;
	/** A fault of ours; the assistant is told that there was one. */
	readonly onFailure: (error: unknown) => void;
}

/** Answers until the client goes away. */
export async function serveMcp(options: McpOptions): Promise<void> {
	const { version, transport, roots } = options;
	const server = new Server(
		{ name: 'linkscape', title: 'Linkscape', version },
		{
			capabilities: { tools: {} },
			instructions: `What the Go compiler and linker do with the Go files in ${roots.directories.join(', ')}: linknames, escape analysis.`,
		},
	);
	server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: tools.map(announced) }));
	server.setRequestHandler(CallToolRequestSchema, async ({ params }, { signal }) => {
		const tool = tools.find(({ name }) => name === params.name);
		if (!tool)
			return problem(`There is no tool ${params.name}; there are ${tools.map(({ name }) => name).join(', ')}.`);
		const input = inputOf(tool, params.arguments ?? {});
		if (typeof input === 'string') return problem(input);
		try {
			return { content: [{ type: 'text', text: await tool.answer(input, options, signal) }] };
		} catch (error) {
			if (error instanceof ToolProblem || error instanceof OutsideRoots) return problem(error.message);
			if (!signal.aborted) options.onFailure(error);
			return problem('Internal error: this is a fault of linkscape.');
		}
	});
	const closed = new Promise<void>((resolve) => {
		server.onclose = resolve;
	});
	await server.connect(transport);
	await closed;
}

function announced({ name, title, description, takes }: Tool) {
	const all = Object.entries(takes).map(([key, meaning]) => [
		key.replace('?', ''),
		{ type: 'string', description: meaning },
	]);
	return {
		name,
		title,
		description,
		inputSchema: {
			type: 'object' as const,
			properties: Object.fromEntries(all) as Record<string, object>,
			required: Object.keys(takes).filter((key) => !key.endsWith('?')),
		},
		annotations: { readOnlyHint: true, openWorldHint: false, destructiveHint: false, idempotentHint: true },
	};
}

function problem(text: string) {
	return { isError: true, content: [{ type: 'text' as const, text }] };
}

/** Answers one sentence for arguments that the tool does not take. */
function inputOf({ takes }: Tool, given: Readonly<Record<string, unknown>>): Record<string, string> | string {
	const input: Record<string, string> = {};
	for (const key of Object.keys(takes)) {
		const name = key.replace('?', '');
		const value = given[name];
		if (value === undefined || value === null) {
			if (!key.endsWith('?')) return `${name} is missing.`;
		} else if (typeof value !== 'string') return `${name} must be a text.`;
		else input[name] = value;
	}
	const unknown = Object.keys(given).find((key) => !(key in takes) && !(`${key}?` in takes));
	return unknown === undefined ? input : `There is no argument ${unknown}.`;
}
