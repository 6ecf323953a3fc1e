/** In which build a file is judged: the one in use when it takes the file, else the nearest one that does. */
import { type Constraint, decideConstraint, parseConstraint } from '../../analysis/source/buildConstraint.ts';
import { fileNamePlatform, isPlatformTag, platformTags } from '../../analysis/source/fileName.ts';
import { ports } from '../../analysis/source/ports.ts';
import type { FileFacts } from '../../analysis/linkname/fileFacts.ts';
import { assemblyConstraint } from '../../analysis/linker/asmFile.ts';
import { fileName } from '../../analysis/linkname/packageView.ts';

export interface BuildContext {
	/** 26 of go1.26.8. */
	readonly minor: number;
	readonly goos: string;
	readonly goarch: string;
	readonly cgo: boolean;
	/** From `-tags`, and `goexperiment.x`. */
	readonly tags: readonly string[];
}

/** Whether a build takes a file: its name, its `//go:build` line, and `import "C"`. */
export function isBuilt(facts: FileFacts, context: BuildContext): boolean {
	if (facts.importsC && !context.cgo) return false;
	return takes(fileName(facts.path), constraintOf(facts), context);
}

/** The same for an assembly file. */
export function isBuiltAssembly(name: string, text: string, context: BuildContext): boolean {
	const line = assemblyConstraint(text);
	return takes(name, line === undefined ? undefined : (parseConstraint(line) ?? 'malformed'), context);
}

function takes(name: string, constraint: Constraint | 'malformed' | undefined, context: BuildContext): boolean {
	const { goos, goarch } = fileNamePlatform(name);
	const isSet = tagsOf(context);
	if (goos !== undefined && !isSet(goos)) return false;
	if (goarch !== undefined && goarch !== context.goarch) return false;
	return constraint === undefined || (constraint !== 'malformed' && decideConstraint(constraint, isSet));
}

function tagsOf(context: BuildContext): (tag: string) => boolean {
	const own = new Set([...platformTags(context.goos, context.goarch), 'gc', ...context.tags]);
	if (context.cgo) own.add('cgo');
	return (tag) => {
		const minor = /^go1\.(\d+)$/.exec(tag)?.[1];
		return minor === undefined ? own.has(tag) : Number(minor) <= context.minor;
	};
}

const constraints = new WeakMap<FileFacts, Constraint | 'malformed'>();

function constraintOf(facts: FileFacts): Constraint | 'malformed' | undefined {
	const { buildConstraint } = facts.file;
	if (buildConstraint === undefined) return undefined;
	let tree = constraints.get(facts);
	if (!tree) constraints.set(facts, (tree = parseConstraint(buildConstraint) ?? 'malformed'));
	return tree;
}

export interface FileBuild {
	readonly context: BuildContext;
	/** What sets it apart from the one in use: `GOOS=windows`, `-race`, `-tags=hot`, `go1.21`; empty for that one itself. */
	readonly difference: string;
}

/**
 * @param minors the Go versions that can be judged, the preferred one first
 * @returns undefined when no build takes the file
 */
export function nearestBuild(
	facts: FileFacts,
	current: BuildContext,
	minors: readonly number[],
): FileBuild | undefined {
	if (isBuilt(facts, current)) return { context: current, difference: '' };
	if (isForeign(facts)) return undefined;
	for (const minor of [current.minor, ...minors.filter((other) => other !== current.minor)]) {
		let nearest: { readonly context: BuildContext; readonly cost: number } | undefined;
		for (const context of variants(facts, { ...current, minor })) {
			const cost = distance(context, current);
			if ((!nearest || cost < nearest.cost) && isBuilt(facts, context)) nearest = { context, cost };
		}
		if (nearest) return { context: nearest.context, difference: differenceText(nearest.context, current) };
	}
	return undefined;
}

/** Only another compiler builds it, with another linker and other symbols. */
function isForeign(facts: FileFacts): boolean {
	return /\b(?:tinygo|gccgo|compiler_bootstrap)\b/.test(facts.file.buildConstraint ?? '');
}

function* variants(facts: FileFacts, current: BuildContext): Generator<BuildContext> {
	const { goos, goarch } = current;
	const free = freeTags(facts);
	const choices = [current.tags, ...free.map((tag) => [...current.tags, tag]), [...current.tags, ...free], []];
	for (const [system, processors] of Object.entries(ports)) {
		for (const processor of processors.split(' ')) {
			for (const cgo of [current.cgo, !current.cgo]) {
				for (const tags of choices) yield { ...current, goos: system, goarch: processor, cgo, tags };
			}
		}
	}
	// A platform newer than this list.
	for (const tags of choices) yield { ...current, goos, goarch, tags };
}

/** The tags of the file's constraint that somebody has to set by hand. */
function freeTags(facts: FileFacts): string[] {
	const words = facts.file.buildConstraint?.match(/[\p{L}\p{N}_.]+/gu) ?? [];
	const given = (tag: string) => isPlatformTag(tag) || /^go1\.\d+$|^cgo$|^gc$|^gccgo$/.test(tag);
	return [...new Set(words)].filter((tag) => !given(tag)).slice(0, 6);
}

function distance(context: BuildContext, current: BuildContext): number {
	const order = Object.keys(ports).indexOf(context.goos) / 100;
	return (
		(context.goos === current.goos ? 0 : 4 + order) +
		(context.goarch === current.goarch ? 0 : context.goarch === 'amd64' || context.goarch === 'arm64' ? 4 : 5) +
		(context.cgo === current.cgo ? 0 : 2) +
		(context.tags.join() === current.tags.join() ? 0 : 1 + context.tags.length / 10)
	);
}

function differenceText(context: BuildContext, current: BuildContext): string {
	const parts: string[] = [];
	if (context.minor !== current.minor) parts.push(`go1.${context.minor}`);
	if (context.goos !== current.goos) parts.push(`GOOS=${context.goos}`);
	if (context.goarch !== current.goarch) parts.push(`GOARCH=${context.goarch}`);
	if (context.cgo !== current.cgo) parts.push(`CGO_ENABLED=${context.cgo ? 1 : 0}`);
	// A program that is run by itself: `go run` asks no tags.
	if (context.tags.join() !== current.tags.join() && !context.tags.includes('ignore'))
		parts.push(...(context.tags.length === 0 ? ['no tags'] : howToSet(context.tags)));
	return parts.join(' ');
}

/** `-race` sets the tag race, `GOEXPERIMENT=x` the tag goexperiment.x; nobody writes those behind `-tags`. */
function howToSet(tags: readonly string[]): string[] {
	const experiments = tags.flatMap((tag) => /^goexperiment\.(.+)/.exec(tag)?.[1] ?? []);
	const sanitizers = tags.filter((tag) => /^(?:race|msan|asan)$/.test(tag));
	const free = tags.filter((tag) => !tag.startsWith('goexperiment.') && !sanitizers.includes(tag));
	return [
		...(experiments.length > 0 ? [`GOEXPERIMENT=${experiments.join(',')}`] : []),
		...sanitizers.map((tag) => `-${tag}`),
		...(free.length > 0 ? [`-tags=${free.join(',')}`] : []),
	];
}
