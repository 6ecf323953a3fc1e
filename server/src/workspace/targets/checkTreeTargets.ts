/** The judgement of targets for whole trees: one judge for each module that is walked through. */
import { type Supposition, suppositions, withDeclarations } from '../../analysis/linkname/fixes/declareLocal.ts';
import type { MoreFixes } from '../../analysis/linkname/targets/checkTarget.ts';
import type { TargetView } from '../../analysis/linkname/targets/targetView.ts';
import type { TargetCheck } from '../modules/checkTree.ts';
import { checkDisabledBy } from '../buildList/checkDisabled.ts';
import { dirname } from '../../toolchain/paths.ts';
import { moduleDirectory, workFileAbove } from '../go/moduleDirectory.ts';
import { definedElsewhere } from './definedElsewhere.ts';
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
	return async (facts, index, found) => {
		const { directory, moduleFile } = await moduleDirectory(index.directory);
		let judge = judges.get(directory);
		if (!judge) {
			const disabled = await checkDisabledBy(directory, { setting: false, flags }, sources.files);
			const options = { module: directory, context, checkDisabledBy: disabled };
			const elsewhere = moduleFile && (await elsewhereIn(moduleFile));
			judge = createTargetJudge(elsewhere ? { ...options, definedElsewhere: elsewhere } : options, sources);
			judges.set(directory, judge);
		}
		const targets = checkTargets(await judge.allViews(facts, index, signal), moreFixes);
		const answers: [Supposition, readonly TargetView[]][] = [];
		for (const one of suppositions(found, facts, index)) {
			answers.push([one, await judge.allViews(one.facts, one.index, signal)]);
		}
		return [...withDeclarations(found, facts, answers), ...targets];
	};

	async function elsewhereIn(moduleFile: string) {
		const workFile = await workFileAbove(dirname(moduleFile));
		return definedElsewhere({ moduleFile, workFile, moduleCache: context.moduleCache }, context, sources);
	}
}
