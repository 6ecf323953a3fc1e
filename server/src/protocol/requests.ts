/** Names and shapes of what client and server say to each other beyond LSP. */

/** Server → client, a notification: what the status item shows. Sent whenever it changes. */
export const statusNotification = 'linkscape/status';

export interface StatusParams {
	/** One entry per module with an open file; the client shows the one of the active editor. */
	readonly modules: readonly ModuleStatus[];
}

export interface ModuleStatus {
	/** URI of the directory that holds go.mod (or of the file's directory where there is none). */
	readonly uri: string;
	readonly state: 'ready' | 'analysing' | 'paused' | 'no-go' | 'restricted';
	/** e.g. `go1.26.8`; empty when unknown. */
	readonly go: string;
	/** Where the go command was found and why that one: `/usr/local/go/bin/go, from PATH`. */
	readonly goSource: string;
	/** One sentence of what is wrong or missing; empty when all is well. */
	readonly detail: string;
	/** The same in a few words, `go1.20.14 is too old (needs 1.21)`; empty when all is well. */
	readonly summary: string;
	/** What is wrong, for the `when` of what is shown instead of hints; empty when nothing is. */
	readonly cause: StatusCause;
	/** What can be done about it, the likeliest first. */
	readonly actions: readonly StatusAction[];
}

export type StatusCause =
	| ''
	| 'off'
	| 'restricted'
	| 'go-missing'
	| 'go-too-old'
	| 'go-unusable'
	| 'missing-module'
	| 'missing-requirement'
	| 'module-file'
	| 'source';

/** A button: a command that the client has. */
export interface StatusAction {
	readonly title: string;
	readonly command: string;
	readonly arguments: readonly string[];
}

/** Commands the server executes (`workspace/executeCommand`). */
export const serverCommands = {
	reanalyse: 'linkscape.server.reanalyse',
	/** A file's URI: shows or hides what the compiler's back end leaves in its code; answers a sentence, or empty. */
	details: 'linkscape.server.details',
	/** A file's URI and a position: answers the assembly of the function there as text, or one sentence of why there is none. */
	assembly: 'linkscape.server.assembly',
} as const;

/** Commands that only an editor can run; the VS Code client registers them. */
export const clientCommands = {
	/** One string: puts it on the clipboard. */
	copy: 'linkscape.copy',
	/** One string, a URI: `file:///a/b.go#L12,5` in the editor at line 12, column 5, anything else in the browser. */
	open: 'linkscape.open',
	/** {@link ExplainParams}: peeks through the lines that an escaping value flows along. */
	explain: 'linkscape.explainEscape',
	/** {@link ExplainParams}: puts the cursor there and opens the list of quick fixes. */
	quickFix: 'linkscape.quickFix',
	/** {@link FunctionParams}: lists what is known about one function. */
	showFunction: 'linkscape.showFunction',
	/** {@link BenchmarkParams}: measures a pull and shows the report. */
	benchmark: 'linkscape.benchmarkPull',
	/** {@link FlowQuestionParams}: shows where a value goes or comes from, or what a call can allocate. */
	showFlow: 'linkscape.showFlow',
	/** {@link TestParams}: lets the user choose what the test or benchmark is run with. */
	runWith: 'linkscape.runWith',
	/** Lets the user choose the go command to run. */
	chooseGo: 'linkscape.chooseGo',
	/** Sets `linkscape.go.allowDownloads`. */
	allowDownloads: 'linkscape.allowDownloads',
	/** Shows where the workspace is trusted. */
	manageTrust: 'linkscape.manageTrust',
	/** Everything is shown again. */
	clearFilter: 'linkscape.clearFilter',
	/** One string, an escape class: shows hints of this class only. */
	showOnlyClass: 'linkscape.showOnlyClass',
} as const;

/** Client → server, a notification: the workspace was trusted or the settings of another extension changed. */
export const environmentNotification = 'linkscape/environment';

export interface EnvironmentParams {
	readonly trusted: boolean;
	/** What the user told the Go extension, already limited to the user's level where the workspace is not trusted. */
	readonly goExtension: GoExtensionSettings;
	/** The same for each workspace folder; `goExtension` holds for files outside of them. */
	readonly folders?: readonly FolderEnvironment[];
	/** The editor asks gopls the same questions and shows both answers. Default false. */
	readonly gopls?: boolean;
}

export interface FolderEnvironment {
	readonly uri: string;
	readonly goExtension: GoExtensionSettings;
}

