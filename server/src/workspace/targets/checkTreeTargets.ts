/** The judgement of targets for whole trees: one judge for each module that is walked through. */
import type { MoreFixes } from '../../analysis/linkname/targets/checkTarget.ts';
import type { TargetCheck } from '../modules/checkTree.ts';
import { checkDisabledBy } from '../buildList/checkDisabled.ts';
import { moduleDirectory } from '../go/moduleDirectory.ts';
import { checkTargets, createTargetJudge, type TargetJudge } from './targetJudge.ts';
import type { TargetContext, TargetSources } from './targetSources.ts';

/** @param flags the value of GOFLAGS */
export function checkTreeTargets(
	context: TargetContext,
	flags: string,
	sources: TargetSources,
	signal: AbortSignal,
	moreFixes?: MoreFixes,
): TargetCheck {
	const judges = new Map<string, TargetJudge>();
	return async (facts, index) => {
		const { directory } = await moduleDirectory(index.directory);
		let judge = judges.get(directory);
		if (!judge) {
			const disabled = await checkDisabledBy(directory, { setting: false, flags }, sources.files);
			judge = createTargetJudge({ module: directory, context, checkDisabledBy: disabled }, sources);
			judges.set(directory, judge);
		}
		return checkTargets(await judge.allViews(facts, index, signal), moreFixes);
	};
}
