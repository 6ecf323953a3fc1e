/** The findings of whole trees, for the command line: walk, filter by text, read what is left, judge. */
import type { Finding } from '../../analysis/finding.ts';
import { checkFile } from '../../analysis/linkname/checkDirectives.ts';
import type { FileFacts } from '../../analysis/linkname/fileFacts.ts';
import type { PackageIndex } from '../../analysis/linkname/packageIndex.ts';
import { fileStatus, readText } from '../../toolchain/files.ts';
import { basename, dirname, isInside, join, resolve } from '../../toolchain/paths.ts';
import { createTreeReader, type TreeReader } from '../../toolchain/treeReader.ts';
import { modulePath, modulePlace } from '../../world/packages/modulePlace.ts';
import { readCheckedPackage } from './checkedPackage.ts';
import { walkGoDirectories } from './goTree.ts';

export interface TreeRequest {
	/** Files and directories, absolute or relative to `directory`; `x/...` is `x`. */
	readonly paths: readonly string[];
	/** The working directory. */
	readonly directory: string;
	/** The Go version in use, e.g. `go1.26.8`, as far as it is known. */
	readonly toolchain: string | undefined;
	/** GOARCH of the build in use. */
	readonly goarch?: string | undefined;
}

export interface TreeFindings {
	readonly findings: readonly Finding[];
	/** The texts of the files that findings stand in, by absolute path. */
	readonly texts: ReadonlyMap<string, string>;
	/** How many Go files were looked at. */
	readonly files: number;
	/** How many effective linkname directives they hold. */
	readonly directives: number;
	/** One sentence for each file, directory and path that was asked for and not checked; the rest was. */
	readonly unread: readonly string[];
	/** One sentence for each thing beside them that could not be read, such as a dependency. */
	readonly problems: readonly string[];
}

export interface TargetCheck {
	/** The findings of a file, given those that its text leads to: these, perhaps with more fixes, and those about targets. */
	file(facts: FileFacts, index: PackageIndex, found: readonly Finding[]): Promise<readonly Finding[]>;
	/** What is wrong with dependencies and assembly of the module in a directory, told in the files that are looked at. */
	build(directory: string, isLookedAt: (path: string) => boolean): Promise<readonly Finding[]>;
	/** One sentence for each thing of the builds that could not be read, after all that was asked before. */
	problems(): Promise<readonly string[]>;
}

/** A path that cannot be checked at all; the message is one sentence. */
export class PathError extends Error {}

/** @throws PathError when one of the paths does not exist or is no Go file and no directory, or none of them holds a Go file */
export async function checkTree(
	request: TreeRequest,
	checkTargets: TargetCheck | undefined,
	signal: AbortSignal,
): Promise<TreeFindings> {
	const unread: string[] = [];
	const reader = reporting(createTreeReader(), (path) => unread.push(`${path} cannot be read.`));
	const findings: Finding[] = [];
	const texts = new Map<string, string>();
	const problems: string[] = [];
	const seen = new Set<string>();
	const empty: string[] = [];
	const walked = new Set<string>();
	const modules = new Set<string>();
	let files = 0;
	let directives = 0;

	for (const path of request.paths) {
		const root = await rootOf(path, request.directory);
		const place = await modulePlace(root.directory);
		const unreadable = () => {};
		const before = files;
		for (const directory of walkGoDirectories(root.directory, place, { reader, unreadable })) {
			signal.throwIfAborted();
			if (root.file !== undefined && directory.directory !== root.directory) break;
			if (seen.has(`${directory.directory} ${root.file ?? ''}`)) continue;
			seen.add(`${directory.directory} ${root.file ?? ''}`);
			const names = root.file === undefined ? directory.goFiles : [root.file];
			files += names.length;
			const foreign = root.file === undefined ? directory.foreignFiles : [];
			for (const name of [...names, ...foreign]) walked.add(join(directory.directory, name));
			const { module, std } = directory.place;
			if (module !== undefined && !std) modules.add(module);
			if (module !== undefined && root.file === undefined && isInside(root.directory, module)) {
				walked.add(join(module, 'go.mod'));
			}
			const checked = readCheckedPackage(directory, request, reader);
			for (const facts of checked?.suspects ?? []) {
				if (!checked || (root.file !== undefined && basename(facts.path) !== root.file)) continue;
				directives += facts.linknames.length;
				const said = checkFile(facts, checked.index);
				const found = checkTargets ? await checkTargets.file(facts, checked.index, said) : said;
				if (found.length === 0) continue;
				findings.push(...found);
				texts.set(facts.path, facts.file.text);
			}
		}
		if (files === before && unread.length === 0 && !seen.has(`${root.directory} ${root.file ?? ''}`)) empty.push(path);
	}
	if (files === 0 && empty.length > 0) throw new PathError(noFiles(empty));
	problems.push(...empty.map((path) => noFiles([path])));
	for (const directory of modules) {
		const moduleFile = join(directory, 'go.mod');
		if (modulePath((await readText(moduleFile)) ?? '') === undefined) {
			unread.push(`${moduleFile} names no module: the go command builds nothing here.`);
		}
		for (const finding of (await checkTargets?.build(directory, (path) => walked.has(path))) ?? []) {
			findings.push(finding);
			for (const file of [finding.file, ...(finding.related ?? []).map((place) => place.file)]) {
				texts.set(file, texts.get(file) ?? (await readText(file)) ?? '');
			}
		}
	}
	problems.push(...((await checkTargets?.problems()) ?? []));
	return { findings: inOrder(findings), texts, files, directives, unread: [...new Set(unread)], problems };
}

function noFiles(paths: readonly string[]): string {
	return `There are no Go files in ${paths.map((path) => (path === '.' ? 'the working directory' : path)).join(', ')}.`;
}

/** The same reader, which also says of what it cannot read. */
function reporting(reader: TreeReader, unreadable: (path: string) => void): TreeReader {
	return {
		list(directory) {
			const entries = reader.list(directory);
			if (!entries) unreadable(directory);
			return entries;
		},
		bytes(path) {
			const bytes = reader.bytes(path);
			if (!bytes) unreadable(path);
			return bytes;
		},
	};
}

interface Root {
	readonly directory: string;
	/** Only this file of the directory is asked for. */
	readonly file: string | undefined;
}

async function rootOf(path: string, directory: string): Promise<Root> {
	const full = resolve(directory, path.replace(/(^|[/\\])\.\.\.$/, '$1') || '.');
	const status = await fileStatus(full);
	if (status?.kind === 'directory') return { directory: full, file: undefined };
	if (status?.kind === 'file' && full.endsWith('.go')) return { directory: dirname(full), file: basename(full) };
	throw new PathError(status ? `${path} is neither a directory nor a Go file.` : `${path} does not exist.`);
}

function inOrder(findings: readonly Finding[]): Finding[] {
	return [...findings].sort((a, b) => (a.file === b.file ? a.span.start - b.span.start : a.file < b.file ? -1 : 1));
}
