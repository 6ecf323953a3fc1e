/** The policies of directories: each `linkscape.json` read once, and merged with those above it. */
import { mergePolicies, noPolicy, type PolicyFile, policyFileName, readPolicy } from '../../analysis/policy/policy.ts';
import { LineIndex } from '../../analysis/text/lineIndex.ts';
import { fileStatus, listDirectory, readText } from '../../toolchain/files.ts';
import { dirname, join } from '../../toolchain/paths.ts';
import { createAnswers } from '../../world/answers/answers.ts';
import type { Changes } from '../../world/answers/changes.ts';

export interface Policies {
	/**
	 * What counts in a directory: the policies from there up to the root of the repository, or without one of the outermost module or go.work
	 * around it.
	 */
	of(directory: string): Promise<DirectoryPolicy>;
}

export interface DirectoryPolicy {
	readonly policy: PolicyFile;
	/** One sentence for each file that cannot be followed: `linkscape.json:3:2: There is no key ruls; did you mean rules?` */
	readonly problems: readonly string[];
}

interface Level {
	readonly policy: PolicyFile | undefined;
	readonly problem: string | undefined;
	/** It holds a repository: nothing above it counts. */
	readonly repository: boolean;
	readonly module: boolean;
}

/** Directories whose policy is kept. */
const mostLevels = 1_000;

/** @param open the text of a policy file that is open in an editor, by absolute path */
export function createPolicies(
	changes: Changes,
	open: (path: string) => string | undefined = () => undefined,
): Policies {
	const levels = createAnswers<Level>({ changes, dependsOn: ['files'], most: mostLevels });

	/** The text is part of the question: what is typed counts at once. */
	function levelOf(directory: string): Promise<Level> {
		const opened = open(join(directory, policyFileName));
		return levels.of(JSON.stringify([directory, opened]), () => readLevel(directory, opened));
	}

	return {
		async of(directory) {
			const found: Level[] = [];
			let outermost = 0;
			for (let at = directory; ; at = dirname(at)) {
				const level = await levelOf(at);
				found.push(level);
				if (level.repository || level.module) outermost = found.length;
				if (level.repository || dirname(at) === at) break;
			}
			const counting = found.slice(0, outermost).reverse();
			const policies = counting.flatMap(({ policy }) => policy ?? []);
			return {
				policy: policies.length === 0 ? noPolicy : mergePolicies(policies),
				problems: counting.flatMap(({ problem }) => problem ?? []),
			};
		},
	};
}

/** @param opened the text of the policy file, where it is open in an editor */
async function readLevel(directory: string, opened: string | undefined): Promise<Level> {
	const path = join(directory, policyFileName);
	const names = new Set((await listDirectory(directory)).map(({ name }) => name));
	const place = { repository: names.has('.git'), module: names.has('go.mod') || names.has('go.work') };
	if (opened === undefined && !names.has(policyFileName)) return { ...place, policy: undefined, problem: undefined };
	const isRegular = opened === undefined && (await fileStatus(path))?.kind === 'file';
	const text = opened ?? (isRegular ? await readText(path) : undefined);
	if (text === undefined) return { ...place, policy: undefined, problem: `${path} cannot be read.` };
	const reading = readPolicy(text);
	if (reading.kind === 'policy') return { ...place, policy: reading.policy, problem: undefined };
	const [first] = reading.problems;
	const { line, column } = new LineIndex(text).position(first?.span.start ?? 0);
	return { ...place, policy: undefined, problem: `${path}:${line + 1}:${column + 1}: ${first?.message ?? ''}` };
}
