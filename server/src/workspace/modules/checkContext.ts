/** By which Go the command line judges: what the user named, else the Go of the module, else none. */
import { isFile, listDirectory, readText } from '../../toolchain/files.ts';
import { compareGoVersions, type GoVersion, parseGoVersion } from '../../toolchain/goVersion.ts';
import { dirname, join, resolve } from '../../toolchain/paths.ts';
import type { Environment } from '../../toolchain/runProcess.ts';
import type { Toolchain } from '../../toolchain/toolchain.ts';
import { createGoContext } from '../go/goContext.ts';
import { hostPlatform } from '../go/hostPlatform.ts';
import { moduleDirectory } from '../go/moduleDirectory.ts';

export interface ContextRequest {
	/** The working directory. */
	readonly directory: string;
	/** The first path that is checked. */
	readonly path: string;
	readonly goroot: string | undefined;
	/** `1.22.12`, `go1.27rc1`. */
	readonly go: string | undefined;
	readonly goos: string | undefined;
	readonly goarch: string | undefined;
	readonly tags: readonly string[];
	readonly environment: Environment;
}

export interface CheckContext {
	/** `go1.26.8`; empty when no Go was named or found. */
	readonly go: string;
	/** The source tree of that Go; undefined when it is not on this machine. */
	readonly goroot: string | undefined;
	readonly goos: string;
	readonly goarch: string;
	readonly cgo: boolean;
	readonly tags: readonly string[];
	readonly moduleCache: string | undefined;
}

/** The named Go cannot be used; the message is one sentence. */
export class ContextError extends Error {}

/** @throws ContextError */
export async function findContext(
	request: ContextRequest,
	toolchain: Toolchain,
	signal: AbortSignal,
): Promise<CheckContext> {
	const { environment, directory } = request;
	const host = hostPlatform();
	const goos = request.goos ?? (environment['GOOS'] || host.goos);
	const goarch = request.goarch ?? (environment['GOARCH'] || host.goarch);
	// cgo is off for other platforms unless somebody turns it on.
	const native = goos === host.goos && goarch === host.goarch;
	const said = environment['CGO_ENABLED'];
	const cgo = said ? said === '1' : native;
	const tags = request.tags.length > 0 ? request.tags : tagsIn(environment['GOFLAGS'] ?? '');
	const platform = { goos, goarch, cgo, tags };
	const moduleCache =
		environment['GOMODCACHE'] ?? join(environment['GOPATH'] ?? join(home(environment), 'go'), 'pkg/mod');

	if (request.goroot !== undefined) {
		const goroot = resolve(directory, request.goroot);
		const go = await versionOf(goroot);
		if (go === undefined) throw new ContextError(`${request.goroot} holds no Go: there is no VERSION file to read.`);
		return { ...platform, go, goroot, moduleCache };
	}
	if (request.go !== undefined) {
		const version = parseGoVersion(`go${request.go.replace(/^go/, '')}`);
		if (!version) throw new ContextError(`${request.go} is no Go version; write it like 1.26.8.`);
		const inCache = await cachedToolchain(moduleCache, version, `${host.goos}-${host.goarch}`);
		return { ...platform, go: version.text, goroot: inCache, moduleCache };
	}

	const at = resolve(directory, request.path.replace(/\.\.\.$/, ''));
	const module = await moduleDirectory((await isFile(at)) ? dirname(at) : at);
	const settings = { path: '', allowDownloads: false, extension: {}, folders: [], environment };
	const found = await createGoContext(module, settings, toolchain, signal);
	if (found.kind === 'no-go') return { ...platform, go: found.version?.text ?? '', goroot: undefined, moduleCache };
	return {
		go: found.version.text,
		goroot: found.goroot,
		goos: request.goos ?? found.goos,
		goarch: request.goarch ?? found.goarch,
		cgo: request.goos === undefined && request.goarch === undefined ? found.cgo : cgo && (native ? found.cgo : true),
		tags: request.tags.length > 0 ? request.tags : found.tags,
		moduleCache: found.moduleCache,
	};
}

/** The GOROOT of a release in the module cache; for `1.22` without a patch that of its newest. */
async function cachedToolchain(moduleCache: string, version: GoVersion, platform: string): Promise<string | undefined> {
	const start = 'toolchain@v0.0.1-';
	const end = `.${platform}`;
	const exact = version.pre !== '' || /^go\d+\.\d+\.\d+/.test(version.text);
	const found: { readonly path: string; readonly version: GoVersion }[] = [];
	for (const { name } of await listDirectory(join(moduleCache, 'golang.org'))) {
		if (!name.startsWith(start) || !name.endsWith(end)) continue;
		const cached = parseGoVersion(name.slice(start.length, -end.length));
		if (!cached || cached.major !== version.major || cached.minor !== version.minor) continue;
		if (exact ? cached.text !== version.text : cached.pre !== '') continue;
		found.push({ path: join(moduleCache, 'golang.org', name), version: cached });
	}
	return found.sort((a, b) => compareGoVersions(a.version, b.version)).at(-1)?.path;
}

/** The build tags of GOFLAGS. */
function tagsIn(flags: string): readonly string[] {
	const last = flags.split(/\s+/).findLast((flag) => /^--?tags=/.test(flag));
	return (last?.slice(last.indexOf('=') + 1) ?? '').split(',').filter((tag) => tag !== '');
}

/** The first line of GOROOT/VERSION; a development tree has none, or one that begins with `devel`. */
async function versionOf(goroot: string): Promise<string | undefined> {
	const text = await readText(join(goroot, 'VERSION'));
	return text?.split('\n')[0]?.trim() || undefined;
}

function home(environment: Environment): string {
	return environment['HOME'] ?? environment['USERPROFILE'] ?? '';
}
