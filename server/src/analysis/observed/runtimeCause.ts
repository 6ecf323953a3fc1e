/** Why a line allocates that no expression of makes anything: the runtime does so for itself, and the compiler reports nothing. */

/** `map`: a map grows at an assignment; `channel`: who waits is noted; `assertion`: what was asserted is remembered; `call`: of package runtime. */
export type RuntimeCause = 'map' | 'channel' | 'assertion' | 'goroutine' | 'defer' | 'call';

/** The cause that the text of a line names; undefined where an expression of it may be what allocates. */
export function runtimeCause(line: string): RuntimeCause | undefined {
	const text = (line.split('//', 1)[0] ?? '').trim();
	if (/^go\s/.test(text)) return 'goroutine';
	if (/^defer\s/.test(text)) return 'defer';
	if (/\b(?:runtime|debug)\.\w/.test(text)) return 'call';
	if (makes.test(text)) return undefined;
	if (/<-|^select\b/.test(text)) return 'channel';
	if (/\.\(/.test(text)) return 'assertion';
	if (/\](?:\.\w+)*\s*(?:(?:[-+*|^%&/]|<<|>>|&\^)?=(?!=)|\+\+|--)/.test(text)) return 'map';
	return undefined;
}

/** Spellings of expressions that can allocate by themselves. */
const makes = /\b(?:make|new|append|string|func)\(|\bmap\[|\[\]|\+ ?[^\d\s+=]|&\w/;
