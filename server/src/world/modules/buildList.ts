/**
 * Where the sources of a build lie: the modules that go.mod, go.work, vendor directories and replacements select, found
 * on disk without running Go and without a network.
 */
import {
	type GoMod,
	type ModuleId,
	parseGoMod,
	type Replacement,
	replacementOf,
	type Replacements,
	replacementsByPath,
} from '../../analysis/module/goMod.ts';
import { parseGoWork } from '../../analysis/module/goWork.ts';
import { escapeForCache } from '../../analysis/module/moduleVersion.ts';
import { selectVersions } from '../../analysis/module/selectVersions.ts';
import { parseVendoredModules } from '../../analysis/module/vendoredModules.ts';
import { goMinor } from '../../analysis/linkname/goMinor.ts';
import { dirname, join, resolve } from '../../toolchain/paths.ts';
import type { GorootFiles } from '../goroot/gorootTree.ts';

export interface BuildListOptions {
	/** The go.mod that is built, and the go.work in effect. Absolute paths. */
	readonly moduleFile: string;
	readonly workFile: string | undefined;
	/** GOMODCACHE; `undefined` when it is not known. */
	readonly moduleCache: string | undefined;
	/** The value of `-mod`, from GOFLAGS or the settings. */
	readonly mode?: string | undefined;
	/** The value of `-modfile`, from GOFLAGS or the settings: it stands for go.mod, at whose place the module stays. */
	readonly modFile?: string | undefined;
	readonly files: GorootFiles;
}

export interface BuildModule extends ModuleId {
	/** Absolute; `undefined` when the sources are not on this machine. */
	readonly directory: string | undefined;
	/** The sources are the user's: the main module, those of go.work, a directory that replaces a module. */
	readonly kind: 'main' | 'replaced' | 'cached' | 'vendored';
	/** The version of the `go` line of a main module. */
	readonly goVersion?: string | undefined;
}

export interface BuildList {
	readonly modules: readonly BuildModule[];
	/** The directory that stands for all dependencies: vendor, beside go.mod or go.work. */
	readonly vendor: string | undefined;
	readonly vendoredPackages: ReadonlyMap<string, ModuleId>;
	/** One sentence for each thing that could not be read. */
	readonly problems: readonly string[];
}

/** Reads the files again each time it is called. Rejects never; what is missing stands in `problems`. */
export async function readBuildList(options: BuildListOptions): Promise<BuildList> {
	const { files } = options;
	const problems: string[] = [];
	const mains = await readMains(options, problems);
	const work = options.workFile === undefined ? undefined : await files.readText(options.workFile);
	const workReplaces =
		options.workFile === undefined ? [] : located(parseGoWork(work ?? '').replaces, options.workFile);
	// Those of go.work go first, then each main module's own.
	const own = mains.flatMap(({ file, path }) => located(file.replaces, path));
	const replaces = replacementsByPath([...workReplaces, ...own]);

	const vendor = await vendorDirectory(options, mains, work);
	if (vendor !== undefined) {
		const list = await files.readText(join(vendor, 'modules.txt'));
		const vendoredPackages = parseVendoredModules(list ?? '');
		const vendored = [...new Map([...vendoredPackages.values()].map((module) => [module.path, module])).values()];
		return {
			modules: [
				...mains.map(mainModule),
				...vendored.map(
					(module): BuildModule => ({ ...module, kind: 'vendored', directory: join(vendor, module.path) }),
				),
			],
			vendor,
			vendoredPackages,
			problems,
		};
	}

	const readDependency = async (module: ModuleId) => {
		const place = moduleFileOf(module, replaces, options.moduleCache);
		const text = place === undefined ? undefined : await files.readText(place);
		return text === undefined ? undefined : parseGoMod(text);
	};
	const versions = await selectVersions(
		mains.map(({ file }) => file),
		readDependency,
	);
	const dependencies = await Promise.all(
		[...versions].sort(([a], [b]) => (a < b ? -1 : 1)).map(([path, version]) => dependency({ path, version })),
	);
	if (dependencies.some(({ kind }) => kind === 'cached')) await checkCache(options, problems);
	return { modules: [...mains.map(mainModule), ...dependencies], vendor, vendoredPackages: new Map(), problems };

	async function dependency(module: ModuleId): Promise<BuildModule> {
		const replacement = replacementOf(module, replaces);
		if (replacement?.target.kind === 'directory') {
			const { directory } = replacement.target;
			const found = (await files.fileStatus(directory))?.kind === 'directory';
			if (!found) problems.push(`${module.path} is replaced by ${directory}, which does not exist.`);
			return { ...module, kind: 'replaced', directory: found ? directory : undefined };
		}
		const source = replacement?.target.kind === 'module' ? replacement.target : module;
		const directory = cacheDirectory(source, options.moduleCache);
		const found = directory !== undefined && (await files.fileStatus(directory))?.kind === 'directory';
		return { ...module, kind: 'cached', directory: found ? directory : undefined };
	}
}

