/** What an object costs: the size class that the run-time rounds it up to. */
import type { Layout } from '../signature/layoutShape.ts';

/** From the run-time's own table. */
export interface SizeClasses {
	/** Bytes, ascending, without the class 0 of large objects. */
	readonly sizes: readonly number[];
	/** Bytes of a page. */
	readonly page: number;
	/** Objects without pointers that are smaller share a block of so many bytes. */
	readonly tiny: number;
}

/**
 * Where a GOROOT has its table, newest first, relative to `src`: internal/runtime/gc since Go 1.25, runtime before.
 */
export const sizeClassFiles: readonly string[] = ['internal/runtime/gc/sizeclasses.go', 'runtime/sizeclasses.go'];

/** Reads the generated table (`go run mksizeclasses.go`); undefined when it has another form. */
export function parseSizeClasses(text: string): SizeClasses | undefined {
	const list = /^var (?:SizeClassToSize|class_to_size) = \[[^\]]*\]uint16\{([0-9, ]+)\}/m.exec(text)?.[1];
	const shift = /^[ \t]*_?PageShift[ \t]*=[ \t]*([0-9]+)/m.exec(text)?.[1];
	const sizes = list?.split(',').map(Number).slice(1) ?? [];
	if (sizes.length === 0 || shift === undefined || sizes.some((size, index) => !(size > (sizes[index - 1] ?? 0))))
		return undefined;
	// TinySize in the table since Go 1.25, _TinySize = 16 in runtime/malloc.go before; no port has another one.
	return { sizes, page: 2 ** Number(shift), tiny: 16 };
}

export interface ObjectCost {
	/** Bytes that the object needs. */
	readonly size: number;
	/** The collector looks into it. */
	readonly pointers: boolean;
	/** `tiny`: it shares a block with others; `large`: it has pages of its own; `none`: nothing is allocated. */
	readonly kind: 'none' | 'tiny' | 'small' | 'large';
	/** Bytes that the heap gives it; of a tiny one those of the block it shares. */
	readonly takes: number;
}

/** The cost of one object of `count` elements, as runtime.mallocgc decides it (Go 1.21 to 1.27). */
export function objectCost(
	layout: Layout,
	count: number,
	classes: SizeClasses,
	{ pointerSize, minor }: { readonly pointerSize: number; readonly minor: number },
): ObjectCost {
	const size = layout.size * count;
	const pointers = hasPointers(layout);
	if (size === 0) return { size, pointers, kind: 'none', takes: 0 };
	if (!pointers && size < classes.tiny) return { size, pointers, kind: 'tiny', takes: classes.tiny };
	// Since Go 1.22 larger objects with pointers carry 8 bytes for the collector (minSizeForMallocHeader, mbitmap.go).
	const header = minor >= 22 ? 8 : 0;
	const needs = pointers && size > pointerSize * pointerSize * 8 ? size + header : size;
	const fits = size <= (classes.sizes.at(-1) ?? 0) - header;
	const takes = fits ? classes.sizes.find((one) => one >= needs) : undefined;
	if (takes !== undefined) return { size, pointers, kind: 'small', takes };
	return { size, pointers, kind: 'large', takes: Math.ceil(size / classes.page) * classes.page };
}

function hasPointers(layout: Layout): boolean {
	switch (layout.kind) {
		case 'scalar':
			return layout.word === 'pointer' || layout.word === 'interface';
		case 'array':
			return layout.length > 0 && hasPointers(layout.element);
		case 'struct':
			return layout.fields.some((field) => hasPointers(field.layout));
	}
}

/** `48 B, size class 48, has pointers` */
export function costText({ size, pointers, kind, takes }: ObjectCost): string {
	const scan = pointers ? 'has pointers' : 'no pointers';
	switch (kind) {
		case 'none':
			return 'no size';
		case 'tiny':
			return `${bytes(size)}, ${scan}, shares a tiny block of ${bytes(takes)}`;
		case 'small':
			return `${bytes(size)}, size class ${takes}, ${scan}`;
		case 'large':
			return `${bytes(size)}, pages of its own (${bytes(takes)}), ${scan}`;
	}
}

function bytes(count: number): string {
	return `${count.toLocaleString('en-US')} B`;
}
