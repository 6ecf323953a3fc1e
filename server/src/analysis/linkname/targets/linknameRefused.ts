import type { Finding } from '../../finding.ts';
import { refusedReason, sinceText } from './phrases.ts';
import { onTarget } from './targetReport.ts';
import { shortGo, type TargetView } from './targetView.ts';

/**
 * A reference that the linker refuses: `invalid reference to runtime.sysmon`, without file and line. Functions that
 * nobody calls make no reference. With `-checklinkname=0` the linker refuses nothing: that is worth knowing, not wrong.
 */
export function linknameRefused(view: TargetView): Finding[] {
	const { verdict, use, symbol, context, checkDisabledBy } = view;
	if (verdict.state !== 'refused' || !verdict.sure) return [];
	if (use !== 'used' && view.bound.declaration?.item.kind === 'func') return [];
	const reason = refusedReason(verdict.why, verdict.allowed);
	if (checkDisabledBy !== undefined) {
		const text = `${symbol} links only with -checklinkname=0, which ${checkDisabledBy} sets: ${reason}${sinceText(view)}`;
		return [{ ...onTarget('linkname-refused', view, text), severity: 'information' }];
	}
	const fixes = [
		{
			title: 'Copy the build flag -ldflags=-checklinkname=0',
			safety: 'choice' as const,
			edits: [],
			action: { kind: 'copy' as const, text: '-ldflags=-checklinkname=0' },
		},
	];
	const text = `The ${shortGo(context)} linker refuses ${symbol}: ${reason}${sinceText(view)}`;
	return [onTarget('linkname-refused', view, text, { fixes })];
}
