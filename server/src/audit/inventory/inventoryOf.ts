/** The inventory of modules: theirs, and that of everything that their build list brings. */
import { releaseName } from '../../analysis/linkname/goMinor.ts';
import { ContextError } from '../../linkname/check/checkContext.ts';
import { type CheckedPackage, readCheckedPackage } from '../../linkname/check/checkedPackage.ts';
import { type GoDirectory, walkGoDirectories } from '../../linkname/check/goTree.ts';
import { checkDisabledBy } from '../../linkname/modules/checkDisabled.ts';
import { isBuiltFile } from '../../linkname/modules/moduleTargets.ts';
import { createCounterparts } from '../../linkname/standard/counterparts.ts';
import { createTargetChecker } from '../../linkname/standard/targetChecker.ts';
import { fileStatus, listDirectory } from '../../toolchain/files.ts';
import { dirname, isInside, join, resolve } from '../../toolchain/paths.ts';
import type { Environment } from '../../toolchain/runProcess.ts';
import { createTreeReader, type TreeReader } from '../../toolchain/treeReader.ts';
import type { TargetContext, TargetSources } from '../../world/build/targetSources.ts';
import { goLine, moduleDirectory, workFileOf } from '../../world/go/moduleDirectory.ts';
import type { BuildModule } from '../../world/modules/buildList.ts';
import type { ImportGraph } from '../../world/modules/importGraph.ts';
import { createModuleBuild } from '../../world/modules/moduleBuild.ts';
import { createOtherPackages } from '../../world/modules/otherPackages.ts';
import { type InventoryBuild, ownerOf } from './inventoryBuild.ts';
import type { Inventory, InventoryEntry, ModuleOwner } from './inventoryEntry.ts';
import { linknameEntries } from './linknameEntries.ts';
import { assemblyEntries, bodylessEntries, directiveEntries } from './otherEntries.ts';

export interface InventoryRequest {
	/** The working directory. */
	readonly directory: string;
	/** As written; a directory inside a module, or one that holds modules. */
	readonly paths: readonly string[];
	readonly environment: Environment;
}

/**
 * Reads only; runs nothing.
 *
 * @throws ContextError when a path does not exist, or when there is no module at it
 */
export async function inventoryOf(
	request: InventoryRequest,
	context: TargetContext,
	sources: TargetSources,
	signal: AbortSignal,
): Promise<Inventory> {
	const roots = await rootsOf(request);
	const reader = createTreeReader();
	const entries = new Map<string, InventoryEntry>();
	const modules = new Map<string, ModuleOwner>();
	const unread = new Set<string>();
	const problems = new Set<string>();
	const files = new Set<string>();
	const done = new Set<string>();
	for (const { moduleFile, below } of roots) {
		signal.throwIfAborted();
		const opened = await openInventory(moduleFile, below, request.environment, context, sources);
		const key = `${opened.build.options.workFile ?? moduleFile} ${below}`;
		if (done.has(key)) continue;
		done.add(key);
		for (const problem of opened.build.list.problems) problems.add(problem);
		for (const problem of missingSources(opened)) problems.add(problem);
		for await (const directory of directoriesOf(opened, below, reader, unread)) {
			signal.throwIfAborted();
			for (const name of directory.goFiles) files.add(join(directory.place.directory, name));
			modules.set(`${directory.module.path}@${directory.module.version}`, directory.module);
			for (const entry of await entriesOf(directory, opened, context, reader, signal)) {
				entries.set(
					JSON.stringify([entry.kind, entry.path, entry.region, 'symbol' in entry ? entry.symbol : '']),
					entry,
				);
			}
		}
	}
	for (const problem of await sources.problems()) problems.add(problem);
	return {
		entries: [...entries.values()].sort(byPlace),
		modules: [...modules.values()].sort(byModule),
		files: files.size,
		unread: [...unread],
		problems: [...problems],
	};
}

interface Root {
	readonly moduleFile: string;
	/** Only packages of the workspace at or below this directory, and what they reach. */
	readonly below: string;
}

