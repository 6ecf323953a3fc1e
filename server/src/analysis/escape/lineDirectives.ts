/**
 * `//line` directives, undone: the compiler reports code by the file and line that a directive claims (cmd/compile's documentation,
 * "Compiler Directives"), while hints belong where the code stands.
 */
import { Lexer } from '../source/lexer.ts';
import { lastWord } from '../text/lastWord.ts';
import { LineIndex } from '../text/lineIndex.ts';
import type { Span } from '../text/span.ts';
import { parseBuildLine } from './buildLine.ts';

/** Code that a directive speaks for, up to the next one. */
interface Stretch {
	/** Absolute path of the file that is compiled. */
	readonly path: string;
	/** As the directive spells it. */
	readonly claimed: string;
	/** 1-based: the first line of the code, the line just past it, and what the first one is claimed to be. */
	readonly first: number;
	readonly end: number;
	readonly claimedLine: number;
	/** 1-based bytes: where the code begins, and what that is claimed to be; 0: columns are not reported. */
	readonly column: number;
	readonly claimedColumn: number;
}

/**
 * What puts lines of `-m=2` output back to where the code stands that they are about; undefined where no file has such a directive.
 * A line that several stretches claim, and none or more than one can be meant, is left out: the answer is then empty.
 *
 * @param sources absolute path → text
 */
export function createLineMapper(sources: ReadonlyMap<string, string>): ((line: string) => string) | undefined {
	const stretches = [...sources].flatMap(([path, text]) => stretchesOf(path, text));
	if (stretches.length === 0) return undefined;
	const byName = new Map<string, Stretch[]>();
	for (const stretch of stretches) {
		// The go command shortens absolute names.
		for (const name of new Set([stretch.claimed, lastPart(stretch.claimed)])) {
			byName.set(name, [...(byName.get(name) ?? []), stretch]);
		}
	}
	const lines = new Map<string, LineIndex>();
	const lineText = ({ path }: Stretch, line: number): string => {
		let index = lines.get(path);
		if (!index) lines.set(path, (index = new LineIndex(sources.get(path) ?? '')));
		const { start, end } = index.lineSpan(line - 1);
		return index.text.slice(start, end);
	};

	/** `FILE:LINE[:COLUMN]` as it stands; undefined: nothing speaks of it, empty: it cannot be told. */
	function place(file: string, line: number, column: number, about: string): string | undefined {
		const named = byName.get(file) ?? byName.get(lastPart(file)) ?? [];
		const fitting = named
			.filter((each) => isNamed(file, each.claimed) && line >= each.claimedLine)
			.map((each) => ({ each, line: each.first + line - each.claimedLine }))
			.filter(({ each, line: real }) => real < each.end && column > 0 === each.claimedColumn > 0);
		if (fitting.length === 0) return undefined;
		const meant =
			fitting.length === 1 ? fitting : fitting.filter((one) => mentions(lineText(one.each, one.line), about));
		const [found] = meant;
		if (found === undefined || meant.length > 1) return '';
		const shift = found.line === found.each.first ? found.each.column - found.each.claimedColumn : 0;
		return `${found.each.path}:${found.line}${column > 0 ? `:${column + shift}` : ''}`;
	}

	let last = { printed: '', place: '' as string | undefined };
	return (line) => {
		const match = placePattern.exec(line);
		if (!match) return line;
		const [printed, file = '', number, column] = match;
		const message = line.slice(printed.length);
		// The lines of an explanation belong to its first.
		if (!message.startsWith('  ') || last.printed !== printed) {
			last = { printed, place: place(file, Number(number), Number(column ?? 0), aboutOf(line)) };
		}
		if (last.place === '') return '';
		const rest = message.startsWith('    from ') ? withStep(message) : message;
		return `${last.place ?? printed.slice(0, -2)}: ${rest}`;
	};

	function withStep(message: string): string {
		const start = message.lastIndexOf(' at ') + ' at '.length;
		const [, file = '', line, column] = stepPlace.exec(message.slice(start)) ?? [];
		const at = place(file, Number(line ?? 0), Number(column ?? 0), message.slice('    from '.length, start));
		return at ? message.slice(0, start) + at : message;
	}
}

