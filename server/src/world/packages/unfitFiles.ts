/** Files that no go command and no compiler is given unasked: what is no regular file, and what is larger than any source. */
import pLimit from 'p-limit';
import { readHeader } from '../../analysis/module/fileHeader.ts';
import * as files from '../../toolchain/files.ts';
import { dirname, join, resolve } from '../../toolchain/paths.ts';
import type { GoContext } from '../go/goContext.ts';
import { type BuildList, readBuildList } from '../modules/buildList.ts';
import { flagValue } from '../modules/moduleBuild.ts';
import { createPackagePlaces } from '../modules/packagePlaces.ts';

export interface UnfitFiles {
	/** Absolute paths of all of them: the go command is to take these for absent. It would wait for a writer of a pipe, and read a device without end. */
	readonly hidden: readonly string[];
	/** Those among them that are too large. */
	readonly large: readonly string[];
}

/** What is remembered of the Go files that were read once for a module, by path. */
type Imports = Map<string, { readonly modified: number; readonly size: number; readonly imports: readonly string[] }>;

interface Known {
	readonly list: Promise<BuildList | undefined>;
	readonly imports: Imports;
}

/** A context is made anew when go.mod or go.work changes. */
const known = new WeakMap<GoContext, Known>();

/** More at a time do not come faster, and some systems allow few open files. */
const batch = 32;

/**
 * Looks at the directories that these patterns name, and at all that their files import from the user's own sources: the main modules,
 * directories that replace modules, vendor. What the go command has fetched itself holds regular files only.
 *
 * @param directory what the patterns are relative to; absolute
 */
export async function unfitFiles(
	context: GoContext,
	directory: string,
	patterns: readonly string[],
): Promise<UnfitFiles> {
	const { list: listing, imports } = knownOf(context);
	const list = await listing;
	const places = list && createPackagePlaces(list, context.goroot, files);
	const limited = pLimit(batch);
	const hidden = new Set<string>();
	const large: string[] = [];
	/** Whether with tests. */
	const seen = new Map<string, boolean>();

	/** @param below also the directories in it, as `...` names them */
	async function visit(at: string, { below = false, tests = false }): Promise<void> {
		if (seen.get(at) === true || (seen.has(at) && !tests)) return;
		seen.set(at, tests);
		const entries = await limited(() => files.listDirectory(at));
		const next = entries.map(async ({ name, kind }) => {
			const path = join(at, name);
			if (kind === 'directory') {
				// The go command looks neither into these for `...`.
				if (below && !/^[._]|^testdata$/.test(name)) await visit(path, { below, tests });
				return;
			}
			if (kind === 'file' && !/\.(?:go|s)$/.test(name)) return;
			const status = await limited(() => files.fileStatus(path));
			if (status?.kind === 'other') hidden.add(path);
			if (status?.kind !== 'file') return;
			if (/\.(?:go|s)$/.test(name) && status.size > files.largestFile) {
				hidden.add(path);
				large.push(path);
			} else if (name.endsWith('.go') && (tests || !name.endsWith('_test.go'))) {
				const imported = await limited(() => importsOf(path, status, imports));
				await Promise.all(imported.map(follow));
			}
		});
		await Promise.all(next);
	}

	async function follow(importPath: string): Promise<void> {
		const place = await places?.place(importPath);
		if (place?.kind === 'found' && place.module.kind !== 'cached') await visit(place.directory, {});
	}

	for (const pattern of patterns) {
		const below = pattern.endsWith('...');
		if (/^\.{1,2}(?:$|\/)|^\/|^[A-Za-z]:/.test(pattern)) {
			await visit(resolve(directory, pattern.replace(/\/?\.\.\.$/, '') || '/'), { below, tests: true });
		} else if (below) {
			for (const { kind, directory: root } of list?.modules ?? [])
				if (kind === 'main' && root !== undefined) await visit(root, { below, tests: true });
		} else await follow(pattern);
	}
	for (const path of moduleFiles(list, context)) {
		if ((await files.fileStatus(path))?.kind === 'other') hidden.add(path);
	}
	return { hidden: [...hidden], large };
}

function knownOf(context: GoContext): Known {
	let found = known.get(context);
	if (!found) {
		found = { list: buildListOf(context), imports: new Map() };
		known.set(context, found);
	}
	return found;
}

async function buildListOf(context: GoContext): Promise<BuildList | undefined> {
	const { moduleFile, workFile, moduleCache, allFlags } = context;
	if (moduleFile === undefined) return undefined;
	const [mode, modFile] = [flagValue('mod', allFlags), flagValue('modfile', allFlags)];
	return readBuildList({ moduleFile, workFile, moduleCache, mode, modFile, files });
}

async function importsOf(path: string, { modified, size }: files.FileStatus, known: Imports) {
	const before = known.get(path);
	if (before?.modified === modified && before.size === size) return before.imports;
	const imports = readHeader((await files.readText(path)) ?? '').imports.map((one) => one.path);
	known.set(path, { modified, size, imports });
	return imports;
}

/** What the go command reads beside sources: of the modules whose sources are the user's. */
function moduleFiles(list: BuildList | undefined, { workFile }: GoContext): readonly string[] {
	const own = (list?.modules ?? []).flatMap(({ kind, directory }) =>
		directory !== undefined && (kind === 'main' || kind === 'replaced') ? [directory] : [],
	);
	const roots = own.flatMap((root) => [join(root, 'go.mod'), join(root, 'go.sum')]);
	const vendor = list?.vendor === undefined ? [] : [join(list.vendor, 'modules.txt')];
	return [...roots, ...vendor, ...(workFile === undefined ? [] : [join(dirname(workFile), 'go.work.sum')])];
}
