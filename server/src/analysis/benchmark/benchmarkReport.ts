/** The comparison as Markdown that reads well as plain text too. */
import { alternativeName } from '../linkname/targets/alternative.ts';
import type { TargetView } from '../linkname/targets/targetView.ts';
import type { CostProfile } from '../profile/costProfile.ts';
import type { BenchmarkSource } from './benchmarkSource.ts';
import { checklist, probability } from './checklist.ts';
import type { RunComparison } from './compareRuns.ts';

export interface ReportParts {
	readonly view: TargetView;
	readonly source: BenchmarkSource;
	readonly comparison: RunComparison;
	/** What benchstat prints about the runs; undefined where it is not installed. */
	readonly benchstat: string | undefined;
	/** The profile that the user loaded. */
	readonly profile: CostProfile | undefined;
}

export function benchmarkReport({ view, source, comparison, benchstat, profile }: ReportParts): string {
	const { context, symbol } = view;
	const { pulled, alternative } = source;
	const checks = checklist(view, pulled, comparison, profile);
	const { runs, p } = comparison;
	const [pull, open] = [`\`${symbol}\``, `\`${alternativeName(alternative)}\``];
	const measured =
		benchstat === undefined
			? { how: `median of ${runs} runs each, ${probability(p)}`, table: ownTable(pull, open, comparison) }
			: { how: `${runs} runs each of ${pull} (pull) and ${open} (public)`, table: ['```', benchstat, '```'] };
	return [
		`# ${pulled.local}: pull against public API`,
		'',
		`${context.go} ${context.goos}/${context.goarch}, ${measured.how}`,
		'',
		...measured.table,
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
		...(benchstat === undefined
			? [`Medians by Linkscape. With benchstat (\`go install ${benchstatProgram}@latest\`) its table stands here.`, '']
			: []),
	].join('\n');
}

/** What is measured with, besides the go command. */
export const benchstatProgram = 'golang.org/x/perf/cmd/benchstat';

function ownTable(
	pull: string,
	open: string,
	{ pull: pulled, public: published, speedUp }: RunComparison,
): readonly string[] {
	const row = (name: string, { time, bytes, allocations }: RunComparison['pull'], ratio: string) => [
		name,
		duration(time.median),
		time.spread === undefined ? '∞' : `${Math.round(time.spread * 100)} %`,
		ratio,
		String(bytes),
		String(allocations),
	];
	return table(
		['', 'time/op', '±', 'ratio', 'B/op', 'allocs/op'],
		[row(pull, pulled, '1.00'), row(open, published, speedUp.toFixed(2))],
	);
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
