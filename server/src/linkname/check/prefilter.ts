/** Which files of a tree have to be looked into: found by bytes, before anything is decoded. */

/**
 * False only for a file in which no rule about directives can find anything: it has no comment that begins with `go:`
 * (apart from ordinary `//go:build`, `generate`, `embed` and `debug` lines), none for Linkscape and, when `bodies` matter, every
 * function has a body.
 */
export function isWorthReading(bytes: Buffer, bodies: boolean): boolean {
	return hasDirective(bytes) || bytes.includes('linkscape:') || (bodies && hasBodyless(bytes));
}

const newline = 10;
const carriageReturn = 13;
const space = 32;
const tab = 9;
const slash = 47;
const star = 42;
const brace = 123;
const openingParenthesis = 40;
const closingParenthesis = 41;
const comma = 44;

const ordinary = ['build ', 'generate ', 'embed ', 'debug '].map((verb) => Buffer.from(verb));
const build = ordinary[0];

function hasDirective(bytes: Buffer): boolean {
	let clause = -2;
	for (let at = bytes.indexOf('go:'); at >= 0; at = bytes.indexOf('go:', at + 3)) {
		let before = at - 1;
		while (before > 0 && (bytes[before] === space || bytes[before] === tab)) before--;
		const opens = bytes[before - 1] === slash && (bytes[before] === slash || bytes[before] === star);
		if (!opens) continue;
		const exact = before === at - 1 && bytes[before] === slash && (before === 1 || bytes[before - 2] === newline);
		const verb = exact ? ordinary.find((text) => bytes.subarray(at + 3, at + 3 + text.length).equals(text)) : undefined;
		if (verb === undefined) return true;
		if (verb === build) {
			// A build line below the package clause is misplaced.
			if (clause === -2) clause = bytes.indexOf('package ') === 0 ? 0 : bytes.indexOf('\npackage ');
			if (clause < 0 || clause < at) return true;
		}
	}
	return false;
}

/** A line that begins with `func ` and ends like a declaration without a body, or closes the parameters of one. */
function hasBodyless(bytes: Buffer): boolean {
	let at = bytes.indexOf('func ');
	while (at >= 0) {
		if (at === 0 || bytes[at - 1] === newline) {
			let start = at;
			let end = endOfLine(bytes, start);
			while (start < bytes.length && continuesBelow(bytes, end)) {
				do {
					start = Math.min(end + 1, bytes.length);
					end = endOfLine(bytes, start);
				} while (start < bytes.length && bytes[start] !== closingParenthesis);
			}
			if (endsBodyless(bytes, start, end)) return true;
			at = end;
		}
		const next = bytes.indexOf('\nfunc ', Math.max(at, 0));
		at = next < 0 ? -1 : next + 1;
	}
	return false;
}

function endOfLine(bytes: Buffer, from: number): number {
	const end = bytes.indexOf(newline, from);
	return end < 0 ? bytes.length : end;
}

/** The line ends with `(` or `,`: the parameters go on below. */
function continuesBelow(bytes: Buffer, end: number): boolean {
	let last = end - 1;
	while (last > 0 && (bytes[last] === carriageReturn || bytes[last] === space || bytes[last] === tab)) last--;
	return bytes[last] === openingParenthesis || bytes[last] === comma;
}

function endsBodyless(bytes: Buffer, start: number, end: number): boolean {
	if (bytes[end - 1] === brace) return false;
	const line = bytes
		.toString('latin1', start, end)
		.replace(/\/\/.*/, '')
		.trimEnd();
	return !line.endsWith('{') && (!line.endsWith('}') || /(?:interface|struct)\s*\{\}$/.test(line));
}
