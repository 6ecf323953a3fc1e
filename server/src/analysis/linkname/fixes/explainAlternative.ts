import type { Fix } from '../../finding.ts';
import { goMinor } from '../goMinor.ts';
import { alternativeName } from '../targets/alternative.ts';
import type { TargetView } from '../targets/targetView.ts';
import { gateByVersion } from './gateByVersion.ts';
import { replacePull } from './replacePull.ts';

const page = 'https://github.com/linkscape/linkscape/blob/main/docs/alternatives.md';

/** Where no edit does it, be it because this declaration has other types, a page that says what to use instead. */
export function explainAlternative(view: TargetView): Fix[] {
	const { alternative, symbol } = view;
	if (
		!alternative ||
		(alternative.expr !== undefined && (replacePull(view).length > 0 || gateByVersion(view).length > 0))
	)
		return [];
	const target = `${page}#${headingAnchor(headingOf(symbol))}`;
	const since =
		alternative.expr === undefined || (goMinor(alternative.since) ?? 0) < 18 ? '' : ` (go${alternative.since})`;
	return [
		{
			title: `Open the page about the alternative: ${alternativeName(alternative)}${since}`,
			safety: 'choice',
			edits: [],
			action: { kind: 'open', target },
		},
	];
}

/** Symbols that differ in case only, as time.now and time.Now, would share an anchor. */
export function headingOf(symbol: string): string {
	return /\.[A-Z]\w*$/.test(symbol) ? `${symbol} (exported)` : symbol;
}

/** The fragment that GitHub gives to a heading: lower case, blanks to dashes, punctuation gone. */
export function headingAnchor(heading: string): string {
	return heading
		.toLowerCase()
		.replace(/[^\p{L}\p{N}_ -]/gu, '')
		.replaceAll(' ', '-');
}
