import { readText } from '../../toolchain/files.ts';
import {
	compilerEnvironment,
	envArguments,
	flagName,
	type GoVariables,
	joinFlagValues,
	keptFlags,
	runEnvironment,
	splitFlags,
} from '../../toolchain/goCommand.ts';
import { parseGoVariables } from '../../toolchain/goOutput.ts';
import { compareGoVersions, type GoVersion, isAtLeast, parseGoVersion } from '../../toolchain/goVersion.ts';
import { resolve } from '../../toolchain/paths.ts';
import { type Environment, ProcessError, type ProcessResult } from '../../toolchain/runProcess.ts';
import type { NoToolchain, Toolchain } from '../../toolchain/toolchain.ts';
import { environmentTags } from './environmentTags.ts';
import { findGo, searchPath } from './findGo.ts';
import { type GoSettings, settingsEnvironment } from './goSettings.ts';
import { gorootOfGo } from './gorootOfGo.ts';
import { goLine, irregularModuleFile, type ModuleDirectory, usesModule } from './moduleDirectory.ts';
import { treeVersion } from './treeOnPath.ts';

/** Everything needed to compile the packages of one module the way its user does. Only who holds one can run Go. */
export interface GoContext {
	readonly kind: 'go';
	/** The directory of go.mod, or of the file where there is none. */
	readonly directory: string;
	readonly moduleFile: string | undefined;
	/** The go.work in effect. */
	readonly workFile: string | undefined;
	/** Absolute path of the go command. */
	readonly go: string;
	/** Where it was found and why that one: `/usr/local/go/bin/go, from PATH`. */
	readonly source: string;
	readonly version: GoVersion;
	readonly goroot: string;
	readonly goos: string;
	readonly goarch: string;
	/** `windows/amd64` when packages are built for another system than that of this machine; else empty. */
	readonly foreignPlatform: string;
	readonly cgo: boolean;
	readonly tags: readonly string[];
	readonly moduleCache: string;
	/** The directory of the compiler. */
	readonly toolDirectory: string;
	/** Flags of the user for `go list` and `go build`, without those of GOFLAGS. */
	readonly buildFlags: readonly string[];
	/** All flags in effect, those of GOFLAGS first. */
	readonly allFlags: readonly string[];
	/** What the user's settings change in the environment; without an inherited GOROOT that belongs to another go. */
	readonly ownEnvironment: Environment;
	/** Changes to the environment for the go command, and for the compiler run by itself. */
	readonly environment: Environment;
	readonly compilerEnvironment: Environment;
	readonly toolchain: Toolchain;
	/** One sentence of something worth knowing that does not stop the work; empty when there is nothing. */
	readonly note: string;
}

/** Why Go cannot be run for a module. */
export interface NoGo {
	readonly kind: 'no-go';
	readonly directory: string;
	/**
	 * `too-old`: older than 1.21, which escape hints need. `newer-wanted`: go.mod or go.work asks for a newer one. `unanswered`: it
	 * has been asked, and who wants to know does not wait (`GoModules.contextSoon`).
	 */
	readonly reason: 'restricted' | 'missing' | 'too-old' | 'newer-wanted' | 'unusable' | 'unanswered';
	/** One sentence. */
	readonly problem: string;
	/** The go command that was found all the same; empty when there is none. */
	readonly source: string;
	readonly version: GoVersion | undefined;
}