export interface GoExtensionSettings {
	/** Absolute path of the go command that the Go extension runs, as it says itself: what was chosen there need not be a setting. */
	readonly go?: string;
	readonly goroot?: string;
	readonly alternateTools?: Readonly<Record<string, string>>;
	readonly toolsEnvVars?: Readonly<Record<string, string>>;
	readonly buildTags?: string;
	readonly buildFlags?: readonly string[];
	readonly goplsEnv?: Readonly<Record<string, string>>;
	readonly goplsBuildFlags?: readonly string[];
}

/** `initializationOptions` of the server. Everything is optional, so that any client can start it. */
export interface InitializationOptions {
	/** False: parse only, run nothing. Default true. */
	readonly trusted?: boolean;
	/** The same object as the `linkscape` section of the settings. */
	readonly settings?: unknown;
	readonly goExtension?: GoExtensionSettings;
	readonly folders?: readonly FolderEnvironment[];
	/** As in {@link EnvironmentParams}. */
	readonly gopls?: boolean;
	/** The client has registered {@link clientCommands}; without them, fixes that need them are not offered. */
	readonly ownCommands?: boolean;
	/**
	 * The client handles {@link statusNotification}, {@link profileNotification} and {@link escapesChangedNotification}. By default
	 * those are sent to a client that has `ownCommands`, or says itself whether the workspace is `trusted`, and to no other.
	 */
	readonly ownNotifications?: boolean;
	/** The profile that was chosen in place of the setting, see {@link chosenProfileNotification}. */
	readonly profile?: string | null;
	/** The filter to start with, see {@link filterNotification}. */
	readonly filter?: EscapeFilter;
	/**
	 * An LSP document selector for hovers and code lenses, registered dynamically in place of the client's own one: where a client
	 * ranks the answers of several servers by how well their selectors fit, ours come after those of the language's own server.
	 */
	readonly lateSelector?: readonly { readonly language: string }[];
}

/** Client → server, a notification: which escape hints to show in this workspace, in place of what the settings say. */
export const filterNotification = 'linkscape/filter';

/** Empty lists and false let everything through that the settings let through. */
export interface EscapeFilter {
	/** Only these verdicts. */
	readonly verdicts: readonly string[];
	/** Only these classes, those that the settings hide included. */
	readonly classes: readonly string[];
	/** Only these functions, as Go writes them: `newP`, `(*T).M`. */
	readonly functions: readonly string[];
	/** Only lines that differ from git's HEAD. */
	readonly onlyChanges: boolean;
	/** Only where the loaded profile spends at least 1 %; while none is loaded, everywhere. */
	readonly onlyHot: boolean;
}

export const noFilter: EscapeFilter = { verdicts: [], classes: [], functions: [], onlyChanges: false, onlyHot: false };

/** Server → client, a notification: which profile is loaded ({@link ProfileStatus}). Sent whenever it changes. */
export const profileNotification = 'linkscape/profile';

export interface ProfileStatus {
	/** Absolute path of the profile that is wanted; empty for none. */
	readonly path: string;
	/** What was measured: `heap profile, 139 MB, 16,269 objects`; empty when nothing is loaded. */
	readonly summary: string;
	/** One sentence of why that is not what is on disk; empty when all is well. */
	readonly problem: string;
}

/**
 * Client → server, a notification: `{ path }`, the absolute path of a profile to load in place of what `linkscape.profile` names;
 * empty for none, null for what the setting names.
 */
export const chosenProfileNotification = 'linkscape/chosenProfile';

export interface ChosenProfile {
	readonly path: string | null;
}

/** Client → server: `{ path }`, absolute; answers the {@link ProfileStatus} that loading it would lead to. */
export const readProfileRequest = 'linkscape/readProfile';

/** Server → client, a notification: what {@link escapeTreeRequest} answers may have changed. */
export const escapesChangedNotification = 'linkscape/escapesChanged';

/** Client → server: {@link EscapeTreeParams}; answers every shown hint of the packages that are known, as {@link EscapeTree}. */
export const escapeTreeRequest = 'linkscape/escapeTree';

export interface EscapeTreeParams {
	/** What the client has already: URI of a package → its version. */
	readonly known?: Readonly<Record<string, number>>;
}

export interface EscapeTree {
	readonly packages: readonly EscapePackage[];
	/** How many hints the filter of the workspace hides. */
	readonly hidden: number;
}

