/** Fields and methods of a type by name, through embedded fields: what a selector means in Go. */
import { spanText } from '../text/span.ts';
import { parseSignature, parseType } from './parseType.ts';
import type { ScopedType } from './typeScope.ts';
import { definitionOf, lookUp } from './typeScope.ts';

/** Names that lead to names, and embedded fields in embedded fields: more than any program has. */
const deepest = 20;

/** The type that a named type stands for in the end; the type itself when it has no name. Undefined when a name leads nowhere. */
export function underlyingType(from: ScopedType): ScopedType | undefined {
	let found: ScopedType = from;
	for (let step = 0; step < deepest; step++) {
		if (found.type.kind !== 'name') return found;
		const next = definedAs(found);
		if (!next) return undefined;
		found = next;
	}
	return undefined;
}

/** The type of `operand.name`: of a field, or of a method without its receiver. Undefined when that is not known. */
export function selectedType(operand: ScopedType, name: string): ScopedType | undefined {
	let level: readonly ScopedType[] = [operand];
	for (let depth = 0; depth < deepest && level.length > 0; depth++) {
		const next: ScopedType[] = [];
		for (const one of level) {
			const found = memberOf(pointedTo(one), name, next);
			if (found) return found === 'unknown' ? undefined : found;
		}
		level = next;
	}
	return undefined;
}

/** A field or method of the type itself. What its embedded fields may have goes to `embedded`. */
function memberOf(from: ScopedType, name: string, embedded: ScopedType[]): ScopedType | 'unknown' | undefined {
	let { type, scope } = from;
	// `type T U` has the fields of U, not its methods; an alias has both.
	let hasMethods = true;
	for (let step = 0; step < deepest && type.kind === 'name'; step++) {
		const meaning = lookUp(scope, type.name, type.qualifier);
		if (meaning.kind === 'bound') {
			({ type, scope } = meaning.bound);
			continue;
		}
		if (meaning.kind !== 'type') return 'unknown';
		const { declaration } = meaning;
		const method = hasMethods ? meaning.scope.own.find(`${declaration.name}.${name}`) : undefined;
		if (method?.declaration.kind === 'func') {
			// The receiver names the type parameters in words of its own.
			if (declaration.typeParameters) return 'unknown';
			const signature = parseSignature(spanText(method.file.text, method.declaration.signature));
			return { type: signature, scope: { ...meaning.scope, file: method.file } };
		}
		hasMethods &&= declaration.alias;
		const definition = definitionOf(declaration, meaning.scope, type, scope);
		({ type, scope } = { type: parseType(definition.text), scope: definition.scope });
	}
	if (type.kind === 'struct') {
		const field = type.fields.find((one) => one.name === name);
		for (const one of type.fields) if (one.embedded) embedded.push({ type: one.type, scope });
		return field && boundType({ type: field.type, scope });
	}
	if (type.kind === 'interface') {
		const method = type.methods.find((one) => one.name === name);
		for (const one of type.embedded) embedded.push({ type: one, scope });
		return method && { type: method.type, scope };
	}
	return type.kind === 'invalid' || type.kind === 'name' ? 'unknown' : undefined;
}

/** What a type parameter stands for; any other type itself. */
function boundType(from: ScopedType): ScopedType {
	const { type, scope } = from;
	const bound = type.kind === 'name' && type.qualifier === undefined ? scope.bindings?.get(type.name) : undefined;
	return bound ?? from;
}

function pointedTo({ type, scope }: ScopedType): ScopedType {
	return { type: type.kind === 'pointer' ? type.element : type, scope };
}

function definedAs({ type, scope }: ScopedType): ScopedType | undefined {
	if (type.kind !== 'name') return undefined;
	const meaning = lookUp(scope, type.name, type.qualifier);
	if (meaning.kind === 'bound') return meaning.bound;
	if (meaning.kind !== 'type') return undefined;
	const definition = definitionOf(meaning.declaration, meaning.scope, type, scope);
	return { type: parseType(definition.text), scope: definition.scope };
}
