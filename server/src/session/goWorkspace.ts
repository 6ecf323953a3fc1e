/**
 * The façade: everything an editor may ask about the Go files it has open. It knows neither LSP nor a terminal; paths are
 * absolute, positions are UTF-16 offsets in the text as it was last given.
 */
import type { EscapeHint, FlowStep } from '../analysis/escape/escapeHint.ts';
import type { Finding, Fix } from '../analysis/finding.ts';
import type { Span } from '../analysis/text/span.ts';
import type { TextChange } from '../analysis/text/textEdit.ts';
import type { BenchmarkEffort, PullBenchmark } from '../linkname/benchmark/benchmarkPull.ts';
import type { TestFunction } from '../analysis/source/testFunctions.ts';
import type { HintCheckOutcome } from '../capture/verify/checkedHints.ts';
import type { InventoryModule, InventoryTarget } from '../audit/inventory/inventoryTree.ts';
import type { FlowPosition, FlowAsk, PlaceAnswer } from '../flow/flowQueries.ts';
import type { FileEscapes, KnownPackage } from '../escape/hints/fileEscapes.ts';
import type { LeakPlace } from '../escape/leaks.ts';
import type { ModuleState } from '../escape/moduleStates.ts';
import type { FixRequest, PossibleFix } from '../escape/provenFixes.ts';
import type { ListingLine } from '../behind/assemblyLines.ts';
import type { FunctionPhases } from '../behind/functionPhases.ts';
import type { GoChoice } from '../world/go/chosenGo.ts';
import type { GoExtension } from '../world/go/goSettings.ts';
import type { Navigation } from '../linkname/navigation/navigation.ts';
import type { ProfileState } from '../escape/profile/loadedProfile.ts';
import type { ProfiledFile } from '../escape/profile/profiledHints.ts';
import type { Sanitizer } from '../analysis/sanitizer/sanitizers.ts';
import type { SanitizerReport, SanitizerOutcome } from '../capture/sanitize/openSanitizer.ts';
import type { CaptureOutcome } from '../capture/record/captureTest.ts';
import type { Description, DirectiveSummary } from '../linkname/directiveAnswers.ts';
import type { ModuleRun, OnModuleProgress } from '../escape/runs/analyseModule.ts';

export type { FileEscapes, InventoryModule, InventoryTarget, KnownPackage, ModuleState, ProfiledFile, ProfileState };

/** What the user allows and prefers; given at the start and whenever it changes. */
export interface WorkspaceSetup {
	/** False: parse only, run nothing. */
	readonly trusted: boolean;
	/** `linkscape.go.path`; empty: found by itself. */
	readonly goPath: string;
	readonly allowDownloads: boolean;
	readonly goExtension: GoExtension;
	readonly folders: readonly { readonly path: string; readonly goExtension: GoExtension }[];
	/** Modules are linked with `-checklinkname=0`. */
	readonly checkDisabled: boolean;
	/** Escape analysis is wanted. */
	readonly escapes: boolean;
	/** Milliseconds without an edit before unsaved text is compiled. */
	readonly delay: number;
	/** `linkscape.profile`, or the one that was chosen in its place; empty: none. */
	readonly profile: string;
	/** `linkscape.savingWeight`; 0.6 when absent. */
	readonly savingWeight?: number;
}

export interface WorkspaceListener {
	/** The findings of these open files may have changed for another reason than their own edit. */
	findingsChanged(paths: readonly string[]): void;
	escapesChanged(paths: readonly string[]): void;
	statusChanged(states: readonly ModuleState[]): void;
	/** {@link GoWorkspace.profile} says something else. */
	profileChanged(): void;
}

/** A function's assembly for an editor. */
export interface ShownAssembly {
	readonly name: string;
	/** `go1.26.8 linux/amd64` */
	readonly build: string;
	readonly lines: readonly ListingLine[];
	/** Without addresses, so that it differs only where the code does. */
	readonly comparable: string;
}

/** The passes over a function for an editor. */
export interface ShownPhases extends FunctionPhases {
	/** The lines of the function, the first of which has this number (from 0). */
	readonly source: readonly string[];
	readonly firstLine: number;
}

export interface WantedCapture {
	/** Of the test file. */
	readonly path: string;
	/** `BenchmarkPut` */
	readonly name: string;
	/** Absolute; new or empty. */
	readonly directory: string;
	readonly onProgress: (text: string) => void;
}

