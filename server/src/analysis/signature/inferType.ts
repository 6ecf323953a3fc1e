/** The type of an expression, where its text gives it away: literals, conversions, `&T{}`, `new`, `make`, names, and what follows them: `x.f`, `x.m()`, `x[i]`. */
import type { ValueDeclaration } from '../source/goFile.ts';
import { spanText } from '../text/span.ts';
import { constSpec } from './constSpec.ts';
import { parseSignature, parseType, parseTypeAt, startsType } from './parseType.ts';
import { splitList } from './splitList.ts';
import type { Cursor } from './tokens.ts';
import { at, closingIndex, cursorOver, peek, take } from './tokens.ts';
import type { TypeExpression } from './typeExpression.ts';
import { namedType } from './typeExpression.ts';
import type { ScopedType, TypeScope } from './typeScope.ts';
import { importNamed, lookUp } from './typeScope.ts';
import { selectedType, underlyingType } from './selector.ts';

/** Undefined when the text does not tell. */
export function inferType(text: string, scope: TypeScope): ScopedType | undefined {
	return infer(text, scope, 20);
}

/** The type of a declared variable or constant: written, or inferred from its value. */
export function valueType(declaration: ValueDeclaration, scope: TypeScope): ScopedType | undefined {
	return declaredType(declaration, scope, 20);
}

function declaredType(declaration: ValueDeclaration, scope: TypeScope, steps: number): ScopedType | undefined {
	const { text } = scope.file;
	if (declaration.kind === 'const') {
		const spec = constSpec(declaration, scope.file);
		if (spec?.type !== undefined) return { type: parseType(spec.type), scope };
		return spec && infer(spec.value, scope, steps);
	}
	if (declaration.type) return { type: parseType(spanText(text, declaration.type)), scope };
	const values = declaration.value ? splitList(spanText(text, declaration.value)) : [];
	const value = values.length === declaration.count ? values[declaration.index] : undefined;
	return value === undefined ? undefined : infer(value, scope, steps);
}

function infer(text: string, scope: TypeScope, steps: number): ScopedType | undefined {
	if (steps <= 0) return undefined;
	const cursor = cursorOver(text);
	const found = inferAt(cursor, scope, steps);
	take(cursor, ';');
	return peek(cursor).kind === 'end' ? found : undefined;
}

function inferAt(cursor: Cursor, scope: TypeScope, steps: number): ScopedType | undefined {
	if (steps <= 0) return undefined;
	if (take(cursor, '&')) {
		const start = cursor.index;
		const literal = compositeLiteral(cursor);
		// What follows a literal, `&T{…}.f`, is addressed too.
		if (literal && !at(cursor, '.') && !at(cursor, '[')) return { type: { kind: 'pointer', element: literal }, scope };
		cursor.index = start;
		const operand = inferAt(cursor, scope, steps - 1);
		return operand && { type: { kind: 'pointer', element: operand.type }, scope: operand.scope };
	}
	if (at(cursor, '-') || at(cursor, '+') || at(cursor, '^')) {
		cursor.index++;
		return inferAt(cursor, scope, steps - 1);
	}
	if (take(cursor, '!')) {
		cursor.index = cursor.tokens.length;
		return { type: namedType('bool'), scope };
	}
	if (take(cursor, '*')) {
		const pointer = inferAt(cursor, scope, steps - 1);
		const pointed = pointer && underlyingType(pointer);
		return pointed?.type.kind === 'pointer' ? { type: pointed.type.element, scope: pointed.scope } : undefined;
	}
	let found = operandAt(cursor, scope, steps);
	while (found && (at(cursor, '.') || at(cursor, '(') || at(cursor, '['))) found = suffixAt(cursor, found, scope);
	return found;
}

function operandAt(cursor: Cursor, scope: TypeScope, steps: number): ScopedType | undefined {
	const token = peek(cursor);
	if (token.kind === 'literal') {
		cursor.index++;
		return literalType(token.text, cursor, scope);
	}
	if (at(cursor, 'func')) return functionLiteral(cursor, scope);
	if (at(cursor, '(')) return parenthesized(cursor, scope, steps);
	if (!startsType(cursor)) return undefined;
	const start = cursor.index;
	const literal = compositeLiteral(cursor);
	if (literal) return { type: literal, scope };
	cursor.index = start;
	return nameOrCall(cursor, scope, steps);
}

