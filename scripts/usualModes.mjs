// Permissions of what is packed.
import { chmodSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Gives files the permissions that they have after `git clone` with the usual umask: they are packed with them, and the packages are
 * to be the same wherever they are made.
 * @param {string} folder
 * @param {readonly string[]} files paths in it
 */
export function setUsualModes(folder, files) {
	for (const file of files) {
		const path = join(folder, file);
		chmodSync(path, (statSync(path).mode & 0o100) === 0 ? 0o644 : 0o755);
	}
}