export interface EscapePackage {
	/** URI of its directory. */
	readonly uri: string;
	/** The import path; the directory's name while that is unknown. */
	readonly name: string;
	/** Changes with everything that is said about the package. */
	readonly version: number;
	/** The client has this version; `functions` is left empty. */
	readonly unchanged?: true;
	readonly functions: readonly EscapeFunction[];
	/** Why it could not be compiled with the module, one sentence; empty when it could. */
	readonly problem: string;
	/** It was changed since it was compiled with the module. */
	readonly outdated: boolean;
}

/** Client → server: {@link AllocationSizesParams}; answers a string for each hint: `48 B, size class 48`, or empty when it is not known. */
export const allocationSizesRequest = 'linkscape/allocationSizes';

export interface AllocationSizesParams {
	readonly hints: readonly HintPlace[];
}

/** Which of the known hints is meant. */
export interface HintPlace {
	readonly uri: string;
	readonly range: WireRange;
	readonly class: string;
}

/**
 * Client → server: {@link DescribeHintParams}; answers what the hover of a hint says, as Markdown; empty when there is no such hint any
 * more.
 */
export const describeHintRequest = 'linkscape/describeHint';

export interface DescribeHintParams extends HintPlace {
	/** With links to commands of the client, as in a hover. */
	readonly commands: boolean;
}

/**
 * Client → server: {@link AnalyseModuleParams}; compiles every package of the module, and answers {@link ModuleAnalysis}. It may take
 * minutes, reports progress under the token, and may be cancelled: what was compiled until then is kept.
 */
export const analyseModuleRequest = 'linkscape/analyseModule';

export interface AnalyseModuleParams {
	/** Of a file in the module, or of its directory. */
	readonly uri: string;
	/** As in LSP: where `$/progress` is sent to, with percentages. */
	readonly workDoneToken?: string | number;
}

export interface ModuleAnalysis {
	/** Packages that were compiled, and those that do not compile. */
	readonly compiled: number;
	readonly failed: number;
	/** Why nothing could be done at all, one sentence; empty when something could. */
	readonly problem: string;
}

export interface EscapeFunction {
	/** `newP`, `(*T).M`; empty for what stands at package level. */
	readonly name: string;
	readonly uri: string;
	readonly hints: readonly EscapeItem[];
}

/** A hint as lists show it. Positions are LSP's. */
export interface EscapeItem {
	readonly subject: string;
	/** A few words: `heap: returned`. */
	readonly label: string;
	/** One sentence. */
	readonly message: string;
	/** What it costs in the loaded profile, in words, and as a part of the profile from 0 to 1; empty and 0 for nothing. */
	readonly cost: string;
	readonly share: number;
	/** Hints of a file with the same one have one cost together, which is said and counted once. */
	readonly part: string;
	readonly verdict: string;
	readonly class: string;
	readonly range: WireRange;
}

export interface WireRange {
	readonly start: { readonly line: number; readonly character: number };
	readonly end: { readonly line: number; readonly character: number };
}

/** Client → server: {@link FunctionParams}; answers {@link FunctionEscapes} or null. */
export const functionRequest = 'linkscape/function';

export interface FunctionParams {
	readonly uri: string;
	/** As {@link EscapeFunction.name}. */
	readonly name: string;
}

export interface FunctionEscapes {
	/** What its code lens says. */
	readonly summary: string;
	/** Leaking parameters included. */
	readonly hints: readonly EscapeItem[];
}

/** Client → server: {@link BenchmarkParams}; answers {@link BenchmarkAnswer}. It takes half a minute, and may be cancelled. */
export const benchmarkRequest = 'linkscape/benchmark';

export interface BenchmarkParams {
	readonly uri: string;
	/** On a directive, or on the name that it is about. */
	readonly position: WireRange['start'];
	/** How long to measure, as go test's -benchtime and -count take it. Default `1s`, 10. */
	readonly time?: string;
	readonly count?: number;
}

export interface BenchmarkAnswer {
	/** One sentence of why nothing was measured; empty when it was. */
	readonly problem: string;
	/** The name of the pulled function. */
	readonly name: string;
	/** Markdown. */
	readonly report: string;
	/** The report has the table of benchstat; where it has not, {@link installBenchstatRequest} may be offered. */
	readonly benchstat: boolean;
	/** The benchmark as a file of the package; it does not exist yet. */
	readonly file: { readonly uri: string; readonly text: string } | null;
}

/** A test or benchmark that somebody wants to run. */
export interface TestParams {
	/** Of an open test file. */
	readonly uri: string;
	/** `BenchmarkPut`, `TestPut`. */
	readonly name: string;
}

