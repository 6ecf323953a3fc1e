/** Go type text → {@link TypeExpression}. Never fails: what is no type becomes `invalid`. */
import type { Field, FuncType, Method, Parameter, TypeExpression } from './typeExpression.ts';
import { invalidType, namedType } from './typeExpression.ts';
import type { Cursor } from './tokens.ts';
import { at, closingIndex, cursorOver, depthLimit, peek, take, takeOperator } from './tokens.ts';

/** The type that `text` spells from its first to its last token. */
export function parseType(text: string): TypeExpression {
	const cursor = cursorOver(text);
	const type = parseTypeAt(cursor);
	take(cursor, ';');
	return peek(cursor).kind === 'end' ? type : invalidType;
}

/** A signature without `func`: from the `(` of its parameters to the end of its results. */
export function parseSignature(text: string): FuncType {
	return parseSignatureAt(cursorOver(text));
}

/** What stands between the parentheses of a receiver. */
export function parseReceiver(text: string): Parameter {
	return parseParameters(cursorOver(`(${text})`)).parameters[0] ?? { name: undefined, type: invalidType };
}

/** The names of a type parameter list, from what stands between its brackets. */
export function parseTypeParameters(text: string): readonly string[] {
	const cursor = cursorOver(`(${text})`);
	const list = parseParameters(cursor).parameters;
	return list.flatMap(({ name }) => (name === undefined ? [] : [name]));
}

/** Reads one type and leaves the cursor behind it. */
export function parseTypeAt(cursor: Cursor): TypeExpression {
	if (cursor.depth >= depthLimit) return invalidType;
	cursor.depth++;
	const type = parseAnyType(cursor);
	cursor.depth--;
	return type;
}

/** True when the token `ahead` places further on can begin a type. */
export function startsType(cursor: Cursor, ahead = 0): boolean {
	const token = peek(cursor, ahead);
	if (token.kind === 'name') return !notTypes.has(token.text);
	if (token.text === '<') return at(cursor, '-', ahead + 1);
	return token.kind === 'punctuation' && (token.text === '*' || token.text === '(' || token.text === '[');
}

const notTypes = new Set(
	'break case const continue default defer else for go goto if import package range return select switch type var'.split(
		' ',
	),
);

function parseAnyType(cursor: Cursor): TypeExpression {
	if (take(cursor, '*')) return { kind: 'pointer', element: parseTypeAt(cursor) };
	if (take(cursor, '(')) {
		const inner = parseTypeAt(cursor);
		return take(cursor, ')') ? inner : invalidType;
	}
	if (at(cursor, '[')) return parseArrayOrSlice(cursor);
	if (takeOperator(cursor, '<-')) {
		return take(cursor, 'chan') ? { kind: 'chan', direction: 'receive', element: parseTypeAt(cursor) } : invalidType;
	}
	if (!startsType(cursor)) return invalidType;
	const word = peek(cursor).text;
	cursor.index++;
	switch (word) {
		case 'map':
			return parseMap(cursor);
		case 'chan': {
			const direction = takeOperator(cursor, '<-') ? 'send' : 'both';
			return { kind: 'chan', direction, element: parseTypeAt(cursor) };
		}
		case 'func':
			return parseSignatureAt(cursor);
		case 'struct':
			return parseStruct(cursor);
		case 'interface':
			return parseInterface(cursor);
		default:
			return parseName(cursor, word);
	}
}

function parseName(cursor: Cursor, first: string): TypeExpression {
	let name = namedType(first);
	if (at(cursor, '.') && peek(cursor, 1).kind === 'name') {
		name = namedType(peek(cursor, 1).text, first);
		cursor.index += 2;
	}
	if (!at(cursor, '[') || at(cursor, ']', 1)) return name;
	cursor.index++;
	const typeArguments: TypeExpression[] = [];
	while (!at(cursor, ']')) {
		typeArguments.push(parseTypeAt(cursor));
		if (!take(cursor, ',')) break;
	}
	return take(cursor, ']') ? { ...name, typeArguments } : invalidType;
}

function parseArrayOrSlice(cursor: Cursor): TypeExpression {
	const close = closingIndex(cursor.tokens, cursor.index);
	const first = peek(cursor, 1);
	const last = cursor.tokens[close];
	if (!last) {
		cursor.index = cursor.tokens.length;
		return invalidType;
	}
	const length = cursor.text.slice(first.start, last.start).trim();
	cursor.index = close + 1;
	const element = parseTypeAt(cursor);
	return length === '' ? { kind: 'slice', element } : { kind: 'array', length, element };
}

function parseMap(cursor: Cursor): TypeExpression {
	if (!take(cursor, '[')) return invalidType;
	const key = parseTypeAt(cursor);
	if (!take(cursor, ']')) return invalidType;
	return { kind: 'map', key, value: parseTypeAt(cursor) };
}

/** Parameters and results, with the cursor at the opening parenthesis. */
function parseSignatureAt(cursor: Cursor): FuncType {
	const { parameters, variadic } = parseParameters(cursor);
	let results: readonly Parameter[] = [];
	if (at(cursor, '(')) results = parseParameters(cursor).parameters;
	else if (startsType(cursor)) results = [{ name: undefined, type: parseTypeAt(cursor) }];
	return { kind: 'func', parameters, results, variadic };
}

interface ParameterList {
	readonly parameters: readonly Parameter[];
	readonly variadic: boolean;
}

