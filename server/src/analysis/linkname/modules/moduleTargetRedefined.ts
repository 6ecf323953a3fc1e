import type { Finding } from '../../finding.ts';
import type { ModuleView } from './moduleView.ts';
import { onCounterpart, related } from './counterpartReport.ts';

/** Two definitions of one symbol in a program: `duplicated definition of symbol p.f`; of a method, two bodies side by side. */
export function moduleTargetRedefined(view: ModuleView): Finding[] {
	const { partner, symbol, bound } = view;
	const local = bound.linkname.local.text;
	if (partner.kind === 'received' && partner.rival) {
		const text = `${symbol} is pushed by ${partner.rival.importPath} as well, and a program contains both.`;
		return [
			onCounterpart('linkname-redefined', view, text, { related: related(partner.rival, 'Pushed here as well.') }),
		];
	}
	if (partner.kind !== 'clash') return [];
	const { side } = partner;
	if (partner.as === 'method') {
		const text = `${symbol} now has two bodies: calls from this package run ${local}, all others the original.`;
		return [onCounterpart('linkname-split-method', view, text, { related: related(side, 'The original.') })];
	}
	const what = partner.as === 'function' ? 'a second body' : 'a second value';
	const text = `${symbol} is defined by ${side.importPath} already, and ${local} gives it ${what}.`;
	return [onCounterpart('linkname-redefined', view, text, { related: related(side, 'Defined here.') })];
}
