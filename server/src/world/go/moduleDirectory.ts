import { fileStatus, isFile, readText } from '../../toolchain/files.ts';
import { dirname, join, resolve } from '../../toolchain/paths.ts';

export interface ModuleDirectory {
	/** The directory of the nearest go.mod, or the one of the file where there is none. Absolute. */
	readonly directory: string;
	readonly moduleFile: string | undefined;
}

/** The module that a directory belongs to: the nearest go.mod upward, as the go command looks for it. */
export async function moduleDirectory(directory: string): Promise<ModuleDirectory> {
	const moduleFile = await nearest('go.mod', directory);
	return { directory: moduleFile === undefined ? directory : dirname(moduleFile), moduleFile };
}

/** The go.work that is in effect for a directory, unless GOWORK says otherwise. */
export async function workFileAbove(directory: string): Promise<string | undefined> {
	return nearest('go.work', directory);
}

/**
 * The go.work that a module is built with: one that does not use the module counts as none.
 *
 * @param gowork the variable GOWORK: `off`, a path, or nothing
 */
export async function workFileOf(module: string, gowork: string | undefined): Promise<string | undefined> {
	if (gowork === 'off') return undefined;
	const workFile = gowork || (await workFileAbove(module));
	return workFile !== undefined && (await usesModule(workFile, module)) ? workFile : undefined;
}

export async function usesModule(workFile: string, module: string): Promise<boolean> {
	const used = usedDirectories((await readText(workFile)) ?? '');
	return used.some((path) => resolve(dirname(workFile), path) === module);
}

/** A go.mod or go.work from here upward that is a pipe or a device: no go command is to read it. */
export async function irregularModuleFile(directory: string): Promise<string | undefined> {
	for (let at = directory; ; at = dirname(at)) {
		for (const name of ['go.mod', 'go.work']) {
			if ((await fileStatus(join(at, name)))?.kind === 'other') return join(at, name);
		}
		if (dirname(at) === at) return undefined;
	}
}

async function nearest(name: string, directory: string): Promise<string | undefined> {
	for (let at = directory; ; at = dirname(at)) {
		if (await isFile(join(at, name))) return join(at, name);
		if (dirname(at) === at) return undefined;
	}
}

/** The version of the `go` line of a go.mod or go.work, as it is written: `1.22`, `1.27rc1`. */
export function goLine(text: string): string | undefined {
	return /^[ \t]*go[ \t]+(\d\S*)/m.exec(text)?.[1];
}

/** The directories that a go.work uses, as they are written. */
export function usedDirectories(workText: string): readonly string[] {
	const text = workText.replace(/\/\/.*/g, '');
	const used = [...text.matchAll(/^[ \t]*use[ \t]+(?:\(([^)]*)|([^\s(].*))/gm)];
	const lines = used.flatMap((found) => (found[1] ?? found[2] ?? '').split('\n'));
	return lines.map((line) => line.trim().replace(/^["`](.*)["`]$/, '$1')).filter((line) => line !== '');
}
