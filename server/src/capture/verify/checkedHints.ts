/** What tests and benchmarks showed of the hints in an editor, until they are run again. */
import type { EscapeHint } from '../../analysis/escape/escapeHint.ts';
import { type HintObservation, verifyHints } from '../../analysis/observed/verifyHints.ts';
import { explainUnits } from '../../escape/runs/analysePatterns.ts';
import { runList } from '../../escape/runs/runList.ts';
import type { Explain } from '../../escape/hints/outputReader.ts';
import { dirname } from '../../toolchain/paths.ts';
import type { GoModules } from '../../world/go/goModules.ts';
import type { OpenTexts } from '../../world/packages/packageContent.ts';
import { onlyTest } from '../tests/onlyTest.ts';
import { observePackages } from './observePackages.ts';

export interface HintCheck {
	/** The file of the test or benchmark; absolute. */
	readonly path: string;
	/** `BenchmarkPut`, `TestPut`. */
	readonly name: string;
	/** Texts that differ from the disk. */
	readonly unsaved: OpenTexts;
	readonly onProgress: (text: string) => void;
}

/** How many hints of the package ran and allocated, or one sentence of why nothing is known. */
export type HintCheckOutcome =
	| { readonly kind: 'checked'; readonly ran: number; readonly allocated: number; readonly files: readonly string[] }
	| { readonly kind: 'problem'; readonly problem: string };

export interface CheckedHints {
	/** Builds and runs the tests of the package twice: only for a user who asks. */
	check(wanted: HintCheck, signal: AbortSignal): Promise<HintCheckOutcome>;
	/**
	 * `seen allocating 12 times, 288 B (BenchmarkPut)`; empty where nothing is known.
	 *
	 * @param all the hints of the file: a hint is known again by its function and its text, wherever it was moved
	 */
	words(hint: EscapeHint, all: readonly EscapeHint[]): string;
}

interface CheckedFile {
	/** Of the test or benchmark. */
	readonly name: string;
	readonly observed: ReadonlyMap<string, HintObservation>;
}

export function createCheckedHints(deps: { readonly modules: GoModules; readonly explain: Explain }): CheckedHints {
	const files = new Map<string, CheckedFile>();
	return {
		async check({ path, name, unsaved, onProgress }, signal) {
			const problem = (text: string): HintCheckOutcome => ({ kind: 'problem', problem: text });
			if (unsaved.size > 0) return problem('There are unsaved changes in the package: save them first.');
			const directory = dirname(path);
			const context = await deps.modules.contextOf(path, signal);
			if (context.kind === 'no-go') return problem(context.problem);
			onProgress('compiling the package');
			const list = { context, directory, patterns: ['.'], tests: false };
			const ran = await runList({ ...list, buffers: new Map(), dependencies: false }, signal);
			const units = ran.kind === 'listed' ? ran.units : [];
			const [compiled] = await explainUnits(units, list, directory, deps.explain, signal);
			if (compiled?.error !== undefined) return problem(`The package does not compile: ${compiled.error}`);
			if (!compiled) return problem('The package does not compile.');
			const { importPath, escapes, sources } = compiled;
			const packages = [{ context, importPath, directory }];
			const observed = await observePackages({ packages, ...onlyTest(name), onProgress }, signal);
			const [outcome] = observed.packages;
			if (outcome?.tests !== 'ok') return problem(outcome?.problem || `${importPath} has no tests.`);
			const verified = verifyHints([{ importPath, hints: escapes.hints, sources, tested: true }], {
				...observed,
				lineText: () => undefined,
			});
			for (const file of sources.keys()) {
				const own = escapes.hints.filter((hint) => hint.file === file);
				const marks = own.flatMap((hint) => {
					const found = verified.of(hint);
					return found ? [[keyOf(hint, own), found] as const] : [];
				});
				files.set(file, { name, observed: new Map(marks) });
			}
			const { heap, 'maybe-heap': maybe } = verified.rates;
			return {
				kind: 'checked',
				ran: heap.ran + maybe.ran,
				allocated: heap.allocated + maybe.allocated,
				files: [...sources.keys()],
			};
		},
		words(hint, all) {
			const file = files.get(hint.file);
			const found = file?.observed.get(keyOf(hint, all));
			if (!file || !found) return '';
			return `${observedWords(found)} (${file.name})`;
		},
	};
}

function observedWords({ state, objects, bytes }: HintObservation): string {
	if (state === 'never-ran') return 'Never ran';
	if (state === 'never-allocated') return 'Ran, never allocated';
	return `Seen allocating ${objects === 1 ? 'once' : `${objects.toLocaleString('en-US')} times`}, ${bytes.toLocaleString('en-US')} B`;
}

/** What stays the same while code above moves it: its function and text, and which of several such it is. */
function keyOf(hint: EscapeHint, all: readonly EscapeHint[]): string {
	const name = ({ function: of, subject, class: kind }: EscapeHint) => `${of}\n${subject}\n${kind}`;
	const own = name(hint);
	const place = all.filter((other) => name(other) === own && other.span.start < hint.span.start).length;
	return `${own}\n${place}`;
}
