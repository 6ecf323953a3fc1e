/** Array lengths: integer constants followed by name through files and packages. */
import { spanText } from '../text/span.ts';
import { constSpec } from './constSpec.ts';
import { evaluateConstant, type Constant, type IntegerType } from './constantExpression.ts';
import { inferType } from './inferType.ts';
import { following, noteUnresolved, type Measuring } from './measuring.ts';
import { parseType } from './parseType.ts';
import { tokenize } from './tokens.ts';
import type { TypeExpression } from './typeExpression.ts';
import type { TypeScope } from './typeScope.ts';
import { lookUp } from './typeScope.ts';

/** How `unsafe.Sizeof` learns sizes: given by the layout, which in turn asks here for array lengths. */
export type MeasureType = (
	type: TypeExpression,
	scope: TypeScope,
	to: Measuring,
) => { readonly size: number; readonly align: number } | undefined;

/** The value of a constant expression in this scope, or undefined when it is not one of known integers. */
export function constantValue(text: string, scope: TypeScope, to: Measuring, measure: MeasureType): bigint | undefined {
	return valueIn({ scope, to, measure, iota: undefined }, text)?.value;
}

interface Place {
	readonly scope: TypeScope;
	readonly to: Measuring;
	readonly measure: MeasureType;
	readonly iota: number | undefined;
}

function valueIn(place: Place, text: string): Constant | undefined {
	return evaluateConstant(text, {
		constant: (name, qualifier) => namedConstant(place, name, qualifier),
		// Calls nest in the text: counted like names that lead to names.
		call: (name, qualifier, argument) => following({}, place.to, () => callValue(place, name, qualifier, argument)),
	});
}

function namedConstant(place: Place, name: string, qualifier: string | undefined): Constant | undefined {
	if (name === 'iota' && qualifier === undefined && place.iota !== undefined) return { value: BigInt(place.iota) };
	const declared = declaredConstant(place, name, qualifier);
	if (!declared) return undefined;
	const { declaration, scope, spec } = declared;
	const inside = { ...place, scope, iota: spec.iota };
	const of = following(declaration, place.to, () => valueIn(inside, spec.value));
	const type = of && spec.type !== undefined ? integerType(inside, spec.type) : of?.type;
	return of && { value: of.value, type };
}

/** Where a constant is declared, and how; a name that leads nowhere is noted. */
function declaredConstant(place: Place, name: string, qualifier: string | undefined) {
	const meaning = lookUp(place.scope, name, qualifier);
	if (meaning.kind !== 'other' || meaning.declaration.kind !== 'const') {
		noteUnresolved({ name, qualifier }, meaning, place.to);
		return undefined;
	}
	const { declaration, scope } = meaning;
	const spec = constSpec(declaration, scope.file);
	return spec && { declaration, scope, spec };
}

function callValue(place: Place, name: string, qualifier: string | undefined, argument: string): Constant | undefined {
	const meaning = lookUp(place.scope, name, qualifier);
	if (meaning.kind === 'unsafe') return sizeValue(place, name, argument);
	if (name === 'len' && meaning.kind === 'unknown') return lengthValue(place, argument);
	const type = integerType(place, qualifier === undefined ? name : `${qualifier}.${name}`);
	const of = type && valueIn(place, argument);
	return of && { value: of.value, type };
}

function sizeValue({ scope, to, measure }: Place, name: string, argument: string): Constant | undefined {
	const operand = inferType(argument, scope);
	const measured = operand && measure(operand.type, operand.scope, to);
	if (!measured || (name !== 'Sizeof' && name !== 'Alignof')) return undefined;
	const type = { bits: to.machine.pointerSize * 8, signed: false };
	return { value: BigInt(name === 'Sizeof' ? measured.size : measured.align), type };
}

function lengthValue(place: Place, argument: string): Constant | undefined {
	const operand = inferType(argument, place.scope);
	if (operand?.type.kind === 'pointer') return undefined;
	if (operand?.type.kind === 'array') return valueIn({ ...place, scope: operand.scope }, operand.type.length);
	const bytes = stringBytes(place, argument);
	return bytes === undefined ? undefined : { value: BigInt(bytes) };
}

/** How long a constant string is: literals and named constants, joined by `+`. */
function stringBytes(place: Place, text: string): number | undefined {
	const tokens = tokenize(text).filter(({ kind }) => kind !== 'semicolon');
	let bytes = 0;
	for (let at = 0; at < tokens.length; at++) {
		const [token, dot, member] = [tokens[at], tokens[at + 1], tokens[at + 2]];
		let part: number | undefined;
		if (token?.kind === 'literal') part = literalBytes(token.text);
		else if (token?.kind === 'name') {
			const isMember = dot?.text === '.' && member?.kind === 'name';
			part = isMember ? namedBytes(place, member.text, token.text) : namedBytes(place, token.text, undefined);
			if (isMember) at += 2;
		}
		if (part === undefined) return undefined;
		bytes += part;
		if (++at < tokens.length && tokens[at]?.text !== '+') return undefined;
	}
	return tokens.length === 0 ? undefined : bytes;
}

function namedBytes(place: Place, name: string, qualifier: string | undefined): number | undefined {
	const declared = declaredConstant(place, name, qualifier);
	if (!declared) return undefined;
	const { declaration, scope, spec } = declared;
	return following(declaration, place.to, () => stringBytes({ ...place, scope }, spec.value));
}

/** Bytes of a string literal; undefined for another literal. */
function literalBytes(literal: string): number | undefined {
	if (literal.startsWith('`')) return utf8Length(literal.slice(1, -1).replaceAll('\r', ''));
	if (!literal.startsWith('"')) return undefined;
	const escapes = /\\(?:x[0-9a-fA-F]{2}|[0-7]{3}|[abfnrtv\\"])/g;
	const inner = literal.slice(1, -1).replace(escapes, 'x');
	return utf8Length(
		inner.replace(/\\[uU]([0-9a-fA-F]{8}|[0-9a-fA-F]{4})/g, (_, digits: string) => {
			const code = Number.parseInt(digits, 16);
			return code > 0x10ffff ? '' : String.fromCodePoint(code);
		}),
	);
}

function utf8Length(text: string): number {
	let bytes = 0;
	for (const character of text) {
		const code = character.codePointAt(0) ?? 0;
		bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
	}
	return bytes;
}

/** The integer type that `text` names, through declared types; undefined for any other type. */
function integerType({ scope, to }: Pick<Place, 'scope' | 'to'>, text: string): IntegerType | undefined {
	const type = parseType(text);
	if (type.kind !== 'name') return undefined;
	const meaning = lookUp(scope, type.name, type.qualifier);
	if (meaning.kind === 'type') {
		const definition = spanText(meaning.scope.file.text, meaning.declaration.definition);
		return following(meaning.declaration, to, () => integerType({ scope: meaning.scope, to }, definition));
	}
	const bits = meaning.kind === 'predeclared' ? integerBits(meaning.name, to) : undefined;
	return bits === undefined ? undefined : { bits, signed: !/^(uint|byte)/.test(type.name) };
}

function integerBits(name: string, to: Measuring): number | undefined {
	if (name === 'int' || name === 'uint' || name === 'uintptr') return to.machine.pointerSize * 8;
	if (name === 'byte') return 8;
	if (name === 'rune') return 32;
	const bits = /^u?int(8|16|32|64)$/.exec(name)?.[1];
	return bits === undefined ? undefined : Number(bits);
}
