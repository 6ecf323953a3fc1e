/** The repository as `git clone` would give it, what is not committed yet included. */
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** @param umask the permissions that are not given: 0o022 usually */
export function cloneRepository(folder: string, umask = 0o022): void {
	const listed = execFileSync('git', ['ls-files', '-z', '-co', '--exclude-standard'], { encoding: 'utf8' });
	for (const file of listed.split('\0').filter(Boolean)) {
		// Deleted, and not committed yet.
		if (!existsSync(resolve(file))) continue;
		const to = join(folder, file);
		mkdirSync(dirname(to), { recursive: true });
		cpSync(resolve(file), to);
		chmodSync(to, ((statSync(to).mode & 0o100) === 0 ? 0o666 : 0o777) & ~umask);
	}
}
