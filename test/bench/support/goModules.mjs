// Real modules to measure with: writable copies, since servers treat the module cache as somebody else's code.
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../../scripts/repository.mjs';
import { runQuietly } from '../../../scripts/run.mjs';

/** The example module of this repository. */
export async function copyExamples(target) {
	cpSync(join(root, 'examples'), target, { recursive: true });
}

/**
 * A published module with all it needs to be built.
 * @param {string} version `path@version`
 * @param {string} target
 */
export async function copyModule(version, target) {
	const { Dir } = JSON.parse(await go(['mod', 'download', '-json', version], tmpdir()));
	cpSync(Dir, target, { recursive: true });
	await succeed(['chmod', '-R', 'u+w', target], tmpdir());
	await go(['mod', 'download'], target);
}

/** Where the standard library lies. */
export async function goroot() {
	return (await go(['env', 'GOROOT'], tmpdir())).trim();
}

/** @param {readonly string[]} args */
export function go(args, cwd) {
	return succeed(['go', ...args], cwd);
}

async function succeed(command, cwd) {
	mkdirSync(cwd, { recursive: true });
	const { code, output } = await runQuietly(command, { cwd });
	if (code !== 0) throw new Error(`${command.join(' ')} failed\n${output}`);
	return output;
}

/** Replaces a file's text for the go command only. */
export function writeOverlay(folder, file, text) {
	const buffer = join(folder, 'overlay.go');
	const overlay = join(folder, 'overlay.json');
	writeFileSync(buffer, text);
	writeFileSync(overlay, JSON.stringify({ Replace: { [file]: buffer } }));
	return overlay;
}
