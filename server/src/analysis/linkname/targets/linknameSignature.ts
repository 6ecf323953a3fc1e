import type { Finding } from '../../finding.ts';
import { onTarget } from './targetReport.ts';
import type { TargetView } from './targetView.ts';

/**
 * Parameters, results or a variable's type that differ from the target's declaration. Nothing in the toolchain asks: it
 * builds, and passes garbage. A difference that the registers of this machine hide is told as information.
 */
export function linknameSignature(view: TargetView): Finding[] {
	const { comparison, bound, symbol } = view;
	if (comparison?.verdict !== 'different') return [];
	// It links by accident: that is said first, and goes together with the call.
	if (view.verdict.state === 'refused' && view.use !== 'used' && bound.declaration?.item.kind === 'func') return [];
	const { declaration, linkname } = bound;
	const text = `${linkname.local.text} ${comparison.difference} (${symbol} is ${comparison.target})`;
	const finding = onTarget('linkname-signature', view, text, {
		...(declaration && {
			related: [
				{ file: declaration.facts.path, span: declaration.item.nameSpan, message: `Declared as ${comparison.local}.` },
			],
		}),
	});
	return [comparison.harm === 'none' ? { ...finding, severity: 'information' } : finding];
}
