/** Findings about the other side stand on its name, or on the local one where that is not written. */
import type { Finding } from '../../finding.ts';
import { fix, report, type Reported } from '../reportFinding.ts';
import type { RuleId } from '../rules.ts';
import type { ModuleView, Counterpart } from './moduleView.ts';

export function onCounterpart(
	rule: RuleId,
	view: ModuleView,
	message: string,
	rest: Omit<Reported, 'message'> = {},
): Finding {
	const { target, local } = view.bound.linkname;
	return report(rule, view.facts, (target ?? local).span, { message, target: view.symbol, ...rest });
}

export function related(side: Counterpart, message: string): NonNullable<Finding['related']> {
	return [{ file: side.path, span: side.span, message }];
}

/** "Did you mean": the target rewritten, the likeliest first. */
export function renames({ bound, facts }: ModuleView, suggestions: readonly string[]) {
	const { target } = bound.linkname;
	if (!target) return [];
	return suggestions.map((name, at) =>
		fix(facts, `Change to ${name}`, 'choice', [{ span: target.span, newText: name }], at === 0),
	);
}
