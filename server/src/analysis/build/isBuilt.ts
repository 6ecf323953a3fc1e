/** The one place that decides whether a build takes a file, by its name and its head (go/build MatchFile of Go 1.21 to 1.27). */
import { type Constraint, decideConstraint, parseConstraint, readBuildConstraint } from './buildConstraint.ts';
import { fileNamePlatform } from './fileName.ts';

/** The head of a source file, as far as builds look at it. */
export interface SourceHead {
	/** Base name. */
	readonly name: string;
	readonly constraint: FileConstraint;
	/** A cgo file. */
	readonly importsC?: boolean;
	/** Of Go files: no build takes `''`, a file without package clause, nor a package called documentation. Undefined: it is not asked. */
	readonly packageName?: string | undefined;
}

/** What the `//go:build` line of a file asks for; undefined when it has none, `malformed` when no build takes it. */
export type FileConstraint = Constraint | 'malformed' | undefined;

/** The tags that hold in a build. */
export type BuildTags = Pick<ReadonlySet<string>, 'has'>;

/** @param expression what `readBuildConstraint` found */
export function fileConstraint(expression: string | undefined): FileConstraint {
	return expression === undefined ? undefined : (parseConstraint(expression) ?? 'malformed');
}

/** The constraint of an assembly file: that of a `//go:build` line above its first code. */
export function assemblyFileConstraint(text: string): FileConstraint {
	const header = /^(?:\s+|\/\/[^\n]*\n|\/\*[\s\S]*?\*\/)*/.exec(text)?.[0] ?? '';
	return fileConstraint(readBuildConstraint(header, header.length));
}

/** Whether a build takes the file. Test files are taken like others: which of them are wanted is not asked here. */
export function isBuilt({ name, constraint, importsC, packageName }: SourceHead, tags: BuildTags): boolean {
	if (packageName === '' || packageName === 'documentation') return false;
	if (importsC && !tags.has('cgo')) return false;
	return isNameBuilt(name, tags) && holds(constraint, tags);
}

/** Whether the name alone allows it: for what has no head that is read, and before one is read. */
export function isNameBuilt(name: string, tags: BuildTags): boolean {
	const { goos, goarch } = fileNamePlatform(name);
	return (goos === undefined || tags.has(goos)) && (goarch === undefined || tags.has(goarch));
}

function holds(constraint: FileConstraint, tags: BuildTags): boolean {
	return (
		constraint === undefined || (constraint !== 'malformed' && decideConstraint(constraint, (tag) => tags.has(tag)))
	);
}