interface MainFile {
	/** Of its go.mod. */
	readonly path: string;
	readonly file: GoMod;
}

async function readMains(
	{ files, moduleFile, workFile, modFile }: BuildListOptions,
	problems: string[],
): Promise<MainFile[]> {
	const work = workFile === undefined ? undefined : await files.readText(workFile);
	const used = parseGoWork(work ?? '').uses.map((use) => join(resolve(dirname(workFile ?? ''), use), 'go.mod'));
	const paths = [...new Set([moduleFile, ...used])];
	const mains: MainFile[] = [];
	for (const path of paths) {
		const instead = path === moduleFile && workFile === undefined && modFile !== undefined;
		const text = await files.readText(instead ? resolve(dirname(path), modFile) : path);
		if (text === undefined) problems.push(`${path} cannot be read.`);
		else mains.push({ path, file: parseGoMod(text) });
	}
	return mains;
}

function mainModule({ path, file }: MainFile): BuildModule {
	return {
		path: file.path ?? '',
		version: '',
		directory: dirname(path),
		kind: 'main',
		goVersion: file.goVersion,
	};
}

/** The same replacements with absolute directories. */
function located(replaces: readonly Replacement[], file: string): Replacement[] {
	return replaces.map((one) =>
		one.target.kind === 'module'
			? one
			: { ...one, target: { kind: 'directory', directory: resolve(dirname(file), one.target.directory) } },
	);
}

/** Vendoring is on by itself from `go 1.14`, in a workspace from `go 1.22` (cmd/go/internal/modload, setDefaultBuildMod). */
async function vendorDirectory(
	{ files, moduleFile, workFile, mode }: BuildListOptions,
	mains: readonly MainFile[],
	work: string | undefined,
): Promise<string | undefined> {
	if (mode === 'mod' || mode === 'readonly') return undefined;
	const goVersion = workFile === undefined ? mains[0]?.file.goVersion : parseGoWork(work ?? '').goVersion;
	const since = workFile === undefined ? 14 : 22;
	if (mode !== 'vendor' && (goMinor(goVersion) ?? 0) < since) return undefined;
	const vendor = join(dirname(workFile ?? moduleFile), 'vendor');
	return (await files.fileStatus(join(vendor, 'modules.txt')))?.kind === 'file' ? vendor : undefined;
}

async function checkCache({ files, moduleCache }: BuildListOptions, problems: string[]): Promise<void> {
	if (moduleCache === undefined || moduleCache === '') {
		problems.push('Where the module cache lies is not known: dependencies are not looked into.');
	} else if ((await files.fileStatus(moduleCache))?.kind !== 'directory') {
		problems.push(`The module cache ${moduleCache} cannot be read: dependencies are not looked into.`);
	}
}

function moduleFileOf(module: ModuleId, replaces: Replacements, moduleCache: string | undefined): string | undefined {
	const target = replacementOf(module, replaces)?.target;
	if (target?.kind === 'directory') return join(target.directory, 'go.mod');
	if (moduleCache === undefined) return undefined;
	const { path, version } = target ?? module;
	return join(moduleCache, 'cache', 'download', escapeForCache(path), '@v', `${escapeForCache(version)}.mod`);
}

/** Where the module cache keeps the sources of a module version, whether or not they are there. */
function cacheDirectory({ path, version }: ModuleId, moduleCache: string | undefined): string | undefined {
	if (moduleCache === undefined || moduleCache === '' || version === '') return undefined;
	return join(moduleCache, `${escapeForCache(path)}@${escapeForCache(version)}`);
}
