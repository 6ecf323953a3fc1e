/** Which names the compiler meets when it reads a declaration without its function body. */
import { behindBracket, isMember, type CodeToken, tokensOf } from '../../reference/codeTokens.ts';
import { likelyName } from '../../signature/typeScope.ts';
import type { Declaration, GoFile } from '../../source/goFile.ts';
import { parseReceiver, parseSignature, parseType } from '../../signature/parseType.ts';
import type { TypeExpression } from '../../signature/typeExpression.ts';
import { spanText } from '../../text/span.ts';

export interface NamedThings {
	/** Plain names: of the package itself, predeclared, or local. */
	readonly own: ReadonlySet<string>;
	readonly foreign: readonly ForeignName[];
}

/** Something of another package; of an unknown one for what a dot import or a type parameter may stand for. */
export interface ForeignName {
	readonly importPath: string | undefined;
	readonly name: string;
}

/**
 * The names in a type's definition, a function's receiver and signature, a variable's type and value. Constants, function bodies and the
 * constraints of type parameters name nothing; nor does what only its size is asked of (seen with Go 1.23 to 1.27).
 */
export function namedBy(file: GoFile, declaration: Declaration): NamedThings {
	const packages = new Map(file.imports.map(({ path, name }) => [name ?? likelyName(path), path]));
	const dotted = file.imports.some(({ name }) => name === '.');
	const generic = 'typeParameters' in declaration && declaration.typeParameters !== undefined;
	const own = new Set<string>();
	const foreign: ForeignName[] = [];
	for (const [qualifier, name] of namesIn(file.text, declaration)) {
		if (qualifier === '') foreign.push({ importPath: undefined, name });
		const path = qualifier === undefined ? undefined : packages.get(qualifier);
		if (path === undefined) {
			own.add(qualifier ?? name);
			if (dotted) foreign.push({ importPath: undefined, name });
		} else if (path !== 'unsafe' && path !== 'C') foreign.push({ importPath: generic ? undefined : path, name });
	}
	return { own, foreign };
}

/** Stands for whatever a text that is no type may mean. */
const unreadable: Name = ['', ''];

type Name = readonly [qualifier: string | undefined, name: string];

function namesIn(text: string, declaration: Declaration): Name[] {
	switch (declaration.kind) {
		case 'type':
			return namesOfType(parseType(spanText(text, declaration.definition)));
		case 'func': {
			const receiver = declaration.receiver && parseReceiver(spanText(text, declaration.receiver)).type;
			const signature = parseSignature(spanText(text, declaration.signature));
			return [...(receiver ? namesOfType(receiver) : []), ...namesOfType(signature)];
		}
		case 'var': {
			const { type, value } = declaration;
			return [
				...(type ? namesOfType(parseType(spanText(text, type))) : []),
				...(value ? namesOfValue(tokensOf(text, value)) : []),
			];
		}
		case 'const':
			return [];
	}
}

function namesOfType(type: TypeExpression): Name[] {
	switch (type.kind) {
		case 'name':
			return [[type.qualifier, type.name], ...type.typeArguments.flatMap(namesOfType)];
		case 'pointer':
		case 'slice':
		case 'chan':
		case 'array':
			return namesOfType(type.element);
		case 'map':
			return [...namesOfType(type.key), ...namesOfType(type.value)];
		case 'func':
			return [...type.parameters, ...type.results].flatMap((parameter) => namesOfType(parameter.type));
		case 'struct':
			return type.fields.flatMap((field) => namesOfType(field.type));
		case 'interface':
			return [...type.methods.flatMap((method) => namesOfType(method.type)), ...type.embedded.flatMap(namesOfType)];
		case 'invalid':
			return [unreadable];
	}
}

/** An expression may name what it only passes on; what is asked for its size alone it does not name. */
function namesOfValue(tokens: readonly CodeToken[]): Name[] {
	const names: Name[] = [];
	for (let at = 0; at < tokens.length; at++) {
		const token = tokens[at];
		if (token?.kind !== 'name' || isMember(tokens, at)) continue;
		const member = memberOf(tokens, at);
		if (token.text === 'unsafe' && /^(?:Sizeof|Alignof|Offsetof)$/.test(member ?? ''))
			at = behindBracket(tokens, at + 3) - 1;
		else names.push(member === undefined ? [undefined, token.text] : [token.text, member]);
	}
	return names;
}

/** `b` at the `a` of `a.b`. */
function memberOf(tokens: readonly CodeToken[], at: number): string | undefined {
	if (tokens[at + 1]?.text !== '.') return undefined;
	const member = tokens[at + 2];
	return member?.kind === 'name' ? member.text : undefined;
}
