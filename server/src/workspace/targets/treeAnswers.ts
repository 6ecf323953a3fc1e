/** What a Go tree says about one directive. Everything may still be on its way: see {@link Round}. */
import { mentionsType } from '../../analysis/linkname/targets/mentionsType.ts';
import { commentAbove, knownUsers } from '../../analysis/linkname/targets/knownUsers.ts';
import type { TargetDefinition, TargetVerdict } from '../../analysis/linkname/targets/targetView.ts';
import type { FileFacts } from '../../analysis/linkname/fileFacts.ts';
import type { BoundLinkname } from '../../analysis/linkname/linknameForm.ts';
import { parseSymbol } from '../../analysis/linker/symbolName.ts';
import type { Pull } from '../../analysis/linker/verdict.ts';
import { type Comparison, compareSignatures } from '../../analysis/signature/compareSignatures.ts';
import { funcSignature, type Signature, variableType } from '../../analysis/signature/signature.ts';
import type { Packages } from '../../analysis/signature/typeScope.ts';
import type { GorootVerdict } from '../goroot/gorootIndex.ts';
import type { FoundDeclaration } from '../goroot/symbolFacts.ts';
import type { BuildContext } from './buildContext.ts';
import { localSignature, sizeOf } from './localScope.ts';
import type { Round } from './lookups.ts';
import { machineOfContext, type TargetSources, type Tree } from './targetSources.ts';
import { typePackages } from './typePackages.ts';

export interface Question {
	readonly bound: BoundLinkname;
	readonly symbol: string;
	/** Import path of the package that asks; `main` for a command. */
	readonly from: string;
	/** Its files in this build. */
	readonly built: readonly FileFacts[];
	readonly context: BuildContext;
}

export interface TreeAnswers {
	readonly verdict: TargetVerdict;
	readonly definition?: TargetDefinition;
	readonly comparison?: Comparison | undefined;
	readonly suggestions?: readonly string[];
	readonly knownUsers?: readonly string[];
}

type Judged = Exclude<GorootVerdict, { state: 'unknown' }>;

const unknown: TreeAnswers = { verdict: { state: 'unknown' } };

export function askTree(question: Question, tree: Tree, sources: TargetSources, round: Round): TreeAnswers {
	const { bound, symbol, built, context } = question;
	const item = bound.declaration?.item;
	if (!item) return unknown;
	const { index, key } = tree;
	const as = item.kind === 'var' ? 'var' : 'func';
	const judge = (more: Partial<Pull>) => {
		const pull: Pull = { symbol, as, from: question.from, ...more };
		return round.ask(`${key} judge ${JSON.stringify(pull)}`, () => index.judge(pull));
	};
	const plain = judge({});
	if (!plain || plain.state === 'unknown' || !isStd(question, plain, tree, round)) return unknown;

	const found = plain.facts.definition;
	const declaration =
		found && round.ask(`${key} declaration ${found.path}:${found.line}`, () => index.declarationAt(found));
	const definition = found && {
		kind: found.kind,
		push: found.push,
		signature: found.signature,
		place: { path: found.path, line: found.line },
		noescape: declaration
			? /^\/\/go:noescape\s*$/m.test(commentAbove(declaration.file, declaration.declaration))
			: false,
	};
	const machine = machineOfContext(context);
	const packages = typePackages({ ...tree, files: sources.files }, round);
	const local = localSignature(bound, question.from, built, packages);
	const target = declaration && targetSignature(declaration, found?.importPath ?? '', symbol, packages);
	const common = {
		...(definition && { definition }),
		knownUsers: declaration ? knownUsers(commentAbove(declaration.file, declaration.declaration)) : [],
	};
	if (bound.form === 'push' && as === 'func') return { ...common, verdict: clash(question, plain, tree, round) };
	if (bound.form === 'push') return { ...common, ...pushedVariable(question, plain, declaration, judge, tree, round) };

	const comparison = local && target && found?.shape !== 'abi0' ? compareSignatures(local, target, machine) : undefined;
	const suggestions =
		plain.state === 'undefined' || plain.state === 'zero-variable'
			? (round.ask(`${key} close ${symbol}`, () => index.closeSymbols(symbol)) ?? [])
			: [];
	const said = { ...common, comparison, suggestions };
	if (plain.state === 'refused' && found?.kind === 'method') {
		return { ...said, verdict: methodVerdict(question, plain, judge, tree, round) };
	}
	if (plain.state === 'refused' && as === 'var') {
		const here = sizeOf(local, machine);
		const there = sizeOf(target, machine);
		if (here === undefined || there === undefined) return { ...said, verdict: verdictOf(plain, false) };
		if (here > there) return { ...said, verdict: verdictOf(judge({ wins: true }) ?? plain) };
	}
	return { ...said, verdict: verdictOf(plain) };
}

function verdictOf(judged: GorootVerdict, sure = true): TargetVerdict {
	if (judged.state === 'unknown') return { state: 'unknown' };
	const { facts: _, ...verdict } = judged;
	return { ...verdict, sure };
}

