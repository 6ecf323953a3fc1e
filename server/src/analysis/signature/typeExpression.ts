/**
 * What a Go type, a signature, or a declaration means for the machine: how many words in which registers.
 * This folder reads Go text and answers with plain data; it opens no files and knows no directive.
 *
 * The tree of a Go type as it is written. Names are not followed here, see {@link ./typeScope.ts}.
 */
export type TypeExpression =
	| NamedType
	| { readonly kind: 'pointer'; readonly element: TypeExpression }
	| { readonly kind: 'slice'; readonly element: TypeExpression }
	/** `length` is the constant expression as written, or `...`. */
	| { readonly kind: 'array'; readonly length: string; readonly element: TypeExpression }
	| { readonly kind: 'map'; readonly key: TypeExpression; readonly value: TypeExpression }
	| { readonly kind: 'chan'; readonly direction: 'both' | 'send' | 'receive'; readonly element: TypeExpression }
	| FuncType
	| { readonly kind: 'struct'; readonly fields: readonly Field[] }
	| { readonly kind: 'interface'; readonly methods: readonly Method[]; readonly embedded: readonly TypeExpression[] }
	/** Text that is no type, or one that nests too deep. */
	| { readonly kind: 'invalid' };

export interface NamedType {
	readonly kind: 'name';
	/** `abi` in `abi.Type`. */
	readonly qualifier: string | undefined;
	readonly name: string;
	readonly typeArguments: readonly TypeExpression[];
}

export interface FuncType {
	readonly kind: 'func';
	readonly parameters: readonly Parameter[];
	readonly results: readonly Parameter[];
	/** The last parameter was written `...T`; its type here is `[]T`. */
	readonly variadic: boolean;
}

export interface Parameter {
	readonly name: string | undefined;
	readonly type: TypeExpression;
}

export interface Field {
	/** For an embedded field the name of its type. */
	readonly name: string;
	readonly embedded: boolean;
	readonly type: TypeExpression;
}

export interface Method {
	readonly name: string;
	readonly type: FuncType;
}

export const invalidType: TypeExpression = { kind: 'invalid' };

export function namedType(name: string, qualifier?: string): NamedType {
	return { kind: 'name', qualifier, name, typeArguments: [] };
}
