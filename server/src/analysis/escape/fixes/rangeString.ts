import { conversionOperand, isConversion } from '../../syntax/expressions.ts';
import type { FixCandidate, FixContext } from './fixCandidate.ts';

/** `range []rune(s)` copies what a range over s itself yields one by one; only the index is another: that of a byte. */
export function rangeString({ hint, table }: FixContext): FixCandidate | undefined {
	if (hint.class !== 'string-conversion') return undefined;
	let clause = table.at(hint.span.start);
	while (clause > 0 && !/_statement$|^(?:func_literal|range_clause)$/.test(table.kind(clause)))
		clause = table.parent(clause);
	if (table.kind(clause) !== 'range_clause') return undefined;
	const conversion = table.children(clause).at(-1);
	if (conversion === undefined || !isConversion(table, conversion)) return undefined;
	const operand = conversionOperand(table, conversion);
	if (operand === undefined || isConversion(table, operand) || !/^\[\](?:rune|int32)\(/.test(table.textOf(conversion)))
		return undefined;
	const text = table.textOf(operand);
	// `range T{}.s {` would be read as a loop over T.
	if (!/^(?:for )?(?:_, [\p{L}\p{N}_]+ (?::=|=) )?range /u.test(table.textOf(clause)) || /[{}\n]/.test(text))
		return undefined;
	return {
		title: `Range over ${text.length > 40 ? 'the string' : text} itself`,
		edits: [{ span: { start: table.start(conversion), end: table.end(conversion) }, newText: text }],
		proof: { kind: 'gone' },
	};
}
