/** From the compiler's one position to the span that a reader would underline. */
import type { Span } from '../text/span.ts';
import { compilerOffset, isConversion, nodesAtCompilerOffset } from './expressions.ts';
import type { SyntaxNode, SyntaxTable } from './syntaxTable.ts';

/** The expression of the source that a compiler message is about. */
export interface Subject {
	/** Not empty, unless the text is. UTF-16 offsets. */
	readonly span: Span;
	/**
	 * The node, when its text is what the compiler printed. `undefined` when the message is about code that was inlined
	 * from elsewhere, or when the text around it cannot be parsed.
	 */
	readonly node: SyntaxNode | undefined;
	/** Where the compiler reported it. */
	readonly offset: number;
	/** The innermost node at the position, whether its text fits or not; `undefined` where the text cannot be parsed. */
	readonly place: SyntaxNode | undefined;
}

/** Finds what the compiler means by `subject` (`&T{...}`, `make([]int, n)`, `x`) at an offset. */
export function subjectAt(table: SyntaxTable, offset: number, subject: string): Subject {
	const nodes = nodesAtCompilerOffset(table, offset);
	const innermost = nodes[0];
	if (innermost === undefined || table.broken(statementAround(table, innermost))) {
		return { span: wordAt(table.text, offset), offset, node: undefined, place: undefined };
	}
	const node =
		nodes.find((each) => prints(table, each, subject)) ??
		conversionLike(table, nodes, subject) ??
		inLoopBody(table, innermost, subject);
	return { span: readable(table, node ?? innermost), offset, node, place: innermost };
}

/**
 * The offset that the compiler would report for `subject` in a line, where it reports no column: for columns over 255, and behind
 * `//line` directives without one. The first of several; undefined for what does not stand there, as inlined code does not.
 *
 * @param line its span, without the line end
 */
export function offsetInLine(table: SyntaxTable, line: Span, subject: string): number | undefined {
	const first = table.at(line.start);
	for (let at = first; at > 0; at = table.parent(at)) {
		if (table.kind(at) === 'block') break;
		const offset = printedAt(table, at, line, subject);
		if (offset !== undefined) return offset;
	}
	for (let node = first + 1; node < table.count && table.start(node) < line.end; node++) {
		const offset = printedAt(table, node, line, subject);
		if (offset !== undefined) return offset;
	}
	return undefined;
}

function printedAt(table: SyntaxTable, node: SyntaxNode, line: Span, subject: string): number | undefined {
	const offset = compilerOffset(table, node);
	if (offset === undefined || offset < line.start || offset >= line.end) return undefined;
	return prints(table, node, subject) ? offset : undefined;
}

/** The word, string or sign at an offset; never empty unless the text is. Needs no tree. */
export function wordAt(text: string, offset: number): Span {
	let start = Math.max(0, Math.min(offset, text.length - 1));
	while (start > 0 && /\s/.test(text.charAt(start))) start--;
	if (text.charAt(start) === '"') {
		const end = /^"(?:[^"\\\n]|\\.)*"?/.exec(text.slice(start, start + 1000))?.[0].length ?? 1;
		return { start, end: start + end };
	}
	const word = /^[\p{L}\p{N}_]+/u.exec(text.slice(start, start + 1000));
	if (word) {
		while (start > 0 && /[\p{L}\p{N}_]/u.test(text.charAt(start - 1))) start--;
		return { start, end: Math.max(start + 1, Math.min(offset, text.length - 1) + word[0].length) };
	}
	return { start, end: Math.min(text.length, start + 1) };
}

/**
 * True when the compiler would print the node as `subject`. It prints types in full (`interface {}`), bodies as `...`,
 * `[]byte(s)` as `([]byte)(s)` and no line breaks; what stands before the first bracket and the kind of the node decide.
 */
