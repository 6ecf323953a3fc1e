import type { PackageEscapes } from '../../analysis/escape/escapeHint.ts';

/** Turns what the compiler printed into hints. Bound to a parser by whoever puts the program together. */
export type Explain = (
	/** Lines of `-m=2`. */
	output: string,
	/** Absolute path → text, of the files that were compiled. */
	sources: ReadonlyMap<string, string>,
	/** What paths in the output are relative to, and the Go that printed it (`go1.26.8`). */
	run: { readonly directory: string; readonly goVersion: string },
) => PackageEscapes | Promise<PackageEscapes>;

export const nothingExplained: PackageEscapes = { hints: [], functions: [], notes: [], unknown: [] };
