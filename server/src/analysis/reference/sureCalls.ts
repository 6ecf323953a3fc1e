/**
 * Which functions a package certainly refers to in its object file, and from where. For claims that must not be wrong: what
 * is not certain is left out.
 */
import { lastWord } from '../text/lastWord.ts';
import type { Declaration, FuncDeclaration, GoFile } from '../source/goFile.ts';
import { likelyName } from '../signature/typeScope.ts';
import { spanText } from '../text/span.ts';
import { declaredIn, type FunctionNames, isDecidedAtRunTime } from './condition.ts';
import { walkBody } from './statements.ts';
import { stdResults } from './stdResults.ts';
import { isMember, isPlainCall, type CodeToken, tokensOf } from './codeTokens.ts';

/** A call that the compiler keeps. */
export interface SureCall {
	/** The function or `T.m` that calls; `init` for what runs when the program starts. */
	readonly from: string;
	/** Import path of the called function's package; undefined: the package itself. */
	readonly path: string | undefined;
	readonly name: string;
	/** It stands in a function literal, which is compiled with the function but perhaps never called by it. */
	readonly inLiteral: boolean;
}

export function sureCalls(files: readonly GoFile[]): SureCall[] {
	const declarations = files.flatMap((file) => file.declarations.map((declaration) => ({ file, declaration })));
	const variables = declarations.filter(({ declaration: { kind } }) => kind === 'var');
	const names = {
		variables: new Set(withoutArrays(variables).map(({ declaration }) => declaration.name)),
		panics: new Set(declarations.filter(panicsAtOnce).map(({ declaration }) => declaration.name)),
	};
	return declarations.flatMap(({ file, declaration }) => callsIn(file, declaration, names));
}

/** What the functions of a package see. */
interface PackageNames {
	readonly variables: ReadonlySet<string>;
	readonly panics: ReadonlySet<string>;
}

interface Placed {
	readonly file: GoFile;
	readonly declaration: Declaration;
}

/** The length of an array is a constant. Names that are declared together share their text, which is looked at once. */
function withoutArrays(variables: readonly Placed[]): readonly Placed[] {
	let last: { readonly file: GoFile; readonly start: number; readonly hasArray: boolean } | undefined;
	return variables.filter(({ file, declaration: { span } }) => {
		if (last?.file !== file || last.start !== span.start) {
			const text = spanText(file.text, span).replace(/map\[/g, '');
			last = { file, start: span.start, hasArray: /\[[^\]]/.test(text) };
		}
		return !last.hasArray;
	});
}

function panicsAtOnce({ file, declaration }: Placed): boolean {
	if (declaration.kind !== 'func' || !declaration.body || declaration.receiver) return false;
	return /^\{\s*panic\(/.test(spanText(file.text, declaration.body));
}

function callsIn(file: GoFile, declaration: Declaration, names: PackageNames): SureCall[] {
	if (declaration.kind === 'func')
		return isCompiled(file, declaration) ? callsOfFunction(file, declaration, names) : [];
	if (declaration.kind !== 'var' || !declaration.value || declaration.index > 0) return [];
	return callsOfVariable(file, tokensOf(file.text, declaration.value));
}

/** Generic functions are compiled where they are instantiated, and a function called `_` nowhere. */
function isCompiled(file: GoFile, { name, typeParameters, receiver, body }: FuncDeclaration): boolean {
	if (!body || typeParameters || name === '_') return false;
	return receiver === undefined || !spanText(file.text, receiver).includes('[');
}

function callsOfFunction(file: GoFile, declaration: FuncDeclaration, { variables, panics }: PackageNames): SureCall[] {
	const { receiver, signature, body, name } = declaration;
	if (!body) return [];
	const tokens = tokensOf(file.text, body);
	const head = [...(receiver ? tokensOf(file.text, receiver) : []), ...tokensOf(file.text, signature)];
	const parameters = hasArray(head) ? [] : head.filter(({ kind }) => kind === 'name').map(({ text }) => text);
	const outer = new Set([...variables, ...parameters]);
	const locals = declaredIn(tokens);
	for (const local of locals) outer.delete(local);
	const results = stdResults(tokens, file.imports, outer);
	for (const result of results) locals.delete(result);
	const names: FunctionNames = {
		variables: new Set([...outer, ...results]),
		results,
		locals,
		packages: new Set(file.imports.map(({ name: alias, path }) => alias ?? likelyName(path))),
		atomic: new Set(file.imports.filter(({ path }) => path === 'sync/atomic').map((one) => one.name ?? 'atomic')),
	};
	const calls: SureCall[] = [];
	const from = receiver ? `${typeOf(file, receiver)}.${name}` : name;
	const uses = usesOf([...head, ...tokens]);
	walkBody({
		tokens,
		panics,
		isDecidedAtRunTime: (condition) => isDecidedAtRunTime(condition, names),
		kept: (at, inLiteral) => {
			const called = calledAt(tokens, at, file, uses);
			if (called) calls.push({ from, inLiteral, ...called });
		},
	});
	return calls;
}

/** An array type, whose length is a constant; slices and maps are none. */
function hasArray(head: readonly CodeToken[]): boolean {
	return head.some(({ text }, at) => text === '[' && head[at + 1]?.text !== ']' && head[at - 1]?.text !== 'map');
}

function typeOf(file: GoFile, receiver: NonNullable<FuncDeclaration['receiver']>): string {
	return lastWord(spanText(file.text, receiver));
}

/** The value of a variable of the package is computed when the program starts; function literals wait. */
function callsOfVariable(file: GoFile, tokens: readonly CodeToken[]): SureCall[] {
	if (tokens.some(({ text }) => /^(?:func|&|\||len|cap|Sizeof|Alignof|Offsetof)$/.test(text))) return [];
	const uses = usesOf(tokens);
	return tokens.flatMap((_, at) => {
		const called = calledAt(tokens, at, file, uses);
		return called ? [{ from: 'init', inLiteral: false, ...called }] : [];
	});
}

type Called = Pick<SureCall, 'path' | 'name'>;

/** For each name that is no member: what follows it wherever it stands. */
type Uses = ReadonlyMap<string, ReadonlySet<string>>;

function usesOf(tokens: readonly CodeToken[]): Uses {
	const uses = new Map<string, Set<string>>();
	for (const [at, { kind, text }] of tokens.entries()) {
		if (kind !== 'name' || isMember(tokens, at)) continue;
		const following = uses.get(text) ?? new Set();
		uses.set(text, following.add(tokens[at + 1]?.text ?? ''));
	}
	return uses;
}

/** @param uses of the whole function: a name that stands there for anything else is not taken for the package's own */
function calledAt(tokens: readonly CodeToken[], at: number, file: GoFile, uses: Uses): Called | undefined {
	const name = tokens[at]?.text ?? '';
	if (isPlainCall(tokens, at)) return isOnly(name, '(', uses) ? { path: undefined, name } : undefined;
	if (tokens[at]?.kind !== 'name' || isMember(tokens, at)) return undefined;
	const member = tokens[at + 2];
	if (tokens[at + 1]?.text !== '.' || member?.kind !== 'name' || tokens[at + 3]?.text !== '(') return undefined;
	const imported = file.imports.find((one) => (one.name ?? likelyName(one.path)) === name);
	return imported && isOnly(name, '.', uses) ? { path: imported.path, name: member.text } : undefined;
}

/** Wherever the name stands, and is no member, this follows: nothing in the function declares it. */
function isOnly(name: string, following: string, uses: Uses): boolean {
	const found = uses.get(name);
	return found === undefined || (found.size === 1 && found.has(following));
}
