// The packaged extension: one file for every platform.
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './bundles.mjs';
import { runQuietly } from './run.mjs';
import { root } from './setup.mjs';

/** The largest .vsix that may be shipped, in bytes. */
export const largestVsix = 2 * 1024 * 1024;

/**
 * Builds the extension as it is shipped and packages it.
 * @param {string} [file] where to write it; default linkscape-VERSION.vsix in the root of the repository
 * @returns {Promise<{ file: string, bytes: number }>}
 */
export async function packageVsix(file = join(root, `linkscape-${version()}.vsix`)) {
	await build({ minify: true });
	const vsce = join(root, 'node_modules/@vscode/vsce/vsce');
	const { code, output } = await runQuietly([process.execPath, vsce, 'package', '--no-dependencies', '--out', file], {
		cwd: root,
	});
	if (code !== 0) throw new Error(`vsce package failed\n${output}`);
	return { file, bytes: statSync(file).size };
}

function version() {
	return JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version;
}
