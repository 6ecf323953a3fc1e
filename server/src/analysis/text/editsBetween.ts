import type { TextEdit } from './textEdit.ts';

/** The edits, in whole lines and as few as possible, that lead from one text to another that differs in some dozen lines. */
export function editsBetween(before: string, after: string): TextEdit[] {
	const old = linesOf(before);
	const fresh = linesOf(after);
	const starts = [0];
	for (const line of old) starts.push((starts.at(-1) ?? 0) + line.length);
	const edits: TextEdit[] = [];
	let from = 0;
	let to = 0;
	for (const run of [...commonRuns(old, fresh), { old: old.length, fresh: fresh.length, length: 0 }]) {
		const span = { start: starts[from] ?? 0, end: starts[run.old] ?? 0 };
		const newText = fresh.slice(to, run.fresh).join('');
		if (span.start < span.end || newText !== '') edits.push({ span, newText });
		from = run.old + run.length;
		to = run.fresh + run.length;
	}
	return edits;
}

/** Each line with its line end. */
function linesOf(text: string): string[] {
	return text === '' ? [] : text.split(/(?<=\n)/);
}

/** `length` equal lines from these indexes on. */
interface Run {
	readonly old: number;
	readonly fresh: number;
	readonly length: number;
}

/** How far into the old lines a path of additions and removals leads, and the equal lines on its way, the last first. */
interface Path {
	readonly x: number;
	readonly runs: { readonly run: Run; readonly before: Path['runs'] } | undefined;
}

/** Myers, "An O(ND) Difference Algorithm and Its Variations", 1986. */
function commonRuns(old: readonly string[], fresh: readonly string[]): Run[] {
	const reach = new Map<number, Path>([[1, { x: 0, runs: undefined }]]);
	for (let depth = 0; depth <= old.length + fresh.length; depth++) {
		for (let diagonal = -depth; diagonal <= depth; diagonal += 2) {
			const left = diagonal === -depth ? undefined : reach.get(diagonal - 1);
			const above = diagonal === depth && depth > 0 ? undefined : reach.get(diagonal + 1);
			const adds = left === undefined || (above !== undefined && left.x < above.x);
			const start = (adds ? above?.x : left.x + 1) ?? 0;
			let x = start;
			while (x < old.length && x - diagonal < fresh.length && old[x] === fresh[x - diagonal]) x++;
			const before = (adds ? above : left)?.runs;
			const run = { old: start, fresh: start - diagonal, length: x - start };
			const path: Path = { x, runs: x > start ? { run, before } : before };
			if (x >= old.length && x - diagonal >= fresh.length) return runsOf(path);
			reach.set(diagonal, path);
		}
	}
	return [];
}

function runsOf(path: Path): Run[] {
	const runs: Run[] = [];
	for (let at = path.runs; at; at = at.before) runs.unshift(at.run);
	return runs;
}
