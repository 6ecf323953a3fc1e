/** What of a large `-m=2` output is worth keeping until somebody reads it. */
import { longestLine } from './buildLine.ts';
import { looksLikeFlow } from './explanation.ts';

/** The place and what leaks where, without the function: each is explained once (see `createBuildOutputReader`). */
const leakHeader = /^(.+?:\d+(?::\d+)?: )parameter .+ leaks to .+?(?= for | with derefs=)/;

/**
 * Answers for each line, in order, whether anything is made of it. The way of a parameter into another variable, and the
 * second way to the same destination, are passed over: in github.com/dop251/goja they are 290 of 314 MB. Their first lines stay.
 */
export function createLineFilter(): (line: string) => boolean {
	const explained = new Set<string>();
	/** `FILE:LINE:COLUMN: ` of the explanation that is left out. */
	let leftOut = '';
	return (line) => {
		if (leftOut !== '' && line.startsWith(leftOut) && looksLikeFlow(line, leftOut.length)) return false;
		leftOut = '';
		// The next package, or the same with its tests.
		if (line.startsWith('# ')) explained.clear();
		const [header, prefix] = line.length <= longestLine && line.endsWith(':') ? (leakHeader.exec(line) ?? []) : [];
		if (header === undefined || prefix === undefined) return true;
		if (explained.has(header) || line.includes(' leaks to {storage for ')) leftOut = prefix;
		else explained.add(header);
		return true;
	};
}