export interface WantedSanitizer {
	readonly path: string;
	readonly offset: number;
	/** The test or benchmark; undefined: the one around the offset, or all of the package. */
	readonly name: string | undefined;
	readonly sanitizer: Sanitizer;
	readonly onProgress: (text: string) => void;
}

export interface WorkspaceInventory {
	readonly modules: readonly InventoryModule[];
	/** One sentence for each thing that makes the answer less sure, or that could not be read. */
	readonly problems: readonly string[];
}

export interface GoWorkspace {
	/** From one side of a linkname to the other. */
	readonly navigation: Navigation;
	configure(setup: WorkspaceSetup): void;
	listen(listener: WorkspaceListener): void;
	opened(path: string, text: string): void;
	/** `changes` lead, one after the other, from the text given before to `text`. */
	changed(path: string, text: string, changes: readonly TextChange[]): void;
	saved(path: string): void;
	closed(path: string): void;
	/** Files were made, changed or deleted on disk. */
	filesChanged(paths: readonly string[]): void;
	findings(path: string): Promise<readonly Finding[]>;
	/** The same once everything is known that they hang on. */
	settledFindings(path: string, signal: AbortSignal): Promise<readonly Finding[]>;
	/** Contracts of an open file that the compiler does not keep, by the hints that are known now; asking starts nothing. */
	contractFindings(path: string): Promise<readonly Finding[]>;
	/** @param besideFindings the editor shows what is found at that place as well: reasons that findings give are left out */
	describe(path: string, offset: number, besideFindings?: boolean): Promise<Description | undefined>;
	/** What a pull of a symbol by the package of an open file comes to, in Markdown; undefined for what is no symbol. */
	describeSymbol(path: string, symbol: string): Promise<string | undefined>;
	directiveSummaries(path: string): Promise<readonly DirectiveSummary[]>;
	/** What is known now; asking starts nothing. */
	escapes(path: string): FileEscapes;
	/** What the spans of {@link escapes} are offsets of, also of a file that is not open; undefined when nothing is known of it. */
	escapesText(path: string): string | undefined;
	/** Fixes of hints, each shown by the compiler to take the allocation away; see `ProvenFixes`. */
	escapeFixes(wanted: FixRequest, signal: AbortSignal): Promise<readonly Fix[]>;
	/** What may mend hints, by the text alone; see `ProvenFixes.possible`. */
	possibleFixes(wanted: Pick<FixRequest, 'path' | 'hints'>, signal: AbortSignal): Promise<readonly PossibleFix[]>;
	/** The hints of an open file that a quick fix may mend, with its title; see `FixableHints`. */
	fixableHints(path: string): ReadonlyMap<EscapeHint, string>;
	/**
	 * Compiles every package of the module around a file or directory, so that they are known. It may take minutes: only for a user
	 * who asks.
	 */
	analyseModule(path: string, onProgress: OnModuleProgress, signal: AbortSignal): Promise<ModuleRun>;
	/** The packages whose hints are known now; asking starts nothing. */
	knownPackages(): readonly KnownPackage[];
	/** The stretches of an open file that differ from git's HEAD, as far as known; undefined: nobody knows. */
	changedSpans(path: string): readonly Span[] | undefined;
	/** The profile that the user loaded. Asking makes us look whether its file has changed; the listener is told. */
	profile(): ProfileState;
	/** What loading a file as profile would lead to; nothing is loaded. */
	readProfile(path: string): Promise<ProfileState>;
	/** What the hints of a file cost in that profile; undefined while there is none. */
	profiledHints(path: string): ProfiledFile | undefined;
	/** A file has changed since the loaded profile was recorded. */
	profileIsOlder(path: string): Promise<boolean>;
	/** Bytes of what hints of an open file allocate for sure, as far as they are known; asking measures in the background. */
	hintSizes(path: string): (hint: EscapeHint) => number | undefined;
	/** What the object behind a hint takes on the heap: `48 B, size class 48, has pointers`; empty when it is not known. */
	allocationSize(hint: EscapeHint): Promise<string>;
	/** The function of another package that keeps the value of a hint, and where it stands; see `Keepers`. */
	keeper(hint: EscapeHint): Promise<LeakPlace | undefined>;
	/** The rest of a hint's flow, in that package and beyond. It may compile them: only for a user who asks. */
	restOfFlow(hint: EscapeHint, signal: AbortSignal): Promise<readonly FlowStep[]>;
	/**
	 * Shows what the back end leaves in the code of an open file, or hides it again. It compiles the package to its end:
	 * only for a user who asks. Answers one sentence when there is nothing to show.
	 */
	toggleDetails(path: string, signal: AbortSignal): Promise<string>;
	/** Line (1-based) → `bounds check`, `write barrier`; empty once the text has changed. */
	details(path: string): ReadonlyMap<number, readonly string[]>;
	/**
	 * What the function around an offset of an open file becomes, as lines of text. It compiles the package: only for a user who asks.
	 * One sentence when there is nothing to show.
	 */
	assembly(path: string, offset: number, choice: GoChoice, signal: AbortSignal): Promise<ShownAssembly | string>;
	/** The same of the file as git's HEAD has it, with no lines: for a comparison. */
	assemblyAtHead(path: string, offset: number, choice: GoChoice, signal: AbortSignal): Promise<ShownAssembly | string>;
	/** The passes of the compiler over the function around an offset of an open file. Only for a user who asks, as {@link assembly}. */
	phases(path: string, offset: number, choice: GoChoice, signal: AbortSignal): Promise<ShownPhases | string>;
	/** What a line (1-based) of a function becomes whose assembly was asked for last, in words; empty once the text has changed. */
	insertedCalls(path: string, line: number): readonly (readonly string[])[];
	/**
	 * A better order of the fields of the struct whose name stands at an offset of an open file, compiled; undefined when there is none, or
	 * something speaks against it. Only for a user who asks.
	 */
	reorderFields(path: string, offset: number, signal: AbortSignal): Promise<Fix | undefined>;
	/**
	 * Measures the pull whose directive or declaration stands there against the public API. It runs code of the package for up to
	 * two minutes: only for a user who asks.
	 */
	benchmark(path: string, offset: number, effort: BenchmarkEffort, signal: AbortSignal): Promise<PullBenchmark>;
	/** Where a value goes or comes from, or what a call can allocate; a sentence when that cannot be told. It compiles what it needs. */
	flowAt(place: FlowPosition, ask: FlowAsk, signal: AbortSignal): Promise<PlaceAnswer | string>;
	/**
	 * What the module around a file or directory and its dependencies rely on inside of other packages; a sentence when there is no module.
	 * It reads all of them.
	 */
	inventory(path: string, signal: AbortSignal): Promise<WorkspaceInventory | string>;
	/** The tests and benchmarks that an open file declares, with the spans of their names; none where no Go can run them. */
	runnableTests(path: string): readonly TestFunction[];
	/**
	 * Runs a test or a benchmark of an open file with every allocation recorded, so that {@link observed} knows of it. It runs code of the
	 * package for up to some minutes: only for a user who asks.
	 *
	 * @param name `BenchmarkPut`
	 */
	checkHints(
		path: string,
		name: string,
		onProgress: (text: string) => void,
		signal: AbortSignal,
	): Promise<HintCheckOutcome>;
	/**
	 * Records a test or a benchmark of an open file into a directory that {@link profile} can be. It runs code of the package for up to some
	 * minutes: only for a user who asks.
	 */
	capture(wanted: WantedCapture, signal: AbortSignal): Promise<CaptureOutcome>;
	/**
	 * Builds the tests of an open file's package with more checks and runs the one at an offset, or all: {@link sanitizerReports} tells. It
	 * runs code of the package for up to some minutes: only for a user who asks.
	 */
	sanitize(wanted: WantedSanitizer, signal: AbortSignal): Promise<SanitizerOutcome & { readonly name?: string }>;
	/** What the last such run reported about a file, at the lines of a text of it. */
	sanitizerReports(path: string, text: string): readonly SanitizerReport[];
	/** What the last such run showed of a hint: `Seen allocating 12 times, 288 B (BenchmarkPut)`; empty when it says nothing. */
	observed(hint: EscapeHint): string;
	/**
	 * Installs benchstat with the Go of a file's module: only for a user who asks. Answers one sentence when that did not work.
	 */
	installBenchstat(path: string, version: string, signal: AbortSignal): Promise<string>;
	/** Compile the package of a file again, whether or not something changed. */
	reanalyse(path: string): void;
	/** The text of a file that was read already: open in the editor, or beside one that is. */
	knownText(path: string): string | undefined;
	/** The text of a file as it stands in the editor, else on the disk. */
	text(path: string): Promise<string | undefined>;
	/** Kills what is running. Resolves when all of it is gone. */
	dispose(): Promise<void>;
}
