/** The command line as a user starts it: its bundle, in a process of its own. */
import { spawn } from 'node:child_process';
import { closeSync, cpSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { buildBundle } from '../support/bundleServer.ts';

export interface Outcome {
	readonly code: number | null;
	readonly stdout: string;
	readonly stderr: string;
}

export interface RunOptions {
	readonly cwd: string;
	readonly env?: NodeJS.ProcessEnv;
	/** A file that standard output goes to. */
	readonly stdout?: string;
	/** A program with arguments that starts what follows them. */
	readonly through?: readonly string[];
}

export interface Cli {
	/** The program, for Node. */
	readonly bundle: string;
	/** The recorded data beside it. */
	readonly data: string;
	run(args: readonly string[], options: RunOptions): Promise<Outcome>;
	dispose(): void;
}

export async function createCli(): Promise<Cli> {
	const folder = mkdtempSync(join(tmpdir(), 'linkscape-cli-'));
	// As it is shipped: the recorded data lies one directory beside the bundle's.
	const data = join(folder, 'data');
	cpSync(resolve('server/data'), data, { recursive: true });
	const bundle = await buildBundle('cliMain.mjs', join(folder, 'out'));
	return {
		bundle,
		data,
		run(args, { cwd, env = process.env, stdout: file, through = [] }) {
			return new Promise((done, fail) => {
				const out = file === undefined ? 'pipe' : openSync(file, 'w');
				const own = [bundle, ...args];
				const [program = process.execPath, ...first] = through;
				const words = through.length === 0 ? own : [...first, process.execPath, ...own];
				const child = spawn(program, words, { cwd, env, stdio: ['pipe', out, 'pipe'] });
				if (typeof out === 'number') closeSync(out);
				let stdout = '';
				let stderr = '';
				child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
				child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
				child.on('error', fail).on('close', (code) => done({ code, stdout, stderr }));
			});
		},
		dispose: () => rmSync(folder, { recursive: true, force: true }),
	};
}
