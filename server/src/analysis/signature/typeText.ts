/** Types as Go text again: for people with package names, for comparison with import paths and no aliases. */
import { parseType } from './parseType.ts';
import type { Field, FuncType, NamedType, Parameter, TypeExpression } from './typeExpression.ts';
import type { TypeScope } from './typeScope.ts';
import { definitionOf, lookUp } from './typeScope.ts';

/** `func(*rt.GoType, int) rt.GoSlice`: names of the package itself carry its name, as go/types prints them. */
export function typeText(type: TypeExpression, scope: TypeScope): string {
	return write(type, packageNames(scope));
}

/** A spelling that is equal for two types only if they are the same type; undefined when a name cannot be followed. */
export function typeIdentity(type: TypeExpression, scope: TypeScope): string | undefined {
	const seen: Identifying = { known: true };
	const text = write(type, identifier(scope, seen, 0));
	return seen.known && !text.includes('invalid type') ? text : undefined;
}

interface Identifying {
	known: boolean;
}

function identifier(scope: TypeScope, seen: Identifying, depth: number): Writer {
	const writer: Writer = {
		name: (use) => identify(use, scope, seen, depth, writer),
		length: (text) => {
			if (!/^[0-9]+$/.test(text)) seen.known = false;
			return text;
		},
	};
	return writer;
}

function identify(use: NamedType, scope: TypeScope, seen: Identifying, depth: number, writer: Writer): string {
	const meaning = lookUp(scope, use.name, use.qualifier);
	if (meaning.kind === 'predeclared') return aliases[meaning.name] ?? meaning.name;
	if (meaning.kind === 'unsafe') return `unsafe.${meaning.name}`;
	if (meaning.kind === 'type') {
		const { declaration, scope: home } = meaning;
		if (!declaration.alias) return `"${home.own.path}".${declaration.name}${writeArguments(use, writer)}`;
		if (depth < aliasLimit) {
			const definition = definitionOf(declaration, home, use, scope);
			return write(parseType(definition.text), identifier(definition.scope, seen, depth + 1));
		}
	}
	seen.known = false;
	return '?';
}

const aliases: Readonly<Record<string, string>> = { byte: 'uint8', rune: 'int32', any: 'interface{}' };
/** Aliases of aliases: few, because each may be used more than once. */
const aliasLimit = 8;

/** How the parts whose spelling depends on the reader are written. */
interface Writer {
	readonly name: (name: NamedType) => string;
	/** Array lengths; as written when absent. */
	readonly length?: (text: string) => string;
}

function packageNames(scope: TypeScope): Writer {
	const writer: Writer = { name: (use) => packageNamed(use, scope, writer) };
	return writer;
}

function packageNamed(use: NamedType, scope: TypeScope, writer: Writer): string {
	const inner = writeArguments(use, writer);
	if (use.qualifier !== undefined) return `${use.qualifier}.${use.name}${inner}`;
	const meaning = lookUp(scope, use.name);
	return meaning.kind === 'type' ? `${meaning.scope.own.name}.${use.name}${inner}` : use.name + inner;
}

function writeArguments({ typeArguments }: NamedType, writer: Writer): string {
	return typeArguments.length === 0 ? '' : `[${typeArguments.map((type) => write(type, writer)).join(',')}]`;
}

/** Go text of a type. */
function write(type: TypeExpression, writer: Writer): string {
	switch (type.kind) {
		case 'name':
			return writer.name(type);
		case 'pointer':
			return `*${write(type.element, writer)}`;
		case 'slice':
			return `[]${write(type.element, writer)}`;
		case 'array':
			return `[${writer.length?.(type.length) ?? type.length}]${write(type.element, writer)}`;
		case 'map':
			return `map[${write(type.key, writer)}]${write(type.value, writer)}`;
		case 'chan':
			return writeChannel(type.direction, write(type.element, writer));
		case 'func':
			return `func${writeSignature(type, writer)}`;
		case 'struct':
			return `struct{${type.fields.map((field) => writeField(field, writer)).join('; ')}}`;
		case 'interface': {
			const methods = type.methods.map((method) => method.name + writeSignature(method.type, writer));
			const embedded = type.embedded.map((inner) => write(inner, writer));
			return `interface{${[...methods, ...embedded].join('; ')}}`;
		}
		case 'invalid':
			return 'invalid type';
	}
}

/** Parameters and results without `func`. Names are left out: they mean nothing to the machine. */
function writeSignature(type: FuncType, writer: Writer): string {
	const last = type.parameters.length - 1;
	const parameters = type.parameters.map((parameter, index) =>
		writeParameter(parameter, type.variadic && index === last, writer),
	);
	const results = type.results.map((result) => write(result.type, writer));
	const single = results.length === 1 ? ` ${results[0]}` : ` (${results.join(', ')})`;
	return `(${parameters.join(', ')})${results.length === 0 ? '' : single}`;
}

function writeParameter({ type }: Parameter, spread: boolean, writer: Writer): string {
	return spread && type.kind === 'slice' ? `...${write(type.element, writer)}` : write(type, writer);
}

function writeField(field: Field, writer: Writer): string {
	const type = write(field.type, writer);
	return field.embedded ? type : `${field.name} ${type}`;
}

/** `chan <-chan int` would read differently: the brackets keep the inner type together. */
export function writeChannel(direction: 'both' | 'send' | 'receive', element: string): string {
	if (direction === 'send') return `chan<- ${element}`;
	if (direction === 'receive') return `<-chan ${element}`;
	return element.startsWith('<-') ? `chan (${element})` : `chan ${element}`;
}
