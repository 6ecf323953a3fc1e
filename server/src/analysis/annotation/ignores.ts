/**
 * `//linkscape:ignore RULE reason`: a finding that somebody looked at and keeps. The comment speaks about its own line when code stands before
 * it there; else about the comments right below it and the line of code that follows them.
 */
import type { Finding, Fix } from '../finding.ts';
import type { Severity } from '../severity.ts';
import { type RuleId, rules } from '../linkname/rules.ts';
import type { GoFile } from '../source/goFile.ts';
import { nearestWord } from '../text/editDistance.ts';
import { LineIndex } from '../text/lineIndex.ts';
import type { Span } from '../text/span.ts';
import { readAnnotations } from './annotation.ts';

export interface Ignore {
	readonly rule: RuleId;
	/** Why, in the words of its author. */
	readonly reason: string;
	/** The comment. */
	readonly span: Span;
	/** What it speaks about, whole lines. */
	readonly scope: Span;
	/** What to delete to be rid of it. */
	readonly removal: Span;
}

/** An ignore comment that cannot be followed. */
export interface BadIgnore {
	readonly span: Span;
	/** One sentence. */
	readonly message: string;
}

export interface Ignores {
	readonly good: readonly Ignore[];
	readonly bad: readonly BadIgnore[];
}

const none: Ignores = { good: [], bad: [] };

/** Those of a Go file. */
export function ignoresOf(file: GoFile): Ignores {
	if (file.annotations.length === 0) return none;
	const lines = new LineIndex(file.text);
	const good: Ignore[] = [];
	const bad: BadIgnore[] = [];
	for (const { comment, exact, verb, rest } of readAnnotations(file)) {
		if (verb !== 'ignore') continue;
		const read = readIgnore(rest);
		if (!exact)
			bad.push({ span: comment.span, message: 'The comment must begin with //linkscape:ignore, without a space.' });
		else if (typeof read === 'string') bad.push({ span: comment.span, message: read });
		else good.push({ ...read, span: comment.span, ...placed(lines, comment.span, comment.startsLine) });
	}
	return { good, bad };
}

/** Those of another text with `//` comments, such as go.mod. */
export function ignoresOfText(text: string): Ignores {
	if (!text.includes('//linkscape:ignore')) return none;
	const lines = new LineIndex(text);
	const good: Ignore[] = [];
	const bad: BadIgnore[] = [];
	for (const match of text.matchAll(/\/\/linkscape:ignore(?![^\s])([^\r\n]*)/g)) {
		const span = { start: match.index, end: match.index + match[0].trimEnd().length };
		const read = readIgnore((match[1] ?? '').trim());
		const lineStart = text.lastIndexOf('\n', match.index) + 1;
		const startsLine = text.slice(lineStart, match.index).trim() === '';
		if (typeof read === 'string') bad.push({ span, message: read });
		else good.push({ ...read, span, ...placed(lines, span, startsLine) });
	}
	return { good, bad };
}

/** Answers one sentence when it cannot be followed. */
function readIgnore(rest: string): Pick<Ignore, 'rule' | 'reason'> | string {
	const [word = ''] = /^\S*/.exec(rest) ?? [];
	const reason = rest.slice(word.length).trimStart();
	if (word === '') return 'Name the rule that is ignored, and say why: //linkscape:ignore RULE reason.';
	if (!isRule(word)) {
		const meant = nearestWord(word, Object.keys(rules));
		return `There is no rule ${word}${meant === undefined ? '.' : `; did you mean ${meant}?`}`;
	}
	if (reason === '') return `Say why ${word} is ignored here: //linkscape:ignore ${word} reason.`;
	return { rule: word, reason };
}

function isRule(word: string): word is RuleId {
	return Object.hasOwn(rules, word);
}

function scopeOf(lines: LineIndex, comment: Span, startsLine: boolean): Span {
	const first = lines.position(comment.start).line;
	let last = first;
	if (startsLine) {
		// Comments right below, and the line that they stand above.
		do last++;
		while (last < lines.lineCount && isComment(lines, last));
		if (last >= lines.lineCount || isBlankLine(lines, last)) last--;
	}
	return { start: lines.lineSpan(first).start, end: lines.lineSpan(last).end };
}

function placed(lines: LineIndex, comment: Span, startsLine: boolean): Pick<Ignore, 'scope' | 'removal'> {
	const { text } = lines;
	const { line } = lines.position(comment.start);
	const before = text.slice(lines.lineSpan(line).start, comment.start).trimEnd().length;
	const whole = { start: lines.lineSpan(line).start, end: lines.offset(line + 1, 0) };
	const removal = startsLine
		? { start: whole.start, end: line + 1 < lines.lineCount ? whole.end : text.length }
		: { start: whole.start + before, end: comment.end };
	return { scope: scopeOf(lines, comment, startsLine), removal };
}

function textOfLine(lines: LineIndex, line: number): string {
	const { start, end } = lines.lineSpan(line);
	return lines.text.slice(start, end).trim();
}

function isComment(lines: LineIndex, line: number): boolean {
	return textOfLine(lines, line).startsWith('//');
}

function isBlankLine(lines: LineIndex, line: number): boolean {
	return textOfLine(lines, line) === '';
}

export interface Sorted {
	readonly kept: readonly Finding[];
	/** Findings that an ignore comment speaks about, each with its reason. */
	readonly silenced: readonly { readonly finding: Finding; readonly reason: string }[];
	/** The comments that silence something. */
	readonly used: ReadonlySet<Ignore>;
}

/** @param findings of the file that the comments stand in */
export function applyIgnores(findings: readonly Finding[], ignores: readonly Ignore[]): Sorted {
	const used = new Set<Ignore>();
	if (ignores.length === 0) return { kept: findings, silenced: [], used };
	const kept: Finding[] = [];
	const silenced: { finding: Finding; reason: string }[] = [];
	for (const finding of findings) {
		const { start } = finding.span;
		const of = ignores.filter(({ rule, scope }) => rule === finding.rule && scope.start <= start && start <= scope.end);
		for (const one of of) used.add(one);
		const [first] = of;
		if (first) silenced.push({ finding, reason: first.reason });
		else kept.push(finding);
	}
	return { kept, silenced, used };
}

/**
 * What is wrong with the ignore comments of a file themselves.
 *
 * @param used those that silence something; undefined while that is not known yet
 */
export function ignoreFindings(path: string, { good, bad }: Ignores, used: ReadonlySet<Ignore> | undefined): Finding[] {
	const usage = bad.map(({ span, message }) => found('ignore-usage', path, span, message));
	if (used === undefined) return usage;
	const idle = good.filter((one) => !used.has(one) && isSettled(one.rule));
	return [
		...usage,
		...idle.map((one) => ({
			...found('ignore-unused', path, one.span, `There is no ${one.rule} here to ignore: the comment can go.`),
			unnecessary: true,
			fixes: [removal(path, one)],
		})),
	];
}

/** Another Go may have a finding here, so that somebody has to choose it. */
function removal(file: string, { removal: span }: Ignore): Fix {
	return {
		title: 'Remove the comment',
		safety: 'choice',
		preferred: true,
		edits: [{ kind: 'change', file, edits: [{ span, newText: '' }] }],
	};
}

/** Findings about whole builds may be reported in another file, and what the compiler says is not known to every run. */
function isSettled(rule: RuleId): boolean {
	const { decidedBy } = rules[rule];
	return decidedBy === 'file' || decidedBy === 'target';
}

function found(rule: RuleId, file: string, span: Span, message: string): Finding {
	const severity: Severity = rules[rule].severity;
	return { rule, severity, file, span, message, fixes: [] };
}
