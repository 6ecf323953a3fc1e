/** What the compiler's back end says on request about the checks that it leaves in the code. */

/** The debug flags that print it (cmd/compile/internal/base.DebugFlags and ssa phases; Go 1.21 to 1.27). */
export const backEndFlags = '-d=ssa/check_bce/debug=1,nil=1,wb=1,defer=1';

export interface BackEndLine {
	/** As printed. */
	readonly file: string;
	/** 1-based. */
	readonly line: number;
	/** `bounds check`, `nil check`, `write barrier`, `heap-allocated defer`. */
	readonly text: string;
}

const texts: Readonly<Record<string, string>> = {
	'Found IsInBounds': 'bounds check',
	'Found IsSliceInBounds': 'slice bounds check',
	'generated nil check': 'nil check',
	'write barrier': 'write barrier',
	'open-coded defer': 'open-coded defer',
	'stack-allocated defer': 'stack-allocated defer',
	'heap-allocated defer': 'heap-allocated defer',
};

/** One line of output; undefined for what says something else, or that a check was removed. */
export function parseBackEndLine(printed: string): BackEndLine | undefined {
	const end = printed.lastIndexOf(': ');
	const text = end < 0 ? undefined : texts[printed.slice(end + 2).trim()];
	if (text === undefined) return undefined;
	const parts = printed.slice(0, end).split(':');
	// The column is not always there.
	const column = isNumber(parts.at(-1)) && isNumber(parts.at(-2)) ? 1 : 0;
	const line = parts.at(-1 - column);
	const file = parts.slice(0, -1 - column).join(':');
	return file !== '' && isNumber(line) ? { file, line: Number(line), text } : undefined;
}

function isNumber(text: string | undefined): boolean {
	return text !== undefined && /^\d+$/.test(text);
}
