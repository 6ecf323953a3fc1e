/** What `--verify` and `--gate` add to the report for people in a terminal. */
import type { GateReport } from '../escapesGate.ts';
import type { ReportedHint } from '../escapesReport.ts';
import type { Verification } from '../escapesVerify.ts';
import { plural } from '../plural.ts';
import { logLine } from '../terminal.ts';

/** The lines that got worse, those that got better, and a line that sums up. */
export function gateText({ better, compared, added, gone }: GateReport, worse: readonly ReportedHint[]): string {
	const lines = worse.flatMap(({ file, line, message, advice }) => [
		`${file}:${line}: worse: ${message}`,
		...(advice === '' ? [] : [`    ${advice}`]),
	]);
	for (const { file, line, message } of better) {
		lines.push(`${file}${line === undefined ? '' : `:${line}`}: better: ${message}`);
	}
	for (const name of added) lines.push(`${name} is new; --update takes it in.`);
	for (const name of gone) lines.push(`${name} is no longer there; --update takes it out.`);
	const counts = `${plural(worse.length, 'line')} worse, ${better.length} better, in ${plural(compared, 'benchmark')}.`;
	return `${[...lines, counts].map(logLine).join('\n')}\n`;
}

/** What the tests and benchmarks showed of a hint; empty when none were run. */
export function seenWords({ verified: state, allocations = 0, bytes = 0 }: ReportedHint): string {
	if (state === undefined) return '';
	if (state === 'allocated') return `seen allocating ${plural(allocations, 'time')} (${bytes} B)`;
	return state === 'never-allocated' ? 'ran, never allocated' : 'never ran';
}

/** How far the hints were right, and which lines have none. */
export function verifiedLines({ heap, maybeHeap, leftOut, lines, missed }: Verification): string[] {
	const rate = (part: number, whole: number) =>
		`${part} of ${whole}${whole === 0 ? '' : ` (${((100 * part) / whole).toFixed(1)} %)`}`;
	const without = missed.filter(({ cause }) => cause === undefined);
	const others = missed.length - without.length;
	return [
		`On lines that ran: ${rate(heap.allocated, heap.ran)} heap hints allocated, ${rate(maybeHeap.allocated, maybeHeap.ran)} maybe-heap hints.`,
		...(leftOut.ran === 0
			? []
			: [
					`Of those on paths that run rarely, and of appends that find room, ${rate(leftOut.allocated, leftOut.ran)} did.`,
				]),
		`Of the lines that allocated ${rate(lines.shown, lines.allocating)} have a hint${others === 0 ? '' : `; ${plural(others, 'line')} more where only the runtime allocates for itself`}.`,
		...without.map(({ file, line, objects, bytes }) =>
			logLine(`    ${file}:${line} allocated ${plural(objects, 'time')} (${bytes} B) and has no hint`),
		),
	];
}
