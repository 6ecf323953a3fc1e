/**
 * Structs that stand in for one of the target's behind a pointer. A smaller one is fine while the target made the value:
 * of 534 such pairs in real modules 360 were opaque handles and 134 never allocated. It is dangerous when the module makes
 * the value itself, because the target then writes behind its end.
 */
import type { GoFile } from '../source/goFile.ts';
import type { Span } from '../text/span.ts';
import { layoutOf } from './layout.ts';
import type { Machine } from './machine.ts';
import { measuring } from './measuring.ts';
import { parseType } from './parseType.ts';
import type { FuncSignature } from './signature.ts';
import { tokenize, type Token } from './tokens.ts';
import type { TypeExpression } from './typeExpression.ts';
import { definitionOf, lookUp, type ScopedType, type TypeScope } from './typeScope.ts';

export interface MirrorStruct {
	/** Index of the parameter. */
	readonly parameter: number;
	/** The local struct: the import path of its package, its name, its bytes. */
	readonly path: string;
	readonly name: string;
	readonly size: number;
	/** Bytes of the struct that the target takes, and its name. */
	readonly targetName: string;
	readonly targetSize: number;
}

/** The parameters that point to a local struct which is smaller than the target's, and not empty. */
export function smallerMirrors(local: FuncSignature, target: FuncSignature, machine: Machine): readonly MirrorStruct[] {
	if (local.type.parameters.length !== target.type.parameters.length) return [];
	return local.type.parameters.flatMap(({ type }, parameter) => {
		const other = target.type.parameters[parameter];
		const mine = pointee(type, local.scope, machine);
		const theirs = other && pointee(other.type, target.scope, machine);
		if (!mine || !theirs || mine.size === 0 || mine.size >= theirs.size) return [];
		return [
			{
				parameter,
				path: mine.path,
				name: mine.name,
				size: mine.size,
				targetName: theirs.name,
				targetSize: theirs.size,
			},
		];
	});
}

interface Pointee {
	readonly path: string;
	readonly name: string;
	readonly size: number;
}

/** The declared struct that a pointer type points to. */
function pointee(type: TypeExpression, scope: TypeScope, machine: Machine): Pointee | undefined {
	if (type.kind !== 'pointer') return undefined;
	let at: ScopedType = { type: type.element, scope };
	for (let steps = 0; steps < 10 && at.type.kind === 'name'; steps++) {
		const meaning = lookUp(at.scope, at.type.name, at.type.qualifier);
		if (meaning.kind !== 'type') return undefined;
		const { declaration } = meaning;
		const layout = declaration.alias ? undefined : layoutOf(at.type, at.scope, measuring(machine));
		if (!declaration.alias) {
			return layout?.kind === 'struct'
				? { path: meaning.scope.own.path, name: declaration.name, size: layout.size }
				: undefined;
		}
		const definition = definitionOf(declaration, meaning.scope, at.type, at.scope);
		at = { type: parseType(definition.text), scope: definition.scope };
	}
	return undefined;
}

/**
 * Where a file makes a value of a type: `var x T`, `T{…}`, `new(T)`. `qualifier` is the name of the package that declares
 * it, in files of other packages.
 */
export function valueMade(file: GoFile, name: string, qualifier?: string): Span | undefined {
	if (!file.text.includes(name)) return undefined;
	const tokens = tokenize(file.text);
	for (let index = 0; index < tokens.length; index++) {
		const token = tokens[index];
		if (token?.kind !== 'name' || token.text !== name) continue;
		const qualified = tokens[index - 1]?.text === '.';
		if (qualified !== (qualifier !== undefined) || (qualified && tokens[index - 2]?.text !== qualifier)) continue;
		const first = qualified ? index - 2 : index;
		if (isLiteral(tokens, first, index) || isNew(tokens, first, index) || isVariable(tokens, first)) {
			return { start: tokens[first]?.start ?? token.start, end: token.end };
		}
	}
	return undefined;
}

/** gofmt writes the brace of a literal next to its type, and that of a body after a blank. */
function isLiteral(tokens: readonly Token[], first: number, last: number): boolean {
	const brace = tokens[last + 1];
	return brace?.text === '{' && brace.start === tokens[last]?.end && tokens[first - 1]?.text !== '*';
}

function isNew(tokens: readonly Token[], first: number, last: number): boolean {
	return tokens[first - 2]?.text === 'new' && tokens[first - 1]?.text === '(' && tokens[last + 1]?.text === ')';
}

function isVariable(tokens: readonly Token[], first: number): boolean {
	let index = first - 1;
	if (tokens[index]?.text === ']') {
		while (index > 0 && tokens[index]?.text !== '[') index--;
		// A slice holds no value yet.
		if (tokens[index + 1]?.text === ']') return false;
		index--;
	}
	if (tokens[index]?.kind !== 'name') return false;
	while (tokens[index]?.kind === 'name' && tokens[index - 1]?.text === ',') index -= 2;
	return tokens[index - 1]?.text === 'var';
}
