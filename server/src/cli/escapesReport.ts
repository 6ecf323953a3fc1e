import type { ReportedGoroutine } from './escapesGoroutines.ts';
import type { ReportedKeeper } from '../analysis/heapdump/keeperReport.ts';
import type { HintState } from '../analysis/observed/verifyHints.ts';
import type { GateReport } from './escapesGate.ts';
import type { Verification } from './escapesVerify.ts';
import type { RunEnd } from './exitCode.ts';
import type { ContractState, ContractVerb } from '../analysis/annotation/contracts.ts';
import type { PgoChange } from '../analysis/recording/pgoChanges.ts';
import type { Residency } from '../analysis/recording/residency.ts';
import type { Saving } from '../analysis/recording/saving.ts';
import type { EscapeClass, EscapeHint, FlowStep, FunctionReport, KeptAs } from '../analysis/escape/escapeHint.ts';

/** What is printed, whatever the format: files relative to the working directory, lines and columns from 1. */
export interface EscapesReport {
	readonly context: { readonly go: string; readonly goos: string; readonly goarch: string };
	readonly hints: readonly ReportedHint[];
	readonly functions: readonly ReportedFunction[];
	readonly packages: readonly ReportedPackage[];
	readonly run: RunEnd;
	/** Only with --pgo: what the compiler would do with the CPU profile. Files are relative to the working directory. */
	readonly pgo?: readonly PgoChange[];
	/** Only with --goroutines: what took the CPU time, the most first. */
	readonly goroutines?: readonly ReportedGoroutine[];
	/** The contracts of the files that were compiled, in order of file and line. */
	readonly contracts: readonly ReportedContract[];
	/** The budgets of the policy that are exceeded. */
	readonly budgets: readonly ReportedBudget[];
	/** Whether a hint counts against the run. */
	readonly isFailing: (hint: ReportedHint) => boolean;
	/** Only with a baseline: its entries that are no longer in the code, one for each time. */
	readonly gone?: readonly string[] | undefined;
	/** Only with `--verify`. */
	readonly verification?: Verification;
	/** Only with `--gate`; `hints` are then the lines that got worse. */
	readonly gate?: GateReport;
}

export interface ReportedHint {
	readonly file: string;
	readonly line: number;
	readonly column: number;
	readonly endLine: number;
	readonly endColumn: number;
	/** Where the compiler's line stands, columns in UTF-8 bytes as it counts them; absent where it printed none. */
	readonly compilerLine?: number;
	readonly compilerColumn?: number;
	readonly function: string;
	readonly verdict: EscapeHint['verdict'];
	readonly class: EscapeClass;
	readonly level: number;
	readonly subject: string;
	readonly message: string;
	readonly advice: string;
	readonly flow: readonly Omit<FlowStep, 'why'>[];
	/** What keeps the value by the last step of its path, where the source tells. */
	readonly keptBy?: KeptAs & { readonly text: string };
	/** Why the place runs rarely: `error`, `panic`, `initialization`, `once`; absent when nothing says so. */
	readonly cold?: string;
	/** In a generic function: the type arguments that it holds for; chosen to stand for others where nothing here instantiates it. */
	readonly instances?: readonly string[];
	readonly assumed?: boolean;
	/** Only with a profile that has something for it; of hints that share one cost, at the first. */
	readonly cost?: ReportedCost | undefined;
	/** `cost` in words. */
	readonly costText?: string | undefined;
	/** How long the values of the hint live, with a capture that has snapshots of the heap; at the first of hints that share it. */
	readonly residency?: (Residency & { readonly text: string }) | undefined;
	/** Who keeps what the line has made, with a capture that has heap dumps. */
	readonly keepers?: readonly ReportedKeeper[] | undefined;
	/** What the program would save without the line, an estimate, with such a capture and a CPU profile; at the hint that has most of it. */
	readonly saving?: (Saving & { readonly text: string }) | undefined;
	/** While hints are sorted: those with the same one share one cost. Not printed. */
	readonly part?: string | undefined;
	/** Only with a baseline: it is not in there. */
	readonly new?: boolean;
	/** Only with `--verify`: what the tests and benchmarks showed. */
	readonly verified?: HintState;
	/** Only with `--verify`: how often its line allocated, and how much. */
	readonly allocations?: number;
	readonly bytes?: number;
}

/** What profiles have on a hint; negative in a difference of two. */
export interface ReportedCost {
	/** Nanoseconds of CPU time. */
	readonly cpu: number;
	/** Allocated, or live. */
	readonly bytes: number;
	readonly objects: number;
	/** Nanoseconds of waiting. */
	readonly waited: number;
	/** The part of the whole, from 0 to 1. */
	readonly share: number;
	/** `line`: all that the profile has on the line. `hint`: what of it is this hint's own, or of a few hints together. */
	readonly of: 'line' | 'hint';
	/** One standard error as a part of the numbers, where they are estimates from samples. */
	readonly error?: number;
}

export interface ReportedFunction {
	readonly file: string;
	readonly line: number;
	readonly name: string;
	readonly inline: FunctionReport['inline'];
	readonly leaks: readonly string[];
	/** Of a generic function: the type arguments that it was compiled for, and whether they only stand for others. */
	readonly instances?: readonly string[];
	readonly assumed?: boolean;
}

export interface ReportedPackage {
	readonly importPath: string;
	readonly status: 'ok' | 'failed';
	readonly error?: string;
}

export interface ReportedBudget {
	/** The first place beyond the budget. */
	readonly file: string;
	readonly line: number;
	readonly column: number;
	readonly endLine: number;
	readonly endColumn: number;
	/** Import path. */
	readonly package: string;
	/** Absent for the budget of the whole package. */
	readonly function?: string;
	/** How many places may allocate for sure, and how many do. */
	readonly allowed: number;
	readonly found: number;
	/** One sentence. */
	readonly message: string;
}

export interface ReportedContract {
	readonly file: string;
	/** Of the comment. */
	readonly line: number;
	readonly column: number;
	readonly function: string;
	readonly contract: ContractVerb;
	/** `unsure`: something may allocate, but nothing does for certain. `unknown`: the compiler said nothing about the function. */
	readonly state: ContractState;
	readonly breaches: readonly ReportedBreach[];
}

export interface ReportedBreach {
	readonly line: number;
	readonly column: number;
	readonly endLine: number;
	readonly endColumn: number;
	/** One sentence, with the contract and the function. */
	readonly message: string;
	/** Why the place runs rarely: `panic`, `error`; absent when nothing says so. */
	readonly cold?: string;
}
