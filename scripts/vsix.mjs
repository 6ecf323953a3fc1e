// The packaged extension: one file for every platform. Imported after set-up only, since vsce and esbuild are installed by it.
import { statSync } from 'node:fs';
import { createVSIX, listFiles, PackageManager } from '@vscode/vsce';
import { build } from './bundles.mjs';
import { root, vsixFile } from './repository.mjs';
import { runQuietly } from './run.mjs';
import { setUsualModes } from './usualModes.mjs';

/** The largest .vsix that may be shipped, in bytes. */
export const largestVsix = 2 * 1024 * 1024;

/** What a .vsix would otherwise take from the machine: the time of each file in local time, and the order of a language. */
const sameEverywhere = { SOURCE_DATE_EPOCH: '499162500', TZ: 'UTC', LC_ALL: 'C' };

/**
 * Builds the extension as it is shipped and packages it: the same bytes from the same sources, wherever they lie.
 * @param {string} [file] where to write it
 * @returns {Promise<{ file: string, bytes: number }>}
 */
export async function packageVsix(file = vsixFile) {
	await build();
	// Node reads the language and the time zone when it starts.
	const command = [process.execPath, import.meta.filename, file];
	const { code, output } = await runQuietly(command, { cwd: root, env: { ...process.env, ...sameEverywhere } });
	if (code !== 0) throw new Error(`The extension could not be packaged:\n${output}`);
	return { file, bytes: statSync(file).size };
}

if (process.argv[1] === import.meta.filename) {
	setUsualModes(root, await listFiles({ cwd: root, packageManager: PackageManager.None }));
	await createVSIX({ cwd: root, packagePath: process.argv[2] ?? vsixFile, dependencies: false });
}
