import type { Fix } from '../../finding.ts';
import { alternativeName, isPublic } from '../targets/alternative.ts';
import type { TargetView } from '../targets/targetView.ts';

const page = 'https://github.com/linkscape/linkscape/blob/main/docs/alternatives.md';

/** Where no edit does it, a page that says what to use instead. */
export function explainAlternative({ alternative, symbol }: TargetView): Fix[] {
	if (!alternative || alternative.expr !== undefined) return [];
	const target = `${page}#${headingAnchor(headingOf(symbol))}`;
	return [
		{
			title: `Read what to use instead: ${alternativeName(alternative)}`,
			safety: 'choice',
			edits: [],
			action: { kind: 'open', target },
		},
	];
}

/** Symbols that differ in case only, as time.now and time.Now, would share an anchor. */
export function headingOf(symbol: string): string {
	return isPublic(symbol) ? `${symbol} (exported)` : symbol;
}

/** The fragment that GitHub gives to a heading: lower case, blanks to dashes, punctuation gone. */
export function headingAnchor(heading: string): string {
	return heading
		.toLowerCase()
		.replace(/[^\p{L}\p{N}_ -]/gu, '')
		.replaceAll(' ', '-');
}