/** Symbols of other modules are not judged by the tree. */
function isStd(question: Question, { facts }: Judged, { index, key }: Tree, round: Round): boolean {
	if (facts.definition || facts.packageExists) return true;
	const { importPath } = facts;
	const [root] = importPath?.split('/') ?? [];
	if (importPath === undefined || root === undefined || root.includes('.')) return false;
	// A module may call itself anything: `corp/tools` is no part of Go.
	if (question.from.split('/')[0] === root) return false;
	const packages = round.ask(`${key} packages`, () => index.packages()) ?? [];
	return packages.some((path) => path === root || path.startsWith(`${root}/`));
}

/** The linker does not check a method that the compiler refers to by number, because the package knows its type. */
function methodVerdict(
	question: Question,
	refused: Judged,
	judge: (more: Partial<Pull>) => GorootVerdict | undefined,
	tree: Tree,
	round: Round,
): TargetVerdict {
	switch (mention(question, tree, round)) {
		case 'yes':
			return verdictOf(judge({ receiverMentioned: true }) ?? refused);
		case 'no':
			return verdictOf(refused);
		case 'perhaps':
			return verdictOf(refused, false);
	}
}

function mention({ symbol, built }: Question, { index, key }: Tree, round: Round) {
	const parts = parseSymbol(symbol);
	const imports = new Set(built.flatMap(({ file }) => file.imports.map(({ path }) => path)));
	imports.delete('unsafe');
	const type = parts?.receiver?.type;
	if (!parts || type === undefined || imports.size === 0) return 'no';
	const reach = round.ask(`${key} reach ${[...imports].sort().join(' ')}`, () => index.closure(imports)) ?? new Set();
	// What packages outside the standard library bring along is not followed.
	const everything = [...imports].some((path) => path.includes('.') || path === 'C');
	return mentionsType(parts.importPath, type, built, everything ? new Set([...reach, parts.importPath]) : reach);
}

/** A body for a name that the tree defines: an error wherever the defining package is part of the program. */
function clash(question: Question, judged: Judged, tree: Tree, round: Round): TargetVerdict {
	const found = judged.facts.definition;
	// Assembly stands behind wrappers, which give way to another definition.
	if (!found || found.kind === 'var' || found.shape !== 'go' || found.assembly) return { state: 'free' };
	if (!isLinkedIn(question, found.importPath, tree, round)) return { state: 'free' };
	const split = found.kind === 'method' && mention(question, tree, round) === 'yes';
	return { state: 'clash', with: split ? 'method' : 'function' };
}

/** `runtime` and what it needs are in every program; other packages surely when this one imports them. */
function isLinkedIn({ built }: Question, importPath: string, { index, key }: Tree, round: Round): boolean {
	const imports = new Set(built.flatMap(({ file }) => file.imports.map(({ path }) => path)));
	const closure = round.ask(`${key} reach ${[...imports].sort().join(' ')}`, () => index.closure(imports));
	return closure?.has(importPath) ?? false;
}

/** A variable with a value: it takes the place of one without, and collides with one that has its own. */
function pushedVariable(
	question: Question,
	judged: Judged,
	declaration: FoundDeclaration | undefined,
	judge: (more: Partial<Pull>) => GorootVerdict | undefined,
	tree: Tree,
	round: Round,
): TreeAnswers {
	const found = judged.facts.definition;
	if (found?.kind !== 'var' || !isLinkedIn(question, found.importPath, tree, round))
		return { verdict: { state: 'free' } };
	const local = question.bound.declaration;
	const bothConstant =
		local &&
		declaration &&
		isConstant(local.facts.file.text, local.item) &&
		isConstant(declaration.file.text, declaration.declaration);
	if (bothConstant) return { verdict: { state: 'clash', with: 'variable' } };
	return { verdict: verdictOf(judge({ wins: true }) ?? judged) };
}

/** The value certainly stands in the data of the object file: a number other than zero, or a text. */
function isConstant(text: string, declaration: FoundDeclaration['declaration']): boolean {
	if (declaration.kind !== 'var' || !declaration.value || declaration.count > 1) return false;
	const value = text.slice(declaration.value.start, declaration.value.end).trim();
	return /^[-+*/().\s\dexXa-fA-F_]*$/.test(value) ? /[1-9]/.test(value) : /^"[^"\n]+"$/.test(value);
}

function targetSignature(
	{ declaration, file }: FoundDeclaration,
	importPath: string,
	symbol: string,
	packages: Packages,
): Signature | undefined {
	const own = packages.find(importPath, importPath);
	if (!own) return undefined;
	const scope = { packages, own, file };
	if (declaration.kind === 'func') {
		const pointer = parseSymbol(symbol)?.receiver?.pointer === true;
		return declaration.typeParameters ? undefined : funcSignature(declaration, scope, pointer ? 'pointer' : 'declared');
	}
	return declaration.kind === 'var' ? variableType(declaration, scope) : undefined;
}
