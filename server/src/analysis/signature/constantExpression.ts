/** Arithmetic on Go's integer constants, exact as the language has it. */
import type { Cursor } from './tokens.ts';
import { at, closingIndex, cursorOver, depthLimit, peek, take, takeOperator } from './tokens.ts';

export interface Constant {
	readonly value: bigint;
	/** Set for a typed constant: `^uintptr(0)` depends on it. */
	readonly type?: IntegerType | undefined;
}

export interface IntegerType {
	readonly bits: number;
	readonly signed: boolean;
}

/** What the names in an expression mean. */
export interface ConstantNames {
	constant(name: string, qualifier: string | undefined): Constant | undefined;
	/** A conversion, `len`, `unsafe.Sizeof`: `argument` is the text between the parentheses. */
	call(name: string, qualifier: string | undefined, argument: string): Constant | undefined;
}

/** The value of a constant expression, or undefined when it is not one of known integers. */
export function evaluateConstant(text: string, names: ConstantNames): Constant | undefined {
	const cursor = cursorOver(text);
	const value = binary(cursor, names, 1);
	take(cursor, ';');
	return peek(cursor).kind === 'end' ? value : undefined;
}

interface Operator {
	readonly spelling: string;
	readonly precedence: number;
	readonly apply: (left: bigint, right: bigint) => bigint | undefined;
}

// Longer spellings first: `&^` also begins with `&`.
const operators: readonly Operator[] = [
	{ spelling: '<<', precedence: 5, apply: (left, right) => (right >= 0n && right < 4096n ? left << right : undefined) },
	{ spelling: '>>', precedence: 5, apply: (left, right) => (right >= 0n && right < 4096n ? left >> right : undefined) },
	{ spelling: '&^', precedence: 5, apply: (left, right) => left & ~right },
	{ spelling: '*', precedence: 5, apply: (left, right) => left * right },
	{ spelling: '/', precedence: 5, apply: (left, right) => (right === 0n ? undefined : left / right) },
	{ spelling: '%', precedence: 5, apply: (left, right) => (right === 0n ? undefined : left % right) },
	{ spelling: '&', precedence: 5, apply: (left, right) => left & right },
	{ spelling: '+', precedence: 4, apply: (left, right) => left + right },
	{ spelling: '-', precedence: 4, apply: (left, right) => left - right },
	{ spelling: '|', precedence: 4, apply: (left, right) => left | right },
	{ spelling: '^', precedence: 4, apply: (left, right) => left ^ right },
];

function binary(cursor: Cursor, names: ConstantNames, precedence: number): Constant | undefined {
	let left = unary(cursor, names);
	for (;;) {
		const operator = operators.find(
			(candidate) => candidate.precedence >= precedence && takeOperator(cursor, candidate.spelling),
		);
		if (!operator || !left) return left;
		const right = binary(cursor, names, operator.precedence + 1);
		const value = right && operator.apply(left.value, right.value);
		if (!right || value === undefined) return undefined;
		const shift = operator.spelling === '<<' || operator.spelling === '>>';
		left = { value, type: shift ? left.type : (left.type ?? right.type) };
	}
}

function unary(cursor: Cursor, names: ConstantNames): Constant | undefined {
	if (cursor.depth >= depthLimit) return undefined;
	cursor.depth++;
	const value = signed(cursor, names);
	cursor.depth--;
	return value;
}

function signed(cursor: Cursor, names: ConstantNames): Constant | undefined {
	if (take(cursor, '+')) return unary(cursor, names);
	const minus = take(cursor, '-');
	if (!minus && !take(cursor, '^')) return operand(cursor, names);
	const of = unary(cursor, names);
	if (!of || minus) return of && { ...of, value: -of.value };
	const { type } = of;
	return { type, value: type && !type.signed ? BigInt.asUintN(type.bits, ~of.value) : ~of.value };
}

function operand(cursor: Cursor, names: ConstantNames): Constant | undefined {
	const token = peek(cursor);
	if (take(cursor, '(')) {
		const inner = binary(cursor, names, 1);
		return take(cursor, ')') ? inner : undefined;
	}
	cursor.index++;
	if (token.kind === 'literal') return literalValue(token.text);
	if (token.kind !== 'name') return undefined;
	let name = token.text;
	let qualifier: string | undefined;
	if (at(cursor, '.') && peek(cursor, 1).kind === 'name') {
		qualifier = name;
		name = peek(cursor, 1).text;
		cursor.index += 2;
	}
	if (at(cursor, '(')) return call(cursor, name, qualifier, names);
	return names.constant(name, qualifier);
}

function literalValue(text: string): Constant | undefined {
	if (text.startsWith("'")) {
		const inner = text.slice(1, -1);
		return /^[^\\]$/u.test(inner) ? { value: BigInt(inner.codePointAt(0) ?? 0) } : undefined;
	}
	const digits = text.replaceAll('_', '').toLowerCase();
	if (/^0[0-7]+$/.test(digits)) return { value: BigInt(`0o${digits.slice(1)}`) };
	return /^(0x[0-9a-f]+|0b[01]+|0o[0-7]+|[0-9]+)$/.test(digits) ? { value: BigInt(digits) } : undefined;
}

/** With the cursor at the opening parenthesis. */
function call(cursor: Cursor, name: string, qualifier: string | undefined, names: ConstantNames): Constant | undefined {
	const close = closingIndex(cursor.tokens, cursor.index);
	const first = peek(cursor, 1);
	const last = cursor.tokens[close];
	cursor.index = close + 1;
	return last && names.call(name, qualifier, cursor.text.slice(first.start, last.start).trim());
}