const placePattern = /^(.+?):(\d+)(?::(\d+))?: /;
const stepPlace = /^(.+?):(\d+)(?::(\d+))?$/;

/** `gen.y` is printed as it is spelled, `/work/gen.y` relative to the working directory. */
function isNamed(printed: string, claimed: string): boolean {
	if (printed === claimed) return true;
	return (
		isAbsolute(claimed) &&
		claimed.replaceAll('\\', '/').endsWith(`/${printed.replaceAll('\\', '/').replace(/^(?:\.\.?\/)+/, '')}`)
	);
}

function isAbsolute(path: string): boolean {
	return /^(?:\/|[A-Za-z]:[\\/]|\\\\)/.test(path);
}

function lastPart(path: string): string {
	return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

/** What a line is about, as the source may spell it. */
function aboutOf(line: string): string {
	const message = parseBuildLine(line)?.message;
	if (message === undefined) return '';
	if ('subject' in message) return message.subject === 'func literal' ? 'func' : message.subject;
	if ('parameter' in message) return message.parameter;
	if ('variable' in message) return message.variable;
	if ('callee' in message) return lastWord(message.callee);
	return 'function' in message ? lastWord(message.function) : '';
}

/** The first name of an expression stands in a line. */
function mentions(text: string, expression: string): boolean {
	const name = /[\p{L}_][\p{L}\p{N}_]*/u.exec(expression)?.[0];
	return name === undefined || new RegExp(`(?<![\\p{L}\\p{N}_])${name}(?![\\p{L}\\p{N}_])`, 'u').test(text);
}

function stretchesOf(path: string, text: string): Stretch[] {
	if (!text.includes('//line ') && !text.includes('/*line ')) return [];
	const lines = new LineIndex(text);
	const found: Stretch[] = [];
	let name = path;
	for (const { start, end } of commentsOf(text)) {
		const isLine = text.startsWith('//line ', start);
		if (isLine ? start > 0 && text[start - 1] !== '\n' : !text.startsWith('/*line ', start)) continue;
		const claim = claimOf(text.slice(start + '//line '.length, isLine ? end : end - '*/'.length));
		if (claim === undefined) continue;
		if (claim.file !== '' || claim.column === 0) name = claim.file;
		const behind = lines.bytePosition(end);
		const first = isLine ? behind.line + 1 : behind.line;
		const before = found.at(-1);
		// What follows a comment in its line belongs to it; the line counts as its own.
		if (before) found[found.length - 1] = { ...before, end: Math.min(before.end, first) };
		found.push({
			path,
			claimed: name,
			first,
			end: lines.lineCount + 1,
			claimedLine: claim.line,
			column: isLine ? 1 : behind.column,
			claimedColumn: claim.column,
		});
	}
	return found.filter(({ claimed }) => claimed !== '');
}

function commentsOf(text: string): Span[] {
	const comments: Span[] = [];
	const lexer = new Lexer(text, 0, (start, end) => void comments.push({ start, end }));
	while (lexer.next() !== 'end');
	return comments;
}

/** `gen.y:100`, `gen.y:100:5`, `:100`, `:100:5`; undefined for what is no directive. */
function claimOf(text: string): { readonly file: string; readonly line: number; readonly column: number } | undefined {
	const [first, before] = lastNumber(text.trimEnd());
	if (first === undefined || before === undefined) return undefined;
	const [second, file] = lastNumber(before);
	const claim =
		second === undefined || file === undefined
			? { file: before, line: first, column: 0 }
			: { file, line: second, column: first };
	return claim.line === 0 || (second !== undefined && first === 0) ? undefined : claim;
}

/** The number behind the last colon, and what stands before that. */
function lastNumber(text: string): [number, string] | [] {
	const colon = text.lastIndexOf(':');
	const digits = text.slice(colon + 1);
	return colon < 0 || !/^\d{1,9}$/.test(digits) ? [] : [Number(digits), text.slice(0, colon)];
}
