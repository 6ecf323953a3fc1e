import type { Finding } from '../finding.ts';
import { type Directive, isDirectiveLine, isEffective } from './directive.ts';
import { cgoArguments } from './directiveUsage.ts';
import type { FileFacts } from './fileFacts.ts';
import { removeComment } from './lineEdits.ts';
import type { PackageIndex } from './packageIndex.ts';
import { fix, report } from './reportFinding.ts';

/**
 * Directives that the compiler keeps to itself: those of the runtime, of the standard library, and of files that cgo writes
 * (cmd/compile/internal/noder/noder.go, pragma; the same in Go 1.21 to 1.27).
 */
export function directiveNotAllowed(facts: FileFacts, index: PackageIndex): Finding[] {
	if (index.std) return [];
	return facts.directives.flatMap((directive) => {
		const where = isDirectiveLine(directive) ? onlyAllowedIn(directive) : undefined;
		if (where === undefined) return [];
		const { span } = directive.comment;
		return report('directive-not-allowed', facts, span, {
			message: `//go:${directive.verb.text} is only allowed in ${where}.`,
			fixes: [fix(facts, 'Remove the directive', 'choice', [removeComment(facts.file, span)])],
		});
	});
}

const inRuntime = new Set(['systemstack', 'nowritebarrier', 'nowritebarrierrec', 'yeswritebarrierrec']);

function onlyAllowedIn(directive: Directive): string | undefined {
	const { verb, words, separator } = directive;
	// Three words import a symbol from a shared library: x/sys does that on Solaris. Fewer are for cgo.
	if (verb.text === 'cgo_import_dynamic' && separator === ' ' && cgoArguments(words).length >= 3) return undefined;
	// Whatever follows the verb: a tab behind it hides the others from the compiler.
	if (verb.text.startsWith('cgo_')) return 'code that cgo generates';
	if (!isEffective(directive)) return undefined;
	if (inRuntime.has(verb.text)) return 'the runtime';
	return verb.text === 'uintptrkeepalive' ? 'the standard library' : undefined;
}
