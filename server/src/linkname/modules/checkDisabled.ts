/** Whether a module is linked without the linker's check of linknames, and what says so. */
import {
	disablesLinknameCheck,
	includedByScript,
	isBazelRoot,
	isBuildFile,
	isBuildScript,
	lineThatDisablesCheck,
	programDirectories,
	scriptDirectories,
} from '../../analysis/module/linkFlags.ts';
import { dirname, join } from '../../toolchain/paths.ts';
import type { GorootFiles } from '../../world/goroot/gorootTree.ts';

export interface CheckSwitches {
	/** `linkscape.linkname.checkDisabled` */
	readonly setting: boolean;
	/** The value of GOFLAGS, with what the user's settings add. */
	readonly flags: string;
}

type Files = Pick<GorootFiles, 'readText' | 'listDirectory'>;

/**
 * What sets `-checklinkname=0`: `linkscape.linkname.checkDisabled`, `GOFLAGS`, `Makefile:12`, `../scripts/build.sh:3`; `undefined` when
 * nothing does. Looks into the module's directory and those above it, up to the repository's.
 */
export async function checkDisabledBy(
	moduleDirectory: string,
	{ setting, flags }: CheckSwitches,
	files: Files,
): Promise<string | undefined> {
	if (setting) return 'the setting linkscape.linkname.checkDisabled';
	if (disablesLinknameCheck(flags)) return 'GOFLAGS';
	let up = '';
	for (const level of await levelsOf(moduleDirectory, files)) {
		const found = await scriptIn(level, files);
		if (found !== undefined) return `${up}${found}`;
		up += '../';
	}
	return undefined;
}

/** A repository is never looked for further up than this. */
const mostLevels = 8;

/** The module's directory and those above it, as far as the outermost that holds a repository or a go.work. */
async function levelsOf(moduleDirectory: string, files: Files): Promise<string[]> {
	const levels = [moduleDirectory];
	let outermost = 1;
	for (let level = moduleDirectory; levels.length <= mostLevels; levels.push(level)) {
		const entries = await files.listDirectory(level);
		if (entries.some(({ name }) => name === '.git' || name === 'go.work')) outermost = levels.length;
		// Nothing of a repository stands outside of it.
		if (entries.some(({ name }) => name === '.git')) break;
		const above = dirname(level);
		if (above === level) break;
		level = above;
	}
	return levels.slice(0, outermost);
}

/** `Makefile:12`, relative to the directory. */
async function scriptIn(directory: string, files: Files): Promise<string | undefined> {
	const top = await files.listDirectory(directory);
	const scripts = top.filter(({ kind, name }) => kind !== 'directory' && isBuildScript(name)).map(({ name }) => name);
	const has = (folder: string) => top.some(({ kind, name }) => kind === 'directory' && name === folder);
	scripts.push(...(await filesBelow(directory, scriptDirectories.filter(has), isBuildFile, files)));
	scripts.push(...(await filesBelow(directory, programDirectories.filter(has), isBuildScript, files)));
	if (top.some(({ name }) => isBazelRoot(name))) {
		const folders = top.filter(({ kind, name }) => kind === 'directory' && isPackageDirectory(name));
		const isBazel = (name: string) => /^BUILD(?:\.bazel)?$/.test(name);
		scripts.push(
			...(await filesBelow(
				directory,
				folders.map(({ name }) => name),
				isBazel,
				files,
			)),
		);
	}
	const read = new Set<string>();
	for (let script = scripts.shift(); script !== undefined; script = scripts.shift()) {
		if (read.has(script)) continue;
		read.add(script);
		const text = (await files.readText(join(directory, script))) ?? '';
		const line = lineThatDisablesCheck(text);
		if (line !== undefined) return `${script}:${line}`;
		if (isBuildScript(script.split('/').at(-1) ?? '')) scripts.push(...includedByScript(text));
	}
	return undefined;
}

/** Directories that are looked through for scripts, for each of the questions. */
const mostDirectories = 300;

/** The files in these directories and below them that are asked for, the nearest first; relative to `root`. */
async function filesBelow(
	root: string,
	directories: readonly string[],
	isAskedFor: (name: string, directory: string) => boolean,
	files: Files,
): Promise<string[]> {
	const found: string[] = [];
	const open = [...directories];
	for (let at = 0; at < open.length && at < mostDirectories; at++) {
		const directory = open[at] ?? '';
		for (const { kind, name } of await files.listDirectory(join(root, directory))) {
			if (kind !== 'directory') {
				if (isAskedFor(name, directory)) found.push(`${directory}/${name}`);
			} else if (isPackageDirectory(name)) open.push(`${directory}/${name}`);
		}
	}
	return found;
}

function isPackageDirectory(name: string): boolean {
	return !/^(?:[._].*|testdata|vendor|node_modules)$/.test(name);
}
