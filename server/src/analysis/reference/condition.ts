/** Whether a condition is decided while the program runs, so that the compiler keeps what stands behind it. */
import { isMember, type CodeToken } from './codeTokens.ts';

export interface FunctionNames {
	/** Parameters, results, the receiver, the variables of the package, and {@link results}. */
	readonly variables: ReadonlySet<string>;
	/** What the standard library answered to questions about variables: its methods are not folded either. */
	readonly results: ReadonlySet<string>;
	/** Other names that the function's body declares: the compiler may know their values. */
	readonly locals: ReadonlySet<string>;
	/** Names of imported packages. */
	readonly packages: ReadonlySet<string>;
	/** The names under which the file knows `sync/atomic`. */
	readonly atomic: ReadonlySet<string>;
}

/**
 * The head of an `if`, `for` or `switch`. False also when it is not certain: constants, local variables and the results of
 * functions (inlined, they may be constants) are folded by the compiler, and what they rule out is not compiled. So each operand of
 * `&&` and `||` has to be decided by itself.
 */
export function isDecidedAtRunTime(head: readonly CodeToken[], names: FunctionNames): boolean {
	const own = declaredIn(head);
	return operandsOf(head).every((operand) => isDecided(operand, own, names));
}

function isDecided(operand: readonly CodeToken[], own: ReadonlySet<string>, names: FunctionNames): boolean {
	// `n > math.MaxInt64` is known from the type of n; equality with a constant is not.
	const ordered = operand.some(({ kind, text }) => kind === 'punctuation' && /^[<>]$/.test(text));
	let decided = false;
	for (const [at, token] of operand.entries()) {
		if (token.kind !== 'name' || isMember(operand, at) || neutral.has(token.text) || own.has(token.text)) continue;
		const following = operand[at + 1]?.text;
		const called = following === '(' || callsMember(operand, at);
		if (names.atomic.has(token.text) && called) decided = true;
		else if (names.packages.has(token.text) && following === '.' && !called && !ordered) continue;
		else if (!names.variables.has(token.text) || names.locals.has(token.text)) return false;
		else if (called && !names.results.has(token.text)) return false;
		else if (!isAddress(operand, at)) decided = true;
	}
	return decided;
}

/** Says nothing about when a condition is decided. The length of a slice is; arrays are no variables for us. */
const neutral = new Set(
	'nil range len cap min max string byte rune bool int int8 int16 int32 int64 uint uint8 uint16 uint32 uint64 uintptr float32 float64 error any type'.split(
		' ',
	),
);

/** What stands between `&&` and `||`. */
function operandsOf(head: readonly CodeToken[]): CodeToken[][] {
	const operands: CodeToken[][] = [[]];
	for (const [at, token] of head.entries()) {
		const doubled = (token.text === '&' || token.text === '|') && token.kind === 'punctuation';
		if (doubled && head[at + 1]?.text === token.text) operands.push([]);
		else if (!doubled || head[at - 1]?.text !== token.text) operands.at(-1)?.push(token);
	}
	return operands;
}

/** `&x` is never nil, whatever x holds. */
function isAddress(operand: readonly CodeToken[], at: number): boolean {
	return operand[at - 1]?.text === '&';
}

/** `x.a.b(`: a method may be inlined to a constant. */
function callsMember(operand: readonly CodeToken[], at: number): boolean {
	let end = at + 1;
	while (operand[end]?.text === '.' && operand[end + 1]?.kind === 'name') end += 2;
	return end > at + 1 && operand[end]?.text === '(';
}

/** The names before `:=`, and those after `var` and `const`. */
export function declaredIn(tokens: readonly CodeToken[]): Set<string> {
	const names = new Set<string>();
	for (const [at, token] of tokens.entries()) {
		if (token.text === ':' && tokens[at + 1]?.text === '=') for (const name of namesBefore(tokens, at)) names.add(name);
		if ((token.text === 'var' || token.text === 'const') && token.kind === 'name') {
			for (let name = at + 1; tokens[name]?.kind === 'name'; name += 2) {
				names.add(tokens[name]?.text ?? '');
				if (tokens[name + 1]?.text !== ',') break;
			}
		}
	}
	return names;
}

/** `a, b` before the `:=` at `at`, the last one first. */
export function namesBefore(tokens: readonly CodeToken[], at: number): string[] {
	const names: string[] = [];
	for (let name = at - 1; tokens[name]?.kind === 'name'; name -= 2) {
		names.push(tokens[name]?.text ?? '');
		if (tokens[name - 1]?.text !== ',') break;
	}
	return names;
}
