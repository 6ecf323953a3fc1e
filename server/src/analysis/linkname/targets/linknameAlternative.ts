import type { Finding } from '../../finding.ts';
import { goMinor } from '../goMinor.ts';
import { alternativeName, isPublic, isUsable } from './alternative.ts';
import { onTarget } from './targetReport.ts';
import type { TargetView } from './targetView.ts';

/** The target has a public counterpart that the module's `go` line allows. */
export function linknameAlternative(view: TargetView): Finding[] {
	const { alternative, index, symbol, verdict } = view;
	if (!alternative || !isUsable(alternative, index.goVersion)) return [];
	if (verdict.state === 'clash' || verdict.state === 'free') return [];
	const minor = goMinor(alternative.since) ?? 0;
	const since = minor >= 18 ? ` (since go1.${minor})` : '';
	const text = isPublic(symbol)
		? `${symbol} is public${since}: it can be called without a pull`
		: `${symbol} is private; use ${alternativeName(alternative)}${since}`;
	return [onTarget('linkname-alternative', view, text, { inLens: verdict.state === 'links' })];
}
