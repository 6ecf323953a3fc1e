/** What instrumented test runs reported about open files, until they are run again. */
import type { RunPlace, RunReport } from '../../analysis/sanitizer/runReports.ts';
import type { Sanitizer } from '../../analysis/sanitizer/sanitizers.ts';
import { dirname } from '../../toolchain/paths.ts';
import { readText } from '../../toolchain/files.ts';
import type { GoModules } from '../../world/go/goModules.ts';
import type { OpenTexts } from '../../world/packages/packageContent.ts';
import { onlyTest } from '../tests/onlyTest.ts';
import { sanitizedTests } from './sanitizedTests.ts';

export interface SanitizerRun {
	/** A file of the package; absolute. */
	readonly path: string;
	/** `TestPut`, `BenchmarkPut`; undefined: every test. */
	readonly name: string | undefined;
	readonly sanitizer: Sanitizer;
	/** Texts that differ from the disk. */
	readonly unsaved: OpenTexts;
	readonly onProgress: (text: string) => void;
}

export type SanitizerOutcome =
	| { readonly kind: 'ran'; readonly reports: number; readonly passed: boolean; readonly files: readonly string[] }
	/** One sentence. */
	| { readonly kind: 'problem'; readonly problem: string };

/** A report at a line (1-based) of a text. */
export interface SanitizerReport {
	readonly line: number;
	readonly kind: RunReport['kind'];
	readonly message: string;
	/** As they were when the tests ran. */
	readonly related: readonly RunPlace[];
}

export interface OpenSanitizer {
	/** Builds and runs tests: only for a user who asks. */
	run(wanted: SanitizerRun, signal: AbortSignal): Promise<SanitizerOutcome>;
	/** What the last runs reported about a file; a report whose line was changed since is gone. */
	reports(path: string, text: string): readonly SanitizerReport[];
}

interface Kept {
	readonly report: RunReport;
	readonly line: number;
	/** What stands there. */
	readonly text: string;
}

export function createOpenSanitizer({ modules }: { readonly modules: GoModules }): OpenSanitizer {
	/** By file. */
	let kept = new Map<string, readonly Kept[]>();
	return {
		async run({ path, name, sanitizer, unsaved, onProgress }, signal) {
			const problem = (text: string): SanitizerOutcome => ({ kind: 'problem', problem: text });
			if (unsaved.size > 0) return problem('There are unsaved changes in the package: save them first.');
			const context = await modules.contextOf(path, signal);
			if (context.kind === 'no-go') return problem(context.problem);
			onProgress(`with ${sanitizer}`);
			const which = name === undefined ? { run: undefined, bench: undefined } : onlyTest(name);
			const request = { context, directory: dirname(path), package: '.', sanitizer, ...which };
			const outcome = await sanitizedTests(request, signal);
			if (outcome.kind === 'problem') return outcome;
			const before = [...kept.keys()];
			kept = new Map();
			for (const report of outcome.reports) {
				const { at } = report;
				const text = at && (await readText(at.file))?.split('\n')[at.line - 1]?.trim();
				if (!at || text === undefined) continue;
				kept.set(at.file, [...(kept.get(at.file) ?? []), { report, line: at.line, text }]);
			}
			const files = [...new Set([...before, ...kept.keys()])];
			return { kind: 'ran', reports: outcome.reports.length, passed: outcome.passed, files };
		},
		reports(path, text) {
			const lines = text.split('\n');
			return (kept.get(path) ?? []).flatMap(({ report, line, text: said }) => {
				const now = nearestLine(lines, line, said);
				if (now === undefined) return [];
				return [{ line: now, kind: report.kind, message: report.message, related: report.related }];
			});
		},
	};
}

/** Lines that an edit above may have moved it by. */
const farthest = 500;

/** The line (1-based) that a line has become: the nearest one with the same text. */
function nearestLine(lines: readonly string[], line: number, text: string): number | undefined {
	for (let distance = 0; distance <= farthest; distance++) {
		for (const at of [line + distance, line - distance]) if (lines[at - 1]?.trim() === text) return at;
	}
	return undefined;
}
