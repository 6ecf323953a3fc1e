/** What a Go tree says about one directive. Everything may still be on its way: see {@link Round}. */
import { madeFunction } from '../../analysis/linker/madeSymbol.ts';
import { initializedPackage, isMadeByToolchain, parseSymbol } from '../../analysis/linker/symbolName.ts';
import type { DeclaredName } from '../../analysis/linker/packageFacts.ts';
import type { GoFile } from '../../analysis/source/goFile.ts';
import { scanGoFile } from '../../analysis/source/scanGoFile.ts';
import type { Loophole, TargetDefinition, TargetVerdict } from '../../analysis/linkname/targets/targetView.ts';
import { type SignatureComparison, compareSignatures } from '../../analysis/signature/compareSignatures.ts';
import { type PrintedSignature, printSignature } from '../../analysis/signature/printSignature.ts';
import { isStd, type KnownVerdict, verdictsOf } from './knownVerdict.ts';
import { localSignature } from './localScope.ts';
import type { Round } from '../../world/build/lookups.ts';
import { pullVerdict } from './pullVerdict.ts';
import { pushedFunction, pushedVariable } from './pushVerdict.ts';
import type { Question } from './question.ts';
import { readDeclaration, targetSignature } from './targetDeclaration.ts';
import { machineOfContext, type TargetSources, type Tree } from '../../world/build/targetSources.ts';
import { typePackages } from '../../world/goroot/gorootTypes.ts';

export interface TreeAnswers {
	readonly verdict: TargetVerdict;
	readonly definition?: TargetDefinition;
	/** What the package of a target that does not exist declares under its name. */
	readonly declaredAs?: DeclaredName['kind'] | undefined;
	readonly comparison?: SignatureComparison | undefined;
	/** The target's signature in the words of the directive's file; only when the two sides differ. */
	readonly printed?: PrintedSignature | undefined;
	/** Absent: there is none. */
	readonly loophole?: Loophole;
	readonly suggestions?: readonly string[];
	/** Those suggestions that link, and whose signature is not known to be another one. */
	readonly fitting?: readonly string[];
	readonly knownUsers?: readonly string[];
	/**
	 * Only builds with a tag of this one have this definition, `-race` for example, and no table knows it. `wrapper`: as an assembly function
	 * that nothing marks.
	 */
	readonly onlyHere?: 'wrapper' | 'other' | undefined;
}

const unknown: TreeAnswers = { verdict: { state: 'unknown' } };

export function askTree(question: Question, tree: Tree, sources: TargetSources, round: Round): TreeAnswers {
	return withFitting(question, (one) => answersOf(one, tree, sources, round));
}

/** A suggestion that does not link, or links and passes garbage, would mend nothing. */
export function withFitting(question: Question, ask: (question: Question) => TreeAnswers): TreeAnswers {
	const answers = ask(question);
	if (!answers.suggestions) return answers;
	const fitting = answers.suggestions.filter((symbol) => {
		const { verdict, comparison } = ask({ ...question, symbol });
		return verdict.state === 'links' && comparison?.verdict !== 'different';
	});
	return { ...answers, fitting };
}

function answersOf(question: Question, tree: Tree, sources: TargetSources, round: Round): TreeAnswers {
	const { bound, symbol, built, context, from } = question;
	if (!bound.declaration) return unknown;
	const { index, key } = tree;
	const judge = verdictsOf(question, tree, round);
	const plain = judge({});
	if (!plain || plain.state === 'unknown') return unknown;
	if (plain.state !== 'links' && isMadeByToolchain(symbol)) return madeByToolchain(question, tree, round);
	if (!isStd(question, plain, tree, round)) return withoutPackage(question, plain, tree, round);

	const found = plain.facts.definition;
	const declared =
		found && round.ask(`${key} declaration ${found.path}:${found.line}`, () => readDeclaration(index, found));
	const definition = found && {
		kind: found.kind,
		push: found.push,
		signature: found.signature,
		place: { path: found.path, line: found.line },
		noescape: declared?.noescape ?? false,
	};
	const declaredAs = found ? undefined : plain.facts.declared?.kind;
	const onlyHere =
		declared && dependsOnTags(declared.found.file, context.tags) ? shapeHere(plain, tree, round) : undefined;
	const common = { ...(definition && { definition }), declaredAs, knownUsers: declared?.users ?? [], onlyHere };
	if (bound.form === 'push' && bound.declaration.item.kind === 'func') {
		return { ...common, verdict: pushedFunction(question, plain, tree, round) };
	}

	const machine = machineOfContext(context);
	const packages = typePackages({ ...tree, goFile: readerOf(sources) }, round);
	const local = localSignature(bound, from, built, packages);
	const target = declared && targetSignature(declared.found, found?.importPath ?? '', symbol, packages);
	// Assembly that Go code cannot call has no signature that matters.
	const comparison = local && target && found?.shape !== 'abi0' ? compareSignatures(local, target, machine) : undefined;
	const { file } = bound.declaration.facts;
	const printed =
		target && comparison?.verdict === 'different' ? printSignature(target, { file, path: from, machine }) : undefined;
	const compared = { ...common, comparison, printed };
	if (bound.form === 'push') {
		const verdict = pushedVariable(question, plain, declared?.found, judge, tree, round);
		return verdict.state === 'free' ? { ...common, verdict } : { ...compared, verdict, loophole: 'yes' };
	}
	const sides = { local, target, declaration: declared?.found, machine };
	return { ...compared, ...pullVerdict(question, plain, judge, sides, tree, round) };
}

