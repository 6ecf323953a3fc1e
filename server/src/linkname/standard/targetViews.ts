/** Collects, for the directives of one file, everything that the rules about targets want to know. */
import type { FileFacts } from '../../analysis/linkname/fileFacts.ts';
import { goMinor } from '../../analysis/linkname/goMinor.ts';
import type { Linkname } from '../../analysis/linkname/directive.ts';
import { bindLinkname, type BoundLinkname } from '../../analysis/linkname/linknameForm.ts';
import {
	compiledTogether,
	visibleDeclarations,
	linknamesFor,
	type PackageIndex,
} from '../../analysis/linkname/packageIndex.ts';
import { packagePath } from '../../analysis/linkname/packagePath.ts';
import { type Alternative, offeredTo } from '../../analysis/linkname/targets/alternative.ts';
import { exportedEquivalent } from '../../analysis/linkname/targets/exportedEquivalent.ts';
import { localUse } from '../../analysis/linkname/targets/localUse.ts';
import { orphanedBy } from '../../analysis/linkname/targets/orphaned.ts';
import type { TargetVerdict, TargetView } from '../../analysis/linkname/targets/targetView.ts';
import type { VersionCell, VersionRow, VersionTable } from '../../analysis/linker/versionTable.ts';
import { escapeImportPath, parseSymbol } from '../../analysis/linker/symbolName.ts';
import { type BuildContext, isBuiltIn, type FileBuild, nearestBuild } from '../../analysis/build/buildContext.ts';
import type { OtherPackages } from '../../world/modules/otherPackages.ts';
import { dirname } from '../../toolchain/paths.ts';
import type { Changes } from '../../world/answers/changes.ts';
import type { Lookups, Round } from '../../world/build/lookups.ts';
import { assemblyKey, symbolsInAssembly, symbolsNamedInAssembly, symbolsWrittenInAssembly } from './ownAssembly.ts';
import { askTable } from './tableAnswers.ts';
import type { TargetContext, TargetSources, Tree } from '../../world/build/targetSources.ts';
import type { Question } from './question.ts';
import { askTree, type TreeAnswers } from './treeAnswers.ts';
import { isExported } from '../../analysis/source/exportedName.ts';

export interface ViewOptions {
	/** Absolute path of the module's directory. */
	readonly module: string;
	readonly context: TargetContext;
	/** What turns the linker's check off for this module, e.g. `Makefile`; undefined when nothing does. */
	readonly checkDisabledBy: string | undefined;
	/** The rest of the module's build; undefined outside of modules. */
	readonly otherPackages?: OtherPackages | undefined;
}

