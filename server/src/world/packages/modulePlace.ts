/** Where a directory stands in its module: what go.mod says about the packages below it. */
import { readText } from '../../toolchain/files.ts';
import { slashPathBelow } from '../../toolchain/paths.ts';
import { goLine, moduleDirectory } from '../go/moduleDirectory.ts';

export interface ModulePlace {
	/** Absolute path of the module's directory; undefined outside of modules. */
	readonly module: string | undefined;
	readonly importPath: string | undefined;
	/** The version of the `go` line; `1.16` when go.mod has none (cmd/go: the language version then), undefined without go.mod. */
	readonly goVersion: string | undefined;
	/** The module is `std` or `cmd`. */
	readonly std: boolean;
}

/** Reads the nearest go.mod upward. */
export async function modulePlace(directory: string): Promise<ModulePlace> {
	const { directory: module, moduleFile } = await moduleDirectory(directory);
	const text = moduleFile === undefined ? undefined : await readText(moduleFile);
	if (text === undefined) return { module: undefined, importPath: undefined, goVersion: undefined, std: false };
	const path = modulePath(text);
	const below = slashPathBelow(module, directory);
	const std = path === 'std' || path === 'cmd';
	const joined = [path === 'std' ? '' : path, below].filter((part) => part !== '').join('/');
	return { module, importPath: path === undefined ? undefined : joined, goVersion: goLine(text) ?? '1.16', std };
}

/** The path of the `module` line of a go.mod. */
export function modulePath(text: string): string | undefined {
	const line = /^[ \t]*module[ \t]+(?:"([^"\n]+)"|`([^`\n]+)`|([^\s/]\S*))/m.exec(text);
	return line?.[1] ?? line?.[2] ?? line?.[3];
}
