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

/** Packages that read or write the fields of a struct one after the other, by the ends of their import paths. */
const byPosition: readonly (readonly [RegExp, string])[] = [
	[/^encoding\/(?:binary|asn1)$/, ''],
	[/^(?:syscall|golang\.org\/x\/sys\/(?:unix|windows))$/, 'system calls'],
	[/^structs$/, 'package structs'],
	[/\/(?:go-)?(?:rlp|ssz|fastssz|xdr|xdr2|struc|restruct|borsh|borsh-go|bcs|binstruct)(?:\/v\d+)?$/, ''],
	[/\/(?:gocsv|csvutil)(?:\/v\d+)?$/, ''],
];

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
	if (/\b(?:toarray|as_array)\b/.test(definition)) {
		return against('A tag of the struct asks for an encoding of its fields one after the other.');
	}
	const all = [...files];
	if (all.some(({ imports }) => imports.some(({ path }) => path === 'C'))) {
		return against('The package uses cgo, and C may know the struct.');
	}
	const reach = namesThatLeadTo(name, all);
	for (const file of all) {
		const words = wordsOf(file.text);
		const mentioned = [name, ...reach.all].find((one) => words.has(one));
		if (mentioned === undefined) continue;
		const what = mentioned === name ? name : `${mentioned}, which leads to ${name}`;
		const usesUnsafe = file.imports.some((spec) => spec.path === 'unsafe' && spec.name !== '_');
		if (usesUnsafe) return against(`A file that uses package unsafe mentions ${what}.`);
		for (const { path } of file.imports) {
			const found = byPosition.find(([pattern]) => pattern.test(path));
			if (found) return against(`A file that uses ${found[1] === '' ? path : found[1]} mentions ${what}.`);
		}
		const tokens = tokensOf(file.text, { start: 0, end: file.text.length });
		const isPositionalHere =
			[name, ...reach.same].some((one) => hasPositionalLiteral(one, tokens)) ||
			reach.holders.some((one) => hasElidedPositional(one, tokens));
		if (isPositionalHere) {
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

interface Reach {
	/** Types that have the fields of this one: aliases, and types declared by it. */
	readonly same: readonly string[];
	/** Other types that mention it. */
	readonly holders: readonly string[];
	/** Those, and the functions, methods and variables whose types mention one of them. */
	readonly all: readonly string[];
}

/** What a file may mention instead of the struct and still hand around its values: `all` of `var all header`. */
function namesThatLeadTo(name: string, files: readonly GoFile[]): Reach {
	const declared = files.flatMap(({ text, declarations }) =>
		declarations.map((one) => {
			// Whoever has a receiver named the way to it.
			const span = one.kind === 'type' ? one.definition : one.kind === 'func' ? one.signature : one.span;
			const own = text.slice(span.start, span.end);
			return { name: one.name, isType: one.kind === 'type', text: own, words: wordsOf(own) };
		}),
	);
	const reached = new Set([name]);
	const found = new Set<(typeof declared)[number]>();
	for (let before = -1; before !== found.size; ) {
		before = found.size;
		for (const one of declared) {
			if (found.has(one) || one.name === name || one.name === '_') continue;
			if (![...reached].some((each) => one.words.has(each))) continue;
			found.add(one);
			// What a type holds leads on; a function only those who name it.
			if (one.isType) reached.add(one.name);
		}
	}
	const types = [...found].filter(({ isType }) => isType);
	const same = types.filter(({ text }) => text.trim() === name).map((one) => one.name);
	return {
		same,
		holders: types.map((one) => one.name).filter((one) => !same.includes(one)),
		all: [...found].map((one) => one.name),
	};
}

function wordsOf(text: string): ReadonlySet<string> {
	return new Set(text.match(/[\p{L}_][\p{L}\p{N}_]*/gu) ?? []);
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

/** A literal of a type that holds others, which may leave out their types, however deep: `type list []t`, `list{{1, 2}}`. */
function hasElidedPositional(name: string, tokens: readonly CodeToken[]): boolean {
	return tokens.some((token, index) => {
		if (token.kind !== 'name' || token.text !== name || tokens[index + 1]?.text !== '{') return false;
		return holdsPositional(tokens, index + 1, Infinity);
	});
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
function holdsPositional(tokens: readonly CodeToken[], open: number, deepest = 2): boolean {
	let depth = 0;
	for (let at = open; at < tokens.length; at++) {
		const text = tokens[at]?.text ?? '';
		if (text in closing) {
			depth++;
			const isOwn = depth >= 2 && depth <= deepest && text === '{' && /^[{,:&;]$/.test(tokens[at - 1]?.text ?? '');
			if (isOwn && isPositional(tokens, at)) return true;
		} else if (text === '}' || text === ')' || text === ']') {
			if (--depth === 0) return false;
		}
	}
	return false;
}