function readerOf({ files }: TargetSources): (path: string) => Promise<GoFile | undefined> {
	return async (path) => {
		const text = await files.readText(path);
		return text === undefined ? undefined : scanGoFile(text);
	};
}

/** `//go:build race`, in a build with this tag. */
function dependsOnTags({ buildConstraint = '' }: GoFile, tags: readonly string[]): boolean {
	const asked = buildConstraint.match(/[\p{L}\p{N}_.]+/gu) ?? [];
	return asked.some((tag) => tags.includes(tag));
}

function shapeHere({ facts }: KnownVerdict, { index, key }: Tree, round: Round): TreeAnswers['onlyHere'] {
	const state = round.ask(`${key} state`, () => index.state());
	const { definition } = facts;
	if (state?.kind !== 'ready' || definition?.shape !== 'wrapper' || definition.push !== undefined) return 'other';
	return state.tree.rules.builtins.includes(facts.symbol) ? 'other' : 'wrapper';
}

/** The list of what initializes a package of the standard library: nothing marks it. Other such symbols may be there or not. */
function madeByToolchain({ symbol, bound }: Question, { index, key }: Tree, round: Round): TreeAnswers {
	if (bound.form !== 'pull') return unknown;
	if (bound.declaration?.item.kind === 'func') return madeFunctionOfStd(symbol, { index, key }, round);
	const importPath = initializedPackage(symbol);
	if (importPath === undefined || bound.declaration?.item.kind !== 'var') return unknown;
	const rules = round.ask(`${key} state`, () => index.state());
	const standard = round.ask(`${key} packages`, () => index.packages())?.includes(importPath);
	if (rules?.kind !== 'ready' || !standard) return unknown;
	if (!rules.tree.rules.checks) return { verdict: { state: 'links', why: 'unchecked', sure: true } };
	return { verdict: { state: 'refused', why: 'not-pushed', sure: true } };
}

/**
 * A function literal, or an `init` function. Nothing marks one: where it exists it is refused, and where it does not nothing is found. Linkers that
 * check nothing take what there is.
 */
function madeFunctionOfStd(symbol: string, { index, key }: Pick<Tree, 'index' | 'key'>, round: Round): TreeAnswers {
	const parts = parseSymbol(symbol);
	const made = parts && madeFunction(parts.name);
	const state = round.ask(`${key} state`, () => index.state());
	const isStandard = round.ask(`${key} packages`, () => index.packages())?.includes(parts?.importPath ?? '');
	if (!made || !isStandard || state?.kind !== 'ready' || !state.tree.rules.checks) return unknown;
	const isLiteral = made.kind === 'literal';
	return isLiteral && state.tree.rules.namelessLiterals
		? { verdict: { state: 'undefined', why: 'nameless-literal', sure: true } }
		: { verdict: { state: 'refused', why: 'not-pushed', sure: true } };
}

/** A name without a dot that the standard library does not define. On wasm such functions are imported from the host. */
function withoutPackage(question: Question, { facts }: KnownVerdict, { index, key }: Tree, round: Round): TreeAnswers {
	const { bound, symbol, context } = question;
	if (facts.importPath !== undefined || symbol.includes('.') || context.goarch === 'wasm') return unknown;
	if (bound.form !== 'pull' || isForCgo(symbol)) return unknown;
	const inRuntime = `runtime.${symbol}`;
	const exists = round.ask(`${key} symbol ${inRuntime}`, () => index.symbol(inRuntime))?.definition;
	const suggestions = exists ? [inRuntime] : [];
	return bound.declaration?.item.kind === 'var'
		? { verdict: { state: 'zero-variable', why: 'absent', sure: true }, suggestions }
		: { verdict: { state: 'undefined', why: 'absent', sure: true }, suggestions };
}

/** Names that cgo, its runtime and the sanitizers bring along, and those by which packages of std import from shared libraries. */
function isForCgo(symbol: string): boolean {
	return /^(?:_|x_cgo_|crosscall|libc_)/.test(symbol);
}
