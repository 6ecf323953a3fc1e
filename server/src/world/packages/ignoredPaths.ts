/** Which paths of a tree are left out: by `.gitignore` where git would heed it, and by patterns of the user, written alike. */
import ignore, { type Ignore } from 'ignore';
import { dirname, isInside, join, slashPathBelow } from '../../toolchain/paths.ts';
import type { TreeReader } from '../../toolchain/treeReader.ts';

export interface IgnoredPaths {
	/** The same with what the `.gitignore` of a directory adds for what lies in it. */
	inside(directory: string, names: readonly string[]): IgnoredPaths;
	/** @param path absolute, of something in the directory that was entered last */
	has(path: string, kind: 'file' | 'directory'): boolean;
}

export interface IgnoreOptions {
	/** Patterns as in a `.gitignore`, relative to `directory`. */
	readonly patterns: readonly string[];
	/** The working directory. */
	readonly directory: string;
	readonly gitignore: boolean;
	readonly reader: TreeReader;
}

interface Layer {
	/** What its patterns are relative to. */
	readonly base: string;
	readonly matcher: Ignore;
}

/** What is left out below `root`, which itself is looked at whatever the patterns say. */
export function ignoredPaths(root: string, options: IgnoreOptions): IgnoredPaths {
	const { patterns, directory, reader } = options;
	const own: Layer[] = patterns.length === 0 ? [] : [{ base: directory, matcher: ignore().add([...patterns]) }];
	const repository = options.gitignore ? repositoryAround(root, reader) : undefined;
	const above: Layer[] = [];
	if (repository !== undefined) {
		const exclude = read(join(repository, '.git', 'info', 'exclude'), repository, reader);
		if (exclude) above.push(exclude);
		for (const level of between(repository, root)) {
			const layer = read(join(level, '.gitignore'), level, reader);
			if (layer) above.push(layer);
		}
	}
	// Who names a directory that git ignores wants to see it.
	const isIgnored = above.some((layer) => verdictOf(layer, root, 'directory') === true);
	return scope(own, isIgnored ? [] : above, { heeds: repository !== undefined && !isIgnored, reader });
}

function scope(
	own: readonly Layer[],
	layers: readonly Layer[],
	how: { readonly heeds: boolean; readonly reader: TreeReader },
): IgnoredPaths {
	return {
		inside(directory, names) {
			if (!how.heeds || !names.includes('.gitignore')) return this;
			const layer = read(join(directory, '.gitignore'), directory, how.reader);
			return layer ? scope(own, [...layers, layer], how) : this;
		},
		has(path, kind) {
			if (own.some((layer) => verdictOf(layer, path, kind) === true)) return true;
			// The innermost that says something decides.
			for (let at = layers.length - 1; at >= 0; at--) {
				const layer = layers[at];
				const verdict = layer && verdictOf(layer, path, kind);
				if (verdict !== undefined) return verdict;
			}
			return false;
		},
	};
}

/** Undefined: the patterns say nothing about the path. */
function verdictOf({ base, matcher }: Layer, path: string, kind: 'file' | 'directory'): boolean | undefined {
	if (path === base || !isInside(base, path)) return undefined;
	const { ignored, unignored } = matcher.test(`${slashPathBelow(base, path)}${kind === 'directory' ? '/' : ''}`);
	return ignored ? true : unignored ? false : undefined;
}

function read(file: string, base: string, reader: TreeReader): Layer | undefined {
	const text = reader.bytes(file)?.toString();
	return text === undefined ? undefined : { base, matcher: ignore().add(text) };
}

/** The directory of the git repository that holds another directory: it has a `.git`. */
function repositoryAround(directory: string, reader: TreeReader): string | undefined {
	for (let at = directory; ; at = dirname(at)) {
		if (reader.list(at)?.some(({ name }) => name === '.git')) return at;
		if (dirname(at) === at) return undefined;
	}
}

/** The directories from one down to another, the last left out: that one is entered by the walk. */
function between(outer: string, inner: string): string[] {
	const found: string[] = [];
	for (let at = inner; at !== outer; at = dirname(at)) found.unshift(dirname(at));
	return found;
}
