/** The line language that go.mod and go.work share (golang.org/x/mod/modfile): verbs, words, blocks in parentheses. */
import type { Span } from '../text/span.ts';

export interface ModuleLine {
	/** `require`, `replace`, `use`, …; that of the block for a line inside one. */
	readonly verb: string;
	/** What follows the verb, quotes taken off. */
	readonly words: readonly ModuleWord[];
	/** What follows `//`, trimmed; empty when there is no comment. */
	readonly comment: string;
}

export interface ModuleWord {
	readonly text: string;
	/** With its quotes. */
	readonly span: Span;
}

/** Never fails: what makes no sense is a line with an unknown verb. */
export function moduleLines(text: string): ModuleLine[] {
	const lines: ModuleLine[] = [];
	let block: string | undefined;
	let start = 0;
	for (const line of text.split('\n')) {
		const { words, comment } = readWords(line, start);
		start += line.length + 1;
		const [first, second] = words;
		if (!first) continue;
		if (block !== undefined) {
			if (first.text === ')') block = undefined;
			else lines.push({ verb: block, words, comment });
		} else if (second?.text === '(' && words.length === 2) {
			block = first.text;
		} else if (second?.text !== '(') {
			lines.push({ verb: first.text, words: words.slice(1), comment });
		}
	}
	return lines;
}

const word = /"((?:[^"\\\n]|\\.)*)"|`([^`\n]*)`|\/\/(.*)|=>|[()]|[^\s"`()]+/g;

function readWords(line: string, start: number): { words: ModuleWord[]; comment: string } {
	const words: ModuleWord[] = [];
	for (const match of line.matchAll(word)) {
		const [whole, quoted, raw, comment] = match;
		if (comment !== undefined) return { words, comment: comment.trim() };
		const at = start + match.index;
		words.push({ text: quoted ?? raw ?? whole, span: { start: at, end: at + whole.length } });
	}
	return { words, comment: '' };
}
