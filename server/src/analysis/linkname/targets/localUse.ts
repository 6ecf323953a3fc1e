/** Whether a package uses a name that it declares: by text, whatever scope the name is found in. */
import { Lexer } from '../../source/lexer.ts';
import type { GoFile } from '../../source/goFile.ts';
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
	const { text } = file;
	const places = occurrences(name, text).filter((at) => !isDeclaration(at, file) && !isCommentLine(at, text));
	if (places.length === 0) return 'unused';
	const blanks = file.declarations.filter(
		(declaration) => declaration.kind === 'var' && declaration.name === '_' && declaration.value,
	);
	let use: LocalUse = 'unused';
	for (const at of inCode(places, text)) {
		const blank = blanks.some(
			({ span }) => span.start <= at && at < span.end && text.slice(at, span.end).trim() === name,
		);
		if (!blank) return 'used';
		use = 'blank';
	}
	return use;
}

/** Offsets of the name as a whole word. */
function occurrences(name: string, text: string): number[] {
	const found: number[] = [];
	for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length)) {
		if (!isNamePart(text, at - 1) && !isNamePart(text, at + name.length)) found.push(at);
	}
	return found;
}

function isNamePart(text: string, at: number): boolean {
	return at >= 0 && at < text.length && /[\p{L}\p{N}_]/u.test(text[at] ?? '');
}

function isDeclaration(at: number, { declarations }: GoFile): boolean {
	return declarations.some(({ nameSpan }) => nameSpan.start === at);
}

function isCommentLine(at: number, text: string): boolean {
	return /^[ \t]*\/\//.test(text.slice(text.lastIndexOf('\n', at - 1) + 1, at));
}

/** Those of the offsets that stand neither in a comment nor in a string. */
function inCode(places: readonly number[], text: string): number[] {
	const wanted = new Set(places);
	const lexer = new Lexer(text, 0, () => {});
	const last = places.at(-1) ?? -1;
	const found: number[] = [];
	while (lexer.next() !== 'end' && lexer.start <= last) {
		if (lexer.kind === 'name' && wanted.has(lexer.start)) found.push(lexer.start);
	}
	return found;
}
