/** By which Go the command line judges: what the user named, else the Go of the module, else none. */
import { listedPorts, portProblem } from '../../analysis/build/ports.ts';
import { fileStatus, readText } from '../../toolchain/files.ts';
import { compareGoVersions, type GoVersion, isAtLeast, parseGoVersion } from '../../toolchain/goVersion.ts';
import { dirname, join, resolve } from '../../toolchain/paths.ts';
import type { Environment } from '../../toolchain/runProcess.ts';
import type { Toolchain } from '../../toolchain/toolchain.ts';
import { environmentTags, isEnvironmentTag } from '../../world/go/environmentTags.ts';
import { createGoContext, type NoGo } from '../../world/go/goContext.ts';
import { installedTrees, treeOf, writtenVersion } from '../../world/go/goTrees.ts';
import { hostPlatform } from '../../world/go/hostPlatform.ts';
import { moduleCacheOf } from '../../world/go/moduleCache.ts';
import { treeVersion } from '../../world/go/treeOnPath.ts';
import { moduleDirectory } from '../../world/go/moduleDirectory.ts';

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
	/** `linux/amd64`, …: asked about one after the other where neither goos nor goarch is named. */
	readonly platforms?: readonly string[];
	readonly tags: readonly string[];
	readonly environment: Environment;
}

export interface ContextDeps {
	readonly toolchain: Toolchain;
	/** The recorded releases, oldest first: a Go whose source tree is not on this machine can be judged when it is among them. */
	readonly releases: readonly string[];
	/** Why a source tree cannot be judged by, one sentence; undefined when it can. */
	treeProblem(goroot: string, context: CheckContext): Promise<string | undefined>;
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
	/** One sentence of something that makes the answers less sure; empty when there is nothing. */
	readonly note: string;
}

/** The named Go or platform cannot be used; the message is one sentence. */
export class ContextError extends Error {}

/** @throws ContextError for a Go or a platform that nothing is known about */
export async function findContext(
	request: ContextRequest,
	deps: ContextDeps,
	signal: AbortSignal,
): Promise<CheckContext> {
	const context = await namedOrFound(request, deps, signal);
	const { goroot, go } = context;
	const version = parseGoVersion(go);
	if (goroot === undefined && version !== undefined) assertRecorded(version, deps.releases);
	const ports = goroot === undefined ? undefined : await readText(join(goroot, 'src/internal/platform/zosarch.go'));
	const problem = portProblem(context.goos, context.goarch, listedPorts(ports ?? ''));
	if (problem !== undefined) throw new ContextError(problem);
	return context;
}

/**
 * The Go of each version that is named, oldest first: `1.22`, `1.22,1.27`, `1.23..1.27` (every minor release between), `next` (the
 * newest that is known).
 *
 * @throws ContextError for a Go or a platform that nothing is known about
 */
export async function findContexts(
	request: ContextRequest,
	deps: ContextDeps,
	signal: AbortSignal,
): Promise<readonly CheckContext[]> {
	const platforms = request.platforms ?? [];
	if (platforms.length > 0 && request.goos === undefined && request.goarch === undefined) {
		const found: CheckContext[] = [];
		for (const platform of platforms) {
			const [goos, goarch] = platform.split('/');
			found.push(...(await findContexts({ ...request, goos, goarch }, deps, signal)));
		}
		return found;
	}
	if (request.go === undefined) return [await findContext(request, deps, signal)];
	const contexts = new Map<string, CheckContext>();
	for (const go of expandVersions(request.go, deps.releases)) {
		const context = await findContext({ ...request, go }, deps, signal);
		contexts.set(context.go, context);
	}
	return [...contexts.values()].sort((a, b) => {
		const [one, other] = [parseGoVersion(a.go), parseGoVersion(b.go)];
		return one && other ? compareGoVersions(one, other) : 0;
	});
}

/** What to call each of several contexts: by its Go, and where the platforms differ by that as well. */
export function contextNames(contexts: readonly CheckContext[]): readonly string[] {
	const platforms = new Set(contexts.map(({ goos, goarch }) => `${goos}/${goarch}`));
	return contexts.map(({ go, goos, goarch }) => (platforms.size > 1 ? `${go} ${goos}/${goarch}` : go));
}

/** The ends of `1.22..1.26`; empty where there is none. */
function endsOf(text: string): readonly [string, string] {
	const at = text.indexOf('..');
	return at < 0 ? ['', ''] : [text.slice(0, at), text.slice(at + 2)];
}

/** `1.22,1.24..1.26,next` → each version by itself. */
function expandVersions(written: string, releases: readonly string[]): readonly string[] {
	return written.split(',').flatMap((part): readonly string[] => {
		const text = part.trim();
		if (text === 'next') return [releases.at(-1) ?? ''];
		const [first, last] = endsOf(text);
		if (first === '' || last === '') return [text];
		const [from, to] = [first, last].map((end) =>
			namedVersion(end === 'next' ? (releases.at(-1) ?? '') : end, releases),
		);
		if (!from || !to || compareGoVersions(from, to) > 0) {
			throw new ContextError(`${text} is not a range of Go versions; write the older one first, as in 1.23..1.27.`);
		}
		const between: string[] = [];
		for (let minor = from.minor + 1; minor < to.minor; minor++) between.push(`1.${minor}`);
		return [first, ...between, ...(from.text === to.text ? [] : [last === 'next' ? to.text : last])];
	});
}

