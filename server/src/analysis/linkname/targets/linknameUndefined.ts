import type { Finding, Fix } from '../../finding.ts';
import { fix } from '../reportFinding.ts';
import { sinceWhen } from './versionStatus.ts';
import { undefinedReason } from './phrases.ts';
import { onTarget } from './targetReport.ts';
import { shortGo, type TargetView } from './targetView.ts';

/**
 * A function that is pulled and called, and that nothing defines: `relocation target runtime.noSuch not defined`. A
 * function that nobody calls makes no reference, and builds.
 */
export function linknameUndefined(view: TargetView): Finding[] {
	const { verdict, use, symbol, context, suggestions, bound, declaredAs } = view;
	const isCalled = use === 'used' || use === 'elsewhere';
	if (verdict.state === 'left-out' && isCalled && bound.declaration?.item.kind === 'func') {
		return [
			onTarget(
				'linkname-undefined',
				view,
				`Nothing in this program imports ${verdict.importPath}, so ${symbol} is not there`,
			),
		];
	}
	if (verdict.state !== 'undefined' || !verdict.sure || !isCalled) return [];
	const gone = verdict.why === 'absent' ? sinceWhen('absent', context.minor, view) : undefined;
	const [meant] = suggestions;
	const hint = gone ? `; it is gone since ${shortGo(gone)}` : meant ? `; did you mean ${meant}?` : '';
	const said = `${undefinedReason(verdict.why, symbol, declaredAs)} in ${shortGo(context)}${hint}`;
	const text = gone?.minor === context.minor ? `${symbol} is gone since ${shortGo(gone)}` : said;
	return [onTarget('linkname-undefined', view, text, { fixes: renames(view) })];
}

function renames({ fitting, bound, facts }: TargetView): Fix[] {
	const { target } = bound.linkname;
	if (!target) return [];
	return fitting.map((name, at) =>
		fix(facts, `Change to ${name}`, 'choice', [{ span: target.span, newText: name }], at === 0),
	);
}
