/** What speaks against another order of the fields of a struct, as far as the text of its package tells. */
import { tokensOf, type CodeToken } from '../reference/codeTokens.ts';
import type { GoFile } from '../source/goFile.ts';

export interface OrderHazards {
	/** One sentence: another order may change what the program does, so none is offered. Empty when nothing speaks against it. */
	readonly against: string;
	/** What somebody who changes the order has to know, one sentence each. */
	readonly cautions: readonly string[];
}

export interface OrderedType {
	readonly name: string;
	/** The text of its definition. */
	readonly definition: string;
	readonly exported: boolean;
}

/** Packages that read or write the fields of a struct one after the other. */
const byPosition = new Map([
	['encoding/binary', 'encoding/binary'],
	['encoding/asn1', 'encoding/asn1'],
	['syscall', 'system calls'],
	['golang.org/x/sys/unix', 'system calls'],
	['golang.org/x/sys/windows', 'system calls'],
	['structs', 'package structs'],
]);

/** @param files all files of the package */
export function orderHazards(type: OrderedType, files: Iterable<GoFile>): OrderHazards {
	const { name, definition, exported } = type;
	const against = (sentence: string): OrderHazards => ({ against: sentence, cautions: [] });
	const comments = definition.match(/\/\/[^\n]*|\/\*[^*]*\*\//g) ?? [];
	if (
		comments.some((comment) =>
			/\b(?:align|order|layout|padd|must be first|must be last|keep in sync|offset)/i.test(comment),
		)
	) {
		return against('A comment in the struct speaks of order, alignment or layout.');
	}
	if (/(?:^|[\s;{])_[ \t]+\S/.test(definition)) return against('The struct has blank fields, which place the others.');
	for (const file of files) {
		const imports = new Set(file.imports.map(({ path }) => path));
		const mentions = new RegExp(`\\b${name}\\b`).test(file.text);
		if (imports.has('C')) return against('The package uses cgo, and C may know the struct.');
		if (!mentions) continue;
		const usesUnsafe = file.imports.some((spec) => spec.path === 'unsafe' && spec.name !== '_');
		if (usesUnsafe) return against(`A file that uses package unsafe mentions ${name}.`);
		for (const [path, words] of byPosition) {
			if (imports.has(path)) return against(`A file that uses ${words} mentions ${name}.`);
		}
		if (hasPositionalLiteral(name, tokensOf(file.text, { start: 0, end: file.text.length }))) {
			return against(
				`The package has a literal of ${name} without field names, whose values would go to other fields.`,
			);
		}
	}
	const cautions: string[] = [];
	if (exported) {
		cautions.push(
			`${name} is exported: packages that write its literals without field names, or rely on its layout, change with it.`,
		);
	}
	if (/`[^`]*\b(?:json|xml|yaml|toml|bson|csv|db):"/.test(definition)) {
		cautions.push('Its fields have tags for an encoding: what is written has its parts in the order of the fields.');
	}
	return { against: '', cautions };
}

const closing: Readonly<Record<string, string>> = { '{': '}', '(': ')', '[': ']' };

function hasPositionalLiteral(name: string, tokens: readonly CodeToken[]): boolean {
	for (let index = 0; index < tokens.length; index++) {
		const token = tokens[index];
		if (token?.kind !== 'name' || token.text !== name || tokens[index + 1]?.text !== '{') continue;
		// `type T {` does not exist; a block after a condition (`if x == T {`) does, and reads as statements.
		const before = tokens[index - 1]?.text;
		const isElement = before === ']' || (before === '*' && tokens[index - 2]?.text === ']');
		if (isElement ? holdsPositional(tokens, index + 1) : isPositional(tokens, index + 1)) return true;
	}
	return false;
}

/** Whether the elements of a literal are given by position. `open`: its brace. */
function isPositional(tokens: readonly CodeToken[], open: number): boolean {
	let at = open + 1;
	while (tokens[at]?.text === ';') at++;
	const first = tokens[at];
	if (!first || first.text === '}') return false;
	return !(first.kind === 'name' && tokens[at + 1]?.text === ':' && tokens[at + 2]?.text !== '=');
}

/** The same for the literals in a list or map of them, which may leave out the type. */
function holdsPositional(tokens: readonly CodeToken[], open: number): boolean {
	let depth = 0;
	for (let at = open; at < tokens.length; at++) {
		const text = tokens[at]?.text ?? '';
		if (text in closing) {
			depth++;
			const isOwn = depth === 2 && text === '{' && /^[{,:&;]$/.test(tokens[at - 1]?.text ?? '');
			if (isOwn && isPositional(tokens, at)) return true;
		} else if (text === '}' || text === ')' || text === ']') {
			if (--depth === 0) return false;
		}
	}
	return false;
}
