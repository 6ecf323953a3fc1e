// How the scripts start programs.
import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const isWindows = process.platform === 'win32';

/**
 * Runs a program with its output on the terminal.
 * @param {readonly string[]} command program and arguments
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<number>} the exit code
 */
export function runVisibly([file = '', ...args], options = {}) {
	return new Promise((resolve, reject) => {
		const child = spawn(file, args, { ...options, stdio: 'inherit', shell: needsShell(file) });
		child.once('error', reject);
		child.once('exit', (code) => resolve(code ?? 1));
	});
}

/**
 * Runs a program and keeps what it says on both streams, in the order in which it was said.
 * @param {readonly string[]} command program and arguments
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<{ code: number, output: string }>}
 */
export function runQuietly([file = '', ...args], options = {}) {
	return new Promise((resolve, reject) => {
		const child = spawn(file, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'], shell: needsShell(file) });
		let output = '';
		for (const stream of [child.stdout, child.stderr]) {
			stream.setEncoding('utf8').on('data', (text) => {
				output += text;
			});
		}
		child.once('error', reject);
		child.once('close', (code) => resolve({ code: code ?? 1, output }));
	});
}

/**
 * The absolute path of a program on PATH, or undefined.
 * @param {string} name
 */
export function findOnPath(name) {
	const names = isWindows ? [`${name}.exe`, `${name}.cmd`] : [name];
	for (const folder of (process.env.PATH ?? '').split(delimiter)) {
		for (const candidate of names) {
			const file = join(folder, candidate);
			if (folder !== '' && isExecutable(file)) return file;
		}
	}
	return undefined;
}

function isExecutable(file) {
	try {
		accessSync(file, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}

// Node starts .cmd files, which npm and code are on Windows, through a shell only.
function needsShell(file) {
	return isWindows && (file === 'npm' || file.endsWith('.cmd'));
}
