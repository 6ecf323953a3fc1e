/** One module's build as it lies on disk, in one context: read when a question needs it, and kept until it is forgotten. */
import { isBuilt } from '../../analysis/build/isBuilt.ts';
import { contextTags, type Platform, readRelease } from '../../analysis/build/buildTags.ts';
import { goMinor } from '../../analysis/linkname/goMinor.ts';
import { type Machine, machineOf } from '../../analysis/signature/machine.ts';
import { dirname } from '../../toolchain/paths.ts';
import type { GorootIndex } from '../goroot/gorootIndex.ts';
import { type BuildList, type BuildListOptions, type BuildModule, readBuildList } from './buildList.ts';
import { type GraphPackage, type ImportGraph, readImportGraph } from './importGraph.ts';
import { type LinknameIndex, type LinknameUsers, readLinknameIndex } from './linknameIndex.ts';
import { readNamedSymbols } from './namedSymbols.ts';
import { createHeaderStore, type HeaderStore } from './packageHeaders.ts';
import { createPackagePlaces, joinImportPath, type PackagePlaces } from './packagePlaces.ts';
import { type ForeignSources, type Operand, operandsOf, readAssembly, readForeignSources } from './packageAssembly.ts';
import { type PackageSymbols, readPackageSymbols } from './packageSymbols.ts';
import { scanCachedModule, type ScannedPackage, scanModule } from './scannedModules.ts';
import { createTypePackages, type TypePackages } from './typePackages.ts';
import { oncePerKey } from '../answers/oncePerKey.ts';

export interface BuildOptions extends BuildListOptions, Platform {
	/** `go1.26.8` */
	readonly go: string;
	readonly goroot: string | undefined;
	/** What the Go tree in use says; `undefined` when there is none to read. */
	readonly index: GorootIndex | undefined;
}

/** A package of the build list, found by the bytes of its files. */
export interface Candidate extends ScannedPackage {
	readonly importPath: string;
	readonly module: BuildModule;
}

export interface Build {
	readonly options: BuildOptions;
	readonly list: BuildList;
	readonly places: PackagePlaces;
	readonly tags: ReadonlySet<string>;
	readonly machine: Machine;
	readonly types: TypePackages;
	readonly headers: HeaderStore;
	/** Costs the heads of all files of the build: asked only when an answer hangs on who is linked with whom. */
	graph(): Promise<ImportGraph>;
	/** Packages of other modules that mention linknames or hold other languages, whether or not anything imports them; the graph is not read. */
	candidates(): Promise<readonly Candidate[]>;
	/** Packages of the module itself that hold other languages; only names are read. */
	ownForeign(): Promise<readonly Candidate[]>;
	/** Who defines a symbol of another package, or pulls it, among all packages that the build contains outside of the standard library. */
	linknames(symbol: string): Promise<LinknameUsers>;
	/** Symbols of other packages that the text of a package names; more than what counts. */
	namesIn(directory: string): Promise<ReadonlySet<string>>;
	/** The symbols of a package by import path; commands are spelt `main` in them. */
	symbols(from: {
		readonly importPath: string;
		readonly directory: string;
		readonly name?: string;
	}): Promise<PackageSymbols>;
	/** Assembly, object files and other languages of a directory; its Go files are not read beyond their heads. */
	foreignSources(directory: string): Promise<ForeignSources>;
	/** What the assembly of a package names; its Go files are not read. */
	operands(
		from: Pick<GraphPackage, 'importPath' | 'directory' | 'name'>,
	): Promise<ReadonlyMap<string, readonly Operand[]>>;
}

export async function openBuild(options: BuildOptions): Promise<Build> {
	const { files, goroot, goos, goarch } = options;
	const list = await readBuildList(options);
	const places = createPackagePlaces(list, goroot, files);
	const headers = createHeaderStore(files);
	const tags = await tagsOf(options);
	const types = createTypePackages(places, headers, files, goroot, tags);
	const context = { tags, goos, goarch, goroot, files, headers };
	const symbols = new Map<string, Promise<PackageSymbols>>();
	let graph: Promise<ImportGraph> | undefined;
	let candidates: Promise<readonly Candidate[]> | undefined;
	let ownForeign: Promise<readonly Candidate[]> | undefined;
	let linknames: Promise<LinknameIndex> | undefined;

	const build: Build = {
		options,
		list,
		places,
		tags,
		machine: machineOf(goarch, goMinor(options.go) ?? newestMinor),
		types,
		headers,
		graph: () => (graph ??= readImportGraph({ list, places, headers, tags })),
		candidates: () => (candidates ??= findCandidates(list, dirname(options.moduleFile))),
		ownForeign: () => (ownForeign ??= findOwnForeign(list, dirname(options.moduleFile))),
		async linknames(symbol) {
			linknames ??= build
				.graph()
				.then((found) => readLinknameIndex(found, ({ directory }) => build.namesIn(directory), symbolsOf));
			return (await linknames).users(symbol);
		},
		namesIn: oncePerKey((directory) => readNamedSymbols(directory, context)),
		foreignSources: oncePerKey((directory) => readForeignSources(directory, context)),
		operands: async ({ importPath, directory, name }) => {
			return operandsOf(await readAssembly(directory, context), directory, name === 'main' ? name : importPath);
		},
		symbols: async ({ importPath, directory, name }) => {
			return symbolsOf({ importPath, directory, name: name ?? (await nameOf(directory)) });
		},
	};

	/** That of a file which this build takes: a generator behind `//go:build ignore` may lie beside them. */
	async function nameOf(directory: string): Promise<string> {
		const named = (await headers.headers(directory)).files.filter(
			({ test, packageName }) => !test && packageName !== '',
		);
		return (named.find((file) => isBuilt(file, tags)) ?? named[0])?.packageName ?? '';
	}

	function symbolsOf({ importPath, directory, name }: Pick<GraphPackage, 'importPath' | 'directory' | 'name'>) {
		let answer = symbols.get(directory);
		if (!answer) {
			answer = readPackageSymbols(directory, name === 'main' ? 'main' : importPath, context);
			symbols.set(directory, answer);
		}
		return answer;
	}

	return build;
}

async function findCandidates({ modules }: BuildList, own: string): Promise<readonly Candidate[]> {
	const found: Candidate[] = [];
	for (const module of modules) {
		const { directory, kind } = module;
		if (directory === undefined || directory === own) continue;
		const scanned =
			kind === 'cached' ? scanCachedModule(directory) : scanModule(directory, { linknames: true, patterns: false });
		found.push(...(await scanned).map((one) => candidateOf(one, module)));
	}
	return found;
}

async function findOwnForeign({ modules }: BuildList, own: string): Promise<readonly Candidate[]> {
	const module = modules.find(({ directory }) => directory === own);
	if (!module) return [];
	return (await scanModule(own, { linknames: false, patterns: true })).map((one) => candidateOf(one, module));
}

function candidateOf(scanned: ScannedPackage, module: BuildModule): Candidate {
	return { ...scanned, module, importPath: joinImportPath(module.path, scanned.below) };
}

/** Only decides by which registers arguments travel when the version in use is not known. */
const newestMinor = 27;

/** The tags of the Go tree in use, else those that its version and the platform give away. */
async function tagsOf({ index, go, ...platform }: BuildOptions): Promise<ReadonlySet<string>> {
	const state = await index?.state();
	// The tree knows those that the standard library asks for, no others.
	if (state?.kind === 'ready') return new Set([...state.tree.tags, ...platform.tags]);
	const release = readRelease(go, undefined) ?? { name: go, minor: newestMinor };
	return contextTags(release, platform, ['regabiwrappers', 'regabiargs']);
}
