/** A tree in pieces that are checked one by one, by whoever is free: some directories of a module, in the order of the walk. */
import { readText } from '../../toolchain/files.ts';
import { join, slashPathBelow } from '../../toolchain/paths.ts';
import type { TreeReader } from '../../toolchain/treeReader.ts';
import { modulePath } from '../../world/packages/modulePlace.ts';
import { type GoDirectory, walkGoDirectories } from './goTree.ts';
import { ignoredBelow, PathError, type TreeRequest, type TreeRoot } from './treeRoots.ts';

/** Plain data. */
export interface CheckUnit {
	/** The module's directory, absolute; undefined outside of modules, and for the standard library. */
	readonly module: string | undefined;
	readonly directories: readonly UnitDirectory[];
	/** Nothing else of the module follows: what concerns it as a whole is checked with this unit. */
	readonly last: boolean;
}

export interface UnitDirectory extends GoDirectory {
	/** Findings are asked for in this file only. */
	readonly only: string | undefined;
}

export interface WalkReport {
	/** How many Go files the walk has come to. */
	files: number;
	/** One sentence for each file, directory and path that was asked for and not checked. */
	readonly unread: string[];
	/** One sentence for each path without Go files. */
	readonly problems: string[];
}

/** Which modules of a tree are checked here: one of `count` parts, so that all parts together are the whole. */
export interface Shard {
	/** From 1. */
	readonly index: number;
	readonly count: number;
}

/** Go files in a unit: enough that handing it over costs nothing, few enough that threads end together. */
const largest = 256;

/**
 * @param report is filled while the walk goes on
 * @throws PathError at the end when no path holds a Go file
 */
export async function* treeUnits(
	roots: readonly TreeRoot[],
	request: TreeRequest,
	reader: TreeReader,
	report: WalkReport,
	shard?: Shard,
): AsyncGenerator<CheckUnit> {
	const seen = new Set<string>();
	const finished = new Set<string>();
	const empty: string[] = [];
	const unreadable = (path: string) => void report.unread.push(`${path} cannot be read.`);

	for (const root of roots) {
		const before = report.files;
		let module: string | undefined;
		let directories: UnitDirectory[] = [];
		let size = 0;
		const flush = async (last: boolean): Promise<CheckUnit> => {
			const isLast = last && module !== undefined && !finished.has(module);
			if (isLast && module !== undefined) {
				finished.add(module);
				const moduleFile = join(module, 'go.mod');
				if (modulePath((await readText(moduleFile)) ?? '') === undefined) {
					report.unread.push(`${moduleFile} names no module: the go command builds nothing here.`);
				}
			}
			const unit = { module, directories, last: isLast };
			directories = [];
			size = 0;
			return unit;
		};
		for (const found of directoriesBelow(root, request, reader, { seen, shard, unreadable })) {
			const { place } = found;
			const next = place.std ? undefined : place.module;
			if (next !== module && (directories.length > 0 || module !== undefined)) yield await flush(true);
			module = next;
			const reported = filesIn(found);
			if (reported === 0) continue;
			report.files += reported;
			directories.push(found);
			size += found.goFiles.length;
			if (size >= largest) yield await flush(false);
		}
		if (directories.length > 0 || module !== undefined) yield await flush(true);
		const isNew = !seen.has(`${root.directory} ${root.file ?? ''}`);
		if (report.files === before && report.unread.length === 0 && isNew && !shard) empty.push(root.path);
	}
	if (report.files === 0 && empty.length > 0) throw new PathError(noFiles(empty));
	report.problems.push(...empty.map((path) => noFiles([path])));
}

/** How many Go files the walk will come to, for who wants to know it beforehand: by the names in the directories alone. */
export function countFiles(
	roots: readonly TreeRoot[],
	request: TreeRequest,
	reader: TreeReader,
	shard?: Shard,
): number {
	const seen = new Set<string>();
	let files = 0;
	for (const root of roots) {
		for (const found of directoriesBelow(root, request, reader, { seen, shard, unreadable: () => {} })) {
			files += filesIn(found);
		}
	}
	return files;
}

interface Walk {
	/** What was come to before, from other roots. */
	readonly seen: Set<string>;
	readonly shard: Shard | undefined;
	readonly unreadable: (directory: string) => void;
}

function* directoriesBelow(
	root: TreeRoot,
	request: TreeRequest,
	reader: TreeReader,
	{ seen, shard, unreadable }: Walk,
): Generator<UnitDirectory> {
	const ignored = ignoredBelow(root, request, reader);
	for (const found of walkGoDirectories(root.directory, root.place, { reader, unreadable, ignored })) {
		if (root.file !== undefined && found.directory !== root.directory) break;
		const key = `${found.directory} ${root.file ?? ''}`;
		if (seen.has(key)) continue;
		seen.add(key);
		if (shard && !isInShard(shard, found.place.module ?? found.directory, request.directory)) continue;
		yield { ...found, only: root.file };
	}
}

/** How many files of a directory are asked for. */
function filesIn({ goFiles, ignored, only }: UnitDirectory): number {
	return only === undefined ? goFiles.length - ignored.length : 1;
}

function noFiles(paths: readonly string[]): string {
	return `There are no Go files in ${paths.map((path) => (path === '.' ? 'the working directory' : path)).join(', ')}.`;
}

/** By the place of a module in the tree, so that all machines that have the tree agree. */
function isInShard({ index, count }: Shard, module: string, directory: string): boolean {
	return hashOf(slashPathBelow(directory, module)) % count === index - 1;
}

/** FNV-1a, 32 bits. */
function hashOf(text: string): number {
	let hash = 0x811c9dc5;
	for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193);
	return hash >>> 0;
}