async function namedOrFound(request: ContextRequest, deps: ContextDeps, signal: AbortSignal): Promise<CheckContext> {
	const { environment, directory } = request;
	const host = hostPlatform();
	const goos = request.goos ?? (environment['GOOS'] || host.goos);
	const goarch = request.goarch ?? (environment['GOARCH'] || host.goarch);
	// cgo is off for other platforms unless somebody turns it on.
	const native = goos === host.goos && goarch === host.goarch;
	const said = environment['CGO_ENABLED'];
	const cgo = said ? said === '1' : native;
	const tags = request.tags.length > 0 ? request.tags : tagsIn(environment['GOFLAGS'] ?? '');
	const moduleCache = moduleCacheOf(environment);
	const named = { GOEXPERIMENT: environment['GOEXPERIMENT'] ?? '', GOFIPS140: environment['GOFIPS140'] ?? '' };
	const usual = { goos, goarch, cgo, tags, moduleCache, note: '' };

	const settings = { path: '', allowDownloads: false, extension: {}, folders: [], environment };

	if (request.goroot !== undefined) {
		const goroot = resolve(directory, request.goroot);
		const go = await treeVersion(goroot);
		if (go === undefined) throw new ContextError(`${request.goroot} holds no Go: there is no VERSION file to read.`);
		const context = { ...usual, go, goroot, tags: [...tags, ...(await environmentTags(named, goroot))] };
		const problem = await deps.treeProblem(goroot, context);
		if (problem !== undefined) throw new ContextError(problem);
		return context;
	}
	if (request.go !== undefined) {
		const version = namedVersion(request.go, deps.releases);
		const goroot = treeOf(version, await installedTrees(settings));
		return { ...usual, go: version.text, goroot, tags: [...tags, ...(await environmentTags(named, goroot))] };
	}

	const at = resolve(directory, request.path.replace(/\.\.\.$/, ''));
	const status = await fileStatus(at);
	const module = await moduleDirectory(status && status.kind !== 'directory' ? dirname(at) : at);
	const found = await createGoContext(module, settings, deps.toolchain, signal);
	if (found.kind === 'no-go') return { ...usual, ...withoutGo(found, deps.releases), goroot: undefined };
	return {
		go: found.version.text,
		goroot: found.goroot,
		goos: request.goos ?? found.goos,
		goarch: request.goarch ?? found.goarch,
		cgo: request.goos === undefined && request.goarch === undefined ? found.cgo : cgo && (native ? found.cgo : true),
		tags: request.tags.length > 0 ? [...request.tags, ...found.tags.filter(isEnvironmentTag)] : found.tags,
		moduleCache: found.moduleCache,
		note: '',
	};
}

function namedVersion(written: string, releases: readonly string[]): GoVersion {
	const version = writtenVersion(written);
	if (!version) {
		throw new ContextError(`${written} is not a Go version; write it like 1.26.8 (known are ${rangeOf(releases)}).`);
	}
	return version;
}

/** @throws ContextError when no record says what this release links */
function assertRecorded({ text, major, minor }: GoVersion, releases: readonly string[]): void {
	const isKnown = releases.some((release) => {
		const recorded = parseGoVersion(release);
		return recorded?.major === major && recorded.minor === minor;
	});
	if (isKnown) return;
	const known = rangeOf(releases);
	throw new ContextError(`There are no facts about ${text}; known are ${known}, and any Go that --goroot names.`);
}

/** `1.18-1.27` */
function rangeOf(releases: readonly string[]): string {
	const minors = [releases[0], releases.at(-1)].map((release = '') => /^go(\d+\.\d+)/.exec(release)?.[1] ?? '');
	return minors.join('-');
}

/**
 * Without a Go that can be asked, the records answer: for its version where that is known, else for the newest release.
 *
 * @throws ContextError when there is a go command and it fails: nobody knows what it would build
 */
function withoutGo({ reason, problem, version }: NoGo, releases: readonly string[]): { go: string; note: string } {
	if (version !== undefined) {
		// Too old for the compiler's hints, but not for this.
		if (!isAtLeast(version, 1, 21)) return { go: version.text, note: '' };
		return { go: version.text, note: `${problem} Checked as ${version.text} links.` };
	}
	if (reason !== 'restricted' && reason !== 'missing')
		throw new ContextError(`${problem} Name a Go by --go or --goroot to check without it.`);
	const newest = releases.at(-1);
	return {
		go: '',
		note: newest === undefined ? problem : `${problem} Checked as ${newest} links; name another by --go.`,
	};
}

/** The build tags of GOFLAGS. */
function tagsIn(flags: string): readonly string[] {
	const last = flags.split(/\s+/).findLast((flag) => /^--?tags=/.test(flag));
	return (last?.slice(last.indexOf('=') + 1) ?? '').split(',').filter((tag) => tag !== '');
}
