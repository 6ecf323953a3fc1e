/** A Go tree as it lies on disk: what it is, what its linker checks, which packages and files a context builds. */
import {
	baselineExperiments,
	contextTags,
	type GoRelease,
	type Platform,
	readRelease,
} from '../../analysis/build/buildTags.ts';
import {
	type LinkerRules,
	type LinkerSources,
	linkerRuleFiles,
	readLinkerRules,
} from '../../analysis/linker/linkerRules.ts';
import { readBuildConstraint } from '../../analysis/build/buildConstraint.ts';
import {
	assemblyFileConstraint,
	type BuildTags,
	fileConstraint,
	isBuilt,
	isNameBuilt,
} from '../../analysis/build/isBuilt.ts';
import type { DirectoryEntry, FileStatus } from '../../toolchain/files.ts';
import { join } from '../../toolchain/paths.ts';

/** What a GOROOT index needs of the disk: the functions of toolchain/files.ts, or a test's. */
export interface GorootFiles {
	readText(path: string): Promise<string | undefined>;
	listDirectory(path: string): Promise<readonly DirectoryEntry[]>;
	fileStatus(path: string): Promise<FileStatus | undefined>;
	writeText(path: string, text: string): Promise<boolean>;
}

export interface GorootTree {
	readonly goroot: string;
	readonly release: GoRelease;
	readonly platform: Platform;
	readonly rules: LinkerRules;
	/** Sorted; every tag of the context. */
	readonly tags: readonly string[];
	/** Sources may change under a checkout; those of a release do not. */
	readonly development: boolean;
	/** Changes when the tree does. */
	readonly stamp: string;
}

export type GorootState =
	| { readonly kind: 'ready'; readonly tree: GorootTree }
	/** One sentence for the user. */
	| { readonly kind: 'broken'; readonly message: string };

/** What tells one state of a GOROOT from the next, at the cost of two reads. `undefined`: there is no Go tree. */
export async function readStamp(goroot: string, files: GorootFiles): Promise<string | undefined> {
	const version = join(goroot, 'VERSION');
	const [status, text, source] = await Promise.all([
		files.fileStatus(version),
		files.readText(version),
		files.fileStatus(join(goroot, 'src', 'runtime')),
	]);
	if (!status && !source) return undefined;
	return `${text?.trim() ?? 'no VERSION'} ${status?.modified ?? 0} ${source?.modified ?? 0}`;
}

/** Reads what the tree says about itself. A tree that cannot be judged is told in one sentence. */
export async function openTree(goroot: string, platform: Platform, files: GorootFiles): Promise<GorootState> {
	const source = (path: string) => files.readText(join(goroot, 'src', path));
	const [stamp, runtime, versionFile, goversion, experiments] = await Promise.all([
		readStamp(goroot, files),
		files.fileStatus(join(goroot, 'src', 'runtime')),
		files.readText(join(goroot, 'VERSION')),
		source('internal/goversion/goversion.go'),
		source('internal/buildcfg/exp.go'),
	]);
	const broken = (what: string): GorootState => ({ kind: 'broken', message: `GOROOT ${goroot} ${what}` });
	if (stamp === undefined) return broken('is not a Go tree: it has neither VERSION nor src/runtime.');
	if (!runtime) return broken('holds no sources: src/runtime is missing.');
	const release = readRelease(versionFile, goversion);
	if (!release) return broken('does not say which Go it is: VERSION names no release.');
	const texts = await Promise.all(
		Object.entries(linkerRuleFiles).map(async ([name, { path, required }]) => {
			return { name, path, required, text: await source(path) };
		}),
	);
	const missing = texts.filter(({ required, text }) => required && text === undefined).map(({ path }) => `src/${path}`);
	if (experiments === undefined) missing.push('src/internal/buildcfg/exp.go');
	if (missing.length > 0) return broken(`lacks ${missing.join(', ')}: without it the linker's rules are not known.`);
	const baseline = baselineExperiments(experiments ?? '', platform.goos, platform.goarch);
	const tags = contextTags(release, platform, baseline);
	const sources = Object.fromEntries(texts.map(({ name, text }) => [name, text ?? ''])) as LinkerSources;
	const rules = readLinkerRules(sources, {
		wrappers: tags.has('goexperiment.regabiwrappers'),
		goarch: platform.goarch,
		race: tags.has('race'),
	});
	return {
		kind: 'ready',
		tree: {
			goroot,
			release,
			platform,
			rules,
			tags: [...tags].sort(),
			development: !/^go1\.\d+/.test(versionFile?.trim() ?? ''),
			stamp,
		},
	};
}

