/** What a declaration says about a symbol's type, with the place that gives its names a meaning. */
import type { FuncDeclaration, ValueDeclaration } from '../source/goFile.ts';
import { spanText } from '../text/span.ts';
import { valueType } from './inferType.ts';
import { parseReceiver, parseSignature, parseType, parseTypeParameters } from './parseType.ts';
import { typeText } from './typeText.ts';
import type { FuncType, Parameter, TypeExpression } from './typeExpression.ts';
import { invalidType } from './typeExpression.ts';
import type { ScopedType, TypeScope } from './typeScope.ts';

export type Signature = FuncSignature | VariableType;

export interface FuncSignature {
	readonly kind: 'func';
	/** The receiver of a method comes first. */
	readonly type: FuncType;
	readonly scope: TypeScope;
}

export interface VariableType {
	readonly kind: 'var';
	/** Undefined when the type is not written and the value does not give it away. */
	readonly type: TypeExpression | undefined;
	/** Where the type is written: for `var x = other.Value` another package. */
	readonly scope: TypeScope;
}

/**
 * The signature of a function, or of a method under one of its symbols: `p.T.m` takes the receiver as declared,
 * `p.(*T).m` always a pointer, also to a method that is declared on `T`.
 */
export function funcSignature(
	declaration: FuncDeclaration,
	scope: TypeScope,
	receiver: 'declared' | 'pointer' = 'declared',
): FuncSignature {
	const { text } = scope.file;
	const type = parseSignature(spanText(text, declaration.signature));
	const generic = declaration.typeParameters ? parseTypeParameters(spanText(text, declaration.typeParameters)) : [];
	const bindings = new Map(generic.map((name): [string, ScopedType] => [name, { type: invalidType, scope }]));
	const inside = generic.length === 0 ? scope : { ...scope, bindings };
	if (!declaration.receiver) return { kind: 'func', type, scope: inside };
	const first = receiverParameter(spanText(text, declaration.receiver), receiver);
	return { kind: 'func', type: { ...type, parameters: [first, ...type.parameters] }, scope: inside };
}

function receiverParameter(text: string, receiver: 'declared' | 'pointer'): Parameter {
	const parameter = parseReceiver(text);
	if (receiver === 'declared' || parameter.type.kind === 'pointer') return parameter;
	return { ...parameter, type: { kind: 'pointer', element: parameter.type } };
}

/**
 * The signature that a text alone gives, as tables store it: `(a, b int) error` of a function, the type of a variable.
 * `receiver` is the type that a method is called on (`*T`). Names mean what they mean in `scope`.
 */
export function signatureFromText(
	kind: Signature['kind'],
	text: string,
	scope: TypeScope,
	receiver?: string,
): Signature {
	if (kind === 'var') return { kind, type: text === '' ? undefined : parseType(text), scope };
	const type = parseSignature(text);
	if (receiver === undefined) return { kind, type, scope };
	const first = { name: undefined, type: parseType(receiver) };
	return { kind, type: { ...type, parameters: [first, ...type.parameters] }, scope };
}

export function variableType(declaration: ValueDeclaration, scope: TypeScope): VariableType {
	const found = valueType(declaration, scope);
	return { kind: 'var', type: found?.type, scope: found?.scope ?? scope };
}

/** Go text with package-qualified names: `func(*runtime._type, int) unsafe.Pointer`; empty when the type is not known. */
export function signatureText(signature: Signature): string {
	return signature.type ? typeText(signature.type, signature.scope) : '';
}
