import type { Finding } from '../finding.ts';
import type { Directive } from './directive.ts';
import type { FileFacts } from './fileFacts.ts';
import { lineAt, lineBefore, lineEnd, lineKind } from './lineEdits.ts';
import { isLikelyDirective } from './likelyDirective.ts';
import type { PackageIndex } from './packageIndex.ts';
import { fix, report } from './reportFinding.ts';
import { isKnownVerb, closestDirective, verbs } from './verbs.ts';

/**
 * A comment that was meant as a compiler directive and that the compiler passes over without a word: a space after `//`,
 * a tab after the verb, a block comment, `//go:linkname` alone, a misspelt verb. Prose about directives is left alone.
 */
export function directiveIgnored(facts: FileFacts, index: PackageIndex): Finding[] {
	return facts.directives.flatMap((directive) => {
		const verb = isKnownVerb(directive.verb.text) ? directive.verb.text : closestDirective(directive.verb.text);
		if (verb === undefined || !directive.comment.startsLine) return [];
		const reason = whyIgnored(facts, index, directive, verb);
		if (reason === undefined) return [];
		const { span } = directive.comment;
		return report('directive-ignored', facts, span, {
			message: reason,
			target: verb === 'linkname' ? directive.words[1]?.text : undefined,
			fixes: isBare(directive, verb)
				? []
				: [fix(facts, `Change to //go:${verb}`, 'choice', [{ span, newText: effective(facts, directive, verb) }])],
		});
	});
}

function whyIgnored(facts: FileFacts, index: PackageIndex, directive: Directive, verb: string): string | undefined {
	const { spelling, separator } = directive;
	if (spelling !== 'exact') {
		if (!isLikelyDirective(facts, index, directive, verb)) return undefined;
		return ignored(spelling === 'spaced' ? 'a directive has no space after //' : 'a directive is a // comment');
	}
	if (verb !== directive.verb.text)
		return `Unknown directive //go:${directive.verb.text}, which the compiler ignores; did you mean //go:${verb}?`;
	const known = verbs.get(verb);
	if (!known) return undefined;
	if (separator !== '' && separator !== ' ' && !known.tab)
		return ignored('a directive has a space after its name, and no tab');
	return isBare(directive, verb) ? ignored(`//go:${verb} needs the name of a function or variable`) : undefined;
}

function ignored(reason: string): string {
	return `The compiler ignores this comment: ${reason}.`;
}

/** `//go:linkname` and nothing more: even the usage message needs the space behind it. */
function isBare({ spelling, separator }: Directive, verb: string): boolean {
	return spelling === 'exact' && separator === '' && (verb === 'linkname' || verb === 'linknamestd');
}

/** The directive as the compiler reads it; under prose of a doc comment, behind the empty line that gofmt puts there. */
function effective({ file }: FileFacts, directive: Directive, verb: string): string {
	const { text } = file;
	const { span, marker } = directive.comment;
	const inner = text.slice(directive.verb.span.end, marker === '/*' ? span.end - 2 : span.end).trim();
	const line = lineAt(text, span.start);
	const indent = text.slice(line.start, span.start);
	const parting = lineKind(text, lineBefore(text, line)) === 'prose' ? `//${lineEnd(text)}${indent}` : '';
	return `${parting}//go:${verb}${inner === '' ? '' : ` ${inner}`}`;
}
