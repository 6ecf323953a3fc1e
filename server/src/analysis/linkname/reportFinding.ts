/** How a rule speaks: a finding with the severity of the rule table. */
import type { FileEdit, Finding, Fix } from '../finding.ts';
import type { Span } from '../text/span.ts';
import type { TextEdit } from '../text/textEdit.ts';
import type { FileFacts } from './fileFacts.ts';
import { type RuleId, rules } from './rules.ts';

export interface Reported extends Pick<Finding, 'message'> {
	readonly target?: string | undefined;
	readonly related?: Finding['related'];
	readonly fixes?: readonly Fix[];
	readonly inLens?: boolean;
}

export function report(
	rule: RuleId,
	facts: FileFacts,
	span: Span,
	{ message, target, related, ...said }: Reported,
): Finding {
	return {
		rule,
		severity: rules[rule].severity,
		file: facts.path,
		span,
		message: shorten(message),
		fixes: [],
		...said,
		...(target === undefined ? {} : { target }),
		...(related === undefined ? {} : { related }),
	};
}

/** A fix of the finding's own file. `preferred` is what an editor offers first. */
export function fix(
	facts: FileFacts,
	title: string,
	safety: Fix['safety'],
	edits: readonly TextEdit[],
	preferred = true,
): Fix {
	const change: FileEdit = { kind: 'change', file: facts.path, edits };
	return { title: shorten(title), safety, preferred, edits: [change] };
}

/** A name may be 100 kB long, a sentence may not. */
function shorten(sentence: string): string {
	return sentence.replace(/\S{120,}/g, (name) => `${name.slice(0, 60)}…`);
}
