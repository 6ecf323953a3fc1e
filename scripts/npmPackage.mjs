// The npm package: the command line and the language server, without anything to install beside it. `.npmignore` says what is in it.
import { join } from 'node:path';
import { runQuietly } from './run.mjs';
import { root } from './repository.mjs';
import { setUsualModes } from './usualModes.mjs';

/** The largest npm package that may be shipped, in bytes as packed. */
export const largestNpmPackage = 1_000_000;

/**
 * Packs what was built last, as `npm pack` does after building.
 * @param {string} [from] the repository
 * @param {string} [to] the folder to write into
 * @returns {Promise<{ file: string, bytes: number, contents: readonly string[] }>} contents: the paths in the package
 */
export async function packNpm(from = root, to = from) {
	const before = await pack(from, to);
	const modes = new Set(before.files.map(({ mode }) => mode));
	// With another umask npm would pack other permissions.
	const packed = [...modes].every((mode) => mode === 0o644 || mode === 0o755)
		? before
		: await packAgain(before, from, to);
	return { file: join(to, packed.filename), bytes: packed.size, contents: packed.files.map(({ path }) => path) };
}

function packAgain({ files }, from, to) {
	setUsualModes(
		from,
		files.map(({ path }) => path),
	);
	return pack(from, to);
}

/** @returns {Promise<{ filename: string, size: number, files: { path: string, mode: number }[] }>} */
async function pack(from, to) {
	const command = ['npm', 'pack', '--ignore-scripts', '--loglevel=error', '--json', '--pack-destination', to];
	const { code, output } = await runQuietly(command, { cwd: from });
	if (code !== 0) throw new Error(`npm pack failed:\n${output}`);
	return JSON.parse(output)[0];
}