/** Finds and asks the Go of a module; `go env` is run once. */
export async function createGoContext(
	module: ModuleDirectory,
	settings: GoSettings,
	toolchain: Toolchain | NoToolchain,
	signal: AbortSignal,
): Promise<GoContext | NoGo> {
	const { directory, moduleFile } = module;
	const no = (reason: NoGo['reason'], problem: string, source = '', version?: GoVersion): NoGo => {
		return { kind: 'no-go', directory, reason, problem, source, version };
	};
	if (toolchain.kind === 'no-toolchain') return no('restricted', 'The workspace is not trusted, so no program is run.');
	const found = await findGo(settings);
	if (found.kind === 'missing') return no('missing', found.problem);
	const irregular = await irregularModuleFile(directory);
	if (irregular !== undefined) return no('unusable', `${irregular} is not a regular file.`, found.source);

	const { allowDownloads } = settings;
	const ask = (own: Environment) => {
		const goFlags = own['GOFLAGS'] ?? settings.environment['GOFLAGS'];
		const first = runEnvironment({ settings: own, flags: goFlags ?? '', allowDownloads });
		// With GOFLAGS as the user has it: go's own file may hold it, and `go env` does nothing with it.
		const env = { ...first, GOFLAGS: goFlags };
		return toolchain.run({ file: found.path, args: envArguments, cwd: directory, env }, signal);
	};
	let own: Environment = { ...settingsEnvironment(settings), ...(await searchPath(settings)) };
	let asked: ProcessResult;
	try {
		asked = await ask(own);
		const inherited = own['GOROOT'] === undefined ? settings.environment['GOROOT'] : undefined;
		if (inherited && (await isOfAnotherGo(inherited, found.path, parseGoVariables(asked.stdout)))) {
			own = { ...own, GOROOT: undefined };
			asked = await ask(own);
		}
	} catch (error) {
		if (!(error instanceof ProcessError)) throw error;
		return no('unusable', `${error.message}.`, found.source);
	}
	const go = parseGoVariables(asked.stdout);
	if (go?.GOROOT === undefined) {
		// The words of cmd/go/internal/toolchain where go.mod asks for a Go that cannot be fetched.
		const newer = /toolchain not available|requires go ?>=|download go1\./.test(asked.stderr);
		return no(newer ? 'newer-wanted' : 'unusable', complaint(asked, found.path), found.source);
	}
	const version = parseGoVersion(go.GOVERSION ?? '');
	if (version === undefined || !isAtLeast(version, 1, 21)) {
		const name = version?.text ?? 'this Go';
		return no('too-old', `${name} is too old: escape hints need Go 1.21 or newer.`, found.source, version);
	}
	const workFile = go.GOWORK && go.GOWORK !== 'off' ? go.GOWORK : undefined;
	const newer = await needsNewerGo(version, moduleFile, workFile);
	if (newer !== undefined) return no('newer-wanted', newer, found.source, version);

	const outside = workFile !== undefined && moduleFile !== undefined && !(await usesModule(workFile, directory));
	const userFlags = extensionFlags(settings);
	const goFlags = splitFlags(go.GOFLAGS ?? '');
	const environment = runEnvironment({ settings: own, flags: go.GOFLAGS ?? '', allowDownloads });
	const allFlags = [...keptFlags(goFlags), ...userFlags];
	return {
		kind: 'go',
		directory,
		moduleFile,
		workFile: outside ? undefined : workFile,
		go: found.path,
		source: found.source,
		version,
		goroot: go.GOROOT,
		goos: go.GOOS ?? '',
		goarch: go.GOARCH ?? '',
		foreignPlatform: foreignPlatform(go),
		cgo: go.CGO_ENABLED === '1',
		tags: [...tagsOf(allFlags), ...(await environmentTags(go, go.GOROOT))],
		moduleCache: go.GOMODCACHE ?? '',
		toolDirectory: go.GOTOOLDIR ?? '',
		buildFlags: userFlags,
		allFlags,
		ownEnvironment: own,
		// A module that go.work does not list would not build at all; on its own it does.
		environment: outside ? { ...environment, GOWORK: 'off' } : environment,
		compilerEnvironment: compilerEnvironment(go),
		toolchain,
		note: noteOf(goFlags, moduleFile, outside ? workFile : undefined),
	};
}

function foreignPlatform({ GOOS, GOARCH, GOHOSTOS, GOHOSTARCH }: GoVariables): string {
	return GOOS === GOHOSTOS && GOARCH === GOHOSTARCH ? '' : `${GOOS}/${GOARCH}`;
}

