/** `linkscape capture`: records a test, a program or a server into one directory. */
import { resolve } from 'node:path';
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
	readonly test: (request: TestCapture, signal: AbortSignal) => Promise<CaptureOutcome>;
	readonly program: (request: ProgramCapture, signals: CaptureSignals) => Promise<CaptureOutcome>;
	readonly server: (request: ServerCapture, signal: AbortSignal) => Promise<CaptureOutcome>;
}

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
	const { manifest } = outcome;
	for (const problem of manifest.problems) terminal.complain(problem);
	terminal.out(options.format === 'json' ? jsonOf(options.out, manifest) : summaryOf(options.out, manifest));
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

function jsonOf(directory: string, manifest: CaptureManifest): string {
	const { version: _version, go, ...rest } = manifest;
	return `${JSON.stringify({ version: 1, tool: 'linkscape', context: { go }, directory, ...rest }, null, '\t')}\n`;
}

function summaryOf(directory: string, { files, mode }: CaptureManifest): string {
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
		'',
	]
		.map(logLine)
		.join('\n');
}
