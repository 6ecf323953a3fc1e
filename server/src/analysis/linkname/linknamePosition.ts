import { isGenerated } from '../source/generatedFile.ts';
import type { Finding } from '../finding.ts';
import type { Declaration } from '../source/goFile.ts';
import { type Span, spanText } from '../text/span.ts';
import { attachmentOf, declarationBelow } from './attachment.ts';
import type { Linkname } from './directive.ts';
import type { FileFacts } from './fileFacts.ts';
import { insertAbove, lineAfter, lineAt, lineBefore, lineKind, removeComment } from './lineEdits.ts';
import type { PackageIndex } from './packageIndex.ts';
import { fix, report } from './reportFinding.ts';

/**
 * A directive that works and misleads: inside a function body, or above something else than what it names. It binds its
 * local for the whole package wherever it stands. Lists of directives and generated files are left alone.
 */
export function linknamePosition(facts: FileFacts, index: PackageIndex): Finding[] {
	if (!(facts.importsUnsafe || facts.importsC) || facts.linknames.length === 0) return [];
	const generated = isGenerated(facts.file.text);
	const named = new Set(facts.linknames.map(({ local }) => local.text));
	return facts.linknames.flatMap((linkname) => {
		if (linkname.std && !index.std) return [];
		const { directive, local, target } = linkname;
		const declarations = facts.declared.get(local.text) ?? [];
		const [declaration] = declarations;
		if (!declaration || (declaration.kind !== 'func' && declaration.kind !== 'var')) return [];
		const inBody = directive.comment.place === 'body';
		if (
			!inBody &&
			(generated || declarations.some((item) => isNear(facts, linkname, item, named)) || isList(facts, linkname))
		) {
			return [];
		}
		return report('linkname-position', facts, directive.comment.span, {
			message: inBody
				? `Inside a function body; it applies to ${local.text} in the whole package.`
				: `Far from the declaration of ${local.text}; it applies to the whole package.`,
			target: target?.text,
			related: [{ file: facts.path, span: declaration.nameSpan, message: `${local.text} is declared here.` }],
			fixes: declarations.length === 1 ? [move(facts, linkname, declaration)] : [],
		});
	});
}

function move(facts: FileFacts, { directive, local }: Linkname, declaration: Declaration) {
	const { file } = facts;
	return fix(facts, `Move above ${local.text}`, 'safe', [
		insertAbove(file, declaration.span, spanText(file.text, directive.comment.span)),
		removeComment(file, directive.comment.span),
	]);
}

/** Lines that may lie between a directive and what it names. */
const near = 10;

/**
 * A few lines away, inside it (a group), or above it with nothing between but what other directives name; and not in the
 * doc comment of something else.
 */
function isNear(
	{ file }: FileFacts,
	{ directive, local }: Linkname,
	declaration: Declaration,
	named: ReadonlySet<string>,
): boolean {
	const { start, end } = directive.comment.span;
	const isNamed = ({ name }: Declaration) => named.has(name);
	const below = declarationBelow(file, directive);
	if (below && below.name !== local.text && !isNamed(below)) return false;
	if (declaration.span.start <= start) {
		return start <= declaration.span.end || areNear(file.text, declaration.span.end, start);
	}
	if (areNear(file.text, end, declaration.span.start)) return true;
	return file.declarations.every(
		(item) => item.span.start < end || item.span.start >= declaration.span.start || isNamed(item),
	);
}

function areNear(text: string, start: number, end: number): boolean {
	let count = 0;
	for (let at = text.indexOf('\n', start); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) {
		if (++count > near) return false;
	}
	return true;
}

/** Two or more directives on consecutive lines that stand above no declaration: a list, whose place misleads nobody. */
function isList(facts: FileFacts, { directive }: Linkname): boolean {
	const { text } = facts.file;
	const line = lineAt(text, directive.comment.span.start);
	const neighbours = [lineBefore(text, line), lineAfter(text, line)];
	if (!neighbours.some((other) => lineKind(text, other) === 'directive')) return false;
	const kind = kindBelow(facts, line);
	return kind !== 'code' || attachmentOf(facts.file, directive).kind === 'nothing';
}

/** What stands below the comments that a line belongs to. */
function kindBelow(facts: FileFacts, line: Span): 'blank' | 'code' | 'end' {
	const known = lastComments.get(facts);
	if (known && known.start <= line.start && line.start <= known.end) return known.below;
	const { text } = facts.file;
	let last = line;
	let below: 'blank' | 'code' | 'end' = 'end';
	for (let next = lineAfter(text, last); next; next = lineAfter(text, last)) {
		const kind = lineKind(text, next);
		if (kind === 'blank' || kind === 'code') {
			below = kind;
			break;
		}
		last = next;
	}
	lastComments.set(facts, { start: line.start, end: last.start, below });
	return below;
}

/** The comment lines that were passed last: thousands of directives in a row all end where the first one does. */
const lastComments = new WeakMap<FileFacts, Span & { readonly below: 'blank' | 'code' | 'end' }>();
