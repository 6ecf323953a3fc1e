/** Whether a package uses a name that it declares: by text, whatever scope the name is found in. */
import { declaredIn } from '../../reference/condition.ts';
import { tokensOf } from '../../reference/codeTokens.ts';
import { guardOf, isFalse } from './constantGuard.ts';
import { Lexer } from '../../source/lexer.ts';
import type { Declaration, FuncDeclaration, GoFile } from '../../source/goFile.ts';
import type { FileFacts } from '../fileFacts.ts';
import { partitionPoint } from '../../partitionPoint.ts';

/**
 * `used`: the name stands in code. `blank`: only where the compiler makes no reference (Go 1.22 to 1.27): in `var _ = name` at
 * package level, in a function called `_`, behind a constant that is false. `unused`: nowhere but in its declaration. Shadowing
 * is not told apart: a name in its place counts as a use.
 */
export type LocalUse = 'used' | 'blank' | 'unused';

export function localUse(name: string, files: readonly FileFacts[]): LocalUse {
	let use: LocalUse = 'unused';
	for (const { file } of files) {
		for (const found of usesIn(name, file)) {
			if (isCompiled(found, files)) return 'used';
			use = 'blank';
		}
	}
	return use;
}

/** A place in code: compiled, left out, or compiled when this name is no constant that is false. */
type Use = 'compiled' | 'left-out' | { readonly guard: string };

function isCompiled(use: Use, files: readonly FileFacts[]): boolean {
	if (use === 'compiled' || use === 'left-out') return use === 'compiled';
	return !isFalse(
		use.guard,
		files.map(({ file }) => file),
	);
}

// A file is a new value after each edit, so an answer never outlives its text.
const known = new WeakMap<GoFile, Map<string, readonly Use[]>>();

function usesIn(name: string, file: GoFile): readonly Use[] {
	let answers = known.get(file);
	if (!answers) known.set(file, (answers = new Map()));
	let uses = answers.get(name);
	if (!uses) answers.set(name, (uses = search(name, file)));
	return uses;
}

/** Ends at the first use that is compiled in any case. */
function search(name: string, file: GoFile): readonly Use[] {
	const { text, declarations } = file;
	const uses: Use[] = [];
	for (const at of occurrences(name, text)) {
		const declaration = declarationAround(at, declarations);
		// Between declarations stand comments only.
		if (!declaration || declaration.nameSpan.start === at) continue;
		if (!isCode(at, declaration, text)) continue;
		const use = useAt(at, name, declaration, text);
		if (use === 'compiled') return [use];
		uses.push(use);
	}
	return uses;
}

function useAt(at: number, name: string, declaration: Declaration, text: string): Use {
	if (isBlank(at, name, declaration, text)) return 'left-out';
	if (declaration.kind !== 'func' || !declaration.body || at < declaration.body.start) return 'compiled';
	if (declaration.name === '_' && !declaration.receiver) return 'left-out';
	const guard = guardOf(text, declaration.body, at);
	return guard === undefined || declaresItself(declaration, guard, text) ? 'compiled' : { guard };
}

/** A parameter or a local of the function goes by that name. */
function declaresItself({ signature, receiver, body }: FuncDeclaration, name: string, text: string): boolean {
	const head = [receiver, signature].flatMap((span) => (span ? tokensOf(text, span) : []));
	return (
		head.some((token) => token.text === name) || (body !== undefined && declaredIn(tokensOf(text, body)).has(name))
	);
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
	const behind = partitionPoint(declarations.length, (index) => (declarations[index]?.span.start ?? 0) <= at);
	for (let index = behind - 1; index >= 0; index--) {
		const declaration = declarations[index];
		if (!declaration || at >= declaration.span.end) return undefined;
		const before = declarations[index - 1];
		// `var a, b T` is one spec with two names.
		if (declaration.nameSpan.start <= at || before?.span.start !== declaration.span.start) return declaration;
	}
	return undefined;
}

/** The place stands neither in a comment nor in a string of its declaration, and names no field: `x.name`. */
function isCode(at: number, declaration: Declaration, text: string): boolean {
	const lexer = new Lexer(text, declaration.span.start, () => {});
	// In front of the place; three stand before the type in `...name`.
	let dots = 0;
	while (lexer.next() !== 'end' && lexer.start < at)
		dots = lexer.kind === 'punctuation' && text[lexer.start] === '.' ? dots + 1 : 0;
	return lexer.start === at && lexer.kind === 'name' && dots !== 1;
}