/** Import paths of the directories below src that can hold packages of the standard library, sorted. */
export async function listPackages(tree: GorootTree, files: GorootFiles): Promise<string[]> {
	const found: string[] = [];
	async function walk(directory: string, importPath: string): Promise<void> {
		const entries = await files.listDirectory(directory);
		if (importPath !== '' && entries.some((entry) => isSource(entry.name))) found.push(importPath);
		await Promise.all(
			entries
				.filter(({ kind, name }) => kind === 'directory' && name !== 'testdata' && !/^[._]/.test(name))
				.filter(({ name }) => importPath !== '' || (name !== 'cmd' && name !== 'builtin'))
				.map(({ name }) => walk(join(directory, name), importPath === '' ? name : `${importPath}/${name}`)),
		);
	}
	await walk(join(tree.goroot, 'src'), '');
	return found.sort();
}

export interface PackageTexts {
	readonly built: readonly SourceText[];
	/** Base names of files that are there and cannot be read. */
	readonly unreadable: readonly string[];
}

export interface SourceText {
	/** Base name. */
	readonly name: string;
	readonly text: string;
}

export function packageDirectory(tree: GorootTree, importPath: string): string {
	return join(tree.goroot, 'src', importPath);
}

/**
 * The Go and assembly files that the context builds, in the order of their names; empty when the package does not exist
 * or has no Go file here. Files of `package main` and of `package documentation` are nobody's.
 */
export async function readPackageTexts(
	tree: GorootTree,
	importPath: string,
	files: GorootFiles,
): Promise<PackageTexts> {
	if (!isPackagePath(importPath) || (importPath === 'runtime/cgo' && !tree.platform.cgo))
		return { built: [], unreadable: [] };
	const directory = packageDirectory(tree, importPath);
	const tags = new Set(tree.tags);
	const names = (await files.listDirectory(directory))
		.filter(({ name }) => isSource(name) && isNameBuilt(name, tags))
		.map(({ name }) => name);
	const texts = await Promise.all(
		names.map(async (name) => ({ name, text: await files.readText(join(directory, name)) })),
	);
	const built: SourceText[] = [];
	for (const { name, text } of texts)
		if (text !== undefined && isSourceBuilt(name, text, tags)) built.push({ name, text });
	const unreadable = texts.filter(({ text }) => text === undefined).map(({ name }) => name);
	return { built: built.some(({ name }) => name.endsWith('.go')) ? built : [], unreadable };
}

/** `crypto/internal/fips140/v1.0.0/sha256`: such packages come from an archive in the Go tree, with a GOFIPS140 that names it. */
export function isFrozenCopy(importPath: string): boolean {
	return /^crypto\/internal\/fips140\/v\d/.test(importPath);
}

/** In place of these packages the build has those of a frozen copy (cmd/go/internal/fips140, ResolveImport). */
export function isFrozenAway({ tags }: GorootTree, importPath: string): boolean {
	if (!/^crypto\/internal\/fips140(?:\/|$)/.test(importPath) || isFrozenCopy(importPath)) return false;
	return tags.some((tag) => tag.startsWith('fips140v'));
}

function isSource(name: string): boolean {
	return /\.(go|s)$/.test(name) && !/^[._]|_test\.go$/.test(name);
}

function isPackagePath(importPath: string): boolean {
	if (/^(cmd|builtin)(\/|$)/.test(importPath)) return false;
	return importPath.split('/').every((part) => part !== '' && !part.startsWith('.') && !/[\\:]/.test(part));
}

function isSourceBuilt(name: string, text: string, tags: BuildTags): boolean {
	if (name.endsWith('.s')) return isBuilt({ name, constraint: assemblyFileConstraint(text) }, tags);
	const clause = /^package[ \t]+(\w+)/m.exec(text);
	if (!clause || clause[1] === 'main') return false;
	const head = { name, constraint: fileConstraint(readBuildConstraint(text, clause.index)), packageName: clause[1] };
	return isBuilt({ ...head, importsC: /^import "C"|^[ \t]+"C"$/m.test(text) }, tags);
}
