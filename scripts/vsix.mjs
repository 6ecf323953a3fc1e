// The packaged extension: one file for every platform. Imported after set-up only, since vsce and esbuild are installed by it.
import { statSync } from 'node:fs';
import { createVSIX } from '@vscode/vsce';
import { build } from './bundles.mjs';
import { root, vsixFile } from './repository.mjs';

/** The largest .vsix that may be shipped, in bytes. */
export const largestVsix = 2 * 1024 * 1024;

/**
 * Builds the extension as it is shipped and packages it.
 * @param {string} [file] where to write it
 * @returns {Promise<{ file: string, bytes: number }>}
 */
export async function packageVsix(file = vsixFile) {
	await build();
	await createVSIX({ cwd: root, packagePath: file, dependencies: false });
	return { file, bytes: statSync(file).size };
}
