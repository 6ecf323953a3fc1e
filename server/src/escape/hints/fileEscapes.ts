/** What is known about escapes, as whoever asks gets it: file by file, or package by package. */
import type { CompilerNote, EscapeHint, FunctionReport } from '../../analysis/escape/escapeHint.ts';

/** What is known about a file, in spans of its current text. */
export interface FileEscapes {
	readonly hints: readonly EscapeHint[];
	readonly functions: readonly FunctionReport[];
	readonly notes: readonly CompilerNote[];
	/** `stale`: compiled from an earlier text and moved along. `none`: never compiled. */
	readonly state: 'fresh' | 'stale' | 'none';
	/** Why there is nothing newer, as one sentence; empty when all is well. */
	readonly problem: string;
}

export const nothingKnown: FileEscapes = { hints: [], functions: [], notes: [], state: 'none', problem: '' };

/** A package that was compiled, with the last good hints of its files. */
export interface KnownPackage {
	readonly directory: string;
	/** The import path; the directory's name while that is unknown. */
	readonly name: string;
	readonly files: readonly KnownFile[];
	/** Why it could not be compiled, one sentence; empty when it was. */
	readonly problem: string;
	/** It was changed since it was compiled, and nothing is going to compile it by itself. */
	readonly outdated: boolean;
}

export interface KnownFile {
	readonly path: string;
	/** What the spans of the hints are offsets of. */
	readonly text: string;
	readonly hints: readonly EscapeHint[];
	readonly functions: readonly FunctionReport[];
}