function parseParameters(cursor: Cursor): ParameterList {
	const invalid = { parameters: [{ name: undefined, type: invalidType }], variadic: false };
	if (!take(cursor, '(')) return invalid;
	const entries: { name: string | undefined; type: TypeExpression | undefined }[] = [];
	let variadic = false;
	while (!at(cursor, ')') && peek(cursor).kind !== 'end') {
		if (take(cursor, ';')) continue;
		const name = namesWhatFollows(cursor) ? peek(cursor).text : undefined;
		if (name !== undefined) cursor.index++;
		const spread = takeOperator(cursor, '...');
		variadic ||= spread;
		const alone = name !== undefined && (at(cursor, ',') || at(cursor, ')'));
		const type = alone ? undefined : parseConstraint(cursor);
		entries.push({ name, type: type && spread ? { kind: 'slice', element: type } : type });
		if (!take(cursor, ',')) break;
	}
	take(cursor, ';');
	if (!take(cursor, ')')) return invalid;
	return { parameters: nameParameters(entries), variadic };
}

/** `a, b int`: a lone name is a type, unless an entry further on shows that the list has names. */
function nameParameters(
	entries: readonly { name: string | undefined; type: TypeExpression | undefined }[],
): Parameter[] {
	const named = entries.some(({ name, type }) => name !== undefined && type !== undefined);
	if (!named) {
		return entries.map(({ name, type }) => ({
			name: undefined,
			type: type ?? (name === undefined ? invalidType : namedType(name)),
		}));
	}
	const parameters: Parameter[] = [];
	let following: TypeExpression = invalidType;
	for (const { name, type } of [...entries].reverse()) {
		following = type ?? following;
		parameters.unshift({ name, type: following });
	}
	return parameters;
}

/** True when the name at the cursor stands alone or before a type, so that it may name a parameter. */
function namesWhatFollows(cursor: Cursor): boolean {
	const token = peek(cursor);
	if (token.kind !== 'name' || typeWords.has(token.text)) return false;
	if (at(cursor, '.', 1)) return at(cursor, '.', 2);
	if (at(cursor, '[', 1)) return bracketsBeginType(cursor, cursor.index + 1);
	return at(cursor, ',', 1) || at(cursor, ')', 1) || at(cursor, '~', 1) || startsType(cursor, 1);
}

const typeWords = new Set(['chan', 'func', 'interface', 'map', 'struct']);

/** `[N]T` and `[]T` begin a type, `[int]` holds type arguments: what follows the brackets decides. */
function bracketsBeginType(cursor: Cursor, open: number): boolean {
	const close = closingIndex(cursor.tokens, open);
	return startsType({ ...cursor, index: close + 1 });
}

/** A type, or the union of a constraint, of which nobody here needs more than that it is one. */
function parseConstraint(cursor: Cursor): TypeExpression {
	let union = take(cursor, '~');
	const type = parseTypeAt(cursor);
	while (take(cursor, '|')) {
		union = true;
		take(cursor, '~');
		parseTypeAt(cursor);
	}
	return union ? { kind: 'interface', methods: [], embedded: [invalidType] } : type;
}

function parseStruct(cursor: Cursor): TypeExpression {
	if (!take(cursor, '{')) return invalidType;
	const fields: Field[] = [];
	while (!take(cursor, '}')) {
		if (peek(cursor).kind === 'end') return invalidType;
		if (take(cursor, ';')) continue;
		fields.push(...parseField(cursor));
		if (peek(cursor).kind === 'literal') cursor.index++;
		if (!at(cursor, ';') && !at(cursor, '}')) return invalidType;
	}
	return { kind: 'struct', fields };
}

function parseField(cursor: Cursor): Field[] {
	if (at(cursor, '*') || at(cursor, '(') || endsEmbeddedField(cursor)) {
		const type = parseTypeAt(cursor);
		return [{ name: embeddedName(type), embedded: true, type }];
	}
	const names: string[] = [];
	while (peek(cursor).kind === 'name') {
		names.push(peek(cursor).text);
		cursor.index++;
		if (!take(cursor, ',')) break;
	}
	const type = parseTypeAt(cursor);
	return names.map((name) => ({ name, embedded: false, type }));
}

function endsEmbeddedField(cursor: Cursor): boolean {
	if (at(cursor, '.', 1)) return true;
	if (at(cursor, '[', 1)) return !bracketsBeginType(cursor, cursor.index + 1);
	const { kind, text } = peek(cursor, 1);
	return kind === 'semicolon' || kind === 'literal' || text === '}';
}

function embeddedName(type: TypeExpression): string {
	if (type.kind === 'pointer') return embeddedName(type.element);
	return type.kind === 'name' ? type.name : '?';
}

function parseInterface(cursor: Cursor): TypeExpression {
	if (!take(cursor, '{')) return invalidType;
	const methods: Method[] = [];
	const embedded: TypeExpression[] = [];
	while (!take(cursor, '}')) {
		if (take(cursor, ';')) continue;
		if (peek(cursor).kind === 'name' && at(cursor, '(', 1)) {
			const { text } = peek(cursor);
			cursor.index++;
			methods.push({ name: text, type: parseSignatureAt(cursor) });
		} else {
			const before = cursor.index;
			embedded.push(parseConstraint(cursor));
			if (cursor.index === before) return invalidType;
		}
	}
	return { kind: 'interface', methods, embedded };
}
