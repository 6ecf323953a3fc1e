/** The method set of an interface, as far as its shape goes: the sorted names, which are the slots of its table. */
import { noteUnresolved, type Measuring } from './measuring.ts';
import { parseType } from './parseType.ts';
import type { TypeExpression } from './typeExpression.ts';
import type { TypeScope } from './typeScope.ts';
import { definitionOf, lookUp } from './typeScope.ts';

type InterfaceType = TypeExpression & { readonly kind: 'interface' };

/** Sorted, each once; undefined when an embedded type cannot be followed or is no interface. */
export function methodNames(type: InterfaceType, scope: TypeScope, to: Measuring): readonly string[] | undefined {
	const found = { names: new Set<string>(), seen: new Set<unknown>() };
	return collect(type, scope, to, found) ? [...found.names].sort() : undefined;
}

interface Found {
	readonly names: Set<string>;
	/** Declarations that were followed: an interface embedded twice, or in itself, adds nothing the second time. */
	readonly seen: Set<unknown>;
}

function collect(type: TypeExpression, scope: TypeScope, to: Measuring, found: Found): boolean {
	if (type.kind === 'interface') {
		for (const { name } of type.methods) found.names.add(name);
		return type.embedded.every((embedded) => collect(embedded, scope, to, found));
	}
	if (type.kind !== 'name') return false;
	const meaning = lookUp(scope, type.name, type.qualifier);
	if (meaning.kind === 'bound' && !found.seen.has(meaning.bound)) {
		found.seen.add(meaning.bound);
		return collect(meaning.bound.type, meaning.bound.scope, to, found);
	}
	if (meaning.kind === 'type') {
		if (found.seen.has(meaning.declaration)) return true;
		found.seen.add(meaning.declaration);
		const definition = definitionOf(meaning.declaration, meaning.scope, type, scope);
		return collect(parseType(definition.text), definition.scope, to, found);
	}
	if (meaning.kind === 'predeclared' && meaning.name === 'any') return true;
	if (meaning.kind === 'predeclared' && meaning.name === 'error') {
		found.names.add('Error');
		return true;
	}
	noteUnresolved(type, meaning, to);
	return false;
}
