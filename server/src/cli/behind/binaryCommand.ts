/** `linkscape binary FILE [FILE]`: what is in a program, and what changed between two. */
import type { BinaryReport } from '../../analysis/binary/binaryReport.ts';
import { compareReports } from '../../analysis/binary/compareReports.ts';
import { type ExitCode, exitCode } from '../exitCode.ts';
import type { Terminal } from '../terminal.ts';
import { binaryJson, comparisonJson } from './binaryJson.ts';
import { binaryText, comparisonText } from './binaryText.ts';

export interface BinaryOptions {
	/** One file, or an older and a newer one, as they were written. */
	readonly files: readonly [string] | readonly [string, string];
	readonly format: 'human' | 'json';
	/** All packages, functions and sections, not the largest ones. */
	readonly all: boolean;
}

export interface BinaryDeps {
	readonly terminal: Terminal;
	/** Rejects with a sentence for what is no program. */
	read(file: string): Promise<BinaryReport>;
}

export async function runBinary({ files, format, all }: BinaryOptions, deps: BinaryDeps): Promise<ExitCode> {
	const { out } = deps.terminal;
	const [file, newer] = files;
	const report = await deps.read(file);
	if (newer === undefined) {
		out(format === 'json' ? binaryJson(file, report) : binaryText(file, report, all));
		return exitCode.clean;
	}
	const after = await deps.read(newer);
	const pair = {
		before: { file, report },
		after: { file: newer, report: after },
		difference: compareReports(report, after),
	};
	out(format === 'json' ? comparisonJson(pair) : comparisonText(pair, all));
	return exitCode.clean;
}
