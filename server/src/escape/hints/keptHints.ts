import type {
	CompilerNote,
	EscapeHint,
	FlowStep,
	FunctionReport,
	PackageEscapes,
} from '../../analysis/escape/escapeHint.ts';
import type { Span } from '../../analysis/text/span.ts';
import { moveSpan, type TextChange } from '../../analysis/text/textEdit.ts';
import { textDifference } from '../../analysis/text/textDifference.ts';
import { type LineMove, moveLines } from './moveLines.ts';

/** The last good hints of one package, moved along with the edits that were made since. */
export interface KeptHints {
	/** Takes over what a run said about some files; hints of the package's other files stay. Answers which files. */
	replace(sources: ReadonlyMap<string, string>, escapes: PackageEscapes): readonly string[];
	/**
	 * The text of a file became another one. `changes` in the order in which they were made; without them the one
	 * stretch that differs counts as changed.
	 */
	moved(file: string, text: string, changes?: readonly TextChange[]): void;
	/** What was said about a file, in spans of its current text; `undefined` when nothing ever was. */
	of(file: string): Omit<FileHints, 'text'> | undefined;
	/** Every file that something was said about, with its current text. */
	files(): ReadonlyMap<string, Readonly<Omit<FileHints, 'notes'>>>;
	/** Files that no longer exist are forgotten. */
	keepOnly(files: ReadonlySet<string>): void;
}

interface FileHints {
	text: string;
	hints: readonly EscapeHint[];
	functions: readonly FunctionReport[];
	notes: readonly CompilerNote[];
}

export function createKeptHints(): KeptHints {
	const files = new Map<string, FileHints>();
	return {
		replace(sources, escapes) {
			for (const [file, text] of sources) files.set(file, { text, hints: [], functions: [], notes: [] });
			for (const [file, hints] of groupByFile(escapes.hints)) assign(files.get(file), { hints });
			for (const [file, functions] of groupByFile(escapes.functions)) assign(files.get(file), { functions });
			for (const [file, notes] of groupByFile(escapes.notes)) assign(files.get(file), { notes });
			return [...sources.keys()];
		},
		moved(file, text, changes) {
			const own = files.get(file);
			if (own === undefined || own.text === text) return;
			const list = changes ?? [textDifference(own.text, text)];
			for (const change of list) {
				own.hints = moveAll(own.hints, change);
				own.functions = moveAll(own.functions, change).map((each) => moveExtent(each, change));
				own.notes = moveAll(own.notes, change);
			}
			const single = list.length === 1 ? list[0] : undefined;
			const lines = moveLines(own.text, text, single ?? textDifference(own.text, text));
			for (const each of files.values()) each.hints = moveFlows(each.hints, file, lines);
			own.text = text;
		},
		of: (file) => files.get(file),
		files: () => files,
		keepOnly(existing) {
			for (const file of files.keys()) if (!existing.has(file)) files.delete(file);
		},
	};
}

function assign(file: FileHints | undefined, values: Partial<FileHints>): void {
	if (file !== undefined) Object.assign(file, values);
}

function groupByFile<T extends { readonly file: string }>(items: readonly T[]): ReadonlyMap<string, readonly T[]> {
	const groups = new Map<string, T[]>();
	for (const item of items) {
		const group = groups.get(item.file);
		if (group) group.push(item);
		else groups.set(item.file, [item]);
	}
	return groups;
}

/** What was touched by the change is dropped: its text is not the one that was compiled. */
function moveAll<T extends { readonly span: Span }>(items: readonly T[], change: TextChange): readonly T[] {
	return items.flatMap((item) => {
		const span = moveSpan(item.span, change);
		if (span === item.span) return [item];
		return span === undefined ? [] : [{ ...item, span }];
	});
}

/** A declaration that was torn at one of its ends is as good as its name. */
function moveExtent(report: FunctionReport, change: TextChange): FunctionReport {
	const extent = moveSpan(report.extent, change);
	return extent === report.extent ? report : { ...report, extent: extent ?? report.span };
}

function moveFlows(hints: readonly EscapeHint[], file: string, move: LineMove): readonly EscapeHint[] {
	const concerns = (step: FlowStep) => step.file === file && move.concerns(step);
	return hints.map((hint) => {
		if (!hint.flow.some(concerns)) return hint;
		return { ...hint, flow: hint.flow.map((step) => (concerns(step) ? move.apply(step) : step)) };
	});
}
