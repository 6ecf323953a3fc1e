/** Telling a directive with a slip from a sentence about directives: `// go:noinline` above a function, or in a text. */
import type { Declaration } from '../source/goFile.ts';
import { isPlatformTag } from '../build/fileName.ts';
import { parseConstraint } from '../build/buildConstraint.ts';
import { attachmentOf, declarationBelow } from './attachment.ts';
import type { Directive } from './directive.ts';
import type { FileFacts } from './fileFacts.ts';
import { lineAt, lineBefore, lineKind } from './lineEdits.ts';
import { visibleDeclarations, isReferable, linknamesFor, type PackageIndex } from './packageIndex.ts';
import { verbs } from './verbs.ts';

/**
 * True when a comment that the compiler ignores has the whole shape of the directive and stands where one would: the
 * local name is declared and has no other directive, the function or variable follows, the build line heads the file.
 * Spaced `go:generate` and `go:fix` lines are left alone: they address programs, and people switch them off that way.
 */
export function isLikelyDirective(facts: FileFacts, index: PackageIndex, directive: Directive, verb: string): boolean {
	const { words } = directive;
	switch (verb) {
		case 'linkname':
			return isMeantLinkname(facts, index, directive);
		case 'build':
			return isMeantBuild(facts, directive);
		case 'debug':
			return attachmentOf(facts.file, directive).kind === 'package' && /^\w+=\w+$/.test(words[0]?.text ?? '');
		case 'embed': {
			const declaration = declarationBelow(facts.file, directive);
			return declaration?.kind === 'var' && declaration.value === undefined && words.length > 0 && embeds(facts);
		}
		case 'wasmimport':
			return words.length === 2 && isBodyless(declarationBelow(facts.file, directive));
		case 'wasmexport':
			return (
				words.length === 1 && declarationBelow(facts.file, directive)?.kind === 'func' && !insideProse(facts, directive)
			);
		default: {
			const known = verbs.get(verb);
			if (known?.about !== 'func' || words.length > 0) return false;
			return declarationBelow(facts.file, directive)?.kind === 'func' && !insideProse(facts, directive);
		}
	}
}

function isMeantLinkname(facts: FileFacts, index: PackageIndex, directive: Directive): boolean {
	const [local, target, extra] = directive.words;
	if (!local || (extra && !extra.text.startsWith('//'))) return false;
	if (!isReferable(index, facts, local.text) || linknamesFor(index, facts, local.text).length > 0) return false;
	if (target)
		return (
			target.text.includes('.') || visibleDeclarations(index, facts, local.text).some(({ item }) => isBodyless(item))
		);
	return declarationBelow(facts.file, directive)?.name === local.text && !insideProse(facts, directive);
}

function isMeantBuild(facts: FileFacts, directive: Directive): boolean {
	if (facts.file.buildConstraint !== undefined || attachmentOf(facts.file, directive).kind !== 'package') return false;
	const expression = directive.words.map(({ text }) => text).join(' ');
	if (!parseConstraint(expression) || insideProse(facts, directive)) return false;
	const tags = expression.match(/[\p{L}\p{N}_.]+/gu) ?? [];
	return /[!&|]/.test(expression) || tags.every((tag) => isPlatformTag(tag) || /^(?:ignore|cgo|go1\.\d+)$/.test(tag));
}

function embeds({ file }: FileFacts): boolean {
	return file.imports.some(({ path }) => path === 'embed');
}

function isBodyless(declaration: Declaration | undefined): boolean {
	return declaration?.kind === 'func' && declaration.body === undefined;
}

/** The line above runs on into this one: it is a comment that ends in the middle of a sentence. */
function insideProse(facts: FileFacts, directive: Directive): boolean {
	const { text } = facts.file;
	const above = lineBefore(text, lineAt(text, directive.comment.span.start));
	if (!above || lineKind(text, above) !== 'prose') return false;
	return !/[.:!?)]\s*$/.test(text.slice(above.start, above.end));
}