async function rootsOf({ directory, paths }: InventoryRequest): Promise<Root[]> {
	const roots: Root[] = [];
	for (const path of paths) {
		const written = resolve(directory, path.replace(/(^|[/\\])\.\.\.$/, '$1') || '.');
		const status = await fileStatus(written);
		if (status === undefined) throw new ContextError(`${path} does not exist.`);
		const below = status.kind === 'directory' ? written : dirname(written);
		const { moduleFile } = await moduleDirectory(below);
		if (moduleFile !== undefined) roots.push({ moduleFile, below });
		else {
			const found = await modulesBelow(below);
			if (found.length === 0) throw new ContextError(`There is no go.mod at ${path}, above it or below it.`);
			roots.push(...found.map((file) => ({ moduleFile: file, below: dirname(file) })));
		}
	}
	return roots;
}

/** Symbolic links are not followed: they may lead around in circles. */
async function modulesBelow(directory: string): Promise<string[]> {
	const entries = await listDirectory(directory);
	const own = entries.some(({ name, kind }) => kind === 'file' && name === 'go.mod');
	const inner = entries.filter(({ name, kind }) => kind === 'directory' && !/^[._]|^(?:vendor|testdata)$/.test(name));
	const below: string[] = [];
	for (const { name } of inner) below.push(...(await modulesBelow(join(directory, name))));
	return own ? [join(directory, 'go.mod'), ...below] : below;
}

async function openInventory(
	moduleFile: string,
	below: string,
	environment: Environment,
	context: TargetContext,
	sources: TargetSources,
): Promise<InventoryBuild> {
	const module = dirname(moduleFile);
	const flags = environment['GOFLAGS'] ?? '';
	const workFile = await workFileOf(module, environment['GOWORK']);
	const disabled = await checkDisabledBy(module, { setting: false, flags }, sources.files);
	const files = { moduleFile, workFile, moduleCache: context.moduleCache, flags: flags.split(/\s+/) };
	const moduleBuild = createModuleBuild(files, context, sources);
	const counterparts = createCounterparts(moduleBuild, { go: releaseName(context.go), checkDisabledBy: disabled });
	const otherPackages = createOtherPackages(moduleBuild);
	const options = { module, context, checkDisabledBy: disabled, otherPackages };
	const build = await moduleBuild.open();
	const graph = await build.graph();
	return {
		build,
		graph,
		checker: createTargetChecker(options, sources, counterparts),
		counterparts,
		reached: reachedFrom(graph, below),
	};
}

function reachedFrom(graph: ImportGraph, below: string): ReadonlySet<string> {
	const chosen = graph.own.filter(({ directory }) => isInside(below, directory));
	return new Set(chosen.flatMap(({ importPath }) => [...graph.reach(importPath, true).packages]));
}

/** Modules of which only the name is known, when an import may lead there. */
function missingSources({ build, graph, reached }: InventoryBuild): string[] {
	if ([...reached].every((path) => graph.reach(path).complete)) return [];
	const missing = build.list.modules.filter(({ directory }) => directory === undefined).map(({ path }) => path);
	if (missing.length === 0) return [];
	const named = missing.slice(0, 3).join(', ');
	const more = missing.length > 3 ? ` and ${missing.length - 3} more` : '';
	return [
		`Some imports lead to modules whose sources are not on this machine: ${named}${more}. "go mod download" fetches them.`,
	];
}

interface ListedDirectory {
	readonly place: GoDirectory;
	readonly goFiles: readonly string[];
	readonly module: ModuleOwner;
	readonly importPath: string;
}

