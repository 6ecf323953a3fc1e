/** Ways out for a finding about a target that rewrite the code around the directive. One kind of fix a file. */
import type { Fix } from '../../finding.ts';
import type { RuleId } from '../rules.ts';
import type { MoreFixes } from '../targets/checkTarget.ts';
import type { TargetView } from '../targets/targetView.ts';
import { explainAlternative } from './explainAlternative.ts';
import { gateByVersion } from './gateByVersion.ts';
import { removePull } from './removePull.ts';
import { replacePull } from './replacePull.ts';
import { rewriteCalls, type Syntax } from './rewriteCalls.ts';
import { takeSignature } from './takeSignature.ts';

type FixKind = (view: TargetView, syntax: Syntax | undefined) => readonly Fix[];

const wayOut: readonly FixKind[] = [replacePull, rewriteCalls, gateByVersion, explainAlternative];

const kinds: Partial<Record<RuleId, readonly FixKind[]>> = {
	'linkname-undefined': wayOut,
	'linkname-refused': wayOut,
	'linkname-zero-variable': [explainAlternative],
	'linkname-signature': [takeSignature, explainAlternative],
	'linkname-accidental': [explainAlternative],
	'linkname-version-drift': [gateByVersion],
	'linkname-private': [replacePull, rewriteCalls, gateByVersion],
	'linkname-alternative': [replacePull, rewriteCalls, explainAlternative],
	'linkname-unused': [removePull],
};

/** @param syntax reads the trees of files; without it no calls are rewritten */
export function targetFixes(syntax?: Syntax): MoreFixes {
	return ({ rule }, view) => (kinds[rule] ?? []).flatMap((kind) => kind(view, syntax));
}
