/** Findings about modules that break every program they are part of: at imports of the user, and in go.mod. */
import type { Finding, Fix } from '../../finding.ts';
import type { ModuleId } from '../../module/goMod.ts';
import type { Span } from '../../text/span.ts';
import { type RuleId, rules } from '../rules.ts';
import type { Counterpart } from './moduleView.ts';
import { related } from './counterpartReport.ts';

/** A module with pulls that the linker of the Go in use does not take. */
export interface BrokenModule {
	readonly module: ModuleId;
	readonly pulls: readonly [DependencyPull, ...DependencyPull[]];
	/** What brings the packages with these pulls into the user's own. */
	readonly imports: readonly BringingImport[];
	/** Releases of the module in the module cache that pull none of the symbols, the newest first. */
	readonly freeVersions: readonly string[];
}

export interface DependencyPull {
	readonly symbol: string;
	readonly side: Counterpart;
	/**
	 * `undefined`: nothing has that name, and a program is sure to refer to it. `undeclared`: the symbol is a name of the package itself, which
	 * it declares for other versions of Go only; the side is the file that does.
	 */
	readonly why: 'refused' | 'undefined' | 'undeclared';
}

export interface BringingImport {
	/** The import path that is written there. */
	readonly path: string;
	/** The importing file, and where the import stands in it. */
	readonly file: string;
	readonly span: Span;
	/** The path of the module that the imported package is from. */
	readonly through: string;
	/** The directory of the user's module that imports it. */
	readonly into: string;
}

export interface ReportContext {
	/** The Go in use as users call it: `go1.26`. */
	readonly go: string;
	/** What turns the linker's check off, if anything does. */
	readonly checkDisabledBy: string | undefined;
}

/** `link: example.com/dep: invalid reference to runtime.gcStart`: names neither a file nor who brought the package in. */
export function atImport(broken: BrokenModule, place: BringingImport, judging: ReportContext): Finding {
	const [{ side }] = broken.pulls;
	const subject = place.path === side.importPath ? place.path : `${side.importPath} (imported via ${place.path})`;
	return finding(broken, place, subject, judging);
}

/** At the line of go.mod that requires the module, or the one that brings it. */
export function atRequirement(
	broken: BrokenModule,
	place: { readonly file: string; readonly span: Span; readonly path: string },
	judging: ReportContext,
): Finding {
	const { path } = broken.module;
	return finding(broken, place, place.path === path ? path : `${path} (required via ${place.path})`, judging);
}

function finding(
	{ module, pulls, freeVersions, imports }: BrokenModule,
	{ file, span }: { readonly file: string; readonly span: Span },
	subject: string,
	{ go, checkDisabledBy }: ReportContext,
): Finding {
	const rule: RuleId = 'linkname-dependency-refused';
	const [{ symbol, why, side }, ...others] = pulls;
	const [free] = freeVersions;
	const wayOut = free === undefined ? '' : ` ${module.path} ${free} does not pull it.`;
	const more = others.length === 0 ? '' : ` (and ${others.length} more like it)`;
	const switched = why === 'refused' ? checkDisabledBy : undefined;
	const version = module.version === '' ? '' : ` ${module.version}`;
	return {
		rule,
		severity: switched === undefined ? rules[rule].severity : 'information',
		file,
		span,
		message:
			why === 'undeclared'
				? `${subject} does not compile with ${go}: it uses ${symbol}, which only files for other versions of Go declare${more}.`
				: `${subject} pulls ${symbol}${verdict(why, go, switched)}${more}.${wayOut}`,
		...(why !== 'undeclared' && { target: symbol }),
		related: [
			...related(
				side,
				why === 'undeclared' ? `The declaration of ${symbol}.` : `The pull in ${module.path}${version}.`,
			),
			...imports
				.filter((one) => one.file !== file)
				.slice(0, mostImports)
				.map((one) => ({ file: one.file, span: one.span, message: `It comes in by this import.` })),
		],
		fixes: free === undefined || why === 'undeclared' ? [] : [getVersion(module.path, free)],
	};
}

/** The go command knows what else has to change with a version. */
function getVersion(path: string, version: string): Fix {
	const text = `go get ${path}@${version}`;
	return { title: `Copy ${text}`, safety: 'choice', preferred: true, edits: [], action: { kind: 'copy', text } };
}

/** More than these nobody reads. */
const mostImports = 3;

function verdict(
	why: Exclude<DependencyPull['why'], 'undeclared'>,
	go: string,
	checkDisabledBy: string | undefined,
): string {
	if (why === 'undefined') return `, which ${go} does not have: the program does not link`;
	if (checkDisabledBy === undefined) return `, which the ${go} linker refuses`;
	return `, which links only with -checklinkname=0 (set by ${checkDisabledBy})`;
}
