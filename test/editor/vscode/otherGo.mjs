import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';

/** GOROOT of a release (`1.24.12`); the go command downloads it when it is not in the module cache. */
export function gorootOf(release) {
	const env = { ...process.env, GOTOOLCHAIN: `go${release}` };
	return execFileSync('go', ['env', 'GOROOT'], { env, cwd: tmpdir(), encoding: 'utf8' }).trim();
}
