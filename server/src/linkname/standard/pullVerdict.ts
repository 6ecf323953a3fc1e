/** What becomes of a pull from the standard library, in the package and the program that it stands in. */
import type { Loophole, TargetVerdict } from '../../analysis/linkname/targets/targetView.ts';
import { parseSymbol } from '../../analysis/linker/symbolName.ts';
import type { Machine } from '../../analysis/signature/machine.ts';
import type { Signature } from '../../analysis/signature/signature.ts';
import type { FoundDeclaration } from '../../world/goroot/foundDeclaration.ts';
import { type AskVerdict, type KnownVerdict, verdictOf } from './knownVerdict.ts';
import { sizeOf } from './localScope.ts';
import type { Round } from '../../world/build/lookups.ts';
import { isLeftOut, isLinkedIn, knowsReceiver } from './programReach.ts';
import type { Question } from './question.ts';
import type { Tree } from '../../world/build/targetSources.ts';
import { givesWay, isLarger } from './variableData.ts';

export interface Pulled {
	readonly verdict: TargetVerdict;
	readonly loophole?: Loophole;
	readonly suggestions?: readonly string[];
}

export interface Sides {
	readonly local: Signature | undefined;
	readonly target: Signature | undefined;
	readonly declaration: FoundDeclaration | undefined;
	readonly machine: Machine;
}

/** @param plain what the linker says if nothing about the package matters */
export function pullVerdict(
	question: Question,
	plain: KnownVerdict,
	judge: AskVerdict,
	sides: Sides,
	tree: Tree,
	round: Round,
): Pulled {
	const found = plain.facts.definition;
	const listed = plain.state === 'refused' && plain.why === 'blocked';
	if (found && !listed && isLeftOut(question, found.importPath, tree, round)) {
		return { verdict: { state: 'left-out', importPath: found.importPath } };
	}
	if (found?.kind === 'method') {
		const loophole = knowsReceiver(question, tree, round);
		const verdict = loophole === 'yes' ? (judge({ receiverMentioned: true }) ?? plain) : plain;
		return { verdict: verdictOf(verdict, loophole !== 'perhaps' || verdict.state !== 'refused'), loophole };
	}
	if (found?.kind === 'var' && question.bound.declaration?.item.kind === 'var') {
		const larger = isLarger(sizeOf(sides.local, sides.machine), sizeOf(sides.target, sides.machine));
		const loophole = larger === 'yes' ? givesWay(sides.declaration, question.context) : larger;
		const verdict = loophole === 'perhaps' ? plain : (judge({ wins: loophole === 'yes' }) ?? plain);
		// A package that the program lacks leaves nothing to refuse: the variable is then a new one.
		const sure = loophole !== 'perhaps' && (listed || isLinkedIn(question, found.importPath, tree, round));
		return { verdict: verdictOf(verdict, sure || verdict.state !== 'refused'), loophole };
	}
	const isMissing = plain.state === 'undefined' || plain.state === 'zero-variable';
	return { verdict: verdictOf(plain), ...(isMissing && { suggestions: meant(question.symbol, plain, tree, round) }) };
}

/** Symbols that were probably meant by one that does not exist: the same method of the pointer first, then similar names. */
function meant(symbol: string, { facts }: KnownVerdict, { index, key }: Tree, round: Round): readonly string[] {
	// What is there, and only cannot be pulled, is no slip: another name would be another thing.
	if (facts.declared?.kind === 'func') return [];
	const close = round.ask(`${key} close ${symbol}`, () => index.closeSymbols(symbol)) ?? [];
	const method = otherReceiver(symbol);
	const exists = method !== undefined && round.ask(`${key} symbol ${method}`, () => index.symbol(method))?.definition;
	return exists ? [...new Set([method, ...close])] : close;
}

/** `p.T.m` for `p.(*T).m` and the other way round. */
function otherReceiver(symbol: string): string | undefined {
	const parts = parseSymbol(symbol);
	if (!parts?.receiver) return undefined;
	const { type, pointer, method } = parts.receiver;
	return pointer ? `${parts.prefix}.${type}.${method}` : `${parts.prefix}.(*${type}).${method}`;
}
