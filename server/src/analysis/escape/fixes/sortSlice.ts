import { meaningAt } from '../../syntax/declarations.ts';
import { argumentsOf } from '../../syntax/expressions.ts';
import { underlying } from '../../syntax/goTypes.ts';
import { typeOf } from '../../syntax/inferNodeType.ts';
import type { SyntaxNode, SyntaxTable } from '../../syntax/syntaxTable.ts';
import { basicTypeOf, spell } from './exactTypes.ts';
import type { FixCandidate, FixContext } from './fixCandidate.ts';
import { callAround } from './formatText.ts';
import { qualifierAt, rewriteFile } from './rewriteFile.ts';

/**
 * `sort.Slice` puts the slice into an interface and makes a function that swaps; `slices.SortFunc` needs neither, and runs the
 * same algorithm (both are made from one template in the Go tree), so that equal elements end up in the same order. Only
 * where the elements are compared by one integer or string: floats have NaN, which cmp.Compare puts first.
 */
export function sortSlice(context: FixContext): FixCandidate | undefined {
	const { hint, table, declarations, languageMinor } = context;
	if (hint.class !== 'interface-boxing' || languageMinor < 21) return undefined;
	const call = callAround(table, table.at(hint.span.start), /\.Slice(?:Stable)?$/);
	if (call === undefined) return undefined;
	const sort = meaningAt(declarations, { table, node: call + 2 }, table.textOf(call + 2));
	const [slice, literal, ...rest] = argumentsOf(table, call);
	if (sort?.kind !== 'package' || sort.path !== 'sort' || rest.length > 0) return undefined;
	if (slice === undefined || literal === undefined) return undefined;
	const name = table.textOf(slice);
	if (!/^[\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}\p{N}_]+)*$/u.test(name)) return undefined;
	const less = comparison(table, literal, name);
	const type = typeOf(declarations, { table, node: slice });
	const made = type && underlying(declarations, type);
	if (!less || made?.kind !== 'slice') return undefined;
	const element = spell(table, made.of);
	if (element === undefined) return undefined;
	if (!/^(?:u?int(?:8|16|32|64|ptr)?|rune|byte|string)$/.test(basicTypeOf(declarations, { table, node: less.key }))) {
		return undefined;
	}
	const isStable = table.textOf(call + 1).endsWith('Stable');
	const slices = qualifierAt(context, call, 'slices');
	const cmp = qualifierAt(context, call, 'cmp');
	const isPlain = less.member === '' && !less.descending;
	const [first, second] = less.descending ? ['b', 'a'] : ['a', 'b'];
	const compared = `${cmp.name}.Compare(${first}${less.member}, ${second}${less.member})`;
	const newText = isPlain
		? `${slices.name}.Sort(${name})`
		: `${slices.name}.Sort${isStable ? 'Stable' : ''}Func(${name}, func(a, b ${element}) int { return ${compared} })`;
	if (!isPlain && [slices.name, cmp.name].some((each) => each === 'a' || each === 'b')) return undefined;
	const span = { start: table.start(call), end: table.end(call) };
	const { edits } = rewriteFile(context, [{ span, newText }], isPlain ? [slices] : [cmp, slices]);
	return {
		title: `Replace by ${newText.slice(0, newText.indexOf('('))}`,
		edits,
		proof: { kind: 'gone' },
	};
}

interface Comparison {
	/** An element's `.a.b`, or the element itself. */
	readonly member: string;
	readonly key: SyntaxNode;
	readonly descending: boolean;
}

/** `func(i, j int) bool { return xs[i].a < xs[j].a }` */
function comparison(table: SyntaxTable, literal: SyntaxNode, slice: string): Comparison | undefined {
	if (table.kind(literal) !== 'func_literal') return undefined;
	const signature = /^func\(([\p{L}\p{N}_]+), ([\p{L}\p{N}_]+) int\) bool \{/u.exec(table.textOf(literal));
	const body = table.children(literal).at(-1) ?? literal;
	const found: SyntaxNode[] = [];
	for (let node = body; node < table.last(body); node++) {
		if (/_statement$/.test(table.kind(node))) found.push(node);
	}
	const [statement, ...others] = found;
	if (!signature || statement === undefined || others.length > 0 || table.kind(statement) !== 'return_statement') {
		return undefined;
	}
	const list = table.children(statement)[1] ?? statement;
	const [expression, ...more] = table.children(list);
	if (expression === undefined || more.length > 0 || table.kind(expression) !== 'binary_expression') return undefined;
	const [left, operator, right] = table.children(expression);
	if (left === undefined || operator === undefined || right === undefined) return undefined;
	const sign = table.textOf(operator);
	if (sign !== '<' && sign !== '>') return undefined;
	const [, i = '', j = ''] = signature;
	const [one, other] = [left, right].map((side) => memberOf(table.textOf(side), slice));
	if (!one || !other || one.member !== other.member) return undefined;
	if (one.index === i && other.index === j) return { member: one.member, key: left, descending: sign === '>' };
	if (one.index === j && other.index === i) return { member: one.member, key: left, descending: sign === '<' };
	return undefined;
}

function memberOf(text: string, slice: string): { readonly index: string; readonly member: string } | undefined {
	if (!text.startsWith(`${slice}[`)) return undefined;
	const [, index, member] = /^\[([\p{L}\p{N}_]+)\]((?:\.[\p{L}\p{N}_]+)*)$/u.exec(text.slice(slice.length)) ?? [];
	return index === undefined || member === undefined ? undefined : { index, member };
}
