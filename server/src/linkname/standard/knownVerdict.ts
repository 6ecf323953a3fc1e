/** What the linker of a Go tree says to a pull, asked without waiting. */
import type { TargetVerdict } from '../../analysis/linkname/targets/targetView.ts';
import type { Pull } from '../../analysis/linker/verdict.ts';
import type { GorootVerdict } from '../../world/goroot/gorootIndex.ts';
import { looksStandard } from '../../world/goroot/standardPath.ts';
import type { Round } from '../../world/build/lookups.ts';
import type { Question } from './question.ts';
import type { Tree } from '../../world/build/targetSources.ts';

/** Asks about the question's symbol, under further circumstances. */
export type AskVerdict = (more: Partial<Pull>) => GorootVerdict | undefined;

export type KnownVerdict = Exclude<GorootVerdict, { state: 'unknown' }>;

export function verdictsOf({ symbol, bound, from }: Question, { index, key }: Tree, round: Round): AskVerdict {
	const as = bound.declaration?.item.kind === 'var' ? 'var' : 'func';
	return (more) => {
		const pull: Pull = { symbol, as, from, ...more };
		return round.ask(`${key} judge ${JSON.stringify(pull)}`, () => index.judge(pull));
	};
}

/** @param sure false: it hangs on something that was not found out */
export function verdictOf(judged: GorootVerdict, sure = true): TargetVerdict {
	if (judged.state === 'unknown') return { state: 'unknown' };
	const { facts: _, ...verdict } = judged;
	return { ...verdict, sure };
}

/** Symbols of other modules are not judged by the tree. */
export function isStd(question: Question, { facts }: KnownVerdict, { index, key }: Tree, round: Round): boolean {
	if (facts.definition || facts.packageExists) return true;
	const packages = () => round.ask(`${key} packages`, () => index.packages()) ?? [];
	return facts.importPath !== undefined && looksStandard(facts.importPath, question.from, packages);
}
