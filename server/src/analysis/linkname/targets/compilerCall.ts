/** A pull of a function that the compiler knows by its symbol, and whose calls it takes for its own. */
import { behindBracket, closes, isPlainCall, opens, tokensOf, type CodeToken } from '../../reference/codeTokens.ts';
import { parseSignature, parseType } from '../../signature/parseType.ts';
import type { TypeExpression } from '../../signature/typeExpression.ts';
import type { Declaration, FuncDeclaration } from '../../source/goFile.ts';
import { spanText } from '../../text/span.ts';
import type { FileFacts } from '../fileFacts.ts';

/**
 * Whether the compiler stops with `internal compiler error: Type.Elem …` at a call of this pull of `runtime.newobject`: it takes the first
 * word of the result for a pointer to a new object and asks for its element (computeZeroMap in cmd/compile/internal/ssa/writebarrier.go,
 * Go 1.21 to 1.23; from 1.24 on such a pull is refused). A result that is thrown away is not looked at. False when the type is not known.
 */
export function stopsCompiler(pull: FileFacts, declaration: FuncDeclaration, built: readonly FileFacts[]): boolean {
	const [result] = parseSignature(spanText(pull.file.text, declaration.signature)).results;
	if (!result || hasElement(result.type, pull, built, 0) !== 'no') return false;
	return built.some((facts) => facts.file.declarations.some((one) => keepsResult(declaration.name, facts, one)));
}

/** Names of types that lead to types. */
const furthest = 10;

/** Whether the first word of a type is of a type with elements. */
function hasElement(
	type: TypeExpression,
	facts: FileFacts,
	built: readonly FileFacts[],
	depth: number,
): 'yes' | 'no' | 'unknown' {
	switch (type.kind) {
		case 'pointer':
		case 'slice':
		case 'map':
		case 'chan':
			return 'yes';
		case 'func':
			return 'no';
		case 'struct': {
			const [field] = type.fields;
			return field && type.fields.length === 1 ? hasElement(field.type, facts, built, depth) : 'unknown';
		}
		case 'array':
			return type.length === '1' ? hasElement(type.element, facts, built, depth) : 'unknown';
		case 'name':
			break;
		case 'interface':
		case 'invalid':
			return 'unknown';
	}
	const { qualifier, name } = type;
	if (qualifier !== undefined) {
		const unsafe = facts.file.imports.find(({ path }) => path === 'unsafe');
		return unsafe && qualifier === (unsafe.name ?? 'unsafe') && name === 'Pointer' ? 'no' : 'unknown';
	}
	for (const other of built) {
		const found = other.declared.get(name)?.[0];
		if (found?.kind !== 'type') continue;
		if (found.typeParameters || depth === furthest) return 'unknown';
		return hasElement(parseType(spanText(other.file.text, found.definition)), other, built, depth + 1);
	}
	return /^(?:bool|byte|rune|u?int(?:8|16|32|64)?|uintptr|float(?:32|64)|complex(?:64|128))$/.test(name)
		? 'no'
		: 'unknown';
}

/** There is a call in the declaration whose result goes somewhere. */
function keepsResult(name: string, { file }: FileFacts, declaration: Declaration): boolean {
	const code =
		declaration.kind === 'func' ? declaration.body : declaration.kind === 'var' ? declaration.value : undefined;
	if (!code || !file.text.slice(code.start, code.end).includes(name)) return false;
	if (declaration.kind === 'var' && declaration.name === '_') return false;
	const tokens = tokensOf(file.text, code);
	return tokens.some((token, at) => token.text === name && isPlainCall(tokens, at) && isKept(tokens, at));
}

/** @param at of the called name. False also where it is not certain. */
function isKept(tokens: readonly CodeToken[], at: number): boolean {
	const before = statementBefore(tokens, at);
	const [first, second] = before;
	if (first?.text === '_' && second?.text === '=') return false;
	const behind = tokens[behindBracket(tokens, at + 1)];
	if (behind !== undefined && behind.text !== ';' && behind.text !== '}') return true;
	const last = before.at(-1)?.text;
	if (last === undefined || last === ':' || last === 'go' || last === 'defer') return false;
	const isAssigned = last === '=';
	const variable = first?.text === 'var' ? second : first;
	const isDeclared = first?.text === 'var' || before.at(-2)?.text === ':';
	return !(isAssigned && isDeclared && variable && isDropped(tokens, variable.text));
}

/** The tokens of the statement that stand before an index. */
function statementBefore(tokens: readonly CodeToken[], at: number): readonly CodeToken[] {
	let depth = 0;
	let start = at;
	for (; start > 0; start--) {
		const token = tokens[start - 1];
		if (closes(token)) depth++;
		else if (opens(token) && depth > 0) depth--;
		else if (depth === 0 && (token?.text === '{' || token?.text === ';')) break;
	}
	return tokens.slice(start, at);
}

/** The variable is named nowhere but where it gets its value and in `_ = variable`, or several go by its name. */
function isDropped(tokens: readonly CodeToken[], variable: string): boolean {
	const named = tokens.flatMap((token, at) => (token.kind === 'name' && token.text === variable ? [at] : []));
	const isGiven = (at: number) => tokens[at + 1]?.text === ':' || tokens[at - 1]?.text === 'var';
	if (named.filter(isGiven).length !== 1) return true;
	return named.every((at) => isGiven(at) || (tokens[at - 1]?.text === '=' && tokens[at - 2]?.text === '_'));
}
