/** Which parts of the open files differ from git's HEAD: known at once when asked before, looked after in the background. */
import { changedLines } from '../../analysis/text/changedLines.ts';
import type { Span } from '../../analysis/text/span.ts';
import type { Changes } from '../answers/changes.ts';
import { type HeadText, headText } from './headText.ts';
import { findProgram } from '../go/findGo.ts';
import type { GoSettings } from '../go/goSettings.ts';
import type { NoToolchain, Toolchain } from '../../toolchain/toolchain.ts';

export interface ChangedSpans {
	/** The changed stretches of `text`; undefined when nobody knows (yet): then nothing is to be left out. */
	of(path: string, text: string): readonly Span[] | undefined;
}

export interface ChangedSpansDeps {
	readonly changes: Changes;
	readonly settings: () => GoSettings;
	readonly toolchain: () => Toolchain | NoToolchain;
	/** HEAD says something else about a file than was known. */
	readonly onChange: (paths: readonly string[]) => void;
}

interface Entry {
	head: HeadText;
	/** When git was asked last; milliseconds. */
	at: number;
	text: string | undefined;
	spans: readonly Span[] | undefined;
}

/** Milliseconds for which git's answer counts as fresh: a commit is seen after that. */
const freshness = 5_000;

export function createChangedSpans({ changes, settings, toolchain, onChange }: ChangedSpansDeps): ChangedSpans {
	const entries = new Map<string, Entry>();
	// Perhaps another branch was checked out: git is asked again, and what was known counts until it answers.
	changes.on(['files'], () => {
		for (const entry of entries.values()) entry.at = 0;
	});
	changes.on(['build'], () => entries.clear());

	async function ask(path: string, entry: Entry): Promise<void> {
		const runner = toolchain();
		const head = runner.kind === 'no-toolchain' ? unknown : await askGit(path, runner);
		if (entries.get(path) !== entry || sameHead(head, entry.head)) return;
		entry.head = head;
		entry.text = undefined;
		onChange([path]);
	}

	async function askGit(path: string, runner: Toolchain): Promise<HeadText> {
		const found = await findProgram('git', settings());
		if (found === undefined) return unknown;
		return headText(path, found, {}, runner, new AbortController().signal).catch(() => unknown);
	}

	return {
		of(path, text) {
			const entry: Entry = entries.get(path) ?? { head: unknown, at: 0, text: undefined, spans: undefined };
			entries.set(path, entry);
			const now = Date.now();
			if (now - entry.at > freshness) {
				entry.at = now;
				void ask(path, entry);
			}
			if (entry.text !== text) {
				entry.text = text;
				entry.spans = spansOf(entry.head, text);
			}
			return entry.spans;
		},
	};
}

const unknown: HeadText = { kind: 'unknown' };

function spansOf(head: HeadText, text: string): readonly Span[] | undefined {
	switch (head.kind) {
		case 'text':
			return changedLines(head.text, text);
		case 'new':
			return [{ start: 0, end: text.length }];
		case 'unknown':
			return undefined;
	}
}

function sameHead(a: HeadText, b: HeadText): boolean {
	return a.kind === b.kind && (a.kind !== 'text' || (b.kind === 'text' && a.text === b.text));
}
