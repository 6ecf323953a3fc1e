/** Whether a condition is decided while the program runs, so that the compiler keeps what stands behind it. */
import { isMember, type Token } from './tokens.ts';

export interface FunctionNames {
	/** Parameters, results, the receiver, and the variables of the package. */
	readonly variables: ReadonlySet<string>;
	/** Names that the function's body declares: the compiler may know their values. */
	readonly locals: ReadonlySet<string>;
	/** The names under which the file knows `sync/atomic`. */
	readonly atomic: ReadonlySet<string>;
}

/**
 * The head of an `if`, `for` or `switch`. False also when it is not certain: constants, local variables and the results of
 * functions (inlined, they may be constants) are folded by the compiler, and what they rule out is not compiled.
 */
export function isDecidedAtRunTime(head: readonly Token[], names: FunctionNames): boolean {
	const own = declaredIn(head);
	let decided = false;
	for (const [at, token] of head.entries()) {
		if (token.kind !== 'name' || isMember(head, at) || neutral.has(token.text)) continue;
		const calls = head[at + 1]?.text === '(';
		if (names.atomic.has(token.text) && head[at + 1]?.text === '.' && head[at + 3]?.text === '(') decided = true;
		else if (own.has(token.text)) continue;
		else if (calls || !names.variables.has(token.text) || names.locals.has(token.text)) return false;
		else if (callsMember(head, at)) return false;
		else if (!isAddress(head, at)) decided = true;
	}
	return decided;
}

/** Says nothing about when a condition is decided. The length of a slice is; arrays are no variables for us. */
const neutral = new Set(
	'nil range len cap min max string byte rune bool int int8 int16 int32 int64 uint uint8 uint16 uint32 uint64 uintptr float32 float64 error any type'.split(
		' ',
	),
);

/** `&x` is never nil, whatever x holds. */
function isAddress(head: readonly Token[], at: number): boolean {
	return head[at - 1]?.text === '&' && head[at - 2]?.text !== '&';
}

/** `x.a.b(`: a method may be inlined to a constant. */
function callsMember(head: readonly Token[], at: number): boolean {
	let end = at + 1;
	while (head[end]?.text === '.' && head[end + 1]?.kind === 'name') end += 2;
	return end > at + 1 && head[end]?.text === '(';
}

/** The names before `:=`, and those after `var` and `const`. */
export function declaredIn(tokens: readonly Token[]): Set<string> {
	const names = new Set<string>();
	for (const [at, token] of tokens.entries()) {
		if (token.text === ':' && tokens[at + 1]?.text === '=') {
			for (let name = at - 1; tokens[name]?.kind === 'name'; name -= 2) {
				names.add(tokens[name]?.text ?? '');
				if (tokens[name - 1]?.text !== ',') break;
			}
		}
		if ((token.text === 'var' || token.text === 'const') && token.kind === 'name') {
			for (let name = at + 1; tokens[name]?.kind === 'name'; name += 2) {
				names.add(tokens[name]?.text ?? '');
				if (tokens[name + 1]?.text !== ',') break;
			}
		}
	}
	return names;
}
