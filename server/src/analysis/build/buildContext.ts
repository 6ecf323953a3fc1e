/** In which build a file is looked at: the one in use when it takes the file, else the nearest one that does. */
import { fileName, isPlatformTag, platformTags } from './fileName.ts';
import { type BuildTags, type FileConstraint, fileConstraint, isBuilt, type SourceHead } from './isBuilt.ts';
import { ports } from './ports.ts';

export interface BuildContext {
	/** 26 of go1.26.8. */
	readonly minor: number;
	readonly goos: string;
	readonly goarch: string;
	readonly cgo: boolean;
	/** From `-tags`, and `goexperiment.x`. */
	readonly tags: readonly string[];
}

/** A file with what builds ask of it. */
export interface BuildSource {
	readonly path: string;
	readonly file: { readonly buildConstraint: string | undefined; readonly packageName: string };
	readonly constraint: FileConstraint;
	readonly importsC: boolean;
}

/** What builds ask of a scanned Go file: far less than its directives and names, and so what whoever asks nothing else reads. */
export function buildSource(path: string, file: ScannedHead): BuildSource {
	const importsC = file.imports.some((spec) => spec.path === 'C');
	return { path, file, constraint: fileConstraint(file.buildConstraint), importsC };
}

interface ScannedHead {
	readonly buildConstraint: string | undefined;
	readonly packageName: string;
	readonly imports: readonly { readonly path: string }[];
}

/** Whether the build of a context takes a Go file. */
export function isBuiltIn(source: BuildSource, context: BuildContext): boolean {
	return isBuilt(headOf(source), tagsOf(context));
}

/** The head of a Go file that was read already. One that has no package clause yet counts: somebody is beginning it. */
export function headOf({ path, file, constraint, importsC }: BuildSource): SourceHead {
	return { name: fileName(path), constraint, importsC, packageName: file.packageName || undefined };
}

/** Which tags hold in a context, `-tags` and those of its platform and release. */
export function tagsOf(context: BuildContext): BuildTags {
	const own = new Set([...platformTags(context.goos, context.goarch), 'gc', ...context.tags]);
	if (context.cgo) own.add('cgo');
	return {
		has(tag) {
			const minor = /^go1\.(\d+)$/.exec(tag)?.[1];
			return minor === undefined ? own.has(tag) : Number(minor) <= context.minor;
		},
	};
}

export interface FileBuild {
	readonly context: BuildContext;
	/** What sets it apart from the one in use: `GOOS=windows`, `-race`, `-tags=hot`, `go1.21`; empty for that one itself. */
	readonly difference: string;
}

/**
 * @param minors the Go versions that can be asked, the preferred one first
 * @returns undefined when no build takes the file
 */
export function nearestBuild(
	source: BuildSource,
	current: BuildContext,
	minors: readonly number[],
): FileBuild | undefined {
	if (isBuiltIn(source, current)) return { context: current, difference: '' };
	if (isForeign(source)) return undefined;
	for (const minor of [current.minor, ...minors.filter((other) => other !== current.minor)]) {
		let nearest: { readonly context: BuildContext; readonly cost: number } | undefined;
		for (const context of variants(source, { ...current, minor })) {
			const cost = distance(context, current);
			if ((!nearest || cost < nearest.cost) && isBuiltIn(source, context)) nearest = { context, cost };
		}
		if (nearest) return { context: nearest.context, difference: differenceText(nearest.context, current) };
	}
	return undefined;
}

/** Only another compiler builds it, with another linker and other symbols. */
function isForeign(source: BuildSource): boolean {
	return /\b(?:tinygo|gccgo|compiler_bootstrap)\b/.test(source.file.buildConstraint ?? '');
}

function* variants(source: BuildSource, current: BuildContext): Generator<BuildContext> {
	const { goos, goarch } = current;
	const free = freeTags(source);
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
function freeTags(source: BuildSource): string[] {
	const words = source.file.buildConstraint?.match(/[\p{L}\p{N}_.]+/gu) ?? [];
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
