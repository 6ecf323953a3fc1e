/** What kind of object a hint speaks of, as far as the text gives it away without a type checker. */
import { type Span, spanText } from '../text/span.ts';
import type { EscapeHint } from './escapeHint.ts';

export interface AllocatedType {
	/** Go text of the type of one element. */
	readonly type: string;
	/** How many of them lie in one object. */
	readonly count: number;
}

/**
 * The type of what `&T{…}`, `new(T)`, `make([]T, 4)` or a variable that is moved to the heap allocates. `around`: the
 * function that the hint stands in. Undefined when that is not plain: better no size than a wrong one.
 */
export function allocatedType(hint: EscapeHint, text: string, around: Span | undefined): AllocatedType | undefined {
	if (hint.inlined || (hint.verdict !== 'heap' && hint.verdict !== 'maybe-heap')) return undefined;
	const expression = spanText(text, hint.span);
	const found = ofExpression(expression) ?? (expression === hint.subject ? ofVariable(text, hint.span) : undefined);
	if (!found || (around && isLocal(found.type, spanText(text, around)))) return undefined;
	return found;
}

function ofExpression(expression: string): AllocatedType | undefined {
	const literal = new RegExp(`^&\\s*(${typeName})\\s*\\{`, 'u').exec(expression);
	if (literal?.[1]) return { type: literal[1], count: 1 };
	const made = /^new\(([^()]+)\)$/.exec(expression)?.[1]?.trim();
	if (made) return { type: made, count: 1 };
	const slice = /^make\(\s*\[\]([^(),]+),(?:[^(),]*,)?([^(),]+)\)$/.exec(expression);
	const type = slice?.[1]?.trim();
	const length = slice?.[2]?.trim() ?? '';
	const count = Number(length.replaceAll('_', ''));
	return type && /^[0-9]/.test(length) && /^[0-9_]+$/.test(length) && Number.isSafeInteger(count)
		? { type, count }
		: undefined;
}

/** From what stands behind the name in its declaration: a type, or a value that has only one. */
function ofVariable(text: string, { end }: Span): AllocatedType | undefined {
	const behind = text.slice(end, end + 200);
	const value = /^\s*:?=\s*(.*)/.exec(behind)?.[1];
	if (value === undefined) {
		const declared = new RegExp(`^\\s+((?:\\*|\\[[0-9]*\\])*${typeName})\\s*(?:[=,)\\n]|//|$)`, 'u').exec(behind);
		return declared?.[1] ? { type: declared[1], count: 1 } : undefined;
	}
	const type = ofValue(value);
	return type === undefined ? undefined : { type, count: 1 };
}

function ofValue(value: string): string | undefined {
	if (/^-?[0-9][0-9_]*\s*(?:;|\/\/|$)/.test(value)) return 'int';
	if (/^(?:true|false)\s*(?:;|\/\/|$)/.test(value)) return 'bool';
	if (/^"(?:[^"\\]|\\.)*"\s*(?:;|\/\/|$)/.test(value)) return 'string';
	return new RegExp(`^(${typeName})\\{[^{}]*\\}\\s*(?:;|//|$)`, 'u').exec(value)?.[1];
}

/** `T`, `pkg.T`, `T[int]`. */
const typeName = '[\\p{L}_][\\p{L}\\p{N}_]*(?:\\.[\\p{L}_][\\p{L}\\p{N}_]*)?(?:\\[[^\\[\\]{}()]*\\])?';

/** The function gives the name a meaning of its own: a type in its body, or a type parameter. */
function isLocal(type: string, around: string): boolean {
	// `func (l *List[T])` or `func f[T any]`
	const parameters = /^func(?:\s*\([^)]*\)|[^([]+\[[^(]*)/.exec(around)?.[0] ?? '';
	const typeParameters = parameters
		.split('[')
		.slice(1)
		.map((list) => list.split(']', 1)[0] ?? '');
	return [...type.matchAll(/[\p{L}_][\p{L}\p{N}_]*/gu)].some(
		([name]) =>
			new RegExp(`\\btype\\s+${name}\\b`).test(around) ||
			typeParameters.some((list) => new RegExp(`(?<![\\p{L}\\p{N}_])${name}(?![\\p{L}\\p{N}_])`, 'u').test(list)),
	);
}
