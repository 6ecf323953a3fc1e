/** A layout as the scalars it is made of, in memory order. */
import type { Layout, ScalarLayout } from './layoutShape.ts';

export interface Leaf {
	/** Bytes from the start of the value. */
	readonly offset: number;
	readonly size: number;
	/** Undefined for bytes without a meaning of their own: `_` fields and arrays of bytes, which fit over anything. */
	readonly scalar: ScalarLayout | undefined;
	/** An array of bytes: without a meaning of its own, yet somebody reads it. */
	readonly bytes?: true;
	/** The way to the scalar: `.field`, `[2]`. */
	readonly path: string;
}

/** The scalars of a value; undefined when there are more than anyone compares. */
export function leavesOf(layout: Layout): readonly Leaf[] | undefined {
	const leaves: Leaf[] = [];
	return collect(layout, 0, '', leaves) ? leaves : undefined;
}

const leafLimit = 50_000;

function collect(layout: Layout, offset: number, path: string, leaves: Leaf[]): boolean {
	if (leaves.length > leafLimit) return false;
	if (layout.size === 0) return true;
	switch (layout.kind) {
		case 'scalar':
			leaves.push({ offset, size: layout.size, scalar: layout, path });
			return true;
		case 'struct':
			return layout.fields.every((field) => {
				const inner = `${path}.${field.name}`;
				if (field.name !== '_') return collect(field.layout, offset + field.offset, inner, leaves);
				if (field.layout.size > 0)
					leaves.push({ offset: offset + field.offset, size: field.layout.size, scalar: undefined, path: inner });
				return true;
			});
		case 'array':
			if (layout.element.kind === 'scalar' && layout.element.word === 'integer' && layout.element.size === 1) {
				leaves.push({ offset, size: layout.size, scalar: undefined, bytes: true, path });
				return true;
			}
			for (let index = 0; index < layout.length; index++) {
				if (!collect(layout.element, offset + index * layout.element.size, `${path}[${index}]`, leaves)) return false;
			}
			return true;
	}
}
