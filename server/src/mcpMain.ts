/** The composition root of `linkscape mcp`, in a bundle of its own that the command line loads when it is asked for. */
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { bundledExplain } from './bundledExplain.ts';
import { bundledFixes } from './bundledFixes.ts';
import { bundledTargets } from './bundledTargets.ts';
import { serveMcp } from './mcp/mcpServer.ts';
import { createOpenFiles } from './mcp/openFiles.ts';
import { openRoots } from './mcp/roots.ts';
import { createGoWorkspace } from './session/createGoWorkspace.ts';
import { readText, realPath } from './toolchain/files.ts';
import type { Environment } from './toolchain/runProcess.ts';

export interface McpRun {
	/** Absolute paths of the directories that may be looked at. */
	readonly roots: readonly string[];
	readonly version: string;
	readonly environment: Environment;
	/** One line on standard error. */
	readonly complain: (line: string) => void;
}

/** Serves on standard input and output until that is closed. Answers one sentence when there is nothing to serve. */
export async function runMcp({ roots: directories, version, environment, complain }: McpRun): Promise<string> {
	const roots = await openRoots(directories, realPath);
	if (roots.directories.length === 0) return `${directories.join(', ')} does not exist.`;
	const workspace = createGoWorkspace({
		setup: {
			trusted: true,
			goPath: '',
			allowDownloads: false,
			goExtension: {},
			folders: [],
			checkDisabled: false,
			escapes: true,
			delay: 0,
			profile: '',
		},
		environment,
		explain: bundledExplain(),
		targets: bundledTargets(environment, (error) => complain(String(error)), complain),
		moreFixes: bundledFixes().moreFixes,
		log: (level, message) => {
			if (level === 'error') complain(message);
		},
	});
	const waiting = new Set<() => void>();
	const wake = () => {
		for (const resolve of waiting) resolve();
		waiting.clear();
	};
	workspace.listen({
		findingsChanged: () => {},
		escapesChanged: wake,
		statusChanged: wake,
		profileChanged: () => {},
	});
	const escapesChanged = (signal: AbortSignal) =>
		new Promise<void>((resolve, reject) => {
			waiting.add(resolve);
			signal.addEventListener('abort', () => reject(new Error('The question was taken back.')), { once: true });
		});
	const transport = new StdioServerTransport();
	// A client that dies says nothing.
	process.stdin.once('end', () => void transport.close());
	await serveMcp({
		roots,
		files: createOpenFiles(workspace, readText),
		workspace,
		escapesChanged,
		version,
		transport,
		onFailure: (error) => complain(error instanceof Error ? (error.stack ?? error.message) : String(error)),
	});
	await workspace.dispose();
	return '';
}
