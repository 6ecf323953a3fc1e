/** The command line as a user starts it: its bundle, in a process of its own. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildBundle } from '../support/bundleServer.ts';

export interface Outcome {
	readonly code: number | null;
	readonly stdout: string;
	readonly stderr: string;
}

export interface Cli {
	run(args: readonly string[], options: { readonly cwd: string; readonly env?: NodeJS.ProcessEnv }): Promise<Outcome>;
	dispose(): void;
}

export async function createCli(): Promise<Cli> {
	const folder = mkdtempSync(join(tmpdir(), 'linkscape-cli-'));
	const bundle = await buildBundle('cliMain.mjs', folder);
	return {
		run(args, { cwd, env = process.env }) {
			return new Promise((done, fail) => {
				const child = spawn(process.execPath, [bundle, ...args], { cwd, env });
				let stdout = '';
				let stderr = '';
				child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
				child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
				child.on('error', fail).on('close', (code) => done({ code, stdout, stderr }));
			});
		},
		dispose: () => rmSync(folder, { recursive: true, force: true }),
	};
}
