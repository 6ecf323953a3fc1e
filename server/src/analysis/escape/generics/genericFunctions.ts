/** The generic functions of a package, and which of them a compiler output says nothing about. */
import type { GoFile } from '../../source/goFile.ts';
import { LineIndex } from '../../text/lineIndex.ts';
import type { Span } from '../../text/span.ts';
import { spanText } from '../../text/span.ts';
import { splitAtTop } from './splitAtTop.ts';

export interface TypeParameter {
	readonly name: string;
	/** As it is written, without comments. */
	readonly constraint: string;
}

/** A function or a type with type parameters of its own. */
export interface GenericDeclaration {
	readonly kind: 'func' | 'type';
	readonly name: string;
	readonly parameters: readonly TypeParameter[];
	/** Absolute path. */
	readonly file: string;
}

/** A function that is compiled only where something instantiates it, or its receiver's type. */
export interface GenericFunction {
	readonly file: string;
	/** `F`, `T.M`, `(*T).M`, without type parameters. */
	readonly name: string;
	readonly nameSpan: Span;
	readonly span: Span;
	/** What has to be instantiated. */
	readonly by: GenericDeclaration;
}

/** The functions with a body that have type parameters or a receiver with some. `files`: absolute path → as the scanner reads it. */
export function genericFunctionsOf(files: ReadonlyMap<string, GoFile>): readonly GenericFunction[] {
	const types = genericTypesOf(files);
	const found: GenericFunction[] = [];
	for (const [file, { text, declarations }] of files) {
		for (const each of declarations) {
			if (each.kind !== 'func' || each.body === undefined || each.name === '_') continue;
			const { nameSpan, span, typeParameters } = each;
			const receiver = each.receiver === undefined ? undefined : receiverOf(spanText(text, each.receiver));
			if (receiver !== undefined) {
				const by = types.get(receiver.type);
				const name = `${receiver.pointer ? `(*${receiver.type})` : receiver.type}.${each.name}`;
				// A method with type parameters of its own (Go 1.27) comes with no instance of its receiver's type.
				if (by && typeParameters === undefined) found.push({ file, name, nameSpan, span, by });
			} else if (typeParameters !== undefined) {
				const parameters = parametersIn(spanText(text, typeParameters));
				found.push({ file, name: each.name, nameSpan, span, by: { kind: 'func', name: each.name, parameters, file } });
			}
		}
	}
	return found;
}

/** Those of the functions that the compiler printed nothing about: it says of each one that it compiles whether it can be inlined. */
export function withoutInstance(
	functions: readonly GenericFunction[],
	files: ReadonlyMap<string, GoFile>,
	output: string,
	absolute: (file: string) => string,
): readonly GenericFunction[] {
	if (functions.length === 0) return functions;
	const compiled = new Set<string>();
	for (const [, file = '', line = ''] of output.matchAll(/^(.+?):(\d+):\d+: (?:can|cannot) inline /gm)) {
		compiled.add(`${absolute(file)}:${line}`);
	}
	const indexes = new Map([...files].map(([path, { text }]) => [path, new LineIndex(text)]));
	return functions.filter(({ file, nameSpan }) => {
		const line = indexes.get(file)?.position(nameSpan.start).line ?? 0;
		return !compiled.has(`${file}:${line + 1}`);
	});
}

function genericTypesOf(files: ReadonlyMap<string, GoFile>): ReadonlyMap<string, GenericDeclaration> {
	const types = new Map<string, GenericDeclaration>();
	for (const [file, { text, declarations }] of files) {
		for (const { kind, name, ...each } of declarations) {
			if (kind !== 'type' || !('alias' in each) || each.typeParameters === undefined) continue;
			types.set(name, { kind, name, parameters: parametersIn(spanText(text, each.typeParameters)), file });
		}
	}
	return types;
}

/** `s *Stack[T]` */
function receiverOf(text: string): { readonly type: string; readonly pointer: boolean } | undefined {
	const bracket = text.indexOf('[');
	if (bracket < 0) return undefined;
	const before = text.slice(0, bracket);
	const [type] = before.match(/[\p{L}\p{N}_]+/gu)?.slice(-1) ?? [];
	return type === undefined ? undefined : { type, pointer: before.includes('*') };
}

/** `K comparable, A, B any`: names without a constraint have that of the next one. */
export function parametersIn(list: string): readonly TypeParameter[] {
	const parameters: TypeParameter[] = [];
	let constraint = '';
	for (const part of splitAtTop(list, ',').reverse()) {
		const parameter = part.trim();
		const [name] = /^[\p{L}\p{N}_]+/u.exec(parameter) ?? [];
		if (name === undefined) continue;
		constraint = parameter.slice(name.length).trim() || constraint;
		parameters.unshift({ name, constraint });
	}
	return parameters;
}
