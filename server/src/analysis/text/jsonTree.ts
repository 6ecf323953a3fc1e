/** JSON with the place of each value and key, for messages about it. */
import type { Span } from './span.ts';

export type JsonNode = JsonObject | JsonArray | JsonScalar;

export interface JsonObject {
	readonly kind: 'object';
	readonly span: Span;
	readonly members: readonly JsonMember[];
}

export interface JsonMember {
	readonly key: string;
	readonly keySpan: Span;
	readonly value: JsonNode;
}

export interface JsonArray {
	readonly kind: 'array';
	readonly span: Span;
	readonly items: readonly JsonNode[];
}

export interface JsonScalar {
	readonly kind: 'string' | 'number' | 'boolean' | 'null';
	readonly span: Span;
	readonly value: string | number | boolean | null;
}

/** A text that is no JSON, and the offset from which on it is none. */
export class JsonError extends Error {
	readonly offset: number;
	constructor(message: string, offset: number) {
		super(message);
		this.offset = offset;
	}
}

/** Values may be nested this deep. */
const deepest = 100;

const token = /[\s\uFEFF]*(?:("(?:[^"\\\n]|\\.)*")|(-?\d[\d.eE+-]*)|(true|false|null)\b|([{}[\],:]))/uy;

/** @throws JsonError */
export function parseJson(text: string): JsonNode {
	let at = 0;
	let start = 0;

	function next(): string {
		token.lastIndex = at;
		const match = token.exec(text);
		if (!match) {
			const blank = /[\s\uFEFF]*/uy;
			blank.lastIndex = at;
			const end = at + (blank.exec(text)?.[0].length ?? 0);
			throw new JsonError(end >= text.length ? 'The text ends too early' : 'This is no JSON', end);
		}
		const word = match[1] ?? match[2] ?? match[3] ?? match[4] ?? '';
		at = token.lastIndex;
		start = at - word.length;
		return word;
	}

	function value(word: string, depth: number): JsonNode {
		if (depth > deepest) throw new JsonError('The values are nested too deep', start);
		if (word === '{') return object(depth);
		if (word === '[') return array(depth);
		const span = { start, end: at };
		const first = word.charAt(0);
		if (first === '"') return { kind: 'string', span, value: literal(word) as string };
		if (/[-\d]/.test(first)) return { kind: 'number', span, value: literal(word) as number };
		if (word === 'null') return { kind: 'null', span, value: null };
		if (word === 'true' || word === 'false') return { kind: 'boolean', span, value: word === 'true' };
		throw new JsonError(`A value is missing before ${word}`, start);
	}

	function literal(word: string): unknown {
		try {
			return JSON.parse(word);
		} catch {
			throw new JsonError('This is no JSON', start);
		}
	}

	function object(depth: number): JsonObject {
		const from = start;
		const members: JsonMember[] = [];
		let word = next();
		while (word !== '}') {
			if (!word.startsWith('"')) throw new JsonError('A key in double quotes is missing', start);
			const keySpan = { start, end: at };
			const key = literal(word) as string;
			if (next() !== ':') throw new JsonError('A colon is missing', start);
			members.push({ key, keySpan, value: value(next(), depth + 1) });
			word = next();
			if (word === '}') break;
			if (word !== ',') throw new JsonError('A comma is missing', start);
			word = next();
			if (word === '}') throw new JsonError('There is a comma too many', start);
		}
		return { kind: 'object', span: { start: from, end: at }, members };
	}

	function array(depth: number): JsonArray {
		const from = start;
		const items: JsonNode[] = [];
		let word = next();
		while (word !== ']') {
			items.push(value(word, depth + 1));
			word = next();
			if (word === ']') break;
			if (word !== ',') throw new JsonError('A comma is missing', start);
			word = next();
			if (word === ']') throw new JsonError('There is a comma too many', start);
		}
		return { kind: 'array', span: { start: from, end: at }, items };
	}

	const root = value(next(), 0);
	if (text.slice(at).trim() !== '') throw new JsonError('There is more behind the value', at);
	return root;
}

/** The plain value. A key that comes twice keeps its last value. */
export function jsonValue(node: JsonNode): unknown {
	switch (node.kind) {
		case 'object':
			return Object.fromEntries(node.members.map(({ key, value }) => [key, jsonValue(value)]));
		case 'array':
			return node.items.map(jsonValue);
		case 'string':
		case 'number':
		case 'boolean':
		case 'null':
			return node.value;
	}
}
