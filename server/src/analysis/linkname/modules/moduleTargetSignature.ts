import type { Finding } from '../../finding.ts';
import type { ModuleView } from './moduleView.ts';
import { onCounterpart, related } from './counterpartReport.ts';

/** Both sides are declared with Go types, and nothing in the toolchain compares them. */
export function moduleTargetSignature(view: ModuleView): Finding[] {
	const { partner, bound, symbol } = view;
	if ((partner.kind !== 'defined' && partner.kind !== 'received') || partner.comparison?.verdict !== 'different')
		return [];
	const { comparison, side } = partner;
	const local = bound.linkname.local.text;
	const text =
		partner.kind === 'defined'
			? `${local} ${comparison.difference} (${symbol} is ${comparison.target}).`
			: `${local} is ${comparison.target}, but ${side.importPath} calls it as ${comparison.local}: that ${comparison.difference}.`;
	const finding = onCounterpart('linkname-signature', view, text, {
		related: related(
			side,
			partner.kind === 'defined' ? `Defined as ${comparison.target}.` : `Declared as ${comparison.local}.`,
		),
	});
	return [comparison.harm === 'none' ? { ...finding, severity: 'information' } : finding];
}
