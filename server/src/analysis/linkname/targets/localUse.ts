/** Whether a package uses a name that it declares: by text, whatever scope the name is found in. */
import { Lexer } from '../../source/lexer.ts';
import type { Declaration, GoFile } from '../../source/goFile.ts';
import type { FileFacts } from '../fileFacts.ts';

/**
 * `used`: the name stands in code. `blank`: only in `var _ = name` at package level, for which the compiler makes no
 * reference (Go 1.22 to 1.27). `unused`: nowhere but in its declaration. Shadowing and fields are not told apart: a name
 * in their place counts as a use.
 */
export type LocalUse = 'used' | 'blank' | 'unused';

export function localUse(name: string, files: readonly FileFacts[]): LocalUse {
	let use: LocalUse = 'unused';
	for (const { file } of files) {
		const found = useIn(name, file);
		if (found === 'used') return 'used';
		if (found === 'blank') use = 'blank';
	}
	return use;
}

// A file is a new value after each edit, so an answer never outlives its text.
const known = new WeakMap<GoFile, Map<string, LocalUse>>();

function useIn(name: string, file: GoFile): LocalUse {
	let answers = known.get(file);
	if (!answers) known.set(file, (answers = new Map()));
	let use = answers.get(name);
	if (!use) answers.set(name, (use = search(name, file)));
	return use;
}

function search(name: string, file: GoFile): LocalUse {
	const { text, declarations } = file;
	let use: LocalUse = 'unused';
	for (const at of occurrences(name, text)) {
		const declaration = declarationAround(at, declarations);
		// Between declarations stand comments only.
		if (!declaration || declaration.nameSpan.start === at || !isCode(at, declaration, text)) continue;
		if (!isBlank(at, name, declaration, text)) return 'used';
		use = 'blank';
	}
	return use;
}

/** `var _ = name` */
function isBlank(at: number, name: string, declaration: Declaration, text: string): boolean {
	if (declaration.kind !== 'var' || declaration.name !== '_' || !declaration.value) return false;
	return text.slice(at, declaration.span.end).trim() === name;
}

/** Offsets of the name as a whole word. */
function* occurrences(name: string, text: string): Generator<number> {
	for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length)) {
		if (!isNamePart(text, at - 1) && !isNamePart(text, at + name.length)) yield at;
	}
}

function isNamePart(text: string, at: number): boolean {
	return at >= 0 && at < text.length && /[\p{L}\p{N}_]/u.test(text[at] ?? '');
}

/** Declarations are in source order; names of one spec share a span, and the first of them is as good as the others. */
function declarationAround(at: number, declarations: readonly Declaration[]): Declaration | undefined {
	let low = 0;
	let high = declarations.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((declarations[middle]?.span.start ?? 0) <= at) low = middle + 1;
		else high = middle;
	}
	for (let index = low - 1; index >= 0; index--) {
		const declaration = declarations[index];
		if (!declaration || at >= declaration.span.end) return undefined;
		const before = declarations[index - 1];
		// `var a, b T` is one spec with two names.
		if (declaration.nameSpan.start <= at || before?.span.start !== declaration.span.start) return declaration;
	}
	return undefined;
}

/** The place stands neither in a comment nor in a string of its declaration. */
function isCode(at: number, declaration: Declaration, text: string): boolean {
	const lexer = new Lexer(text, declaration.span.start, () => {});
	while (lexer.next() !== 'end' && lexer.start < at);
	return lexer.start === at && lexer.kind === 'name';
}
