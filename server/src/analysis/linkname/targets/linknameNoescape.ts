import { parseSignature } from '../../signature/parseType.ts';
import type { TypeExpression } from '../../signature/typeExpression.ts';
import type { Finding, Fix } from '../../finding.ts';
import { spanText } from '../../text/span.ts';
import { declarationBelow } from '../attachment.ts';
import { insertAbove } from '../lineEdits.ts';
import { fix, report } from '../reportFinding.ts';
import type { TargetView } from './targetView.ts';

/**
 * Without `//go:noescape` the compiler takes it that a function without a body lets its arguments escape, so that every
 * caller's variable moves to the heap. The fix is offered only where the target itself is declared that way.
 */
export function linknameNoescape(view: TargetView): Finding[] {
	const { bound, facts, verdict, use } = view;
	const { declaration, form, linkname } = bound;
	if (form !== 'pull' || verdict.state !== 'links' || use !== 'used') return [];
	if (declaration?.item.kind !== 'func' || declaration.item.body || declaration.facts !== facts) return [];
	const { item } = declaration;
	const { parameters } = parseSignature(spanText(facts.file.text, item.signature));
	if (!parameters.some(({ type }) => isPointer(type))) return [];
	const noescape = facts.directives.some(
		(directive) => directive.verb.text === 'noescape' && declarationBelow(facts.file, directive) === item,
	);
	if (noescape) return [];
	const fixes: Fix[] = view.definition?.noescape
		? [
				fix(facts, 'Add //go:noescape, as the target has it', 'choice', [
					insertAbove(facts.file, item.span, '//go:noescape'),
				]),
			]
		: [];
	return [
		report('linkname-noescape', facts, item.nameSpan, {
			message: `Without //go:noescape, every pointer passed to ${linkname.local.text} escapes.`,
			target: view.symbol,
			fixes,
		}),
	];
}

/** Certainly a pointer to something of the caller's: what a named type stands for is not followed. */
function isPointer(type: TypeExpression): boolean {
	return type.kind === 'pointer' || type.kind === 'slice' || (type.kind === 'name' && type.qualifier === 'unsafe');
}