/** The directives whose target can be judged, without those for which something is not there yet: `round` waits for it. */
export function targetViews(
	facts: FileFacts,
	index: PackageIndex,
	options: ViewOptions,
	sources: TargetSources,
	round: Round,
): TargetView[] {
	if (index.std || facts.file.packageName === '' || !(facts.importsUnsafe || facts.importsC)) return [];
	const judgeable = facts.linknames.filter((linkname) => isJudgeable(linkname, facts, index));
	if (judgeable.length === 0) return [];
	const table = round.ask('version table', () => sources.data.versions());
	const alternatives = round.ask('alternatives', () => sources.data.alternatives());
	if (round.missing()) return [];

	const { context } = options;
	const releases = (table?.releases ?? []).map((release) => ({ release, minor: goMinor(release) ?? 0 }));
	const newest = releases.at(-1)?.minor ?? 0;
	const ascending = releases.map(({ minor }) => minor).sort((a, b) => a - b);
	const current: BuildContext = { ...context, minor: goMinor(context.go) ?? newest };
	const minors = [...ascending].sort((a, b) => Math.abs(a - current.minor) - Math.abs(b - current.minor));
	const judged = nearestBuild(facts, current, minors);
	if (!judged) return [];
	const built = compiledTogether(index, facts).filter((other) => other === facts || isBuiltIn(other, judged.context));
	const platform = `${judged.context.goos}/${judged.context.goarch}`;
	return judgeable.flatMap((linkname): TargetView[] => {
		const bound = bindLinkname(linkname, facts, index);
		const symbol = linkname.target?.text;
		if (symbol === undefined || (bound.form !== 'pull' && bound.form !== 'push')) return [];
		const question: Question = {
			bound,
			symbol,
			from: packagePath(facts, index.importPath),
			built,
			context: judged.context,
		};
		const row = table?.row(symbol, platform);
		const tree = treeFor(judged, options, sources, round);
		const part = round.part();
		const answers =
			ownAnswers(question, index, facts) ??
			(tree ? askTree(question, tree, sources, part) : table && askTable(question, table, sources.data, part));
		// Half an answer may be a wrong one.
		if (!answers || answers.verdict.state === 'unknown' || part.missing()) return [];
		if (isMissing(answers) && isDefinedElsewhere(question, index, options, part)) return [];
		const named = isNamedInAssembly(question, answers, index, part);
		const use = named ? 'used' : useOf(question, answers, facts, index, options, part);
		const orphaned = orphanedBy(bound, facts, index, judged.context, ascending, (name, minor) =>
			userElsewhere(name, { ...judged.context, minor }, facts, index, options, part),
		);
		if (part.missing()) return [];
		const history = historyOf(answers, row, table, platform);
		return [
			{
				bound,
				facts,
				index,
				built,
				symbol,
				context: {
					go: goName(judged, context.go, releases),
					minor: judged.context.minor,
					goos: judged.context.goos,
					goarch: judged.context.goarch,
					difference: judged.difference,
					source: tree ? 'tree' : 'table',
				},
				verdict: answers.verdict,
				definition: answers.definition,
				declaredAs: answers.declaredAs,
				comparison: answers.comparison,
				printed: answers.printed,
				history,
				reachable: history.filter(({ minor }) => isReachable(minor, facts, index, judged.context)),
				orphaned,
				exactPlatform: row?.platform === platform,
				alternative: offeredTo(
					index.importPath,
					alternativeTo(alternatives?.get(symbol)?.alternative, symbol, answers, history),
				),
				loophole: answers.loophole ?? 'no',
				use,
				checkDisabledBy: options.checkDisabledBy ?? unlinkedTag(judged.context, options.context),
				suggestions: answers.suggestions ?? [],
				fitting: answers.fitting ?? [],
				knownUsers: answers.knownUsers ?? [],
			},
		];
	});
}

/**
 * The table records builds without `-race` and its like. What becomes of an assembly function that nothing marks is the same for all of them:
 * runtime.asmcgocall is one in each release.
 */
function historyOf(
	{ onlyHere, definition }: TreeAnswers,
	row: VersionRow | undefined,
	table: VersionTable | undefined,
	platform: string,
): readonly VersionCell[] {
	if (onlyHere === undefined) return row?.versions ?? [];
	const alike = onlyHere === 'wrapper' ? (table?.row('runtime.asmcgocall', platform)?.versions ?? []) : [];
	const signature = definition?.signature ?? '';
	return alike.map((cell) => ('kind' in cell ? { ...cell, signature } : cell));
}

/** Recorded words give way to a call that can be written. */
function alternativeTo(
	recorded: Alternative | null | undefined,
	symbol: string,
	{ definition, comparison }: TreeAnswers,
	history: readonly VersionCell[],
): Alternative | null | undefined {
	return recorded?.expr ? recorded : (exportedEquivalent(symbol, definition, comparison, history) ?? recorded);
}

/** A tag that says by its name how files behind it are linked: `tfogo_checklinkname0`. */
function unlinkedTag({ tags }: BuildContext, { tags: inUse }: TargetContext): string | undefined {
	const tag = tags.find((one) => /checklinkname_?0/.test(one) && !inUse.includes(one));
	return tag && `whoever builds with -tags=${tag}`;
}

function isMissing({ verdict: { state } }: TreeAnswers): boolean {
	return state === 'undefined' || state === 'zero-variable' || state === 'left-out';
}

