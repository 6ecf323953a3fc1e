import { type LocatedNode, meaningAt } from '../../syntax/declarations.ts';
import { isConstantExpression } from '../../syntax/constantNodes.ts';
import { argumentsOf, calleeOf } from '../../syntax/expressions.ts';
import type { SyntaxNode, SyntaxTable } from '../../syntax/syntaxTable.ts';
import type { TextEdit } from '../../text/textEdit.ts';
import { basicTypeOf } from './exactTypes.ts';
import type { FixCandidate, FixContext } from './fixCandidate.ts';
import { qualifierAt, rewriteFile } from './rewriteFile.ts';

/**
 * `fmt.Sprintf` of strings and integers is a concatenation: `host + ":" + strconv.Itoa(port)`. Types of their own may print
 * themselves, so the arguments have predeclared ones; one that is not known here is given to strconv.Itoa, where the
 * compiler takes no type but int.
 */
export function formatText(context: FixContext): FixCandidate | undefined {
	const { hint, table, declarations } = context;
	if (hint.class !== 'interface-boxing') return undefined;
	const call = callAround(table, table.at(hint.span.start), /\.Sprintf$/);
	if (call === undefined) return undefined;
	const fmt = meaningAt(declarations, { table, node: call + 2 }, table.textOf(call + 2));
	if (fmt?.kind !== 'package' || fmt.path !== 'fmt') return undefined;
	const [format, ...values] = argumentsOf(table, call);
	const pieces = format === undefined ? undefined : piecesOf(table.textOf(format));
	if (!pieces || values.some((value) => table.kind(value) === 'variadic_argument')) return undefined;
	if (pieces.filter((piece) => piece.startsWith('%')).length !== values.length) return undefined;

	const strconv = qualifierAt(context, call, 'strconv');
	const parts: string[] = [];
	// The text that Sprintf makes, and the strings that it boxes; a number is an allocation on both sides, but constant ones are boxed for nothing.
	let saved = 1;
	for (const piece of pieces) {
		const value = piece.startsWith('%') ? values.shift() : undefined;
		const part = value === undefined ? piece : formatted(context, { table, node: value }, piece, strconv.name);
		if (part === undefined) return undefined;
		parts.push(part);
		if (value === undefined) continue;
		const isConstant = isConstantExpression(declarations, { table, node: value }) !== 'no';
		if (part === table.textOf(value)) saved += isConstant ? 0 : 1;
		else if (isConstant) saved--;
	}
	const text = parts.join(' + ');
	const last = argumentsOf(table, call).at(-1) ?? call;
	const isKnown = basicTypeOf(declarations, { table, node: last }) !== 'unknown';
	const appended = isKnown ? appendedNumber(table, call, text) : undefined;
	if (appended) {
		const { edits } = rewriteFile(context, [appended], [strconv]);
		return { title: `Replace by ${appended.newText.split('(', 1)[0]}`, edits, proof: { kind: 'gone' } };
	}
	if (parts.length > 1 && !isWholeOperand(table, call)) return undefined;
	if (saved <= (parts.length > 1 ? 1 : 0)) return undefined;
	const uses = parts.some((part) => part.startsWith(`${strconv.name}.`));
	const span = { start: table.start(call), end: table.end(call) };
	const { edits, places } = rewriteFile(context, [{ span, newText: text }], uses ? [strconv] : []);
	return {
		title: text.length <= 60 && !text.includes('\n') ? `Replace by ${text}` : 'Replace by a concatenation',
		edits,
		proof: parts.length > 1 ? { kind: 'replaced', places, sure: 1 } : { kind: 'gone' },
	};
}

/** The innermost call around a node whose callee is a selector that matches, in the same statement. */
export function callAround(table: SyntaxTable, node: SyntaxNode, callee: RegExp): SyntaxNode | undefined {
	for (let at = node; at > 0 && !/_statement$|^func_literal$/.test(table.kind(at)); at = table.parent(at)) {
		if (table.kind(at) !== 'call_expression' || table.kind(at + 1) !== 'selector_expression') continue;
		if (callee.test(table.textOf(at + 1))) return at;
	}
	return undefined;
}

/** `"a"`, `%s`: the text between verbs, quoted as the format is, and the verbs; undefined where there is anything else. */
function piecesOf(format: string): string[] | undefined {
	const quote = format.charAt(0);
	if (!/^(?:"[^]*"|`[^]*`)$/.test(format)) return undefined;
	const pieces: string[] = [];
	let text = '';
	const close = () => {
		if (text !== '') pieces.push(quote + text + quote);
		text = '';
	};
	for (const [piece] of format.slice(1, -1).matchAll(/%%|%[dsv]|%|\\[^]|[^%\\]+/g)) {
		if (piece === '%') return undefined;
		if (piece === '%%') text += '%';
		else if (piece.startsWith('%')) {
			close();
			pieces.push(piece);
		} else text += piece;
	}
	close();
	return pieces.length === 0 || !pieces.some((piece) => piece.startsWith('%')) ? undefined : pieces;
}

/** The text of a value as the verb prints it. */
function formatted(
	{ declarations }: FixContext,
	value: LocatedNode,
	verb: string,
	strconv: string,
): string | undefined {
	const text = value.table.textOf(value.node);
	const type = basicTypeOf(declarations, value);
	if (type === 'string') return verb === '%d' ? undefined : text;
	if (verb === '%s') return undefined;
	if (type === 'int' || type === 'unknown') return `${strconv}.Itoa(${text})`;
	const found = /^(?:(u)?int(?:8|16|32|64|ptr)?|rune|(byte))$/.exec(type);
	if (!found) return undefined;
	const isUnsigned = found[1] !== undefined || found[2] !== undefined;
	const wide = isUnsigned ? 'uint64' : 'int64';
	if (meaningAt(declarations, value, wide)) return undefined;
	return `${strconv}.Format${isUnsigned ? 'Uint' : 'Int'}(${type === wide ? text : `${wide}(${text})`}, 10)`;
}

/** `append(b, fmt.Sprintf("%d", n)...)`, which strconv.AppendInt does without a string. */
function appendedNumber(table: SyntaxTable, call: SyntaxNode, text: string): TextEdit | undefined {
	const spread = table.parent(call);
	const append = table.parent(table.parent(spread));
	const [, strconv, kind, number] =
		/^([\p{L}\p{N}_]+)\.(?:Format(Int|Uint)\((.*), 10\)|Itoa\(.*\))$/su.exec(text) ?? [];
	if (table.kind(spread) !== 'variadic_argument' || strconv === undefined) return undefined;
	const [slice, , ...more] = argumentsOf(table, append);
	if (calleeOf(table, append) !== 'append' || slice === undefined || more.length > 0) return undefined;
	const value = number ?? `int64(${text.slice(text.indexOf('(') + 1, -1)})`;
	const newText = `${strconv}.Append${kind ?? 'Int'}(${table.textOf(slice)}, ${value}, 10)`;
	return { span: { start: table.start(append), end: table.end(append) }, newText };
}

/** A concatenation may stand there without parentheses. */
function isWholeOperand(table: SyntaxTable, call: SyntaxNode): boolean {
	const parent = table.parent(call);
	if (table.kind(parent) === 'binary_expression') return table.textOf(table.children(parent)[1] ?? parent) === '+';
	return /^(?:argument_list|expression_list|parenthesized_expression|literal_element|send_statement)$/.test(
		table.kind(parent),
	);
}
