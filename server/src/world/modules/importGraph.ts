/**
 * Which packages the programs and tests of the main modules contain, in one build context. Made from the heads of the files;
 * nothing is compiled.
 */
import type { Span } from '../../analysis/text/span.ts';
import { basename, join, slashPathBelow } from '../../toolchain/paths.ts';
import type { BuildList, BuildModule } from './buildList.ts';
import { type BuildTags, isBuilt } from '../../analysis/build/isBuilt.ts';
import type { HeaderFile, HeaderStore } from './packageHeaders.ts';
import { joinImportPath, type PackagePlaces } from './packagePlaces.ts';

export interface GraphPackage {
	readonly importPath: string;
	readonly directory: string;
	readonly module: BuildModule;
	/** Of its package clause. */
	readonly name: string;
	readonly imports: readonly GraphImport[];
	/** What its tests import besides; empty for dependencies, whose tests nobody here builds. */
	readonly testImports: readonly GraphImport[];
	/** The files of this context, without tests. */
	readonly files: readonly HeaderFile[];
	readonly hasTests: boolean;
	readonly mentionsLinkname: boolean;
	/** A file with `//go:linkname` is for other versions of Go. */
	readonly changesWithGo: boolean;
	/** It holds assembly or sources in other languages. */
	readonly hasForeignSources: boolean;
}

export interface GraphImport {
	readonly path: string;
	/** Absolute path of the importing file, and where the import spec stands in it. */
	readonly file: string;
	readonly span: Span;
}

/** Everything that is linked together with a package. */
export interface Reach {
	/** Import paths outside the standard library, itself included. */
	readonly packages: ReadonlySet<string>;
	/** Import paths of the standard library that these import. */
	readonly std: ReadonlySet<string>;
	/** False when an import could not be followed: then more may be linked than is known. */
	readonly complete: boolean;
}

export interface ImportGraph {
	/** By import path, the standard library left out. */
	readonly packages: ReadonlyMap<string, GraphPackage>;
	/** The packages of the main modules, sorted by import path. */
	readonly own: readonly GraphPackage[];
	/** The commands among them. */
	readonly programs: readonly GraphPackage[];
	reach(importPath: string, tests?: boolean): Reach;
}

export interface GraphInput {
	readonly list: BuildList;
	readonly places: PackagePlaces;
	readonly headers: HeaderStore;
	readonly tags: ReadonlySet<string>;
}

export async function readImportGraph(input: GraphInput): Promise<ImportGraph> {
	const packages = new Map<string, GraphPackage>();
	const unresolved = new Set<string>();
	const std = new Set<string>();
	const roots = await ownPackages(input);
	for (const root of roots) packages.set(root.importPath, root);
	let pending = roots.flatMap(({ imports, testImports }) => [...imports, ...testImports].map(({ path }) => path));
	const asked = new Set(packages.keys());
	while (pending.length > 0) {
		const wanted = [...new Set(pending)].filter((path) => !asked.has(path));
		for (const path of wanted) asked.add(path);
		const found = await Promise.all(wanted.map((path) => resolveImport(path)));
		pending = found.flatMap((one) => one?.imports.map(({ path }) => path) ?? []);
	}

	async function resolveImport(path: string): Promise<GraphPackage | undefined> {
		const place = await input.places.place(path);
		if (place.kind === 'std') std.add(path);
		if (place.kind !== 'found') {
			if (place.kind !== 'std') unresolved.add(path);
			return undefined;
		}
		const found = await readGraphPackage(path, place.directory, place.module, false, input);
		if (found) packages.set(path, found);
		else unresolved.add(path);
		return found;
	}

	const own = [...roots].sort((a, b) => (a.importPath < b.importPath ? -1 : 1));
	const reached = new Map<string, Reach>();
	return {
		packages,
		own,
		programs: own.filter(({ name, files }) => name === 'main' && files.length > 0),
		reach(importPath, tests = false) {
			const key = `${importPath} ${tests}`;
			let reach = reached.get(key);
			if (!reach) {
				reach = follow(importPath, tests);
				reached.set(key, reach);
			}
			return reach;
		},
	};

	function follow(from: string, tests: boolean): Reach {
		const found = new Set<string>();
		const standard = new Set<string>();
		let complete = packages.has(from);
		const open = [from];
		for (let next = open.pop(); next !== undefined; next = open.pop()) {
			const node = packages.get(next);
			if (!node || found.has(next)) continue;
			found.add(next);
			for (const { path } of tests && next === from ? [...node.imports, ...node.testImports] : node.imports) {
				if (std.has(path)) standard.add(path);
				else if (packages.has(path)) open.push(path);
				else complete = false;
			}
		}
		return { packages: found, std: standard, complete };
	}
}

/** Every package of the main modules, as `./...` names them. */
async function ownPackages(input: GraphInput): Promise<GraphPackage[]> {
	const found: GraphPackage[] = [];
	async function walk(directory: string, module: BuildModule): Promise<void> {
		const { directories, isModule, files } = await input.headers.headers(directory);
		if (isModule && directory !== module.directory) return;
		if (files.length > 0) {
			const importPath = joinImportPath(module.path, slashPathBelow(module.directory ?? '', directory));
			const own = await readGraphPackage(importPath, directory, module, true, input);
			if (own) found.push(own);
		}
		await Promise.all(
			directories
				.filter((name) => name !== 'testdata' && !/^[._]/.test(name))
				.filter((name) => name !== 'vendor')
				.map((name) => walk(join(directory, name), module)),
		);
	}
	const mains = input.list.modules.filter(({ kind }) => kind === 'main');
	await Promise.all(mains.map(async (module) => module.directory !== undefined && walk(module.directory, module)));
	return found;
}

async function readGraphPackage(
	importPath: string,
	directory: string,
	module: BuildModule,
	withTests: boolean,
	{ headers, tags }: GraphInput,
): Promise<GraphPackage | undefined> {
	const found = await headers.headers(directory);
	const built = found.files.filter((file) => isBuilt(file, tags));
	const files = built.filter(({ test }) => !test);
	const tests = withTests ? built.filter(({ test }) => test) : [];
	if (files.length + tests.length === 0) return undefined;
	return {
		importPath,
		directory,
		module,
		name: files[0]?.packageName ?? tests[0]?.packageName.replace(/_test$/, '') ?? basename(directory),
		imports: files.flatMap(importsOf),
		testImports: tests.flatMap(importsOf),
		files,
		hasTests: tests.length > 0,
		mentionsLinkname: built.some(({ mentionsLinkname }) => mentionsLinkname),
		changesWithGo: found.files.some((file) => isForOtherGo(file, tags)),
		hasForeignSources: found.hasForeignSources,
	};
}

/** A file with linknames that the build leaves out for its version of Go: on the same platform another version takes it. */
export function isForOtherGo(file: HeaderFile, tags: BuildTags): boolean {
	if (!file.mentionsLinkname || !/\bgo1\.\d/.test(file.buildConstraint ?? '') || isBuilt(file, tags)) return false;
	for (let minor = 1; minor <= newestTag; minor++) {
		const other = { has: (tag: string) => (/^go1\.\d+$/.test(tag) ? Number(tag.slice(4)) <= minor : tags.has(tag)) };
		if (isBuilt(file, other)) return true;
	}
	return false;
}

/** Beyond the newest release: constraints may speak of the next ones. */
const newestTag = 40;

function importsOf({ path, imports }: HeaderFile): GraphImport[] {
	return imports
		.filter((one) => one.path !== 'C' && one.path !== 'unsafe')
		.map((one) => ({ path: one.path, file: path, span: one.span }));
}
