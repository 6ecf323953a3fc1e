/** The judgement of targets for whole trees: one judge for each module that is walked through. */
import { type Supposition, suppositions, withDeclarations } from '../../analysis/linkname/fixes/declareLocal.ts';
import { releaseName } from '../../analysis/linkname/goMinor.ts';
import type { MoreFixes } from '../../analysis/linkname/targets/checkTarget.ts';
import type { TargetView } from '../../analysis/linkname/targets/targetView.ts';
import type { TargetCheck } from '../modules/checkTree.ts';
import { checkDisabledBy } from '../buildList/checkDisabled.ts';
import { moduleDirectory, workFileOf } from '../go/moduleDirectory.ts';
import type { Environment } from '../../toolchain/runProcess.ts';
import { createModuleBuild } from './moduleBuild.ts';
import { createOtherPackages } from './otherPackages.ts';
import { createOtherSides } from './otherSides.ts';
import { checkTargets, createTargetJudge, type TargetJudge } from './targetJudge.ts';
import type { TargetContext, TargetSources } from './targetSources.ts';

/** @param environment as the go command sees it: GOFLAGS and GOWORK count */
export function checkTreeTargets(
	context: TargetContext,
	environment: Environment,
	sources: TargetSources,
	signal: AbortSignal,
	moreFixes?: MoreFixes,
): TargetCheck {
	const judges = new Map<string, Promise<TargetJudge>>();
	const flags = environment['GOFLAGS'] ?? '';

	async function judgeOf(inside: string): Promise<TargetJudge> {
		const { directory, moduleFile } = await moduleDirectory(inside);
		let judge = judges.get(directory);
		if (!judge) {
			judge = createJudge(directory, moduleFile);
			judges.set(directory, judge);
		}
		return judge;
	}

	async function createJudge(module: string, moduleFile: string | undefined): Promise<TargetJudge> {
		const disabled = await checkDisabledBy(module, { setting: false, flags }, sources.files);
		const options = { module, context, checkDisabledBy: disabled };
		if (moduleFile === undefined) return createTargetJudge(options, sources, undefined);
		const workFile = await workFileOf(module, environment['GOWORK']);
		const files = { moduleFile, workFile, moduleCache: context.moduleCache, flags: flags.split(/\s+/) };
		const build = createModuleBuild(files, context, sources);
		const others = createOtherSides(build, { go: releaseName(context.go), checkDisabledBy: disabled });
		return createTargetJudge({ ...options, otherPackages: createOtherPackages(build) }, sources, others);
	}

	return {
		async file(facts, index, found) {
			const judge = await judgeOf(index.directory);
			const targets = checkTargets(await judge.allViews(facts, index, signal), moreFixes);
			const others = (await judge.others?.ofFile(facts, index)) ?? [];
			const answers: [Supposition, readonly TargetView[]][] = [];
			for (const one of suppositions(found, facts, index)) {
				answers.push([one, await judge.allViews(one.facts, one.index, signal)]);
			}
			return [...withDeclarations(found, facts, answers), ...targets, ...others];
		},
		async build(directory, isLookedAt) {
			return (await (await judgeOf(directory)).others?.ofBuild(isLookedAt)) ?? [];
		},
		async problems() {
			const asked = await Promise.all([...judges.values()].map(async (judge) => (await judge).others?.problems()));
			return [...new Set(asked.flatMap((sentences) => sentences ?? []))];
		},
	};
}
