import type { Finding } from '../../finding.ts';
import type { LinksWhy } from '../../linker/verdict.ts';
import { linksReasons, refusedReason } from './phrases.ts';
import { onTarget } from './targetReport.ts';
import { shortGo, type TargetView } from './targetView.ts';

const holes: readonly LinksWhy[] = ['receiver-mentioned', 'larger-variable', 'unresolved'];

/** It builds, but only through a hole in the linker's check, which the next edit or the next Go may close. */
export function linknameAccidental(view: TargetView): Finding[] {
	const { verdict, symbol, context, bound, checkDisabledBy } = view;
	if (checkDisabledBy !== undefined) return [];
	const local = bound.linkname.local.text;
	if (verdict.state === 'links') {
		if (!holes.includes(verdict.why)) return [];
		return [onTarget('linkname-accidental', view, `${symbol} links only because ${linksReasons[verdict.why]}`)];
	}
	if (view.use === 'used' || bound.declaration?.item.kind !== 'func') return [];
	if (verdict.state === 'refused' && verdict.sure) {
		const reason = refusedReason(verdict.why, verdict.allowed);
		if (view.use === 'exported' || view.use === 'elsewhere') {
			const text = `${symbol} links only because no function of this package calls ${local}: the ${shortGo(context)} linker refuses it (${reason})`;
			return [onTarget('linkname-accidental', view, text)];
		}
		const text = `This builds only because nothing calls ${local}: the ${shortGo(context)} linker refuses ${symbol} (${reason})`;
		return [onTarget('linkname-accidental', view, text)];
	}
	if (verdict.state === 'undefined' && verdict.sure) {
		const text = `This builds only because nothing calls ${local}: ${symbol} does not exist in ${shortGo(context)}`;
		return [onTarget('linkname-accidental', view, text)];
	}
	return [];
}
