/** `linkscape capture`: records a test, a program or a server into one directory. */
import { resolve } from 'node:path';
import type { KeeperReport } from '../analysis/heapdump/keeperReport.ts';
import { byteCount } from '../analysis/profile/costWords.ts';
import type { CaptureManifest } from '../analysis/recording/captureManifest.ts';
import type { ProgramCapture } from '../capture/record/captureProgram.ts';
import type { ServerCapture } from '../capture/record/captureServer.ts';
import type { CaptureOutcome, TestCapture } from '../capture/record/captureTest.ts';
import type { CaptureOptions } from './captureArguments.ts';
import { exitCode, type ExitCode } from './exitCode.ts';
import { plural } from './plural.ts';
import { CannotRun, logLine, type Terminal } from './terminal.ts';

export interface CaptureDeps {
	readonly terminal: Terminal;
	readonly test: (request: AskedTest, signal: AbortSignal) => Promise<CaptureOutcome>;
	readonly program: (request: ProgramCapture, signals: CaptureSignals) => Promise<CaptureOutcome>;
	readonly server: (request: ServerCapture, signal: AbortSignal) => Promise<CaptureOutcome>;
}

export type AskedTest = Omit<TestCapture, 'keepers'> & { readonly keepers: boolean };

export interface CaptureSignals {
	/** Nothing is kept. */
	readonly signal: AbortSignal;
	/** The program is stopped, and what was recorded is kept. */
	readonly ask: AbortSignal;
}

/**
 * 0 when all was recorded, 2 when something that was asked for is missing.
 *
 * @throws CannotRun when nothing was recorded
 */
export async function runCapture(
	options: CaptureOptions,
	deps: CaptureDeps,
	signals: CaptureSignals,
): Promise<ExitCode> {
	const { terminal } = deps;
	const { directory } = terminal;
	const out = resolve(directory, options.out);
	const outcome = await recordedAs(options, { directory, out }, deps, signals);
	if (outcome.kind === 'problem') throw new CannotRun(outcome.problem);
	const { manifest, keepers } = outcome;
	for (const problem of manifest.problems) terminal.complain(problem);
	const summary = options.format === 'json' ? jsonOf : summaryOf;
	terminal.out(summary(options.out, manifest, keepers));
	const failed = manifest.mode === 'test' && manifest.exit !== 0;
	return failed ? exitCode.cannotRun : exitCode.clean;
}

function recordedAs(
	options: CaptureOptions,
	{ directory, out }: { readonly directory: string; readonly out: string },
	deps: CaptureDeps,
	signals: CaptureSignals,
): Promise<CaptureOutcome> {
	switch (options.mode) {
		case 'test':
			return deps.test({ ...options, directory, out }, signals.signal);
		case 'run':
			return deps.program({ ...options, directory, out }, signals);
		case 'attach':
			return deps.server({ ...options, out }, signals.signal);
	}
}

function jsonOf(directory: string, manifest: CaptureManifest, keepers: KeeperReport | undefined): string {
	const { version: _version, go, ...rest } = manifest;
	return `${JSON.stringify({ version: 1, tool: 'linkscape', context: { go }, directory, ...rest, ...(keepers && { keepers }) }, null, '\t')}\n`;
}

function summaryOf(directory: string, { files, mode }: CaptureManifest, keepers: KeeperReport | undefined): string {
	const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
	const snapshots = files.filter(({ kind }) => kind === 'heap').length;
	const others = [...new Set(files.map(({ kind }) => kind))].filter((kind) => kind !== 'heap').sort();
	return [
		`${directory}: ${plural(files.length, 'file')}, ${Math.ceil(bytes / 1024).toLocaleString('en-US')} KiB`,
		`  ${plural(snapshots, 'snapshot')} of the heap, and ${others.join(', ')}`,
		...(mode === 'test'
			? ['  The collections that were forced make it slower: times in output.txt are no measurements.']
			: []),
		`  linkscape escapes --profile ${directory}`,
		...(keepers ? keptSummary(keepers) : []),
		'',
	]
		.map(logLine)
		.join('\n');
}

/** Lines that are listed on a terminal; the capture has all. */
const mostLines = 20;
const mostKeepers = 3;

function keptSummary({ lines, dumps }: KeeperReport): readonly string[] {
	if (lines.length === 0) return [`Who keeps what: nothing of the module was live in ${plural(dumps, 'heap dump')}.`];
	const more = lines.length - mostLines;
	return [
		`Who keeps what, in ${plural(dumps, 'heap dump')}:`,
		...lines
			.slice(0, mostLines)
			.flatMap(({ file, line, bytes, objects, keepers }) => [
				`  ${file}:${line}: ${byteCount(bytes)} in ${plural(objects, 'object')}`,
				...keepers.slice(0, mostKeepers).map(({ share, text }) => `    ${Math.round(100 * share)} % kept by ${text}`),
			]),
		...(more > 0 ? [`  … and ${plural(more, 'line')} more, in keepers.json`] : []),
	];
}