/**
 * Client → server: {@link SanitizeParams}; answers {@link SanitizeAnswer}, and the reports become diagnostics. It takes up to some minutes,
 * reports what it does under `workDoneToken`, and may be cancelled.
 */
export const sanitizeRequest = 'linkscape/sanitize';

export interface SanitizeParams {
	/** Of an open file. */
	readonly uri: string;
	/** In a test or benchmark, which is run; elsewhere every test of the package is. */
	readonly position: { readonly line: number; readonly character: number };
	/** The test or benchmark to run, instead of the one at the position. */
	readonly name?: string;
	/** `checkptr`, `race`, `asan`, `msan` */
	readonly sanitizer: string;
	readonly workDoneToken?: string;
}

export interface SanitizeAnswer {
	/** One sentence of why nothing is known; empty when it was run. */
	readonly problem: string;
	readonly reports: number;
	/** The tests passed. */
	readonly passed: boolean;
	/** The test or benchmark that was run; empty: all tests of the package. */
	readonly test: string;
}

/**
 * Client → server: {@link CheckHintsParams}; answers {@link CheckHintsAnswer}. It takes up to some minutes, reports what it does under
 * `workDoneToken`, and may be cancelled.
 */
export const checkHintsRequest = 'linkscape/checkHints';

export interface CheckHintsParams extends TestParams {
	readonly workDoneToken?: string;
}

export interface CheckHintsAnswer {
	/** One sentence of why nothing is known; empty when it was run. */
	readonly problem: string;
	/** How many hints of the package ran, and how many of these allocated. */
	readonly ran: number;
	readonly allocated: number;
}

/**
 * Client → server: {@link CaptureParams}; answers {@link CaptureAnswer}. It takes up to some minutes, reports what it does under
 * `workDoneToken`, and may be cancelled: then nothing is written.
 */
export const captureRequest = 'linkscape/capture';

export interface CaptureParams extends TestParams {
	/** Absolute path of a directory that is new or empty. */
	readonly directory: string;
	readonly workDoneToken?: string;
}

export interface CaptureAnswer {
	/** One sentence of why nothing was recorded; empty when it was. */
	readonly problem: string;
	/** What is missing in what was recorded, one sentence each. */
	readonly missing: readonly string[];
}

/**
 * Client → server: {@link InstallBenchstatParams}; runs `go install` for a user who asks, and answers a {@link BenchmarkAnswer}: the
 * last report again, with benchstat's table.
 */
export const installBenchstatRequest = 'linkscape/installBenchstat';

export interface InstallBenchstatParams {
	/** A file of the module whose Go is used. */
	readonly uri: string;
	/** Default `latest`. */
	readonly version?: string;
}

/**
 * Client → server: {@link AssemblyParams}; compiles the package of an open file and answers {@link AssemblyAnswer}. It may be cancelled.
 * Afterwards the hovers on the lines of that function say what they become, until the file is edited.
 */
export const assemblyRequest = 'linkscape/assembly';

export interface AssemblyParams {
	readonly uri: string;
	/** In the function in question. */
	readonly position: WireRange['start'];
	/** Another processor than that of the build: `arm64`. */
	readonly goarch?: string;
	/** Another Go on this machine: `1.24`. */
	readonly go?: string;
	/** Of the file as git's HEAD has it; then only {@link AssemblyAnswer.comparable} is answered. */
	readonly head?: boolean;
}

export interface AssemblyAnswer {
	/** One sentence of why there is none; empty when there is. */
	readonly problem: string;
	/** `(*T).M` */
	readonly name: string;
	/** `go1.26.8 linux/amd64` */
	readonly build: string;
	readonly text: string;
	/** For each line of the text the line (from 0) of the document that it belongs to; -1 for none. */
	readonly lines: readonly number[];
	/** The same without addresses, so that it differs only where the code does. */
	readonly comparable: string;
}

/** Client → server: {@link AssemblyParams}; answers {@link PhasesAnswer}. */
export const phasesRequest = 'linkscape/phases';

export interface PhasesAnswer {
	/** One sentence of why there are none; empty when there are. */
	readonly problem: string;
	/** `(*T).M` */
	readonly name: string;
	/** `go1.26.8 linux/amd64` */
	readonly build: string;
	/** What came before the first pass, and each pass that changed something, in order. */
	readonly phases: readonly WirePhase[];
	/** How many passes changed nothing. */
	readonly unchanged: number;
	readonly checks: readonly WireCheck[];
	/** The lines of the function, the first of which has this number (from 0). */
	readonly firstLine: number;
	readonly source: readonly string[];
	/** The syntax tree, as the compiler prints it. */
	readonly tree: string;
}

