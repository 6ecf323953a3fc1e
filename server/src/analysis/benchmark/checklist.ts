/** When a linkname is worth keeping, each question answered from facts. */
import { statusOf, statusWords, fits } from '../linkname/targets/versionStatus.ts';
import { shapesDiffer } from '../linkname/targets/signatureShape.ts';
import { shortGo, type TargetView } from '../linkname/targets/targetView.ts';
import { fileName } from '../build/fileName.ts';
import type { PulledFunction } from '../linkname/fixes/pulledFunction.ts';
import { packagePath } from '../linkname/packagePath.ts';
import { type CostProfile, noCost } from '../profile/costProfile.ts';
import { amountOf, percent } from '../profile/costWords.ts';
import type { RunComparison } from './compareRuns.ts';

export interface Check {
	readonly question: string;
	readonly answer: 'yes' | 'no' | 'not known';
	readonly fact: string;
}

export function checklist(
	view: TargetView,
	pulled: PulledFunction,
	{ speedUp, p, runs }: RunComparison,
	profile: CostProfile | undefined,
): readonly Check[] {
	return [
		{
			question: 'At least twice as fast',
			answer: speedUp >= 2 ? 'yes' : 'no',
			fact: `${speedUp.toFixed(2)} times as fast`,
		},
		{
			question: 'Significant (p < 0.05)',
			answer: p < 0.05 ? 'yes' : 'no',
			fact: `${probability(p)}, ${runs} runs each`,
		},
		share(view, profile),
		links(view),
		signature(view),
		fallback(view, pulled),
	];
}

/** `p=0.012`, `p<0.001`. */
export function probability(p: number): string {
	return p < 0.001 ? 'p<0.001' : `p=${p.toFixed(3)}`;
}

/** Of the calls of the pull, from its own package: others may call the target as well. */
function share({ facts, index, symbol }: TargetView, profile: CostProfile | undefined): Check {
	const question = 'More than 1 % of the CPU time';
	const notKnown = (fact: string): Check => ({ question, answer: 'not known', fact });
	if (!profile) return notKnown('no profile loaded: *Load Profile…* takes one');
	if (profile.kind !== 'cpu') return notKnown('the loaded profile is of the heap');
	// In the program of a test, package main is known by its path.
	const paths = [packagePath(facts, index.importPath), index.importPath ?? ''];
	const [cpu] = paths.flatMap((path) => profile.calls(symbol, path) ?? []);
	if (cpu === undefined || profile.total.cpu === 0) return notKnown('the loaded profile has no sample of this package');
	const part = cpu / profile.total.cpu;
	const amount = amountOf({ ...noCost(), cpu }, profile);
	return {
		question,
		answer: part > 0.01 ? 'yes' : 'no',
		fact: `${percent(part)} of the loaded profile${amount && `, ${amount}`}`,
	};
}

function links(view: TargetView): Check {
	const question = 'Links in every supported Go version';
	const { reachable } = view;
	const [first, last] = [reachable[0], reachable.at(-1)];
	if (!first || !last) return { question, answer: 'not known', fact: 'no recorded version has it' };
	const broken = reachable.flatMap((cell) => {
		const fate = statusOf(cell, view);
		return fits(fate) || fate === 'signature' ? [] : `${shortGo(cell)}: ${statusWords[fate]}`;
	});
	const range = first === last ? shortGo(first) : `${shortGo(first)} to ${shortGo(last)}`;
	const platform = view.exactPlatform ? '' : ', on a platform like this';
	if (broken.length > 0) return { question, answer: 'no', fact: broken.join(', ') + platform };
	return { question, answer: 'yes', fact: `${range}${platform}` };
}

function signature({ reachable }: TargetView): Check {
	const question = 'Same signature in all of them';
	const known = reachable.flatMap((cell) => ('kind' in cell ? [{ cell, kind: cell.kind, text: cell.signature }] : []));
	const [first] = known;
	if (!first) return { question, answer: 'not known', fact: 'none is recorded' };
	const other = known.find(({ text }) => shapesDiffer(first.kind, first.text, text));
	if (!other) return { question, answer: 'yes', fact: `func${known.at(-1)?.text}` };
	return { question, answer: 'no', fact: `func${first.text} before ${shortGo(other.cell)}, then func${other.text}` };
}

function fallback({ index }: TargetView, { local, declared }: PulledFunction): Check {
	const question = 'Fallback present for other versions';
	const file = index.files.find(
		(one) =>
			one !== declared &&
			one.file.packageName === declared.file.packageName &&
			one.declared.get(local)?.some((item) => item.kind === 'func' && item.body !== undefined),
	);
	if (file) return { question, answer: 'yes', fact: fileName(file.path) };
	return { question, answer: 'no', fact: `no other file of the package has a ${local} with a body` };
}
