import type { FileEdit, Finding, Fix } from '../../finding.ts';
import type { Span } from '../../text/span.ts';
import type { TextEdit } from '../../text/textEdit.ts';
import { declarationsOf } from '../packageIndex.ts';
import { lineAt, removeComment } from '../lineEdits.ts';
import { report } from '../report.ts';
import type { TargetView } from './targetView.ts';

/** A pulled function or variable that the package never uses. */
export function linknameUnused(view: TargetView): Finding[] {
	const { bound, facts, index, use, symbol } = view;
	// Assembly and C may use the name without a word in a Go file.
	if (bound.form !== 'pull' || use !== 'unused' || index.hasForeignSources) return [];
	const { local, directive } = bound.linkname;
	return [
		{
			...report('linkname-unused', facts, directive.comment.span, {
				message: `${local.text} is pulled from ${symbol} and never used in this package.`,
				target: symbol,
				fixes: removal(view),
			}),
			unnecessary: true,
		},
	];
}

/** Takes the directive and its one declaration away; none when other build variants declare the name as well. */
function removal({ bound, facts, index }: TargetView): Fix[] {
	const { declaration, linkname } = bound;
	const item = declaration?.item;
	if (!item || !declaration || declarationsOf(index, facts, linkname.local.text).length !== 1) return [];
	if (item.kind !== 'func' && !(item.kind === 'var' && item.count === 1 && !item.grouped)) return [];
	const comment = removeComment(facts.file, linkname.directive.comment.span);
	const code = removeDeclaration(declaration.facts.file.text, item.span);
	const edits: FileEdit[] =
		declaration.facts === facts
			? [{ kind: 'change', file: facts.path, edits: joined(comment, code) }]
			: [
					{ kind: 'change', file: facts.path, edits: [comment] },
					{ kind: 'change', file: declaration.facts.path, edits: [code] },
				];
	return [{ title: 'Remove this pull', safety: 'choice', preferred: true, edits }];
}

/** The declaration with its doc comment and one of the empty lines around it. */
function removeDeclaration(text: string, declaration: Span): TextEdit {
	let { start } = lineAt(text, declaration.start);
	while (start > 0) {
		const above = lineAt(text, start - 1);
		if (!/^[ \t]*\/\//.test(text.slice(above.start, above.end))) break;
		start = above.start;
	}
	const newline = text.indexOf('\n', declaration.end);
	let end = newline < 0 ? text.length : newline + 1;
	const blank = /^[ \t]*\r?\n/.exec(text.slice(end));
	if (blank) end += blank[0].length;
	return { span: { start, end }, newText: '' };
}

/** Edits that overlap become one: the directive mostly stands in the doc comment. */
function joined(first: TextEdit, second: TextEdit): TextEdit[] {
	const apart = first.span.end <= second.span.start || second.span.end <= first.span.start;
	const touching = first.span.end === second.span.start;
	if (apart && !touching) return [first, second];
	const start = Math.min(first.span.start, second.span.start);
	const end = Math.max(first.span.end, second.span.end);
	return [{ span: { start, end }, newText: '' }];
}
