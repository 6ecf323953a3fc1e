/** What becomes of each module with several versions of Go, as a table for people. */
import { createColors } from 'picocolors';
import type { PlacedFinding } from '../../audit/check/placedFinding.ts';
import { logLine } from '../terminal.ts';
import type { CheckReport } from './report.ts';
import type { Look } from './reporter.ts';

/** Empty for one version. */
export function forecast({ findings, versions }: CheckReport, { colour }: Look): string {
	if (versions === undefined) return '';
	const paint = createColors(colour);
	const rows = forecastRows(findings, versions);
	if (rows.length === 0) return `Nothing breaks with ${versions.join(', ')}.\n\n`;
	const widest = Math.max('module'.length, ...rows.map(({ module }) => module.length));
	const columns = versions.map((version) => Math.max(version.length, '99 broken'.length));
	const line = (first: string, cells: readonly string[]) =>
		`${[first.padEnd(widest), ...cells].join('  ').trimEnd()}\n`;
	const head = line(
		'module',
		versions.map((version, at) => version.padEnd(columns[at] ?? 0)),
	);
	const body = rows.flatMap(({ module, broken, breaks }) => {
		const cells = broken.map((count, at) => {
			const text = (count === 0 ? 'ok' : `${count} broken`).padEnd(columns[at] ?? 0);
			return count === 0 ? text : paint.red(text);
		});
		return [
			line(logLine(module), cells),
			...breaks.map(({ from, what }) => `  ${paint.dim(`from ${from}:`)} ${logLine(what)}\n`),
		];
	});
	return `${paint.bold(head)}${body.join('')}\n`;
}

export interface ForecastRow {
	/** Relative to the working directory, with `/`; `.` for that itself and for files outside of modules. */
	readonly module: string;
	/** How many errors there are with each version. */
	readonly broken: readonly number[];
	/** Each thing that breaks, and the first version with which it does. */
	readonly breaks: readonly { readonly from: string; readonly what: string }[];
}

/** The modules that some version breaks, in the order of their names. */
export function forecastRows(findings: readonly PlacedFinding[], versions: readonly string[]): readonly ForecastRow[] {
	const byModule = new Map<string, PlacedFinding[]>();
	for (const finding of findings) {
		if (finding.severity !== 'error' || finding.new === false) continue;
		const module = finding.module ?? '.';
		const known = byModule.get(module);
		if (known) known.push(finding);
		else byModule.set(module, [finding]);
	}
	return [...byModule]
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.map(([module, errors]) => ({
			module,
			broken: versions.map((version) => errors.filter(({ go }) => go?.includes(version)).length),
			breaks: errors.map(({ go = [], file, region, rule, target }) => ({
				from: go[0] ?? '',
				what: `${target ?? rule} at ${file}:${region.line}${notAll(go, versions)}`,
			})),
		}));
}

/** A finding that goes away again is said so. */
function notAll(go: readonly string[], versions: readonly string[]): string {
	const last = go.at(-1);
	return last === undefined || last === versions.at(-1) ? '' : `, until ${last}`;
}
