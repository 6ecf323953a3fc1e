/** The comparison as Markdown that reads well as plain text too. */
import { alternativeName } from '../linkname/targets/alternative.ts';
import type { TargetView } from '../linkname/targets/targetView.ts';
import type { BenchmarkSource } from './benchmarkSource.ts';
import { checklist, probability } from './checklist.ts';
import type { Comparison } from './compareRuns.ts';

export function benchmarkReport(view: TargetView, source: BenchmarkSource, comparison: Comparison): string {
	const { context, symbol } = view;
	const { pulled, alternative } = source;
	const { speedUp, p, runs } = comparison;
	const row = (name: string, { time, bytes, allocations }: Comparison['pull'], ratio: string) => [
		name,
		duration(time.median),
		time.spread === undefined ? '∞' : `${Math.round(time.spread * 100)} %`,
		ratio,
		String(bytes),
		String(allocations),
	];
	const checks = checklist(view, pulled, comparison);
	return [
		`# ${pulled.local}: pull against public API`,
		'',
		`${context.go} ${context.goos}/${context.goarch}, median of ${runs} runs each, ${probability(p)}`,
		'',
		...table(
			['', 'time/op', '±', 'ratio', 'B/op', 'allocs/op'],
			[
				row(`\`${symbol}\``, comparison.pull, '1.00'),
				row(`\`${alternativeName(alternative)}\``, comparison.public, speedUp.toFixed(2)),
			],
		),
		'',
		...(alternative.differs === undefined
			? []
			: [`The public API does not do quite the same: ${alternative.differs}.`, '']),
		'## Is the pull worth keeping?',
		'',
		...table(
			['question', 'answer', 'because'],
			checks.map(({ question, answer, fact }) => [question, answer, fact]),
		),
		'',
	].join('\n');
}

function duration(nanoseconds: number): string {
	const [value, unit] =
		nanoseconds < 1e3 ? [nanoseconds, 'ns'] : nanoseconds < 1e6 ? [nanoseconds / 1e3, 'µs'] : [nanoseconds / 1e6, 'ms'];
	return `${value.toPrecision(4)} ${unit}`;
}

/** Columns as wide as their widest cell. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
	const widths = head.map((_, at) => Math.max(3, ...[head, ...rows].map((row) => row[at]?.length ?? 0)));
	const line = (cells: readonly string[]) => `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`;
	return [line(head), `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...rows.map(line)];
}