/** `.name`, `.(T)`, `(…)` or `[…]` behind a value. */
function suffixAt(cursor: Cursor, operand: ScopedType, scope: TypeScope): ScopedType | undefined {
	if (take(cursor, '.')) {
		const { kind, text } = peek(cursor);
		if (kind === 'name') {
			cursor.index++;
			return selectedType(operand, text);
		}
		const type = parseType(betweenBrackets(cursor) ?? '');
		return type.kind === 'invalid' ? undefined : { type, scope };
	}
	const isCall = at(cursor, '(');
	const inside = betweenBrackets(cursor);
	const under = underlyingType(operand);
	if (inside === undefined || !under) return undefined;
	if (!isCall) return elementType(under, inside);
	const results = under.type.kind === 'func' ? under.type.results : [];
	return results.length === 1 && results[0] ? { type: results[0].type, scope: under.scope } : undefined;
}

/** The type of `x[i]`; a slice of `x` is none that anybody asks for. */
function elementType({ type, scope }: ScopedType, index: string): ScopedType | undefined {
	if (index.includes(':')) return undefined;
	if (type.kind === 'array' || type.kind === 'slice') return { type: type.element, scope };
	if (type.kind === 'map') return { type: type.value, scope };
	const array = type.kind === 'pointer' ? underlyingType({ type: type.element, scope }) : undefined;
	return array?.type.kind === 'array' ? { type: array.type.element, scope: array.scope } : undefined;
}

/** What stands in the brackets that begin here, and the cursor moves behind them; undefined when they do not close. */
function betweenBrackets(cursor: Cursor): string | undefined {
	const open = peek(cursor);
	const close = closingIndex(cursor.tokens, cursor.index);
	const last = cursor.tokens[close];
	if (!last) return undefined;
	cursor.index = close + 1;
	return cursor.text.slice(open.end, last.start);
}