/**
 * Whether an inherited GOROOT is the tree of another release than the go command in use, which answered `go env` under it: an editor
 * hands on what other extensions wrote into its environment. A tree of the same release may be meant, a patched one for example.
 */
async function isOfAnotherGo(inherited: string, go: string, answer: GoVariables | undefined): Promise<boolean> {
	if (answer?.GOROOT === undefined) return true;
	// The go command switched to another toolchain, which has a tree of its own.
	if (resolve(answer.GOROOT) !== resolve(inherited)) return false;
	const tree = await treeVersion(inherited);
	// A development tree has no version; a release has another tree.
	if (tree === undefined) return (await gorootOfGo(go)) !== undefined;
	return tree !== answer.GOVERSION?.split(' ')[0];
}

/** What `go env` complained about, as one sentence. */
function complaint(asked: ProcessResult, go: string): string {
	if (asked.end === 'timeout') return `${go} did not answer in time.`;
	const lines = asked.stderr.split('\n').map((line) => line.trim());
	// It says so before it finds out that it may not.
	const line = lines.find((text) => text !== '' && !text.startsWith('go: downloading '));
	return line === undefined ? `${go} env printed nothing that could be read.` : `${line.replace(/\.$/, '')}.`;
}

async function needsNewerGo(version: GoVersion, ...files: (string | undefined)[]): Promise<string | undefined> {
	for (const file of files) {
		if (file === undefined) continue;
		const line = goLine((await readText(file)) ?? '');
		const wanted = line === undefined ? undefined : parseGoVersion(`go${line}`);
		if (wanted === undefined || compareGoVersions(wanted, version) <= 0) continue;
		return `${file} needs ${wanted.text}, but ${version.text} is in use and fetching a newer one is not allowed.`;
	}
	return undefined;
}

/** The build flags of the Go extension and gopls: tags, and whatever else decides what is compiled. */
function extensionFlags({ extension }: GoSettings): readonly string[] {
	const flags = joinFlagValues([...(extension.buildFlags ?? []), ...(extension.goplsBuildFlags ?? [])]);
	const kept = keptFlags(flags).filter((flag) => compilingFlags.has(flagName(flag)));
	const tags = extension.buildTags?.trim().replace(/[\s,]+/g, ',');
	const given = kept.some((flag) => flagName(flag) === 'tags');
	return tags && !given ? [...kept, `-tags=${tags}`] : kept;
}

const compilingFlags = new Set(['tags', 'mod', 'modfile', 'race', 'msan', 'asan', 'pgo', 'installsuffix', 'compiler']);

/** The tags of `-tags`, and those that `-race` and its like set by themselves. */
function tagsOf(flags: readonly string[]): readonly string[] {
	const last = (name: string) => flags.findLast((flag) => flagName(flag) === name);
	const valueOf = (flag: string) => (flag.includes('=') ? flag.slice(flag.indexOf('=') + 1) : undefined);
	const given = (valueOf(last('tags') ?? '') ?? '').split(/[\s,]+/).filter((tag) => tag !== '');
	const instrumented = ['race', 'msan', 'asan'].filter((name) => {
		const flag = last(name);
		return flag !== undefined && /^(?:1|t|true)$/i.test(valueOf(flag) ?? 'true');
	});
	return [...given, ...instrumented];
}

function noteOf(goFlags: readonly string[], moduleFile: string | undefined, ignoredWork: string | undefined): string {
	if (moduleFile === undefined) return 'There is no go.mod: the files of a directory are compiled by themselves.';
	if (ignoredWork !== undefined) return `${ignoredWork} does not use this module: it is compiled on its own.`;
	const lost = goFlags.find((flag) => flagName(flag) === 'gcflags');
	return lost === undefined ? '' : `Ignoring ${lost} from GOFLAGS.`;
}