/** Every package of the workspace below the chosen directory, and every package of the modules that these reach. */
async function* directoriesOf(
	{ build, graph, reached }: InventoryBuild,
	below: string,
	reader: TreeReader,
	unread: Set<string>,
): AsyncGenerator<ListedDirectory> {
	const used = new Set([...reached].map((path) => graph.packages.get(path)?.module.path));
	const unreadable = (path: string) => void unread.add(`${path} cannot be read.`);
	for (const module of build.list.modules) {
		if (module.directory === undefined || module.kind === 'vendored') continue;
		const isMain = module.kind === 'main';
		if (isMain ? !isInside(below, module.directory) && !isInside(module.directory, below) : !used.has(module.path)) {
			continue;
		}
		const std = module.path === 'std' || module.path === 'cmd';
		const importPath = module.path === 'std' ? '' : module.path;
		const goVersion = module.goVersion ?? (await goVersionOf(module, build.options.files)) ?? '1.16';
		const place = { module: module.directory, importPath, goVersion, std };
		for (const directory of walkGoDirectories(module.directory, place, { reader, unreadable })) {
			if (isMain && !isInside(below, directory.directory)) continue;
			yield listed(directory, module);
		}
	}
	const { vendor, vendoredPackages } = build.list;
	if (vendor === undefined) return;
	for (const [importPath, module] of vendoredPackages) {
		const node = graph.packages.get(importPath);
		if (!node || !reached.has(importPath)) continue;
		const place = { module: vendor, importPath, goVersion: '1.16', std: false };
		for (const directory of walkGoDirectories(node.directory, place, { reader, unreadable })) {
			if (directory.directory === node.directory)
				yield listed(directory, { ...module, kind: 'vendored', directory: vendor });
			break;
		}
	}
}

function listed(place: GoDirectory, module: BuildModule): ListedDirectory {
	const goFiles = module.kind === 'main' ? place.goFiles : place.goFiles.filter((name) => !name.endsWith('_test.go'));
	return { place, goFiles, module: ownerOf(module), importPath: place.place.importPath ?? '' };
}

async function goVersionOf({ directory }: BuildModule, files: TargetSources['files']): Promise<string | undefined> {
	const text = directory === undefined ? undefined : await files.readText(join(directory, 'go.mod'));
	return text === undefined ? undefined : goLine(text);
}

async function entriesOf(
	{ place, goFiles, module, importPath }: ListedDirectory,
	inventory: InventoryBuild,
	context: TargetContext,
	reader: TreeReader,
	signal: AbortSignal,
): Promise<InventoryEntry[]> {
	const { build, graph, reached } = inventory;
	const node = graph.packages.get(importPath);
	const own = node?.directory === place.directory ? node : undefined;
	const isReached = own !== undefined && reached.has(importPath);
	const owner = { importPath, module };
	const read: CheckedPackage | undefined = readCheckedPackage(
		{ ...place, goFiles },
		{ toolchain: context.go || undefined, goarch: context.goarch },
		reader,
	);
	const entries: InventoryEntry[] = [];
	if (read) {
		const shared = { owner, index: read.index, node: isReached ? own : undefined };
		for (const facts of read.suspects) {
			const built = isReached && isBuiltFile(facts, build.tags);
			add(await linknameEntries(facts, shared, built, inventory, signal));
			add(await bodylessEntries(facts, shared, built, inventory));
			add(directiveEntries(facts, shared, built));
		}
	}
	if (own && isReached) add(await assemblyEntries({ owner, node: own }, inventory));
	return entries;

	/** One call cannot take as many arguments as there are functions made by a macro. */
	function add(found: readonly InventoryEntry[]): void {
		for (const entry of found) entries.push(entry);
	}
}

function byPlace(a: InventoryEntry, b: InventoryEntry): number {
	const own = Number(b.owner.module.kind === 'main') - Number(a.owner.module.kind === 'main');
	return (
		own ||
		compare(a.owner.module.path, b.owner.module.path) ||
		compare(a.path, b.path) ||
		a.region.line - b.region.line ||
		a.region.column - b.region.column ||
		compare(a.kind, b.kind)
	);
}

function byModule(a: ModuleOwner, b: ModuleOwner): number {
	return Number(b.kind === 'main') - Number(a.kind === 'main') || compare(a.path, b.path);
}

function compare(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}
