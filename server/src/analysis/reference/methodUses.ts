/** Members that code selects of values whose type is surely one of the package itself: `c.now()` in a function with `c clock`. */
import { parseReceiver, parseSignature, parseType } from '../signature/parseType.ts';
import type { TypeExpression } from '../signature/typeExpression.ts';
import type { Declaration, FuncDeclaration, GoFile, TypeDeclaration } from '../source/goFile.ts';
import { spanText } from '../text/span.ts';
import { behindBracket, type CodeToken, isMember, tokensOf } from './codeTokens.ts';
import { declaredIn } from './condition.ts';

export interface MethodUse {
	/** The type that the value has, or points to. */
	readonly type: string;
	readonly name: string;
}

/** Types of the package's variables, by the name of the variable; those that are not written are left out. */
export function variableTypes(files: readonly GoFile[]): ReadonlyMap<string, string> {
	const found = new Map<string, string>();
	for (const { text, declarations } of files) {
		for (const declaration of declarations) {
			if (declaration.kind !== 'var' || !declaration.type) continue;
			const type = ownType(parseType(spanText(text, declaration.type)));
			if (type !== undefined) found.set(declaration.name, type);
		}
	}
	return found;
}

/** @param variables of the whole package, by {@link variableTypes} */
export function methodUses(file: GoFile, variables: ReadonlyMap<string, string>): MethodUse[] {
	return file.declarations.flatMap((declaration) => usesIn(file, declaration, variables));
}

/** Whether values of the type have no member of that name but a method: nothing is embedded, and no field is called so. */
export function hasOnlyMethods({ text }: GoFile, declaration: TypeDeclaration, name: string): boolean {
	if (declaration.alias) return false;
	const type = parseType(spanText(text, declaration.definition));
	if (type.kind === 'struct') return type.fields.every((field) => !field.embedded && field.name !== name);
	if (type.kind === 'name') return type.qualifier === undefined && basicTypes.test(type.name);
	return type.kind !== 'interface' && type.kind !== 'pointer' && type.kind !== 'invalid';
}

const basicTypes = /^(?:bool|string|byte|rune|uintptr|u?int(?:8|16|32|64)?|float(?:32|64)|complex(?:64|128))$/;

function usesIn(file: GoFile, declaration: Declaration, variables: ReadonlyMap<string, string>): MethodUse[] {
	if (declaration.kind !== 'func' || !declaration.body || declaration.typeParameters) return [];
	const tokens = tokensOf(file.text, declaration.body);
	if (tokens.some(({ kind, text }) => kind === 'name' && text === 'type')) return [];
	const parameters = parametersOf(file, declaration);
	const hidden = new Set([...declaredIn(tokens), ...namesOfLiterals(tokens)]);
	const typeOf = (name: string) => {
		if (hidden.has(name)) return parameters.has(name) || variables.has(name) ? undefined : localType(name, tokens);
		return parameters.has(name) ? parameters.get(name) : variables.get(name);
	};
	return tokens.flatMap((token, at): MethodUse[] => {
		if (token.kind !== 'name' || isMember(tokens, at)) return [];
		// `T{…}.name`
		const isLiteral = tokens[at + 1]?.text === '{';
		const dot = isLiteral ? behindBracket(tokens, at + 1) : at + 1;
		const member = tokens[dot + 1];
		if (tokens[dot]?.text !== '.' || member?.kind !== 'name') return [];
		const type = isLiteral ? token.text : typeOf(token.text);
		return type === undefined ? [] : [{ type, name: member.text }];
	});
}

/** The receiver, the parameters and the named results, with undefined for a type of another package and the like. */
function parametersOf({ text }: GoFile, { receiver, signature }: FuncDeclaration): Map<string, string | undefined> {
	const { parameters, results } = parseSignature(spanText(text, signature));
	const all = [...parameters, ...results, ...(receiver ? [parseReceiver(spanText(text, receiver))] : [])];
	return new Map(all.flatMap(({ name, type }) => (name === undefined ? [] : [[name, ownType(type)] as const])));
}

function ownType(type: TypeExpression): string | undefined {
	const base = type.kind === 'pointer' ? type.element : type;
	return base.kind === 'name' && base.qualifier === undefined ? base.name : undefined;
}

/** Everything that stands in the signatures of function literals. */
function namesOfLiterals(tokens: readonly CodeToken[]): string[] {
	return tokens.flatMap(({ kind, text }, at) => {
		if (kind !== 'name' || text !== 'func' || tokens[at + 1]?.text !== '(') return [];
		return tokens.slice(at + 1, behindBracket(tokens, at + 1)).map((token) => token.text);
	});
}

/** A variable that the function declares once, by `x := T{…}`, `x := &T{…}` or `var x T`. */
function localType(name: string, tokens: readonly CodeToken[]): string | undefined {
	const types = tokens.flatMap(({ kind, text }, at): (string | undefined)[] => {
		if (kind !== 'name' || text !== name || isMember(tokens, at)) return [];
		const word = (ahead: number) => tokens[at + ahead]?.text;
		if (tokens[at - 1]?.text === 'var') {
			const type = word(1) === '*' ? 2 : 1;
			return [tokens[at + type]?.kind === 'name' && word(type + 1) !== '.' ? word(type) : undefined];
		}
		if (word(1) === ',' || tokens[at - 1]?.text === ',') return [undefined];
		if (word(1) !== ':' || word(2) !== '=') return [];
		const type = word(3) === '&' ? 4 : 3;
		return [tokens[at + type]?.kind === 'name' && word(type + 1) === '{' ? word(type) : undefined];
	});
	return types.length === 1 && !namesOfLiterals(tokens).includes(name) ? types[0] : undefined;
}
