/** One module's build as it lies on disk, in one context: read when a question needs it, and kept until it is forgotten. */
import { isBuilt } from '../../analysis/build/isBuilt.ts';
import { contextTags, type Platform, readRelease } from '../../analysis/build/buildTags.ts';
import { goMinor } from '../../analysis/linkname/goMinor.ts';
import { type Machine, machineOf } from '../../analysis/signature/machine.ts';
import type { GorootIndex } from '../goroot/gorootIndex.ts';
import { type BuildList, type BuildListOptions, readBuildList } from './buildList.ts';
import { type GraphPackage, type ImportGraph, readImportGraph } from './importGraph.ts';
import { type LinknameIndex, readLinknameIndex } from './linknameIndex.ts';
import { createHeaderStore, type HeaderStore } from './packageHeaders.ts';
import { createPackagePlaces, type PackagePlaces } from './packagePlaces.ts';
import { type ForeignSources, type Operand, operandsOf, readAssembly, readForeignSources } from './packageAssembly.ts';
import { type PackageSymbols, readPackageSymbols } from './packageSymbols.ts';
import { createTypePackages, type TypePackages } from './typePackages.ts';

export interface BuildOptions extends BuildListOptions, Platform {
	/** `go1.26.8` */
	readonly go: string;
	readonly goroot: string | undefined;
	/** What the Go tree in use says; `undefined` when there is none to read. */
	readonly index: GorootIndex | undefined;
}

export interface Build {
	readonly options: BuildOptions;
	readonly list: BuildList;
	readonly places: PackagePlaces;
	readonly tags: ReadonlySet<string>;
	readonly machine: Machine;
	readonly types: TypePackages;
	readonly headers: HeaderStore;
	graph(): Promise<ImportGraph>;
	linknames(): Promise<LinknameIndex>;
	/** The symbols of a package by import path; commands are spelt `main` in them. */
	symbols(from: {
		readonly importPath: string;
		readonly directory: string;
		readonly name?: string;
	}): Promise<PackageSymbols>;
	/** Assembly, object files and other languages of a directory; its Go files are not read beyond their heads. */
	foreignSources(directory: string): Promise<ForeignSources>;
	/** What the assembly of a package names; its Go files are not read. */
	operands(from: GraphPackage): Promise<ReadonlyMap<string, readonly Operand[]>>;
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
	const foreign = new Map<string, Promise<ForeignSources>>();
	let graph: Promise<ImportGraph> | undefined;
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
		linknames: () => (linknames ??= build.graph().then((found) => readLinknameIndex(found, symbolsOf))),
		foreignSources(directory) {
			let answer = foreign.get(directory);
			if (!answer) {
				answer = readForeignSources(directory, context);
				foreign.set(directory, answer);
			}
			return answer;
		},
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
