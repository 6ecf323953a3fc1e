/**
 * The rules about what a directive binds to. One table, in the order of precedence: what breaks the build or the program
 * comes first, and then nothing else is reported; advice is given once.
 */
import type { Finding, Fix } from '../../finding.ts';
import { linknameAccidental } from './linknameAccidental.ts';
import { linknameAlternative } from './linknameAlternative.ts';
import { linknameNoescape } from './linknameNoescape.ts';
import { linknamePrivate } from './linknamePrivate.ts';
import { linknameRedefined } from './linknameRedefined.ts';
import { linknameRefused } from './linknameRefused.ts';
import { linknameSignature } from './linknameSignature.ts';
import { linknameSplitMethod } from './linknameSplitMethod.ts';
import { linknameUndefined } from './linknameUndefined.ts';
import { linknameUnused } from './linknameUnused.ts';
import { linknameVersionDrift } from './linknameVersionDrift.ts';
import { linknameZeroVariable } from './linknameZeroVariable.ts';
import type { RulesOf } from '../rules.ts';
import type { TargetView } from './targetView.ts';

type TargetRule = (view: TargetView) => Finding[];

const targetRules: Readonly<Record<RulesOf<'target'>, TargetRule>> = {
	'linkname-undefined': linknameUndefined,
	'linkname-refused': linknameRefused,
	'linkname-zero-variable': linknameZeroVariable,
	'linkname-redefined': linknameRedefined,
	'linkname-split-method': linknameSplitMethod,
	'linkname-signature': linknameSignature,
	'linkname-accidental': linknameAccidental,
	'linkname-version-drift': linknameVersionDrift,
	'linkname-unused': linknameUnused,
	'linkname-alternative': linknameAlternative,
	'linkname-private': linknamePrivate,
	'linkname-noescape': linknameNoescape,
};

/** The first of these that finds something is the only one; when that is an error, nothing else is reported. */
const faults = [
	'linkname-undefined',
	'linkname-refused',
	'linkname-zero-variable',
	'linkname-redefined',
	'linkname-split-method',
	'linkname-signature',
] as const;

/** For a directive that builds: of each group the first that finds something. */
const advice: readonly (readonly Exclude<RulesOf<'target'>, (typeof faults)[number]>[])[] = [
	['linkname-accidental', 'linkname-version-drift', 'linkname-unused', 'linkname-alternative', 'linkname-private'],
	['linkname-unused'],
	['linkname-alternative'],
	['linkname-noescape'],
];

/** More fixes for a finding, from whoever can rewrite the code around the directive. */
export type MoreFixes = (finding: Finding, view: TargetView) => readonly Fix[];

const noMoreFixes: MoreFixes = () => [];

/** The findings about the target of one directive. */
export function checkTarget(view: TargetView, moreFixes: MoreFixes = noMoreFixes): Finding[] {
	const fault = firstOf(faults, view);
	const broken = fault.some(({ severity }) => severity === 'error');
	const found = broken ? fault : [...fault, ...adviceOn(view)];
	return found.map((finding) => withMoreFixes(finding, () => moreFixes(finding, view)));
}

/** Findings are made at every keystroke, fixes are looked at rarely, and some of them read the whole package: made when asked for. */
function withMoreFixes(finding: Finding, more: () => readonly Fix[]): Finding {
	let fixes: readonly Fix[] | undefined;
	return {
		...finding,
		get fixes() {
			return (fixes ??= [...more(), ...finding.fixes]);
		},
	};
}

function adviceOn(view: TargetView): Finding[] {
	const found = new Map<string, Finding>();
	for (const group of advice) for (const finding of firstOf(group, view)) found.set(finding.rule, finding);
	// Nobody needs an alternative for what can simply go.
	if (found.has('linkname-unused')) found.delete('linkname-alternative');
	return [...found.values()];
}

function firstOf(ids: readonly RulesOf<'target'>[], view: TargetView): Finding[] {
	for (const id of ids) {
		const found = targetRules[id](view);
		if (found.length > 0) return found;
	}
	return [];
}
