/** `linkscape escapes --verify`: hints beside what the tests and benchmarks of their packages allocated. */
import { dirname } from 'node:path';
import type { EscapeHint } from '../analysis/escape/escapeHint.ts';
import {
	verifyHints,
	type ObservedLine,
	type ObservedRate,
	type VerifiedHints,
} from '../analysis/observed/verifyHints.ts';
import type { Observation, ObservationRequest } from '../capture/verify/observePackages.ts';
import type { AnalysedPackage } from '../escape/runs/analysePatterns.ts';
import type { EscapesOptions } from './arguments.ts';
import type { ReportedHint } from './escapesReport.ts';
import type { Problem } from './exitCode.ts';

/** What packages are tested: where they lie, by import path. */
export interface VerifyRequest extends Pick<ObservationRequest, 'bench' | 'run' | 'onProgress'> {
	readonly packages: readonly { readonly importPath: string; readonly directory: string }[];
}

export interface VerifyDeps {
	readonly observe: (request: VerifyRequest, signal: AbortSignal) => Promise<Observation>;
	readonly readText: (path: string) => Promise<string | undefined>;
	/** Shows what is done now, in place of what was shown before; an empty text ends it. */
	readonly progress: (text: string) => void;
}

interface ReportedRate extends ObservedRate {
	/** The part that allocated, 0 to 1; null when none ran. */
	readonly rate: number | null;
}

function withRate(of: ObservedRate): ReportedRate {
	return { ...of, rate: of.ran === 0 ? null : of.allocated / of.ran };
}

/** How far the hints were right in these runs. Files as reports show them. */
export interface Verification {
	readonly heap: ReportedRate;
	readonly maybeHeap: ReportedRate;
	/** "Maybe" on paths that run rarely, and appends that find room: what is listed only with `--all`. */
	readonly leftOut: ReportedRate;
	/** Lines that allocated, and those of them with a hint; what the runtime allocates for itself left out. */
	readonly lines: VerifiedHints['lines'];
	/** Lines that allocated without a hint; those with a cause are no sites of the compiler. */
	readonly missed: readonly ObservedLine[];
	readonly packages: readonly { readonly importPath: string; readonly tests: 'ok' | 'failed' | 'none' }[];
}

export interface VerifiedRun {
	readonly verification: Verification;
	readonly marks: (hint: EscapeHint) => Pick<ReportedHint, 'verified' | 'allocations' | 'bytes'>;
	readonly problems: readonly Problem[];
}

/** @param nameOf what reports call a file */
export async function verifyCompiled(
	compiled: readonly AnalysedPackage[],
	{ bench, run }: Pick<EscapesOptions, 'bench' | 'run'>,
	deps: VerifyDeps,
	nameOf: (file: string) => string,
	signal: AbortSignal,
): Promise<VerifiedRun> {
	const observed = await deps.observe(
		{ packages: testedDirectories(compiled), bench, run, onProgress: deps.progress },
		signal,
	);
	deps.progress('');
	const tested = new Set(observed.packages.flatMap(({ importPath, tests }) => (tests === 'none' ? [] : [importPath])));
	const verified = verifyHints(
		compiled.map(({ importPath, escapes, sources }) => {
			return { importPath, hints: escapes.hints, sources, tested: tested.has(importPath) };
		}),
		{ ...observed, lineText: await lineReader(observed, deps.readText) },
	);
	return {
		verification: {
			heap: withRate(verified.rates.heap),
			maybeHeap: withRate(verified.rates['maybe-heap']),
			leftOut: withRate(verified.leftOut),
			lines: verified.lines,
			missed: verified.missed.map((line) => ({ ...line, file: nameOf(line.file) })),
			packages: observed.packages.map(({ importPath, tests }) => ({ importPath, tests })),
		},
		marks(hint) {
			const found = verified.of(hint);
			return found ? { verified: found.state, allocations: found.objects, bytes: found.bytes } : {};
		},
		problems: problemsOf(observed),
	};
}

/** Where the tests of compiled packages lie, each directory once: external tests are run with the package that they test. */
export function testedDirectories(compiled: readonly AnalysedPackage[]): VerifyRequest['packages'] {
	const packages = new Map<string, VerifyRequest['packages'][number]>();
	for (const { importPath, sources } of compiled) {
		const [file] = sources.keys();
		const directory = file === undefined ? undefined : dirname(file);
		if (directory !== undefined && !packages.has(directory)) packages.set(directory, { importPath, directory });
	}
	return [...packages.values()];
}

function problemsOf({ packages }: Observation): readonly Problem[] {
	const problems = packages.flatMap(({ problem: message }): Problem[] =>
		message ? [{ level: 'error', message }] : [],
	);
	const without = packages.filter(({ tests }) => tests === 'none');
	if (without.length === 0) return problems;
	const message =
		without.length === packages.length
			? `There are no tests and no benchmarks in ${without.length === 1 ? without[0]?.importPath : 'these packages'}, so nothing can be verified.`
			: `No tests in ${without.map(({ importPath }) => importPath).join(', ')}: verified by those of the other packages only.`;
	return [...problems, { level: without.length === packages.length ? 'error' : 'note', message }];
}

/** The texts of all files that allocating code was written in; those of Go itself and of other modules among them. */
async function lineReader({ sites }: Observation, readText: VerifyDeps['readText']) {
	const lines = new Map<string, readonly string[]>();
	for (const file of new Set(sites.map(({ writtenIn }) => writtenIn.file))) {
		const text = await readText(file);
		if (text !== undefined) lines.set(file, text.split('\n'));
	}
	return (file: string, line: number) => lines.get(file)?.[line - 1];
}
