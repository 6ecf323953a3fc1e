/** What a policy makes of findings. */
import type { RuleId } from '../linkname/rules.ts';
import type { Severity } from '../severity.ts';
import type { Allowance, PolicyFile } from './policy.ts';

/** As much of a finding as a policy speaks about. */
export interface PolicySubject {
	readonly rule: RuleId;
	readonly severity: Severity;
	readonly message: string;
	readonly target?: string | undefined;
}

export type PolicyAnswer<T> =
	| { readonly kind: 'kept'; readonly finding: T }
	| { readonly kind: 'allowed'; readonly finding: T; readonly reason: string }
	| { readonly kind: 'off' };

/** @param today as YYYY-MM-DD, UTC */
export function applyPolicy<T extends PolicySubject>(finding: T, policy: PolicyFile, today: string): PolicyAnswer<T> {
	const severity = policy.rules[finding.rule];
	if (severity === 'off') return { kind: 'off' };
	const judged = severity === undefined ? finding : { ...finding, severity };
	const fitting = policy.allow.filter((allowance) => speaksOf(allowance, finding));
	const valid = fitting.find(({ until }) => until === undefined || today <= until);
	if (valid) return { kind: 'allowed', finding: judged, reason: valid.reason };
	const [expired] = fitting;
	if (!expired) return { kind: 'kept', finding: judged };
	const message = `${finding.message} (allowed until ${expired.until}: ${expired.reason})`;
	return { kind: 'kept', finding: { ...judged, message } };
}

function speaksOf({ target, rule }: Allowance, finding: PolicySubject): boolean {
	if (finding.target === undefined || (rule !== undefined && rule !== finding.rule)) return false;
	if (!target.includes('*')) return target === finding.target;
	return matches(target.split('*'), finding.target);
}

/** Whether the parts stand in the text in this order, the first at its start and the last at its end. */
function matches(parts: readonly string[], text: string): boolean {
	const first = parts[0] ?? '';
	const last = parts.at(-1) ?? '';
	if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length) return false;
	let at = first.length;
	const end = text.length - last.length;
	for (const part of parts.slice(1, -1)) {
		const found = text.indexOf(part, at);
		if (found < 0 || found + part.length > end) return false;
		at = found + part.length;
	}
	return true;
}

/** The day of a time in milliseconds, as YYYY-MM-DD, UTC. */
export function dayOf(time: number): string {
	return new Date(time).toISOString().slice(0, 10);
}
