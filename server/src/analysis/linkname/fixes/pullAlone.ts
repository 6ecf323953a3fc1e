/** A pull in a file of its own. */
import { spanText } from '../../text/span.ts';
import type { FileFacts } from '../fileFacts.ts';
import { importUnsafe } from '../importUnsafe.ts';
import { insertAbove, lineEnd } from '../lineEdits.ts';
import { docStart } from './declarationText.ts';
import { edited, fileWith } from './editedFile.ts';
import { withoutBlankImports, withoutIdleImports } from './fileImports.ts';
import type { PulledFunction } from './pulledFunction.ts';

/** Licence, constraint, package, the imports that the pull needs, its directives and comments, its declaration. */
export function pullAlone(facts: FileFacts, { local, declaration }: PulledFunction): FileFacts {
	const { text, packageClause, imports } = facts.file;
	const newline = lineEnd(text);
	const clause = packageClause ?? { start: 0, end: 0 };
	const head =
		withoutPackageComment(text.slice(0, clause.start)) +
		text.slice(clause.start, imports.at(-1)?.declaration.end ?? clause.end);
	const code = text.slice(docStart(text, declaration.span.start), declaration.span.end);
	let alone = fileWith(facts.path, `${head}${newline}${newline}${code}${newline}`);
	const own = alone.declared.get(local)?.[0];
	const directive = facts.linknames.find((one) => one.local.text === local)?.directive;
	if (own && directive && !alone.linknames.some((one) => one.local.text === local)) {
		alone = edited(alone, [insertAbove(alone.file, own.span, spanText(text, directive.comment.span))]);
	}
	alone = withoutIdleImports(facts, withoutBlankImports(alone));
	return alone.importsUnsafe ? alone : edited(alone, [importUnsafe(alone.file)]);
}

/** One file of a package speaks for it; a licence stands in all of them. */
function withoutPackageComment(head: string): string {
	const lines = head.split(/(?<=\n)/);
	const above = lines.findLastIndex((line) => !/^[ \t]*\/\/[^\n]*\n/.test(line));
	const comment = lines.slice(above + 1).join('');
	return /copyright|license|\/\/go:/i.test(comment) ? head : head.slice(0, head.length - comment.length);
}
