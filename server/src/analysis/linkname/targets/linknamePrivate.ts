import type { Finding } from '../../finding.ts';
import { isPublic } from './alternative.ts';
import { linksReasons, refusedReason } from './phrases.ts';
import { onTarget } from './targetReport.ts';
import { shortGo, type TargetView } from './targetView.ts';

/** It links today, and nobody promised that it will tomorrow. */
export function linknamePrivate(view: TargetView): Finding[] {
	const { verdict, symbol, context, checkDisabledBy } = view;
	if (checkDisabledBy !== undefined && verdict.state === 'refused') return [];
	if (verdict.state === 'refused' && !verdict.sure) {
		const reason = refusedReason(verdict.why, verdict.allowed);
		const text = `The ${shortGo(context)} linker may refuse ${symbol}, depending on what else this package uses: ${reason}`;
		return [onTarget('linkname-private', view, text)];
	}
	if (verdict.state !== 'links' || isPublic(symbol)) return [];
	if (verdict.why === 'receiver-mentioned' || verdict.why === 'larger-variable' || verdict.why === 'unresolved')
		return [];
	const text = `${symbol} is private: it links with ${shortGo(context)} because ${linksReasons[verdict.why]}`;
	return [onTarget('linkname-private', view, text, { inLens: true })];
}
