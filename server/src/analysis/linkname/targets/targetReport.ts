/** Findings on a target stand on its name. */
import type { Finding } from '../../finding.ts';
import { report, type Reported } from '../reportFinding.ts';
import type { RuleId } from '../rules.ts';
import { sentence } from './phrases.ts';
import type { TargetView } from './targetView.ts';

/** @param text one sentence without its full stop, or a question with its mark */
export function onTarget(rule: RuleId, view: TargetView, text: string, rest: Omit<Reported, 'message'> = {}): Finding {
	const { linkname } = view.bound;
	const span = linkname.target?.span ?? linkname.local.span;
	return report(rule, view.facts, span, { message: sentence(text, view.context), target: view.symbol, ...rest });
}
