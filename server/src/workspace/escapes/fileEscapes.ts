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
