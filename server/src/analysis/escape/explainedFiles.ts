/**
 * Most edits change a body in one file, and many of a package's hints are in the others: what was said about a file is
 * said again when nothing has changed that it hangs on.
 */
import { outlineOf } from '../syntax/outline.ts';
import type { SyntaxTable } from '../syntax/syntaxTable.ts';
import type { PackageEscapes } from './escapeHint.ts';
import type { OutputDigests } from './parseBuildOutput.ts';

/** What is said about one file. */
export type FileExplanation = Omit<PackageEscapes, 'unknown'>;

export interface ExplainedFiles {
	/** Begins a run over these files and what the compiler said about them, both by absolute path. */
	begin(tables: ReadonlyMap<string, SyntaxTable>, said: ReadonlyMap<string, OutputDigests>, goVersion: string): void;
	/** What was said about a file in the last run, if it still holds. */
	recall(path: string): FileExplanation | undefined;
	keep(path: string, explanation: FileExplanation): void;
	/** Ends the run. What was said in a run that never ended is not said again. */
	finish(): void;
}

interface Run {
	readonly tables: ReadonlyMap<string, SyntaxTable>;
	readonly said: ReadonlyMap<string, OutputDigests>;
	readonly goVersion: string;
}

export function createExplainedFiles(): ExplainedFiles {
	let last: Run = { tables: new Map(), said: new Map(), goVersion: '' };
	let now = last;
	let unfinished = false;
	let known = new Map<string, FileExplanation>();

	const isEdited = (path: string) => last.tables.get(path) !== now.tables.get(path);
	const says = (path: string, kind: keyof OutputDigests) => last.said.get(path)?.[kind] === now.said.get(path)?.[kind];

	function looksTheSame(path: string): boolean {
		const [before, after] = [last.tables.get(path), now.tables.get(path)];
		if (before === undefined || after === undefined) return false;
		return before === after || outlineOf(before) === outlineOf(after);
	}

	return {
		begin(tables, said, goVersion) {
			last = now;
			now = { tables, said, goVersion };
			const sameFiles = last.tables.size === tables.size && last.goVersion === goVersion;
			if (unfinished || !sameFiles || ![...tables.keys()].every(looksTheSame)) known = new Map();
			unfinished = true;
		},
		recall(path) {
			const explanation = known.get(path);
			if (!explanation || isEdited(path) || !says(path, 'others') || !says(path, 'leaks')) return undefined;
			// A way to the heap may go on in a callee elsewhere.
			const elsewhere = explanation.hints.flatMap((hint) => hint.flow).filter(({ file }) => file !== path);
			return elsewhere.every(({ file }) => says(file, 'leaks')) ? explanation : undefined;
		},
		keep: (path, explanation) => void known.set(path, explanation),
		finish() {
			unfinished = false;
		},
	};
}