/** Assembly of the package itself, or another package of the build, may define a name of the standard library. */
function isDefinedElsewhere(
	{ symbol, context, bound, built }: Question,
	{ directory, hasForeignSources, files }: PackageIndex,
	{ otherPackages, module }: ViewOptions,
	round: Round,
): boolean {
	const ownAssembly = hasForeignSources && round.ask(assemblyKey(directory), () => symbolsInAssembly(directory));
	if (ownAssembly && (ownAssembly.names.has(symbol) || !ownAssembly.complete)) return true;
	if (importsFromLibrary(symbol, files)) return true;
	if (bound.declaration?.item.kind === 'var' && isForLibrary(symbol, built)) return true;
	// Without a module nobody knows what else is linked.
	if (!otherPackages) return !symbol.includes('.');
	const key = `${elsewhereKey} ${module} ${JSON.stringify(context)} ${symbol}`;
	return round.ask(key, () => otherPackages.define(symbol, context)) ?? false;
}

/** `//go:cgo_import_dynamic symbol …` in a file of the package, of whatever platform. */
function importsFromLibrary(symbol: string, files: readonly FileFacts[]): boolean {
	return files.some(({ directives }) => {
		return directives.some(({ verb, words }) => verb.text === 'cgo_import_dynamic' && words[0]?.text === symbol);
	});
}

/**
 * A variable without a package beside imports from a shared library: what that library looks for in the program, as the C library of
 * the BSDs looks for `environ` (runtime/cgo/netbsd.go and freebsd.go).
 */
function isForLibrary(symbol: string, files: readonly FileFacts[]): boolean {
	if (symbol.includes('.')) return false;
	return files.some(({ directives }) => {
		return directives.some(({ verb, words }) => verb.text === 'cgo_import_dynamic' && words.length >= 3);
	});
}

/** Assembly calls a pulled function by the name of its target: what the local name is called it never sees. */
function isNamedInAssembly(
	{ symbol, built, context }: Question,
	{ verdict }: TreeAnswers,
	index: PackageIndex,
	round: Round,
): boolean {
	// It reaches assembly without the pull.
	if (verdict.state === 'undefined' && verdict.why === 'assembly-only') return false;
	// Beside cgo the assembly is for another assembler.
	if (!index.hasForeignSources || built.some(({ importsC }) => importsC)) return false;
	const isQualified = symbol.includes('.');
	const written = round.ask(`${assemblyKey(index.directory)} written`, () => symbolsWrittenInAssembly(index.directory));
	if (isQualified && !written?.has(symbol)) return false;
	const key = `${assemblyKey(index.directory)} operands ${JSON.stringify(context)}`;
	return round.ask(key, () => symbolsNamedInAssembly(index.directory, context))?.has(symbol) ?? false;
}

/** The answers that files outside of the package can change. */
const elsewhereKey = 'defined elsewhere';

/** Answers about the assembly of a directory, and about what other packages define, hold as long as the files are the same. */
export function dependOnFiles(lookups: Lookups, changes: Changes): void {
	changes.on(['files'], (paths) => {
		for (const path of paths) lookups.forget(assemblyKey(dirname(path)));
		lookups.forget(elsewhereKey);
	});
}

/** Not for directives that the compiler drops or refuses by themselves: other rules speak of those. */
function isJudgeable(linkname: Linkname, facts: FileFacts, index: PackageIndex): boolean {
	if (linkname.std || linkname.target === undefined || /[[\]]/.test(linkname.target.text)) return false;
	const same = index.linknames.get(linkname.local.text);
	return same?.find((placed) => placed.facts === facts)?.item === linkname;
}

/** The Go tree, if it is of the judged version and can be read. */
function treeFor({ context }: FileBuild, options: ViewOptions, sources: TargetSources, round: Round): Tree | undefined {
	const { goroot, go } = options.context;
	if (goroot === undefined || goMinor(go) !== context.minor) return undefined;
	const tree = sources.tree(goroot, context);
	const state = round.ask(`${tree.key} state`, () => tree.index.state());
	return state?.kind === 'broken' ? undefined : tree;
}

function goName(
	{ context }: FileBuild,
	go: string,
	releases: readonly { readonly release: string; readonly minor: number }[],
): string {
	if (goMinor(go) === context.minor) return go;
	return releases.find(({ minor }) => minor === context.minor)?.release ?? `go1.${context.minor}`;
}

