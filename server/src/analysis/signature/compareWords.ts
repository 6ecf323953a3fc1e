/** When two words in the same place can stand for each other. */
import type { ScalarLayout } from './layoutShape.ts';

export type WordMatch =
	| { readonly kind: 'fits' }
	/** The reader takes the low bytes of a wider integer: right in a register, wrong in memory. */
	| { readonly kind: 'narrowed' }
	| { readonly kind: 'differs'; readonly why: 'kind' | 'size' | 'methods' };

const fits: WordMatch = { kind: 'fits' };

/**
 * `written` by one side, `read` by the other, in one register or at one offset.
 * Pointers, maps, channels, functions and uintptr are one kind; so are integers and bools of one size, and uintptr with
 * them. An interface's first word is a pointer to either a type or a method table, which must not take each other's place.
 * A table with more methods serves a reader of its first ones: exported names come before the others
 * (cmd/compile/internal/types/sym.go, Less).
 */
export function matchWords(written: ScalarLayout, read: ScalarLayout): WordMatch {
	if (!sameKind(written, read)) return { kind: 'differs', why: 'kind' };
	if (written.size !== read.size)
		return written.word !== 'float' && written.size > read.size
			? { kind: 'narrowed' }
			: { kind: 'differs', why: 'size' };
	if (written.word === 'interface' && read.word === 'interface' && !holdsTable(written, read))
		return { kind: 'differs', why: 'methods' };
	return fits;
}

/** As {@link matchWords}, where both sides write and both read. */
export function matchShared(left: ScalarLayout, right: ScalarLayout): WordMatch {
	const match = matchWords(left, right);
	return match.kind === 'fits' ? matchWords(right, left) : match;
}

/** The table that `written` points to begins with the slots that `read` looks for. */
function holdsTable({ methods: written = '' }: ScalarLayout, { methods: read = '' }: ScalarLayout): boolean {
	return written === read || (read !== '' && written.startsWith(`${read} `));
}

function sameKind(left: ScalarLayout, right: ScalarLayout): boolean {
	if (left.word === right.word) return true;
	if (left.word === 'float' || right.word === 'float') return false;
	return left.word !== 'integer' && right.word !== 'integer'
		? true
		: left.word === 'uintptr' || right.word === 'uintptr';
}

/** `a pointer`, `an 8-byte integer`: for messages. */
export function wordName({ word, size, methods }: ScalarLayout): string {
	switch (word) {
		case 'pointer':
			return 'a pointer';
		case 'interface':
			return methods === '' ? 'the type word of an interface{}' : 'the method table of an interface';
		case 'float':
			return `${article(size)} ${size}-byte float`;
		case 'uintptr':
		case 'integer':
			return `${article(size)} ${size}-byte integer`;
	}
}

function article(size: number): string {
	return size === 8 ? 'an' : 'a';
}
