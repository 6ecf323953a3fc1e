// Packages the stand-in for the Go extension.
import { join } from 'node:path';
import { createVSIX } from '@vscode/vsce';

/** @param {string} folder where the package is written. @returns {Promise<string>} its path */
export async function packageGoExtension(folder) {
	const packagePath = join(folder, 'go-extension.vsix');
	const cwd = join(import.meta.dirname, '../goExtension');
	await createVSIX({ cwd, packagePath, dependencies: false, allowMissingRepository: true, skipLicense: true });
	return packagePath;
}
