import type { Finding } from '../../finding.ts';
import { sinceWhen } from './versionStatus.ts';
import { onTarget } from './targetReport.ts';
import { shortGo, type TargetView } from './targetView.ts';

/** A pulled variable that nothing defines links without a word, as a new variable that stays zero. */
export function linknameZeroVariable(view: TargetView): Finding[] {
	const { verdict, symbol, context, bound } = view;
	const stays = `${bound.linkname.local.text} is a new variable that stays zero`;
	if (verdict.state === 'left-out' && bound.declaration?.item.kind === 'var') {
		return [
			onTarget('linkname-zero-variable', view, `Nothing in this program imports ${verdict.importPath}: ${stays}`),
		];
	}
	if (verdict.state !== 'zero-variable' || !verdict.sure) return [];
	const gone = verdict.why === 'absent' ? sinceWhen('absent', context.minor, view) : undefined;
	const what =
		verdict.why === 'function'
			? `${symbol} is a function`
			: `${symbol} does not exist in ${shortGo(context)}${gone ? ` (gone since ${shortGo(gone)})` : ''}`;
	return [onTarget('linkname-zero-variable', view, `${what}: ${stays}`)];
}