export interface WirePhase {
	readonly pass: string;
	readonly blocks: number;
	readonly values: number;
	/** As the compiler prints it; empty when it is too long to show. */
	readonly text: string;
}

export interface WireCheck {
	/** 1-based; 0 for none. */
	readonly line: number;
	/** `v33` */
	readonly value: string;
	/** What became of it. */
	readonly message: string;
}

/** Client → server: {@link ExplainParams}; answers {@link EscapeExplanation} or null when nothing escapes there. */
export const explainRequest = 'linkscape/explain';

export interface ExplainParams {
	readonly uri: string;
	readonly position: WireRange['start'];
}

export interface EscapeExplanation {
	readonly message: string;
	/** Where the value stands, then each place that it flows through. */
	readonly steps: readonly PathStep[];
}

export interface PathStep {
	readonly uri: string;
	readonly range: WireRange;
	/** The code: `return &P{...}`. */
	readonly text: string;
	/** What happens there: `returns it`; of the first step `is allocated here`. */
	readonly words: string;
}

/**
 * Client → server, for assistants that have no cursor: {@link DescribeTargetParams}; answers what the hover on a directive for that
 * target says, as Markdown.
 */
export const describeTargetRequest = 'linkscape/describeTarget';

export interface DescribeTargetParams {
	/** An open Go file of the package that pulls, or would pull. */
	readonly uri: string;
	/** `runtime.nanotime` */
	readonly target: string;
}

/**
 * Client → server: {@link DescribeLineParams}; answers what the hovers on the escape hints of a line say, as Markdown. It waits for the
 * compiler when the package was not compiled yet.
 */
export const describeLineRequest = 'linkscape/describeLine';

export interface DescribeLineParams {
	/** An open Go file. */
	readonly uri: string;
	/** Counted from 0. */
	readonly line: number;
}

/** Client → server: {@link FlowQuestionParams}; answers {@link FlowQuestionAnswer}. It may compile, and may be cancelled. */
export const flowQuestionRequest = 'linkscape/flow';

export interface FlowQuestionParams {
	readonly uri: string;
	/** Of an argument, a parameter, a variable or the name of a callee. What is saved counts. */
	readonly position: { readonly line: number; readonly character: number };
	/** `to`: where it goes; `from`: where it comes from; `allocations`: what the call can allocate. */
	readonly ask: 'to' | 'from' | 'allocations';
}

export interface FlowQuestionAnswer {
	/** One sentence when there is no answer; else empty. */
	readonly problem: string;
	readonly title: string;
	readonly items: readonly FlowItem[];
}

/** A call, an end or an allocation; calls hold what their callee does. */
export interface FlowItem {
	readonly label: string;
	readonly detail: string;
	/** `call`, or what happens there: `stored`, `sent`, `captured`, `returned`, `assumed`, `allocation`, `dynamic-call`, … */
	readonly kind: string;
	readonly uri: string;
	/** Of the text on the disk, in UTF-16 units. */
	readonly position: { readonly line: number; readonly character: number };
	readonly children: readonly FlowItem[];
}

/**
 * Client → server: {@link InventoryParams}; answers {@link InventoryAnswer}. It reads the module and its dependencies, compiles nothing, and
 * may be cancelled.
 */
export const inventoryRequest = 'linkscape/inventory';

export interface InventoryParams {
	/** A file or a directory of the module. */
	readonly uri: string;
}

export interface InventoryAnswer {
	/** One sentence when there is no answer; else empty. */
	readonly problem: string;
	/** One sentence for each thing that makes the answer less sure. */
	readonly notes: readonly string[];
	/** The modules, that of the workspace first. */
	readonly items: readonly InventoryItem[];
}

/** A module with its symbols, a symbol with its places, or a place. */
export interface InventoryItem {
	readonly label: string;
	readonly detail: string;
	readonly tooltip?: string;
	readonly kind: 'module' | 'broken-module' | 'symbol' | 'broken' | 'directive' | 'place';
	/** Where it stands; of a symbol only when it has one place. */
	readonly uri?: string;
	/** Of the text on the disk, in UTF-16 units. */
	readonly position?: { readonly line: number; readonly character: number };
	readonly children: readonly InventoryItem[];
}