function literalType(text: string, cursor: Cursor, scope: TypeScope): ScopedType | undefined {
	if (/^["`]/.test(text)) return { type: namedType('string'), scope };
	if (text.startsWith("'")) return { type: namedType('rune'), scope };
	if (take(cursor, '.')) {
		if (peek(cursor).kind === 'literal') cursor.index++;
		return { type: namedType('float64'), scope };
	}
	return /^(0[xXbBoO][0-9a-fA-F_]+|[0-9_]+)$/.test(text) ? { type: namedType('int'), scope } : undefined;
}

/** `T{…}`, with `[...]T{…}` counted when its elements have no keys. */
function compositeLiteral(cursor: Cursor): TypeExpression | undefined {
	const type = parseTypeAt(cursor);
	if (type.kind === 'invalid' || !at(cursor, '{')) return undefined;
	const open = peek(cursor);
	const close = closingIndex(cursor.tokens, cursor.index);
	const last = cursor.tokens[close];
	if (!last) return undefined;
	cursor.index = close + 1;
	if (type.kind !== 'array' || type.length !== '...') return type;
	const elements = cursor.text.slice(open.end, last.start).trim();
	const keyed = splitList(elements).some((element) => /^[^{(["'`]*:/.test(element));
	if (keyed) return undefined;
	return { ...type, length: String(elements === '' ? 0 : splitList(elements).length) };
}

function functionLiteral(cursor: Cursor, scope: TypeScope): ScopedType | undefined {
	const type = parseTypeAt(cursor);
	if (!at(cursor, '{')) return undefined;
	cursor.index = closingIndex(cursor.tokens, cursor.index) + 1;
	return { type, scope };
}

/** `(*T)(x)` or `(x)`. */
function parenthesized(cursor: Cursor, scope: TypeScope, steps: number): ScopedType | undefined {
	const inner = betweenBrackets(cursor);
	if (inner === undefined) return undefined;
	const value = infer(inner, scope, steps - 1);
	if (value || !at(cursor, '(')) return value;
	betweenBrackets(cursor);
	const type = parseType(inner);
	return type.kind === 'invalid' ? undefined : { type, scope };
}

function nameOrCall(cursor: Cursor, scope: TypeScope, steps: number): ScopedType | undefined {
	const value = valueNamedAt(cursor, scope, steps);
	if (value) return value;
	const callee = parseTypeAt(cursor);
	if (callee.kind === 'invalid') return undefined;
	if (!at(cursor, '('))
		return callee.kind === 'name' ? namedValue(callee.name, callee.qualifier, scope, steps) : undefined;
	const inside = betweenBrackets(cursor) ?? '';
	if (callee.kind !== 'name') return { type: callee, scope };
	const meaning = lookUp(scope, callee.name, callee.qualifier);
	switch (meaning.kind) {
		case 'type':
		case 'predeclared':
		case 'bound':
			return { type: callee, scope };
		case 'unsafe':
			return { type: callee.name === 'Pointer' ? callee : namedType('uintptr'), scope };
		case 'other':
			return meaning.declaration.kind === 'func' ? resultType(meaning.declaration, meaning.scope) : undefined;
		case 'unknown':
			return callee.qualifier === undefined ? builtinCall(callee.name, inside, scope) : undefined;
	}
}

/** A variable or constant, `x` or `pkg.x`, and no more: in `x.f` and `x[i]` what follows it is no part of a type. */
function valueNamedAt(cursor: Cursor, scope: TypeScope, steps: number): ScopedType | undefined {
	const { kind, text } = peek(cursor);
	if (kind !== 'name') return undefined;
	const isQualified = at(cursor, '.', 1) && importNamed(scope, text) !== undefined;
	const name = isQualified ? peek(cursor, 2).text : text;
	const meaning = lookUp(scope, name, isQualified ? text : undefined);
	if (meaning.kind !== 'other' || meaning.declaration.kind === 'func' || meaning.declaration.kind === 'type')
		return undefined;
	cursor.index += isQualified ? 3 : 1;
	return declaredType(meaning.declaration, meaning.scope, steps - 1);
}

function resultType(
	declaration: {
		readonly signature: { readonly start: number; readonly end: number };
		readonly typeParameters: unknown;
	},
	scope: TypeScope,
): ScopedType | undefined {
	if (declaration.typeParameters) return undefined;
	const { results } = parseSignature(spanText(scope.file.text, declaration.signature));
	const only = results.length === 1 ? results[0] : undefined;
	return only && { type: only.type, scope };
}

function builtinCall(name: string, inside: string, scope: TypeScope): ScopedType | undefined {
	const argument = splitList(inside)[0] ?? '';
	if (name === 'make') return { type: parseType(argument), scope };
	if (name === 'len' || name === 'cap') return { type: namedType('int'), scope };
	// Since Go 1.26 `new` also takes an expression.
	if (name !== 'new') return undefined;
	const type = parseType(argument);
	const isType = type.kind !== 'invalid' && (type.kind !== 'name' || isTypeName(type.name, type.qualifier, scope));
	return isType ? { type: { kind: 'pointer', element: type }, scope } : undefined;
}

function isTypeName(name: string, qualifier: string | undefined, scope: TypeScope): boolean {
	const { kind } = lookUp(scope, name, qualifier);
	return kind !== 'other';
}

function namedValue(
	name: string,
	qualifier: string | undefined,
	scope: TypeScope,
	steps: number,
): ScopedType | undefined {
	const meaning = lookUp(scope, name, qualifier);
	if (meaning.kind === 'other') {
		const { declaration } = meaning;
		if (declaration.kind === 'func')
			return { type: parseSignature(spanText(meaning.scope.file.text, declaration.signature)), scope: meaning.scope };
		return declaration.kind === 'type' ? undefined : declaredType(declaration, meaning.scope, steps - 1);
	}
	if (meaning.kind !== 'unknown' || qualifier !== undefined) return undefined;
	return name === 'true' || name === 'false' ? { type: namedType('bool'), scope } : undefined;
}
