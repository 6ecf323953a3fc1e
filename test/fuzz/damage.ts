/** Damaged texts: a text of a corpus with pieces taken out, put in, doubled, moved or repeated. */
export type Random = () => number;

/** What is put in: all that opens, closes, ends a line or begins a directive, in Go, assembly, module files and compiler output. */
const pieces =
	'{ } ( ) [ ] ` " \' /* */ // //go: //go:linkname //go:build \\ \\n \\r \\t \0 \ufeff 𝄞 é \ud800 ; , . ... : := = == < > & * ~ | # #define #include #ifdef #endif ' +
	'func type var const import package struct interface map chan go defer return range for if switch case select goto new make append ' +
	'TEXT DATA GLOBL ·x(SB) $0-8 require replace => exclude use toolchain v1.0.0 escapes leaking inlining moved heap flow: from a.go:1:2: 999999999999999999999 -1 0x 1e9 ' +
	'null true [] {}';
const inserted = [
	...pieces.split(' ').map((piece) => piece.replace('\\n', '\n').replace('\\r', '\r').replace('\\t', '\t')),
	' ',
	'\n',
	'\n\n',
];

/** Longer ones are cut: what is slow has to be so for little. Characters. */
const most = 9_000;

export function oneOf<T>(random: Random, list: readonly T[]): T {
	return list[Math.floor(random() * list.length)] as T;
}

export function damaged(random: Random, corpus: readonly string[]): string {
	let text = random() < 0.06 ? noise(random) : excerpt(random, oneOf(random, corpus));
	for (let count = 1 + Math.floor(random() * 4); count > 0; count--) text = damage(random, text, corpus);
	return text.slice(0, most);
}

function damage(random: Random, text: string, corpus: readonly string[]): string {
	const at = Math.floor(random() * (text.length + 1));
	const end = Math.min(text.length, at + Math.floor(random() ** 3 * 200));
	const [before, piece, after] = [text.slice(0, at), text.slice(at, end), text.slice(end)];
	switch (Math.floor(random() * 9)) {
		case 0:
			return before + after;
		case 1:
			return before + oneOf(random, inserted) + text.slice(at);
		case 2:
			return before + oneOf(random, inserted) + after;
		case 3:
			return before + piece + piece + after;
		case 4:
			return before + oneOf(random, inserted).repeat(Math.floor(random() * 60)) + after;
		case 5:
			return before + (piece || oneOf(random, inserted)).repeat(Math.floor(random() * 40)) + after;
		case 6:
			return before + excerpt(random, oneOf(random, corpus)) + after;
		case 7:
			return after + piece + before;
		default:
			return before + String.fromCharCode(Math.floor(random() ** 4 * 65_536)) + after;
	}
}

/** A stretch of a text, from the beginning mostly: parsers get further with a beginning. */
function excerpt(random: Random, text: string): string {
	const start = random() < 0.7 ? 0 : Math.floor(random() * text.length);
	return text.slice(start, start + 40 + Math.floor(random() ** 2 * 6_000));
}

function noise(random: Random): string {
	return Array.from({ length: Math.floor(random() * 80) }, () => oneOf(random, inserted)).join(
		random() < 0.5 ? '' : ' ',
	);
}

/** A JSON value with some of its parts replaced by values of other kinds, left out, or doubled. */
export function reshaped(random: Random, value: unknown): unknown {
	if (random() < 0.08) return oneOf(random, odd);
	if (Array.isArray(value)) {
		const list = value.filter(() => random() > 0.05).map((each) => reshaped(random, each));
		return random() < 0.1 ? [...list, ...list] : list;
	}
	if (typeof value === 'object' && value !== null) {
		return Object.fromEntries(
			Object.entries(value)
				.filter(() => random() > 0.05)
				.map(([name, each]) => [
					random() < 0.02 ? oneOf(random, ['__proto__', '', name.toLowerCase()]) : name,
					reshaped(random, each),
				]),
		);
	}
	return value;
}

const odd = [null, true, 0, -1, 1e300, '', 'x', [], {}, [null], { a: 1 }, '\0', '../..', '__proto__'];
