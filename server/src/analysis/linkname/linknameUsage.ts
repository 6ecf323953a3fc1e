import type { Finding, Fix } from '../finding.ts';
import type { TextEdit } from '../text/textEdit.ts';
import { type Directive, isLinkname } from './directive.ts';
import type { FileFacts } from './fileFacts.ts';
import { lineAt, lineBefore, lineEnd, lineKind } from './lineEdits.ts';
import type { PackageIndex } from './packageIndex.ts';
import { fix, report } from './reportFinding.ts';

/** `//go:linkname` with no argument or more than two; what looks like a comment behind it counts as arguments. */
export function linknameUsage(facts: FileFacts, index: PackageIndex): Finding[] {
	return facts.directives
		.filter((directive) => isLinkname(directive) && (directive.verb.text === 'linkname' || index.std))
		.filter(({ words }) => words.length < 1 || words.length > 2)
		.map((directive) =>
			report('linkname-usage', facts, directive.comment.span, {
				message: message(directive),
				target: directive.words[1]?.text,
				fixes: fixes(facts, directive),
			}),
		);
}

function message({ words, verb }: Directive): string {
	const usage = `usage: //go:${verb.text} localname [linkname]`;
	if (words.length === 0) return `No arguments; ${usage}.`;
	return commentAt(words) < 0
		? `${words.length} arguments; ${usage}.`
		: `A comment behind the directive counts as arguments; ${usage}.`;
}

function fixes(facts: FileFacts, directive: Directive): Fix[] {
	const { words } = directive;
	const comment = commentAt(words);
	if (comment === 1 || comment === 2) {
		return [fix(facts, 'Move the comment to its own line', 'safe', moveComment(facts, directive, comment))];
	}
	if (words.length <= 2) return [];
	const end = words[1]?.span.end ?? 0;
	const surplus = facts.file.text.slice(end, directive.comment.span.end).trim();
	const edit = { span: { start: end, end: directive.comment.span.end }, newText: '' };
	return [fix(facts, `Remove "${surplus}"`, 'choice', [edit])];
}

function commentAt(words: Directive['words']): number {
	return words.findIndex((word) => /^(?:\/\/|\/\*|#)/.test(word.text));
}

/** Above the directives that stand directly above, so that they stay together, as gofmt wants them. */
function moveComment(facts: FileFacts, directive: Directive, first: number): TextEdit[] {
	const { text } = facts.file;
	const { words, comment } = directive;
	const keptEnd = words[first - 1]?.span.end ?? comment.span.end;
	const said = text
		.slice(keptEnd, comment.span.end)
		.trim()
		.replace(/^(?:\/\/|\/\*|#)\s*/, '')
		.replace(/\*\/$/, '')
		.trimEnd();
	const removal = { span: { start: keptEnd, end: comment.span.end }, newText: '' };
	if (said === '') return [removal];

	let line = lineAt(text, comment.span.start);
	for (let above = lineBefore(text, line); lineKind(text, above) === 'directive'; above = lineBefore(text, line)) {
		if (!above) break;
		line = above;
	}
	const above = lineBefore(text, line);
	const parted = above && lineKind(text, above) === 'emptyComment';
	const at = parted ? above.start : line.start;
	const indent = /^[ \t]*/.exec(text.slice(line.start, line.end))?.[0] ?? '';
	const newline = lineEnd(text);
	const parting = parted ? '' : `${indent}//${newline}`;
	return [{ span: { start: at, end: at }, newText: `${indent}// ${said}${newline}${parting}` }, removal];
}
