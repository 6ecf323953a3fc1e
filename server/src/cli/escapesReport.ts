import type { RunEnd } from './exitCode.ts';
import type { ContractState, ContractVerb } from '../analysis/annotation/contracts.ts';
import type { EscapeClass, EscapeHint, FlowStep, FunctionReport } from '../analysis/escape/escapeHint.ts';

/** What is printed, whatever the format: files relative to the working directory, lines and columns from 1. */
export interface EscapesReport {
	readonly context: { readonly go: string; readonly goos: string; readonly goarch: string };
	readonly hints: readonly ReportedHint[];
	readonly functions: readonly ReportedFunction[];
	readonly packages: readonly ReportedPackage[];
	readonly run: RunEnd;
	/** The contracts of the files that were compiled, in order of file and line. */
	readonly contracts: readonly ReportedContract[];
	/** Only with a baseline: how many of its hints are no longer in the code. */
	readonly gone?: number;
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
	/** In a generic function: the type arguments that it holds for; chosen to stand for others where nothing here instantiates it. */
	readonly instances?: readonly string[];
	readonly assumed?: boolean;
	/** Only with a profile that has something on its line: nanoseconds of CPU time or what was allocated, and the part of the whole from 0 to 1. */
	readonly cost?: { readonly cpu: number; readonly bytes: number; readonly objects: number; readonly share: number };
	/** `cost` in words. */
	readonly costText?: string;
	/** Only with a baseline: it is not in there. */
	readonly new?: boolean;
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
