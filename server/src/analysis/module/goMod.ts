/** go.mod as data (golang.org/x/mod/modfile). */
import type { Span } from '../text/span.ts';
import { type ModuleLine, moduleLines } from './moduleLines.ts';

export interface ModuleId {
	readonly path: string;
	/** `v1.2.3`; a directory that replaces a module needs none. */
	readonly version: string;
}

export interface GoMod {
	readonly path: string | undefined;
	/** The version of the `go` line. */
	readonly goVersion: string | undefined;
	readonly requires: readonly Requirement[];
	readonly replaces: readonly Replacement[];
	readonly excludes: readonly ModuleId[];
}

export interface Requirement extends ModuleId {
	/** Marked `// indirect`. */
	readonly indirect: boolean;
	/** From the path to the end of the version. */
	readonly span: Span;
}

export interface Replacement {
	readonly path: string;
	/** Absent when every version is replaced. */
	readonly version: string | undefined;
	readonly target: ReplacementTarget;
}

export type ReplacementTarget =
	/** As written, relative to the file that says it. */
	{ readonly kind: 'directory'; readonly directory: string } | ({ readonly kind: 'module' } & ModuleId);

/** Lines that cannot be understood are left out. */
export function parseGoMod(text: string): GoMod {
	const lines = moduleLines(text);
	const of = (verb: string) => lines.filter((line) => line.verb === verb);
	return {
		path: of('module')[0]?.words[0]?.text,
		goVersion: of('go')[0]?.words[0]?.text,
		requires: of('require').flatMap((line) => readRequirement(line) ?? []),
		replaces: of('replace').flatMap((line) => readReplacement(line) ?? []),
		excludes: of('exclude').flatMap((line) => readId(line) ?? []),
	};
}

/** `replace path [version] => path [version]`, the same in go.mod and go.work. */
export function readReplacement({ words }: ModuleLine): Replacement | undefined {
	const arrow = words.findIndex(({ text }) => text === '=>');
	const [path, version] = words.slice(0, arrow);
	const [newPath, newVersion] = words.slice(arrow + 1);
	if (arrow < 1 || arrow > 2 || !path || !newPath) return undefined;
	const target: ReplacementTarget =
		newVersion === undefined
			? { kind: 'directory', directory: newPath.text }
			: { kind: 'module', path: newPath.text, version: newVersion.text };
	return { path: path.text, version: version?.text, target };
}

function readId({ words: [path, version] }: ModuleLine): ModuleId | undefined {
	return path && version && { path: path.text, version: version.text };
}

function readRequirement(line: ModuleLine): Requirement | undefined {
	const [path, version] = line.words;
	if (!path || !version) return undefined;
	const indirect = /^indirect(?:;|$)/.test(line.comment);
	const span = { start: path.span.start, end: version.span.end };
	return { path: path.text, version: version.text, indirect, span };
}

/** Replacements by the path that they replace, each list in the order in which they count. */
export type Replacements = ReadonlyMap<string, readonly Replacement[]>;

export function replacementsByPath(replaces: readonly Replacement[]): Replacements {
	const found = new Map<string, Replacement[]>();
	for (const one of replaces) {
		const list = found.get(one.path);
		if (list) list.push(one);
		else found.set(one.path, [one]);
	}
	return found;
}

/** The replacement that applies to a module: one for its version goes before one for all. */
export function replacementOf({ path, version }: ModuleId, replaces: Replacements): Replacement | undefined {
	const own = replaces.get(path) ?? [];
	return own.find((one) => one.version === version) ?? own.find((one) => one.version === undefined);
}

/** True when the go.mod lists what is needed to build its packages, their dependencies included (go 1.17, graph pruning). */
export function listsEverything(goVersion: string | undefined): boolean {
	const minor = /^1\.(\d+)/.exec(goVersion ?? '')?.[1];
	return minor !== undefined && Number(minor) >= 17;
}
