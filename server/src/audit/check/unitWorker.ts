/** One of those who check the units of a tree: in this thread or in another one. What goes in and out is plain data. */
import type { Finding } from '../../analysis/finding.ts';
import { applyPolicy, dayOf } from '../../analysis/policy/applyPolicy.ts';
import { dirname } from '../../toolchain/paths.ts';
import { createPolicies } from '../policy/policyFiles.ts';
import type { Environment } from '../../toolchain/runProcess.ts';
import { unchanging } from '../../world/answers/changes.ts';
import { createTreeReader } from '../../toolchain/treeReader.ts';
import { type CheckContext, contextNames } from '../../linkname/check/checkContext.ts';
import { createLookedAt, type TreeRequest, type TreeRoot } from '../../linkname/check/treeRoots.ts';
import type { CheckUnit } from '../../linkname/check/treeUnits.ts';
import { createUnitChecker, type TargetCheck } from '../../linkname/check/unitChecker.ts';
import { inReportOrder, placeFindings, type PlacedFinding } from './placedFinding.ts';
import { joinVersions } from './versionFindings.ts';

/** Everything that a worker has to know beforehand. */
export interface WorkerSetup {
	readonly request: TreeRequest;
	readonly roots: readonly TreeRoot[];
	/** One for each Go that is asked about, oldest first. */
	readonly contexts: readonly CheckContext[];
	readonly environment: Environment;
}

export interface UnitReport {
	/** By file and place. */
	readonly findings: readonly PlacedFinding[];
	/** Those that do not count, each with its reason. */
	readonly suppressed: readonly PlacedFinding[];
	readonly directives: number;
	readonly unread: readonly string[];
}

export interface UnitWorker {
	check(unit: CheckUnit, signal: AbortSignal): Promise<UnitReport>;
	/** One sentence for each thing beside the tree that could not be read, after all that was asked before. */
	problems(): Promise<readonly string[]>;
}

export interface WorkerDeps {
	targets(context: CheckContext): TargetCheck;
	/** Waits for what fixes of findings about targets need. */
	fixesReady(): Promise<void>;
	/** The path to show for an absolute one. */
	nameOf(path: string): string;
	/** Milliseconds since 1970: allowances of a policy end. */
	now(): number;
}

export function createUnitWorker({ request, roots, contexts }: WorkerSetup, deps: WorkerDeps): UnitWorker {
	const reader = createTreeReader();
	const versions = contexts.map((context) => {
		return { toolchain: context.go || undefined, goarch: context.goarch, targets: deps.targets(context) };
	});
	const checker = createUnitChecker(versions, reader, createLookedAt(roots, request, reader));
	const names = contextNames(contexts);
	const policies = createPolicies(unchanging);
	const today = dayOf(deps.now());
	const nameOf = (path: string) => deps.nameOf(path);
	return {
		async check(unit, signal) {
			const { findings, silenced, texts, directives, unread } = await checker.check(unit, signal);
			// Only a pull leads to fixes that read trees: clean files do not wait for the parser.
			if (findings.some((list) => list.some(({ target }) => target !== undefined))) await deps.fixesReady();
			const module = unit.module === undefined ? undefined : deps.nameOf(unit.module) || '.';
			const place = (list: readonly Finding[]) =>
				placeFindings(list, texts, nameOf).map((one) => (module === undefined ? one : { ...one, module }));
			const problems = new Set(unit.last && unit.module !== undefined ? (await policies.of(unit.module)).problems : []);
			const kept: PlacedFinding[][] = [];
			const suppressed: PlacedFinding[][] = [];
			for (const [at, list] of findings.entries()) {
				const silent = silenced[at] ?? [];
				const inSource = place(silent.map(({ finding }) => finding)).map((one, index) => {
					return { ...one, suppression: { kind: 'inSource', reason: silent[index]?.reason ?? '' } } as const;
				});
				const own: PlacedFinding[] = [];
				const allowed: PlacedFinding[] = [];
				for (const [index, one] of place(list).entries()) {
					const { policy, problems: found } = await policies.of(dirname(list[index]?.file ?? ''));
					for (const problem of found) problems.add(problem);
					const answer = applyPolicy(one, policy, today);
					if (answer.kind === 'kept') own.push(answer.finding);
					if (answer.kind !== 'allowed') continue;
					allowed.push({ ...answer.finding, suppression: { kind: 'external', reason: answer.reason } });
				}
				kept.push(own);
				suppressed.push([...inSource, ...allowed]);
			}
			const join = (lists: readonly (readonly PlacedFinding[])[]) =>
				lists.length === 1 ? [...(lists[0] ?? [])].sort(inReportOrder) : joinVersions(lists, names);
			return { findings: join(kept), suppressed: join(suppressed), directives, unread: [...unread, ...problems] };
		},
		async problems() {
			const all = await Promise.all(versions.map(({ targets }) => targets.problems()));
			return [...new Set(all.flat())];
		},
	};
}
