import type { RefusedWhy, UndefinedWhy } from '../../linker/verdict.ts';
import type { Finding } from '../../finding.ts';
import type { Span } from '../../text/span.ts';
import { type RuleId, rules } from '../rules.ts';
import { refusedReason, undefinedReason } from '../targets/phrases.ts';
import type { ReportContext } from './dependencyRefused.ts';
import { ask, undefinedTarget } from './moduleTargetUndefined.ts';
import type { UndefinedTarget } from './moduleView.ts';

/** An operand in the user's own assembly with which no program links. */
export interface AssemblyOperand {
	readonly symbol: string;
	readonly verdict: /** Also when nothing calls the function that it stands in. */
		| { readonly state: 'refused'; readonly why: RefusedWhy; readonly allowed?: readonly string[] | undefined }
		/** `relocation target runtime.f not defined`: only what is called is looked up. */
		| { readonly state: 'undefined'; readonly why: UndefinedWhy };
}

/** An operand that names a symbol of the user's own packages, which nothing in the build defines. */
export interface MissingOperand {
	readonly symbol: string;
	readonly why: UndefinedTarget;
	/** Symbols that there are and that were probably meant, nearest first. */
	readonly suggestions: readonly string[];
}

export function missingOperand(
	{ symbol, why, suggestions }: MissingOperand,
	{ file, span }: { readonly file: string; readonly span: Span },
): Finding {
	const rule: RuleId = 'linkname-undefined';
	const message = ask(undefinedTarget(why, symbol), suggestions);
	return { rule, severity: rules[rule].severity, file, span, message, target: symbol, fixes: [] };
}

export function brokenOperand(
	{ symbol, verdict }: AssemblyOperand,
	{ file, span }: { readonly file: string; readonly span: Span },
	{ go, checkDisabledBy }: ReportContext,
): Finding {
	if (verdict.state === 'undefined') {
		const rule: RuleId = 'linkname-undefined';
		const message = `${undefinedReason(verdict.why, symbol, undefined)} in ${go}.`;
		return { rule, severity: rules[rule].severity, file, span, message, target: symbol, fixes: [] };
	}
	const rule: RuleId = 'linkname-refused';
	const reason = refusedReason(verdict.why, verdict.allowed);
	return {
		rule,
		severity: checkDisabledBy === undefined ? rules[rule].severity : 'information',
		file,
		span,
		message:
			checkDisabledBy === undefined
				? `The ${go} linker refuses ${symbol} to assembly too: ${reason}.`
				: `${symbol} links only with -checklinkname=0, which ${checkDisabledBy} sets: ${reason}.`,
		target: symbol,
		fixes: [],
	};
}
