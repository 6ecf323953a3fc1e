/** Whether two files of a directory can be part of one build: their names and `//go:build` lines against every platform. */
import { type Constraint, decideConstraint } from './buildConstraint.ts';
import { fileName, fileNamePlatform, platformTags } from './fileName.ts';
import { ports } from './ports.ts';
import type { BuildSource } from './buildContext.ts';

/** Tags whose value is known: nobody sets `ignore`, and the compiler that we speak for is gc. */
const fixedTags: ReadonlyMap<string, boolean> = new Map([
	['gc', true],
	['gccgo', false],
	['gopherjs', false],
	['tinygo', false],
	['ignore', false],
]);

/** More free tags than this are not tried out. */
const mostFreeTags = 8;

const processors = [...new Set(Object.values(ports).flatMap((listed) => listed.split(' ')))];

/** True when some platform and set of tags builds the file; false also when that is not found out. */
export function isEverBuilt(facts: BuildSource): boolean {
	return canBuildAll([facts]);
}

/**
 * True when the file is compiled for WebAssembly: by the build in use, or by every build that takes it.
 *
 * @param goarch of the build in use, as far as it is known
 */
export function isBuiltForWasm(facts: BuildSource, goarch: string | undefined): boolean {
	const onWasm = (processor: string) => processor === 'wasm';
	if (!canBuildAll([facts], onWasm)) return false;
	return goarch === 'wasm' || !canBuildAll([facts], (processor) => !onWasm(processor));
}

/** False when no platform and set of tags builds both, and also when that is not found out: silence is the safe side. */
export function canBuildTogether(first: BuildSource, second: BuildSource): boolean {
	return canBuildAll([first, second]);
}

function canBuildAll(files: readonly BuildSource[], isProcessor: (goarch: string) => boolean = () => true): boolean {
	const trees: Constraint[] = [];
	for (const file of files) {
		const asked = constraintsOf(file);
		if (asked === undefined) return false;
		trees.push(...asked);
	}
	if (trees.length === 0) return processors.some(isProcessor);
	const tags = new Set(trees.flatMap(tagsOf));
	return someContext(tags, isProcessor, (isSet) => trees.every((tree) => decideConstraint(tree, isSet)));
}

/** What name and build line ask for; undefined when the line is malformed (the file is then never built). */
function constraintsOf({ path, constraint }: BuildSource): Constraint[] | undefined {
	if (constraint === 'malformed') return undefined;
	const { goos, goarch } = fileNamePlatform(fileName(path));
	const trees: Constraint[] = constraint === undefined ? [] : [constraint];
	for (const tag of [goos, goarch]) if (tag !== undefined) trees.push({ kind: 'tag', tag });
	return trees;
}

function tagsOf(tree: Constraint): string[] {
	switch (tree.kind) {
		case 'tag':
			return [tree.tag];
		case 'not':
			return tagsOf(tree.operand);
		case 'and':
		case 'or':
			return [...tagsOf(tree.left), ...tagsOf(tree.right)];
	}
}

/** Tries every platform, every Go release that the tags tell apart, and every choice of the other tags. */
function someContext(
	tags: ReadonlySet<string>,
	isProcessor: (goarch: string) => boolean,
	holds: (isSet: (tag: string) => boolean) => boolean,
): boolean {
	const platform = new Set([...Object.keys(ports).flatMap((goos) => platformTags(goos, '')), ...processors]);
	const releases = [...tags].flatMap((tag) => /^go1\.(\d+)$/.exec(tag)?.[1] ?? []).map(Number);
	const free = [...tags].filter((tag) => !platform.has(tag) && !fixedTags.has(tag) && !/^go1\.\d+$/.test(tag));
	if (free.length > mostFreeTags) return false;

	for (const [goos, listed] of Object.entries(ports)) {
		for (const goarch of listed.split(' ').filter(isProcessor)) {
			const own = new Set(platformTags(goos, goarch));
			for (const minor of [20, ...releases.flatMap((release) => [release - 1, release]), 99]) {
				for (let choice = 0; choice < 1 << free.length; choice++) {
					const isSet = (tag: string) => {
						const release = /^go1\.(\d+)$/.exec(tag)?.[1];
						if (release !== undefined) return Number(release) <= minor;
						const at = free.indexOf(tag);
						return at < 0 ? (fixedTags.get(tag) ?? own.has(tag)) : (choice & (1 << at)) !== 0;
					};
					if (holds(isSet)) return true;
				}
			}
		}
	}
	return false;
}
