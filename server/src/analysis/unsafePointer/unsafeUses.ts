/**
 * Uses of unsafe.Pointer that `go vet` does not report and that are wrong, or right only as long as the runtime stays as it is: the rules in
 * the documentation of package unsafe (Go 1.21 to 1.27). What the text of a package does not show for sure is left out.
 */
import { tokensOf, behindBracket, type CodeToken } from '../reference/codeTokens.ts';
import { parseReceiver, parseSignature, parseType } from '../signature/parseType.ts';
import type { TypeExpression } from '../signature/typeExpression.ts';
import type { FuncDeclaration, GoFile } from '../source/goFile.ts';
import { type Span, spanText } from '../text/span.ts';

export type UnsafeUseKind = 'string-as-slice' | 'interface-words' | 'header-struct' | 'uintptr-before-call';

export interface UnsafeUse {
	readonly kind: UnsafeUseKind;
	readonly span: Span;
	/** What is wrong with it, and the safe form; sentences. */
	readonly message: string;
}

/** @param files all files of the package, the one that is looked at among them */
export function unsafeUses(file: GoFile, files: readonly GoFile[]): readonly UnsafeUse[] {
	const unsafe = file.imports.find(({ path, name }) => path === 'unsafe' && name !== '_');
	if (!unsafe) return [];
	const own = typesOf(files);
	const names: Names = {
		unsafe: unsafe.name ?? 'unsafe',
		reflect: importName(file, 'reflect'),
		definition: (name) => own.get(name),
	};
	return file.declarations.flatMap((declaration) =>
		declaration.kind === 'func' && declaration.body ? inFunction(file, declaration, names) : [],
	);
}

interface Names {
	readonly unsafe: string;
	readonly reflect: string | undefined;
	/** Of a type of the package. */
	definition(name: string): TypeExpression | undefined;
}

function importName(file: GoFile, path: string): string | undefined {
	const spec = file.imports.find((one) => one.path === path);
	return spec && (spec.name ?? path);
}

function typesOf(files: readonly GoFile[]): ReadonlyMap<string, TypeExpression> {
	const found = new Map<string, TypeExpression>();
	for (const { text, declarations } of files) {
		for (const one of declarations) {
			if (one.kind === 'type' && !one.typeParameters) found.set(one.name, parseType(spanText(text, one.definition)));
		}
	}
	return found;
}

function inFunction(file: GoFile, declaration: FuncDeclaration, names: Names): readonly UnsafeUse[] {
	const tokens = tokensOf(file.text, declaration.span);
	const found: UnsafeUse[] = [];
	tokens.forEach((token, at) => {
		if (token.text === names.unsafe && isPointerConversion(tokens, at)) {
			const use = castOf(file, declaration, tokens, at, names);
			if (use) found.push(use);
		}
	});
	return [...found, ...keptAddresses(tokens, names)];
}

/** `unsafe . Pointer (` */
function isPointerConversion(tokens: readonly CodeToken[], at: number): boolean {
	return tokens[at + 1]?.text === '.' && tokens[at + 2]?.text === 'Pointer' && tokens[at + 3]?.text === '(';
}

/** `(*T)(unsafe.Pointer(&x))`; `at`: of `unsafe`. */
function castOf(
	file: GoFile,
	declaration: FuncDeclaration,
	tokens: readonly CodeToken[],
	at: number,
	names: Names,
): UnsafeUse | undefined {
	const [operator, name, end] = [tokens[at + 4], tokens[at + 5], tokens[at + 6]];
	if (operator?.text !== '&' || name?.kind !== 'name' || end?.text !== ')' || tokens[at + 7]?.text !== ')')
		return undefined;
	if (tokens[at - 1]?.text !== '(' || tokens[at - 2]?.text !== ')') return undefined;
	const open = openingBefore(tokens, at - 2);
	if (open === undefined || tokens[open]?.text !== '(' || tokens[open + 1]?.text !== '*') return undefined;
	const from = tokens[open + 2]?.start ?? 0;
	const target = parseType(file.text.slice(from, tokens[at - 2]?.start));
	const source = typeOfName(file, declaration, tokens, at, name.text);
	if (!source) return undefined;
	const span = { start: tokens[open]?.start ?? 0, end: (tokens[at + 7]?.start ?? 0) + 1 };
	const to = resolved(target, names);
	const of = resolved(source, names);
	const isHeader =
		target.kind === 'name' &&
		target.qualifier !== undefined &&
		target.qualifier === names.reflect &&
		/^(?:Slice|String)Header$/.test(target.name);
	const x = name.text;
	if (isString(of) && to.kind === 'slice') {
		return {
			kind: 'string-as-slice',
			span,
			message: `${x} is a string of two words, and a slice has three: its capacity is read from the memory behind ${x}. Use unsafe.Slice(unsafe.StringData(${x}), len(${x})), from Go 1.20 on.`,
		};
	}
	if (of.kind === 'interface' && wordsIn(to, names) === 2) {
		return {
			kind: 'interface-words',
			span,
			message: `This reads the words of the interface ${x}: what they hold is up to the runtime, and no rule of package unsafe allows it. Use a type switch, or reflect.ValueOf(${x}).UnsafePointer() for the pointer in it.`,
		};
	}
	const words = of.kind === 'slice' ? 3 : isString(of) ? 2 : undefined;
	if (words !== undefined && (isHeader || (to.kind === 'struct' && wordsIn(to, names) === words))) {
		const parts =
			words === 3 ? `unsafe.SliceData(${x}), len(${x}) and cap(${x})` : `unsafe.StringData(${x}) and len(${x})`;
		const why = isHeader
			? `${file.text.slice(from, tokens[at - 2]?.start)} is deprecated: its Data is a uintptr, which does not keep what it points to.`
			: `This relies on how ${words === 3 ? 'slices are' : 'strings are'} laid out, which is up to the runtime.`;
		return {
			kind: 'header-struct',
			span,
			message: `${why} Use ${parts}, and unsafe.${words === 3 ? 'Slice' : 'String'} for the way back, from Go 1.20 on.`,
		};
	}
	return undefined;
}