function prints(table: SyntaxTable, node: SyntaxNode, subject: string): boolean {
	const kind = table.kind(node);
	if (subject === 'func literal')
		return (
			kind === 'func_literal' ||
			kind === 'go_statement' ||
			kind === 'defer_statement' ||
			(kind === 'for_statement' && hasRange(table, node))
		);
	if (subject === 'append') return kind === 'call_expression' && table.textOf(node).startsWith('append(');
	if (subject === '... argument') return kind === 'call_expression';
	const source = compact(table.textOf(node));
	const printed = compact(subject);
	if (source === printed) return true;
	if (printed.startsWith('&')) return source.startsWith('&') && printed.endsWith('}') && sameHead(source, printed);
	if (printed.startsWith('make(') || printed.startsWith('new(')) return sameHead(source, printed);
	if (printed.endsWith('{...}') || printed.endsWith('{}')) return kind.endsWith('literal') || kind === 'literal_value';
	if (printed.startsWith('([]')) return isConversion(table, node);
	return false;
}

/** What the body of a loop over a function holds, or its variables: reported at its `for` when the iterator was inlined. */
function inLoopBody(table: SyntaxTable, loop: SyntaxNode, subject: string): SyntaxNode | undefined {
	if (table.kind(loop) !== 'for_statement' || !hasRange(table, loop)) return undefined;
	for (let node = loop + 1; node < table.last(loop); node++) {
		if (compilerOffset(table, node) !== undefined && prints(table, node, subject)) return node;
	}
	return undefined;
}

function hasRange(table: SyntaxTable, loop: SyntaxNode): boolean {
	return table.children(loop).some((child) => table.kind(child) === 'range_clause');
}

/** Both begin with the same name; package qualifiers and spelled-out types may differ behind it. */
function sameHead(source: string, printed: string): boolean {
	const head = /^&?(?:make\(|new\(|[\p{L}\p{N}_.]*)/u;
	const [mine = '', theirs = ''] = [head.exec(source)?.[0], head.exec(printed)?.[0]];
	return mine.endsWith('(') ? mine === theirs : mine.split('.').at(-1) === theirs.split('.').at(-1);
}

function compact(text: string): string {
	return text.replace(/\s+/g, '').replaceAll('interface{}', 'any');
}

/** `string(~r0)` is `string(f(x))` with `f` inlined: the conversion stands where its operand stands. */
function conversionLike(table: SyntaxTable, nodes: readonly SyntaxNode[], subject: string): SyntaxNode | undefined {
	const head = /^(?:string|\(\[\](?:byte|rune)\))\(/.exec(subject)?.[0].replace(/[()]/g, '');
	if (head === undefined) return undefined;
	return nodes.findLast((node) => isConversion(table, node) && table.textOf(node).replace(/^\(/, '').startsWith(head));
}

/** Closures and go statements are cut before their body: nobody wants to see a hundred lines underlined. */
function readable(table: SyntaxTable, node: SyntaxNode): Span {
	const start = table.start(node);
	if (table.kind(node) === 'func_literal') {
		const body = table.children(node).find((child) => table.kind(child) === 'block');
		return { start, end: body === undefined ? table.end(node) : trimEnd(table.text, start, table.start(body)) };
	}
	if (table.kind(node) === 'go_statement' || table.kind(node) === 'defer_statement') {
		const callee = node + 3;
		const end =
			table.kind(node + 2) === 'call_expression' && table.kind(callee) !== 'func_literal'
				? table.end(callee)
				: table.end(node + 1);
		return { start, end };
	}
	if (table.kind(node) === 'for_statement') return { start, end: table.end(node + 1) };
	return { start, end: Math.max(start + 1, table.end(node)) };
}

function trimEnd(text: string, start: number, end: number): number {
	let at = end;
	while (at > start + 1 && /\s/.test(text.charAt(at - 1))) at--;
	return at;
}

/** The statement or declaration around a node: what must be whole for the node to be believed. */
function statementAround(table: SyntaxTable, node: SyntaxNode): SyntaxNode {
	let at = node;
	for (;;) {
		const parent = table.parent(at);
		if (parent <= 0 || table.kind(parent) === 'statement_list' || table.kind(parent) === 'ERROR') {
			return table.kind(parent) === 'ERROR' ? parent : at;
		}
		at = parent;
	}
}
