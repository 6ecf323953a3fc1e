import type { RefusedWhy } from '../../linker/verdict.ts';
import type { Finding } from '../../finding.ts';
import type { Span } from '../../text/span.ts';
import { type RuleId, rules } from '../rules.ts';
import { refusedReason } from '../targets/phrases.ts';
import type { ReportContext } from './dependencyRefused.ts';

/** An operand in the user's own assembly. It is refused even when nothing calls the function that it stands in. */
export interface AssemblyOperand {
	readonly symbol: string;
	readonly why: RefusedWhy;
	readonly allowed: readonly string[] | undefined;
}

export function operandRefused(
	{ symbol, why, allowed }: AssemblyOperand,
	{ file, span }: { readonly file: string; readonly span: Span },
	{ go, checkDisabledBy }: ReportContext,
): Finding {
	const rule: RuleId = 'linkname-refused';
	const reason = refusedReason(why, allowed);
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
