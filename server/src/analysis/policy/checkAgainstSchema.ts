/** Holds JSON against a JSON schema, as far as the schemas of this repository go, with words for people. */
import { nearestWord } from '../text/editDistance.ts';
import type { JsonNode, JsonObject } from '../text/jsonTree.ts';
import type { Span } from '../text/span.ts';

/** The part of JSON schema (draft 07) that is understood. */
export interface Schema {
	readonly $ref?: string;
	readonly type?: 'object' | 'array' | 'integer' | 'boolean' | 'string';
	readonly enum?: readonly string[];
	readonly properties?: Readonly<Record<string, Schema>>;
	readonly required?: readonly string[];
	readonly items?: Schema;
	readonly pattern?: string;
	readonly minLength?: number;
	readonly minimum?: number;
	readonly description?: string;
	readonly definitions?: Readonly<Record<string, Schema>>;
}

export interface SchemaProblem {
	readonly span: Span;
	/** One sentence. */
	readonly message: string;
}

/** Objects may have no other keys than the schema names. */
export function checkAgainstSchema(root: JsonNode, schema: Schema): SchemaProblem[] {
	const problems: SchemaProblem[] = [];
	const say = (span: Span, message: string) => void problems.push({ span, message });
	check(root, schema, '');
	return problems;

	function check(node: JsonNode, reference: Schema, path: string): void {
		const expected = resolved(reference);
		const name = path === '' ? 'The file' : path;
		if (expected.enum) return checkChoice(node, expected.enum, name);
		switch (expected.type) {
			case 'object':
				if (node.kind === 'object') return checkObject(node, expected, path);
				return say(node.span, `${name} must be an object.`);
			case 'array':
				if (node.kind !== 'array') return say(node.span, `${name} must be a list.`);
				for (const [at, item] of node.items.entries()) check(item, expected.items ?? {}, `${path}[${at}]`);
				return;
			case 'integer':
				if (node.kind !== 'number' || !Number.isInteger(node.value) || Number(node.value) < (expected.minimum ?? 0)) {
					say(node.span, `${name} must be a whole number of at least ${expected.minimum ?? 0}.`);
				}
				return;
			case 'boolean':
				if (node.kind !== 'boolean') say(node.span, `${name} must be true or false.`);
				return;
			case 'string':
				return checkText(node, expected, name);
			case undefined:
				return;
		}
	}

	function resolved(reference: Schema): Schema {
		const name = reference.$ref?.replace('#/definitions/', '');
		return (name === undefined ? undefined : schema.definitions?.[name]) ?? reference;
	}

	function checkChoice(node: JsonNode, choices: readonly string[], name: string): void {
		if (node.kind === 'string' && choices.includes(String(node.value))) return;
		const meant = node.kind === 'string' ? nearestWord(String(node.value), choices) : undefined;
		const few = choices.length > 8 ? '' : ` There are ${choices.join(', ')}.`;
		const hint = meant === undefined ? few : ` Did you mean ${meant}?`;
		say(node.span, `${name} cannot be ${node.kind === 'string' ? String(node.value) : `a ${node.kind}`}.${hint}`);
	}

	function checkText(node: JsonNode, { pattern, minLength = 0, description = '' }: Schema, name: string): void {
		if (node.kind !== 'string') return say(node.span, `${name} must be a text.`);
		const value = String(node.value);
		if (value.trim().length < minLength) return say(node.span, `${name} is empty.`);
		if (pattern !== undefined && !new RegExp(pattern, 'u').test(value)) {
			say(node.span, `${name} cannot be ${value}. ${description}`.trim());
		}
	}

	function checkObject(node: JsonObject, { properties = {}, required = [] }: Schema, path: string): void {
		const seen = new Set<string>();
		for (const { key, keySpan, value } of node.members) {
			const expected = Object.hasOwn(properties, key) ? properties[key] : undefined;
			const place = path === '' ? '' : ` in ${path}`;
			if (!expected) {
				const meant = nearestWord(key, Object.keys(properties));
				const hint = meant === undefined ? '' : `; did you mean ${meant}?`;
				say(keySpan, `There is no key ${key}${place}${hint === '' ? '.' : hint}`);
				continue;
			}
			if (seen.has(key)) say(keySpan, `The key ${key} comes twice${place}.`);
			seen.add(key);
			check(value, expected, path === '' ? key : `${path}.${key}`);
		}
		for (const key of required) {
			if (!seen.has(key)) say(node.span, `${path === '' ? 'The file' : path} needs ${key}.`);
		}
	}
}
