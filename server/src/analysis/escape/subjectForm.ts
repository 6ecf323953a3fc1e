/** What kind of expression the compiler printed, by its text alone. */
export type SubjectForm =
	| 'constant'
	| 'pointer'
	| 'new'
	| 'make-slice'
	| 'make-map'
	| 'make'
	| 'slice-literal'
	| 'map-literal'
	| 'composite'
	| 'func'
	| 'append'
	| 'variadic'
	| 'string-conversion'
	| 'concatenation'
	| 'value'
	/** A variable that is moved to the heap; only the kind of the message tells. */
	| 'variable';

/** A string (cut short with `...`), a number, a rune, a truth value, nil; signed or in parentheses. */
const constantPattern =
	/^[-+^(]*(?:"(?:[^"\\]|\\.)*"?(?:\.\.\.)?|`.*|'(?:[^'\\]|\\.[^']*)'|\d[\w.+]*(?:(?<=[eEpP])-\d+i?)?|true|false|nil|\(\d(?=.*[+-]).*i\))\)*$/s;

export function formOf(printed: string): SubjectForm {
	// An instance of a generic function prints the shapes of its type arguments.
	const subject = printed.replace(/^(&?)go\.shape\./, '$1');
	if (subject === 'func literal') return 'func';
	if (subject === 'append') return 'append';
	if (subject === '... argument') return 'variadic';
	if (constantPattern.test(subject)) return 'constant';
	if (/^&.*\}$/s.test(subject)) return 'pointer';
	if (subject.startsWith('new(')) return 'new';
	if (subject.startsWith('make([')) return 'make-slice';
	if (subject.startsWith('make(map[')) return 'make-map';
	if (subject.startsWith('make(')) return 'make';
	if (/^\[.*\{(?:\.\.\.)?\}$/s.test(subject))
		return subject.startsWith('[]') || subject.startsWith('[...') ? 'slice-literal' : 'composite';
	if (/^map\[.*\{(?:\.\.\.)?\}$/s.test(subject)) return 'map-literal';
	if (/^[\p{L}\p{N}_.]+(?:\[.*\])?\{(?:\.\.\.)?\}$/su.test(subject)) return 'composite';
	if (/^struct \{.*\}\{(?:\.\.\.)?\}$/s.test(subject)) return 'composite';
	if (hasTopLevelPlus(subject)) return 'concatenation';
	if (/^(?:string\(|\(\[\](?:byte|rune|uint8|int32)\)\(|\[\](?:byte|rune)\()/.test(subject)) return 'string-conversion';
	return 'value';
}

/** True for `a + b` with nothing around it: an addition inside brackets or quotes is part of an operand. */
function hasTopLevelPlus(subject: string): boolean {
	if (!subject.includes(' + ')) return false;
	let depth = 0;
	for (let at = 0; at < subject.length; at++) {
		const sign = subject.charAt(at);
		if (sign === '"' || sign === "'") {
			for (at++; at < subject.length && subject.charAt(at) !== sign; at++) if (subject.charAt(at) === '\\') at++;
		} else if ('([{'.includes(sign)) depth++;
		else if (')]}'.includes(sign)) depth--;
		else if (sign === '+' && depth === 0 && subject.charAt(at - 1) === ' ' && subject.charAt(at + 1) === ' ')
			return true;
	}
	return false;
}
