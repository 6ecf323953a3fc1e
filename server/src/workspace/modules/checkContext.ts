/** By which Go the command line judges: what the user named, else the Go of the module, else none. */
import { isFile, listDirectory } from '../../toolchain/files.ts';
import { compareGoVersions, type GoVersion, parseGoVersion } from '../../toolchain/goVersion.ts';
import { dirname, join, resolve } from '../../toolchain/paths.ts';
import type { Environment } from '../../toolchain/runProcess.ts';
import type { Toolchain } from '../../toolchain/toolchain.ts';
import { createGoContext } from '../go/goContext.ts';
import { hostPlatform } from '../go/hostPlatform.ts';
import { treeOnPath, treeVersion } from '../go/treeOnPath.ts';
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

	const settings = { path: '', allowDownloads: false, extension: {}, folders: [], environment };

	if (request.goroot !== undefined) {
		const goroot = resolve(directory, request.goroot);
		const go = await treeVersion(goroot);
		if (go === undefined) throw new ContextError(`${request.goroot} holds no Go: there is no VERSION file to read.`);
		return { ...platform, go, goroot, moduleCache };
	}
	if (request.go !== undefined) {
		const version = parseGoVersion(`go${request.go.replace(/^go/, '')}`);
		if (!version) throw new ContextError(`${request.go} is no Go version; write it like 1.26.8.`);
		const trees = await cachedTrees(moduleCache, `${host.goos}-${host.goarch}`);
		const own = await treeOnPath(settings);
		const ownVersion = own && parseGoVersion(own.version);
		if (ownVersion) trees.unshift({ path: own.goroot, version: ownVersion });
		return { ...platform, go: version.text, goroot: treeOf(version, trees), moduleCache };
	}

	const at = resolve(directory, request.path.replace(/\.\.\.$/, ''));
	const module = await moduleDirectory((await isFile(at)) ? dirname(at) : at);
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

interface GoTree {
	readonly path: string;
	readonly version: GoVersion;
}

/** The GOROOT of a release; for `1.22` without a patch that of its newest. */
function treeOf(wanted: GoVersion, trees: readonly GoTree[]): string | undefined {
	const exact = wanted.pre !== '' || /^go\d+\.\d+\.\d+/.test(wanted.text);
	const fitting = trees.filter(({ version }) => {
		if (exact) return version.text === wanted.text;
		return version.major === wanted.major && version.minor === wanted.minor && version.pre === '';
	});
	return fitting.sort((a, b) => compareGoVersions(a.version, b.version)).at(-1)?.path;
}

/** The toolchains that the go command has downloaded. */
async function cachedTrees(moduleCache: string, platform: string): Promise<GoTree[]> {
	const start = 'toolchain@v0.0.1-';
	const end = `.${platform}`;
	const directory = join(moduleCache, 'golang.org');
	return (await listDirectory(directory)).flatMap(({ name }) => {
		const version =
			name.startsWith(start) && name.endsWith(end) ? parseGoVersion(name.slice(start.length, -end.length)) : undefined;
		return version ? [{ path: join(directory, name), version }] : [];
	});
}

/** The build tags of GOFLAGS. */
function tagsIn(flags: string): readonly string[] {
	const last = flags.split(/\s+/).findLast((flag) => /^--?tags=/.test(flag));
	return (last?.slice(last.indexOf('=') + 1) ?? '').split(',').filter((tag) => tag !== '');
}

function home(environment: Environment): string {
	return environment['HOME'] ?? environment['USERPROFILE'] ?? '';
}
