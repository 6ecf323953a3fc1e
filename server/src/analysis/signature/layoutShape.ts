/** How a type lies in memory and in registers: what {@link layoutOf} answers. Sizes and offsets in bytes. */
export type Layout = ScalarLayout | StructLayout | ArrayLayout;

interface Measures {
	readonly size: number;
	readonly align: number;
	/** Registers that a value takes; `Infinity` when it never travels in registers. */
	readonly integers: number;
	readonly floats: number;
}

export interface ScalarLayout extends Measures {
	readonly kind: 'scalar';
	readonly word: WordKind;
	/** The method names behind an interface's first word; empty for `interface{}`. */
	readonly methods?: string;
	/** The element that a slice's first word points to. Read only when a comparison asks. */
	readonly element?: () => Layout | undefined;
}

/** `uintptr` counts as a pointer and as an integer. */
export type WordKind = 'pointer' | 'uintptr' | 'integer' | 'float' | 'interface';

export interface StructLayout extends Measures {
	readonly kind: 'struct';
	readonly fields: readonly FieldLayout[];
}

export interface FieldLayout {
	readonly name: string;
	readonly offset: number;
	readonly layout: Layout;
}

export interface ArrayLayout extends Measures {
	readonly kind: 'array';
	readonly length: number;
	readonly element: Layout;
}