/** Versions older than the `go` line refuse the module, or so its author says; a build constraint narrows further. */
function isReachable(minor: number, facts: FileFacts, index: PackageIndex, context: BuildContext): boolean {
	const oldest = goMinor(index.goVersion) ?? context.minor;
	return minor >= oldest && isBuiltIn(facts, { ...context, minor });
}

/** What the package itself decides: a target of its own, or two definitions of one name. Undefined: the target is elsewhere. */
function ownAnswers(question: Question, index: PackageIndex, facts: FileFacts): TreeAnswers | undefined {
	const { bound, symbol, from, built } = question;
	const verdict = (state: TargetVerdict): TreeAnswers => ({ verdict: state });
	if (bound.form === 'push' && pushesBefore(bound, symbol, built, facts, index)) {
		return verdict({ state: 'clash', with: 'second-push' });
	}
	const parts = parseSymbol(symbol);
	if (parts?.prefix !== escapeImportPath(from)) return undefined;
	const own = visibleDeclarations(index, facts, parts.name).filter(
		({ facts: other, item }) => built.includes(other) && (item.kind === 'func' ? item.body : item.kind === 'var'),
	);
	if (own.length === 0 || parts.name === bound.linkname.local.text) return verdict({ state: 'unknown' });
	// A directive of its own gives that declaration another name.
	const renamed = linknamesFor(index, facts, parts.name).some(({ item }) => item.target && item.target.text !== symbol);
	const isVariable = bound.declaration?.item.kind === 'var';
	if (renamed || (bound.form === 'pull' && !isVariable)) return verdict({ state: 'unknown' });
	return verdict({ state: 'clash', with: 'own-package' });
}

/** Another definition of this build takes the same name, in a directive that comes earlier. */
function pushesBefore(
	bound: BoundLinkname,
	symbol: string,
	built: readonly FileFacts[],
	facts: FileFacts,
	index: PackageIndex,
): boolean {
	for (const other of built) {
		for (const linkname of other.linknames) {
			if (linkname === bound.linkname) return false;
			if (linkname.target?.text !== symbol || linkname.local.text === bound.linkname.local.text) continue;
			const before = bindLinkname(linkname, other, index);
			if (before.form === 'push' && before.declaration && built.includes(before.declaration.facts)) return true;
		}
		if (other === facts) continue;
	}
	return false;
}

/**
 * Other packages may call what is exported. The linker checks only what the package of a directive refers to by itself: callers in other packages go by export data, and find
 * whatever there is (seen with Go 1.22 to 1.27).
 */
function useOf(
	{ bound, built, context }: Question,
	answers: TreeAnswers,
	facts: FileFacts,
	{ directory }: PackageIndex,
	{ otherPackages, module }: ViewOptions,
	round: Round,
): TargetView['use'] {
	const name = bound.linkname.local.text;
	const own = localUse(name, built);
	if (own === 'used' || !isImportable(name, facts)) return own;
	// Only what is missing makes a difference to them.
	if (!isMissing(answers) || !otherPackages) return otherPackages ? 'exported' : 'used';
	const key = `${elsewhereKey} users ${module} ${JSON.stringify(context)} ${directory} ${name}`;
	return round.ask(key, () => otherPackages.use(directory, name, context)) ? 'elsewhere' : 'exported';
}

/** A file of another package that uses the name with this version of Go. */
function userElsewhere(
	name: string,
	newer: BuildContext,
	facts: FileFacts,
	{ directory }: PackageIndex,
	{ otherPackages, module }: ViewOptions,
	round: Round,
): string | undefined {
	if (!otherPackages || !isImportable(name, facts)) return undefined;
	const key = `${elsewhereKey} newer ${module} ${JSON.stringify(newer)} ${directory} ${name}`;
	return round.ask(key, () => otherPackages.userIn(directory, name, newer));
}

function isImportable(name: string, { file, role }: FileFacts): boolean {
	return isExported(name) && role === 'source' && file.packageName !== 'main';
}
