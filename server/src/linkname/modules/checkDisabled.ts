/** Whether a module is linked without the linker's check of linknames, and what says so. */
import {
	disablesLinknameCheck,
	includedByScript,
	isBuildFile,
	isBuildScript,
	lineThatDisablesCheck,
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
	const folders = new Set(top.filter(({ kind }) => kind === 'directory').map(({ name }) => name));
	const below = scriptDirectories.filter((path) => folders.has(path.split('/')[0] ?? ''));
	const scripts = top.filter(({ kind, name }) => kind !== 'directory' && isBuildScript(name)).map(({ name }) => name);
	for (const folder of below) {
		const entries = await files.listDirectory(join(directory, folder));
		const names = entries.filter(({ kind, name }) => kind !== 'directory' && isBuildFile(name));
		scripts.push(...names.map(({ name }) => `${folder}/${name}`));
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
