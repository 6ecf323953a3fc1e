import type { Finding } from '../../finding.ts';
import { onTarget } from './targetReport.ts';
import type { TargetView } from './targetView.ts';

/**
 * A body pushed onto another package's method. When the pushing package mentions the receiver's type, both bodies stay in the
 * program (Go 1.22 to 1.27): direct calls and interface tables compiled here run the pushed one, all others the original.
 */
export function linknameSplitMethod(view: TargetView): Finding[] {
	const { verdict, symbol, bound } = view;
	if (verdict.state !== 'clash' || verdict.with !== 'method') return [];
	const local = bound.linkname.local.text;
	const text = `${symbol} now has two bodies: calls from this package run ${local}, all others the original`;
	return [onTarget('linkname-split-method', view, text)];
}
