/** Policies as an editor needs them: what is typed in a policy file counts at once, and what is wrong with it stands there. */
import { applyPolicy, dayOf } from '../../analysis/policy/applyPolicy.ts';
import { policyFileName, readPolicy } from '../../analysis/policy/policy.ts';
import type { Finding } from '../../analysis/finding.ts';
import { rules } from '../../analysis/linkname/rules.ts';
import { basename, dirname } from '../../toolchain/paths.ts';
import type { Changes } from '../../world/answers/changes.ts';
import { createPolicies } from './policyFiles.ts';

export interface OpenPolicies {
	/** True for the path of a policy file. */
	takes(path: string): boolean;
	/** The text of a file that is open; undefined when it is closed. */
	set(path: string, text: string | undefined): void;
	/** What is wrong with a policy file that is open. */
	problemsOf(path: string): readonly Finding[];
	/** The findings of a file that its policy leaves, with the severities that it gives. A damaged file counts as none. */
	apply(path: string, findings: readonly Finding[]): Promise<readonly Finding[]>;
}

/** @param now milliseconds since 1970 */
export function createOpenPolicies(changes: Changes, now: () => number): OpenPolicies {
	const texts = new Map<string, string>();
	const policies = createPolicies(changes, (path) => texts.get(path));
	return {
		takes: (path) => basename(path) === policyFileName,
		set(path, text) {
			if (text === undefined) texts.delete(path);
			else texts.set(path, text);
		},
		problemsOf(path) {
			const reading = readPolicy(texts.get(path) ?? '{}');
			if (reading.kind === 'policy') return [];
			const rule = 'policy-usage';
			const { severity } = rules[rule];
			return reading.problems.map(({ span, message }) => ({ rule, severity, file: path, span, message, fixes: [] }));
		},
		async apply(path, findings) {
			if (findings.length === 0) return findings;
			const { policy } = await policies.of(dirname(path));
			const today = dayOf(now());
			return findings.flatMap((finding) => {
				const answer = applyPolicy(finding, policy, today);
				return answer.kind === 'kept' ? [answer.finding] : [];
			});
		},
	};
}
