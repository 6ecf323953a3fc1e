/** The judgement of targets for whole trees: one judge for each module that is walked through. */
import { type Hypothesis, hypotheses, withDeclarations } from '../../analysis/linkname/fixes/declareLocal.ts';
import { releaseName } from '../../analysis/linkname/goMinor.ts';
import type { MoreFixes } from '../../analysis/linkname/targets/checkTarget.ts';
import type { TargetView } from '../../analysis/linkname/targets/targetView.ts';
import type { TargetCheck } from '../check/unitChecker.ts';
import { checkDisabledBy } from '../modules/checkDisabled.ts';
import { type ModuleDirectory, moduleDirectory, workFileOf } from '../../world/go/moduleDirectory.ts';
import type { Environment } from '../../toolchain/runProcess.ts';
import { createModuleBuild } from '../../world/modules/moduleBuild.ts';
import { createOtherPackages } from '../../world/modules/otherPackages.ts';
import { createCounterparts } from './counterparts.ts';
import { checkTargets, createTargetChecker, type TargetChecker } from './targetChecker.ts';
import type { TargetContext, TargetSources } from '../../world/build/targetSources.ts';

/** Modules that are known at the same time: the one that is walked through, and those around it. */
const mostJudges = 4;

/** @param environment as the go command sees it: GOFLAGS and GOWORK count */
export function checkTreeTargets(
	context: TargetContext,
	environment: Environment,
	sources: TargetSources,
	signal: AbortSignal,
	moreFixes?: MoreFixes,
): TargetCheck {
	const judges = new Map<string, Promise<TargetChecker>>();
	const formerProblems = new Set<string>();
	const flags = environment['GOFLAGS'] ?? '';

	let former: { readonly inside: string; readonly place: ModuleDirectory } | undefined;

	async function judgeOf(inside: string): Promise<TargetChecker> {
		// One file of a package comes after the other.
		if (former?.inside !== inside) former = { inside, place: await moduleDirectory(inside) };
		const { directory, moduleFile } = former.place;
		let judge = judges.get(directory);
		if (!judge) {
			judge = createJudge(directory, moduleFile);
			await forgetOldest();
			judges.set(directory, judge);
		}
		return judge;
	}

	/** A tree is walked module by module: what is known about those that are behind is let go. */
	async function forgetOldest(): Promise<void> {
		for (const [directory, judge] of judges) {
			if (judges.size < mostJudges) return;
			judges.delete(directory);
			for (const problem of (await (await judge).others?.problems()) ?? []) formerProblems.add(problem);
			sources.trim();
		}
	}

	async function createJudge(module: string, moduleFile: string | undefined): Promise<TargetChecker> {
		const disabled = await checkDisabledBy(module, { setting: false, flags }, sources.files);
		const options = { module, context, checkDisabledBy: disabled };
		if (moduleFile === undefined) return createTargetChecker(options, sources, undefined);
		const workFile = await workFileOf(module, environment['GOWORK']);
		const files = { moduleFile, workFile, moduleCache: context.moduleCache, flags: flags.split(/\s+/) };
		// The heads of a module's files are remembered as long as the functions that read them.
		const build = createModuleBuild(files, context, { ...sources, files: { ...sources.files } });
		const others = createCounterparts(build, { go: releaseName(context.go), checkDisabledBy: disabled });
		return createTargetChecker({ ...options, otherPackages: createOtherPackages(build) }, sources, others);
	}

	return {
		async file(facts, index, found) {
			// Packages of the standard library may name whatever they like.
			if (index.std)
				return withDeclarations(
					found,
					facts,
					hypotheses(found, facts, index).map((one) => [one, []]),
				);
			const judge = await judgeOf(index.directory);
			const targets = checkTargets(await judge.allViews(facts, index, signal), moreFixes);
			const others = (await judge.others?.ofFile(facts, index)) ?? [];
			const answers: [Hypothesis, readonly TargetView[]][] = [];
			for (const one of hypotheses(found, facts, index)) {
				answers.push([one, await judge.allViews(one.facts, one.index, signal)]);
			}
			return [...withDeclarations(found, facts, answers), ...targets, ...others];
		},
		async build(directory, isLookedAt) {
			return (await (await judgeOf(directory)).others?.ofBuild(isLookedAt)) ?? [];
		},
		async problems() {
			const asked = await Promise.all([...judges.values()].map(async (judge) => (await judge).others?.problems()));
			return [...new Set([...formerProblems, ...asked.flatMap((sentences) => sentences ?? [])])];
		},
	};
}