function openingBefore(tokens: readonly CodeToken[], close: number): number | undefined {
	for (let at = close - 1, depth = 1; at >= 0; at--) {
		const text = tokens[at]?.text ?? '';
		if (text === ')' || text === ']' || text === '}') depth++;
		else if ((text === '(' || text === '[' || text === '{') && --depth === 0) return at;
	}
	return undefined;
}

/** What a name of the package stands for. */
function resolved(type: TypeExpression, names: Names, depth = 0): TypeExpression {
	if (type.kind !== 'name' || type.qualifier !== undefined || depth > 8) return type;
	if (type.name === 'any' || type.name === 'error') return { kind: 'interface', methods: [], embedded: [] };
	const definition = names.definition(type.name);
	return definition ? resolved(definition, names, depth + 1) : type;
}

function isString(type: TypeExpression): boolean {
	return type.kind === 'name' && type.qualifier === undefined && type.name === 'string';
}

/** How many words an array or struct of nothing but words has. */
function wordsIn(type: TypeExpression, names: Names): number | undefined {
	if (type.kind === 'array') return isWord(type.element, names) ? Number(type.length) || undefined : undefined;
	if (type.kind !== 'struct') return undefined;
	return type.fields.every((field) => isWord(field.type, names)) ? type.fields.length : undefined;
}

function isWord(type: TypeExpression, names: Names): boolean {
	if (type.kind === 'pointer') return true;
	if (type.kind !== 'name') return false;
	if (type.qualifier !== undefined) return type.qualifier === names.unsafe && type.name === 'Pointer';
	return /^(?:uintptr|int|uint)$/.test(type.name);
}

/** The type that a name was declared with in the function, where the text says it; the last declaration before `at` counts. */
function typeOfName(
	file: GoFile,
	declaration: FuncDeclaration,
	tokens: readonly CodeToken[],
	at: number,
	name: string,
): TypeExpression | undefined {
	for (let index = at - 1; index > 0; index--) {
		if (tokens[index]?.kind !== 'name' || tokens[index]?.text !== name || tokens[index - 1]?.text === '.') continue;
		const [before, next, second] = [tokens[index - 1]?.text, tokens[index + 1], tokens[index + 2]];
		if (before === 'var' && next && next.text !== '=' && next.text !== ',') {
			const end = tokens.slice(index + 1).find(({ text }) => text === '=' || text === ';');
			return parseType(file.text.slice(next.start, end?.start ?? next.start));
		}
		if (next?.text === ':' && second?.text === '=') return undefined;
		// Declared with others, by a range or a closure: not followed.
		if (next?.text === ',' || before === ',') {
			if (index > (tokens.findIndex(({ start }) => start >= (declaration.body?.start ?? 0)) ?? 0)) return undefined;
		}
	}
	const signature = parseSignature(spanText(file.text, declaration.signature));
	const parameters = [...signature.parameters, ...signature.results];
	if (declaration.receiver) parameters.push(parseReceiver(spanText(file.text, declaration.receiver)));
	return parameters.find((one) => one.name === name)?.type;
}

/** Calls whose arguments the compiler keeps alive and in place only if they are converted in the call itself. */
const systemCalls = /^(?:Syscall\d*|RawSyscall\d*|SyscallN|Syscall_\w+)$/;

/** `u := uintptr(unsafe.Pointer(p))`, and `u` handed to a system call in a later statement. */
function keptAddresses(tokens: readonly CodeToken[], names: Names): readonly UnsafeUse[] {
	const kept = new Map<string, number>();
	const isKeptAlive = tokens.some(({ text }, at) => text === 'KeepAlive' && tokens[at - 1]?.text === '.');
	if (isKeptAlive) return [];
	const found: UnsafeUse[] = [];
	tokens.forEach((token, at) => {
		if (token.text === names.unsafe && isPointerConversion(tokens, at)) {
			const start = at - 2;
			if (tokens[start]?.text !== 'uintptr' || tokens[at - 1]?.text !== '(') return;
			const [equals, colon, name] = [tokens[start - 1], tokens[start - 2], tokens[start - 3]];
			const isWhole = tokens[behindBracket(tokens, at - 1)]?.text === ';';
			const isNil = tokens[at + 4]?.text === 'nil';
			if (
				equals?.text === '=' &&
				colon?.text === ':' &&
				name?.kind === 'name' &&
				tokens[start - 4]?.text !== ',' &&
				isWhole &&
				!isNil
			) {
				kept.set(name.text, at);
			}
			return;
		}
		if (token.kind !== 'name' || !systemCalls.test(token.text) || tokens[at + 1]?.text !== '(') return;
		const end = behindBracket(tokens, at + 1);
		for (let index = at + 2; index < end; index++) {
			const argument = tokens[index];
			if (argument?.kind !== 'name' || !kept.has(argument.text) || tokens[index - 1]?.text === '.') continue;
			found.push({
				kind: 'uintptr-before-call',
				span: { start: argument.start, end: argument.start + argument.text.length },
				message: `${argument.text} is a number to the garbage collector: what it was taken from may be moved or freed before this call. Convert the pointer in the call itself: ${token.text}(…, uintptr(unsafe.Pointer(p)), …).`,
			});
		}
	});
	return found;
}
