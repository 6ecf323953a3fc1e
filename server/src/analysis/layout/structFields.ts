/** The fields of a struct where they lie in memory. */
import type { Layout, StructLayout } from '../signature/layoutShape.ts';
import { pointerOffsets } from './pointerWords.ts';

export interface PlacedField {
	readonly name: string;
	/** Bytes from the start of the struct. */
	readonly offset: number;
	readonly size: number;
	readonly align: number;
	/** Bytes that are lost behind it. */
	readonly padding: number;
	/** Words that the collector follows. */
	readonly pointers: number;
	/** It lies on two cache lines when the object starts at one. */
	readonly crosses: boolean;
}

/** Fields in their order, with what is lost behind each. `line`: bytes of a cache line. */
export function placedFields({ fields, size }: StructLayout, line: number): readonly PlacedField[] {
	return fields.map(({ name, offset, layout }, index) => {
		const next = fields[index + 1]?.offset ?? size;
		const last = offset + layout.size - 1;
		return {
			name,
			offset,
			size: layout.size,
			align: layout.align,
			padding: next - offset - layout.size,
			pointers: pointerOffsets(layout).length,
			crosses: layout.size > 0 && layout.size <= line && Math.floor(offset / line) !== Math.floor(last / line),
		};
	});
}

/**
 * The order of fields that wastes least: without size first (at the end they would take a byte), by falling alignment, pointers before
 * others, as the fieldalignment analyzer of golang.org/x/tools has it. Indexes into `layouts`; equal fields keep their order.
 */
export function bestOrder(layouts: readonly Layout[], pointerSize: number): readonly number[] {
	const keys = layouts.map((layout) => {
		const pointers = pointerOffsets(layout);
		const last = pointers.at(-1);
		const trailing = last === undefined ? 0 : layout.size - last - pointerSize;
		return {
			empty: layout.size === 0,
			align: layout.align,
			pointers: pointers.length > 0,
			trailing,
			size: layout.size,
		};
	});
	return layouts
		.map((_, index) => index)
		.sort((one, other) => {
			const a = keys[one];
			const b = keys[other];
			if (!a || !b) return 0;
			if (a.empty !== b.empty) return a.empty ? -1 : 1;
			if (a.align !== b.align) return b.align - a.align;
			if (a.pointers !== b.pointers) return a.pointers ? -1 : 1;
			return a.trailing - b.trailing || b.size - a.size || one - other;
		});
}

/** Bytes of a cache line, as internal/cpu pads for it (CacheLinePadSize, Go 1.21 to 1.27). */
export function cacheLineOf(goarch: string): number {
	return (
		{ arm64: 128, ppc64: 128, ppc64le: 128, s390x: 256, arm: 32, mips: 32, mipsle: 32, mips64: 32, mips64le: 32 }[
			goarch
		] ?? 64
	);
}
