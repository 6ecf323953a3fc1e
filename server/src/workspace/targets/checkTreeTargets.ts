/** The judgement of targets for whole trees: one judge for each module that is walked through. */
import type { MoreFixes } from '../../analysis/linkname/targets/checkTarget.ts';
import type { TargetCheck } from '../modules/checkTree.ts';
import { moduleDirectory } from '../go/moduleDirectory.ts';
import { checkDisabledIn } from './checkDisabled.ts';
import { checkTargets, createTargetJudge, type TargetJudge } from './targetJudge.ts';
import type { TargetContext, TargetSources } from './targetSources.ts';

/** @param checkDisabledBy what turns the linker's check off for all of them */
export function checkTreeTargets(
	context: TargetContext,
	checkDisabledBy: string | undefined,
	sources: TargetSources,
	signal: AbortSignal,
	moreFixes?: MoreFixes,
): TargetCheck {
	const judges = new Map<string, TargetJudge>();
	return async (facts, index) => {
		const { directory, moduleFile } = await moduleDirectory(index.directory);
		let judge = judges.get(directory);
		if (!judge) {
			const ownFile = moduleFile === undefined ? undefined : await checkDisabledIn(directory);
			judge = createTargetJudge({ context, checkDisabledBy: checkDisabledBy ?? ownFile }, sources);
			judges.set(directory, judge);
		}
		return checkTargets(await judge.allViews(facts, index, signal), moreFixes);
	};
}
