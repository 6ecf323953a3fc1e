/** What tests get from elsewhere: Go releases and published modules, by the go command, which keeps them in its module cache. */
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { goPath } from './go.ts';

/** Milliseconds before the next attempt at a download. */
const pauses = [1_000, 4_000, 10_000];

/**
 * What the go command answers. A download that fails is tried again: networks and proxies have hiccups.
 *
 * @throws Error with the go command's own words when it goes on failing
 */
export function askGo(args: readonly string[], env: NodeJS.ProcessEnv = {}): string {
	if (goPath === undefined) throw new Error('there is no go on PATH');
	for (let attempt = 0; ; attempt++) {
		try {
			const options = { cwd: tmpdir(), encoding: 'utf8', stdio: 'pipe', maxBuffer: 1 << 28 } as const;
			return execFileSync(goPath, [...args], {
				...options,
				env: { ...process.env, GOFLAGS: '', GOWORK: 'off', ...env },
			});
		} catch (error) {
			const pause = pauses[attempt];
			if (pause === undefined || !isTransient(error)) throw new Error(reasonOf(error), { cause: error });
			Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pause);
		}
	}
}

/** With no network at all another attempt is no use. */
function isTransient(error: unknown): boolean {
	const text = reasonOf(error);
	return !/no such host|network is unreachable|GOPROXY=off|410 Gone|404 Not Found/.test(text);
}

function reasonOf(error: unknown): string {
	const { stderr = '', message = String(error) } = error as { stderr?: string; message?: string };
	return stderr.trim().split('\n').at(-1) || (message.split('\n')[0] ?? '');
}

/**
 * GOROOT of a release (`1.26.8`), fetched when the module cache does not hold it. `undefined`, with one visible line, where that
 * cannot be done; with CI=true it is an error.
 */
export function gorootOf(release: string): string | undefined {
	if (!goroots.has(release)) {
		goroots.set(
			release,
			orSkip(`Go ${release}`, () => askGo(['env', 'GOROOT'], { GOTOOLCHAIN: `go${release}` }).trim()),
		);
	}
	return goroots.get(release);
}

const goroots = new Map<string, string | undefined>();

/** `path@version` → its directory in the module cache. `undefined` as {@link gorootOf} does. */
export function moduleDirectories(modules: readonly string[]): ReadonlyMap<string, string> | undefined {
	return orSkip(modules.length === 1 ? (modules[0] ?? '') : `${modules.length} published modules`, () => {
		const answer = askGo(['mod', 'download', '-json', ...modules]);
		const entries = answer.split(/^(?=\{)/m).map((text) => JSON.parse(text) as Downloaded);
		return new Map(entries.map(({ Path, Version, Dir }) => [`${Path}@${Version}`, Dir]));
	});
}

/** Where one published module (`path@version`) lies. `undefined` as {@link gorootOf} does. */
export function moduleDirectory(module: string): string | undefined {
	return moduleDirectories([module])?.values().next().value;
}

interface Downloaded {
	readonly Path: string;
	readonly Version: string;
	readonly Dir: string;
}

function orSkip<T>(what: string, get: () => T): T | undefined {
	try {
		return get();
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		if (process.env['CI']) throw new Error(`${what} is needed and cannot be had: ${reason}`, { cause: error });
		console.warn(`SKIPPED: tests with ${what}: ${reason}`);
		return undefined;
	}
}
