/** Go trees of other releases, fetched by the go command itself. */
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { goPath } from './go.ts';

/**
 * GOROOT of a release (`1.26.8`), downloaded when the module cache does not hold it. `undefined`, with one visible line, where that
 * cannot be done; with CI=true it is an error.
 */
export function gorootOf(release: string): string | undefined {
	try {
		if (goPath === undefined) throw new Error('there is no go on PATH');
		const env = { ...process.env, GOTOOLCHAIN: `go${release}` };
		return execFileSync(goPath, ['env', 'GOROOT'], { env, cwd: tmpdir(), encoding: 'utf8', stdio: 'pipe' }).trim();
	} catch (error) {
		const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
		if (process.env['CI']) throw new Error(`Go ${release} is needed and cannot be had: ${reason}`);
		console.warn(`SKIPPED: tests against Go ${release}: ${reason}`);
		return undefined;
	}
}
