/** What a Go tree says about one directive. Everything may still be on its way: see {@link Round}. */
import { type Mention, mentionsType } from '../../analysis/linkname/targets/mentionsType.ts';
import { commentAbove, knownUsers } from '../../analysis/linkname/targets/knownUsers.ts';
import type { Loophole, TargetDefinition, TargetVerdict } from '../../analysis/linkname/targets/targetView.ts';
import type { FileFacts } from '../../analysis/linkname/fileFacts.ts';
import type { BoundLinkname } from '../../analysis/linkname/linknameForm.ts';
import { parseSymbol } from '../../analysis/linker/symbolName.ts';
import type { Pull } from '../../analysis/linker/verdict.ts';
import { type Comparison, compareSignatures } from '../../analysis/signature/compareSignatures.ts';
import { type PrintedSignature, printSignature } from '../../analysis/signature/printSignature.ts';
import { funcSignature, type Signature, variableType } from '../../analysis/signature/signature.ts';
import type { Packages } from '../../analysis/signature/typeScope.ts';
import type { GorootIndex, GorootVerdict } from '../goroot/gorootIndex.ts';
import type { FoundDeclaration } from '../goroot/foundDeclaration.ts';
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
	readonly printed?: PrintedSignature | undefined;
	/** Absent: there is none. */
	readonly loophole?: Loophole;
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
	const declared =
		found && round.ask(`${key} declaration ${found.path}:${found.line}`, () => readDeclared(index, found));
	const declaration = declared?.found;
	const definition = found && {
		kind: found.kind,
		push: found.push,
		signature: found.signature,
		place: { path: found.path, line: found.line },
		noescape: declared?.noescape ?? false,
	};
	const machine = machineOfContext(context);
	const packages = typePackages({ ...tree, files: sources.files }, round);
	const local = localSignature(bound, question.from, built, packages);
	const target = declaration && targetSignature(declaration, found?.importPath ?? '', symbol, packages);
	const common = {
		...(definition && { definition }),
		knownUsers: declared?.users ?? [],
	};
	const comparison = local && target && found?.shape !== 'abi0' ? compareSignatures(local, target, machine) : undefined;
	const { file } = bound.declaration?.facts ?? {};
	const printed =
		file && target && comparison?.verdict === 'different'
			? printSignature(target, { file, path: question.from, machine })
			: undefined;
	const said = { ...common, comparison, printed };
	const listed = plain.state === 'refused' && plain.why === 'blocked';
	if (bound.form === 'pull' && found && !listed && isLeftOut(question, found.importPath, tree, round)) {
		return { ...said, verdict: { state: 'left-out', importPath: found.importPath } };
	}
	if (bound.form === 'push' && as === 'func') return { ...common, verdict: clash(question, plain, tree, round) };
	if (bound.form === 'push') {
		const verdict = pushedVariable(question, plain, declaration, judge, tree, round);
		return verdict.state === 'free' ? { ...common, verdict } : { ...said, verdict, loophole: 'yes' };
	}
	if (found?.kind === 'method') {
		const loophole = mention(question, tree, round);
		const verdict = loophole === 'yes' ? (judge({ receiverMentioned: true }) ?? plain) : plain;
		return { ...said, verdict: verdictOf(verdict, loophole !== 'perhaps' || verdict.state !== 'refused'), loophole };
	}
	if (found?.kind === 'var' && as === 'var') {
		const larger = isLarger(sizeOf(local, machine), sizeOf(target, machine));
		const loophole = larger === 'yes' ? giveWay(declaration, context) : larger;
		const verdict = loophole === 'yes' ? (judge({ wins: true }) ?? plain) : plain;
		// A package that the program lacks leaves nothing to refuse: the variable is then a new one.
		const sure = loophole !== 'perhaps' && (listed || isLinkedIn(question, found.importPath, tree, round));
		return { ...said, verdict: verdictOf(verdict, sure || verdict.state !== 'refused'), loophole };
	}
	if (plain.state !== 'undefined' && plain.state !== 'zero-variable') return { ...said, verdict: verdictOf(plain) };
	const close = round.ask(`${key} close ${symbol}`, () => index.closeSymbols(symbol)) ?? [];
	const method = plain.state === 'undefined' ? otherReceiver(symbol) : undefined;
	const exists = method !== undefined && round.ask(`${key} symbol ${method}`, () => index.symbol(method))?.definition;
	return { ...said, verdict: verdictOf(plain), suggestions: exists ? [...new Set([method, ...close])] : close };
}

/** The declaration of a target, with what the comment above it says. */
async function readDeclared(index: GorootIndex, place: { readonly path: string; readonly line: number }) {
	const found = await index.declarationAt(place);
	if (!found) return undefined;
	const comment = commentAbove(found.file, found.declaration);
	return { found, users: knownUsers(comment), noescape: /^\/\/go:noescape\s*$/m.test(comment) };
}

/** A larger variable takes the place of its target, and the linker sees only that one. */
function isLarger(here: number | undefined, there: number | undefined): Loophole {
	if (here === undefined || there === undefined) return 'perhaps';
	return here > there ? 'yes' : 'no';
}

/**
 * Whether a target gives way to a larger variable. One that has a value in the object file does so until Go 1.24 only: since
 * then the linker checks references before it enlarges variables (loader.go, sizeFixups).
 */
function giveWay(target: FoundDeclaration | undefined, { minor }: BuildContext): Loophole {
	if (target?.declaration.kind !== 'var') return 'perhaps';
	if (minor < 25 || !target.declaration.value) return 'yes';
	return isConstant(target.file.text, target.declaration) ? 'no' : 'perhaps';
}

/** `p.T.m` for `p.(*T).m` and the other way round. */
function otherReceiver(symbol: string): string | undefined {
	const parts = parseSymbol(symbol);
	if (!parts?.receiver) return undefined;
	const { type, pointer, method } = parts.receiver;
	return pointer ? `${parts.prefix}.${type}.${method}` : `${parts.prefix}.(*${type}).${method}`;
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
function mention({ symbol, built }: Question, { index, key }: Tree, round: Round): Mention {
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

/** A command whose imports, all of the standard library, do not lead to the package: the linker never sees it. */
function isLeftOut({ built, from }: Question, importPath: string, { index, key }: Tree, round: Round): boolean {
	const imports = new Set(built.flatMap(({ file }) => file.imports.map(({ path }) => path)));
	if (from !== 'main' || built.some(({ role }) => role !== 'source')) return false;
	if ([...imports].some((path) => path === 'C' || path.includes('.'))) return false;
	const closure = round.ask(`${key} reach ${[...imports].sort().join(' ')}`, () => index.closure(imports));
	const known = round.ask(`${key} packages`, () => index.packages());
	if (!closure || !known) return false;
	// An import that Go does not have belongs to the module itself.
	return [...imports].every((path) => path === 'unsafe' || known.includes(path)) && !closure.has(importPath);
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
): TargetVerdict {
	const found = judged.facts.definition;
	if (found?.kind !== 'var' || !isLinkedIn(question, found.importPath, tree, round)) return { state: 'free' };
	const local = question.bound.declaration;
	const bothConstant =
		local &&
		declaration &&
		isConstant(local.facts.file.text, local.item) &&
		isConstant(declaration.file.text, declaration.declaration);
	if (bothConstant) return { state: 'clash', with: 'variable' };
	return verdictOf(judge({ wins: true }) ?? judged);
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
