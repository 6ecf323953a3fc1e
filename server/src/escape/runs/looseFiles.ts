/**
 * Go files without a module. The go command is told which of them to compile together, and then takes each one that it is
 * told, whatever its name and its constraints say.
 */
import { contextTags } from '../../analysis/build/buildTags.ts';
import { fileConstraint, isBuilt } from '../../analysis/build/isBuilt.ts';
import type { GoFile } from '../../analysis/source/goFile.ts';
import { scanGoFile } from '../../analysis/source/scanGoFile.ts';
import { basename } from '../../toolchain/paths.ts';
import type { GoContext } from '../../world/go/goContext.ts';

/** The files (absolute path → text, of one directory) that belong to one of them: those of its package and its program. */
export function filesTogether(file: string, texts: ReadonlyMap<string, string>, context: GoContext): readonly string[] {
	const sources = sourcesOf(texts, context, file);
	const own = sources.find(({ path }) => path === file);
	return own === undefined ? [file] : pathsWith(own, sources);
}

/**
 * Everything that can be compiled among the files of one directory: its packages, and each program of those that share the
 * directory. Files without a `func main` belong to all programs beside them.
 */
export function loosePrograms(texts: ReadonlyMap<string, string>, context: GoContext): readonly (readonly string[])[] {
	const sources = sourcesOf(texts, context);
	const names = new Set(sources.map(({ file }) => file.packageName));
	return [...names].flatMap((name) => {
		const own = sources.filter(({ file }) => file.packageName === name);
		const mains = own.filter(isProgram);
		return (mains.length === 0 ? own.slice(0, 1) : mains).map((main) => pathsWith(main, own));
	});
}

interface Source {
	readonly path: string;
	readonly file: GoFile;
}

/** Test files and what is not built here are left out, but for the one that somebody looks at. */
function sourcesOf(texts: ReadonlyMap<string, string>, context: GoContext, wanted?: string): readonly Source[] {
	const { goos, goarch, cgo, version } = context;
	const release = { name: version.text, minor: version.minor };
	const tags = contextTags(release, { goos, goarch, cgo, tags: context.tags }, []);
	return [...texts].flatMap(([path, text]): Source[] => {
		const file = scanGoFile(text);
		if (path === wanted) return [{ path, file }];
		const { packageName, buildConstraint } = file;
		const head = { name: basename(path), constraint: fileConstraint(buildConstraint), packageName };
		return !path.endsWith('_test.go') && isBuilt(head, tags) ? [{ path, file }] : [];
	});
}

/** One `func main` is all that a program can have. */
function pathsWith(one: Source, sources: readonly Source[]): readonly string[] {
	const own = sources.filter(({ file }) => file.packageName === one.file.packageName);
	const main = isProgram(one) ? one : own.find(isProgram);
	return own.filter((source) => source === main || !isProgram(source)).map(({ path }) => path);
}

function isProgram({ file }: Source): boolean {
	const isMain = ({ kind, name }: GoFile['declarations'][number]) => kind === 'func' && name === 'main';
	return file.packageName === 'main' && file.declarations.some(isMain);
}
