import type { Finding } from '../finding.ts';
import { type Directive, isEffective } from './directive.ts';
import type { FileFacts } from './fileFacts.ts';
import { atLeastMinor } from './goMinor.ts';
import type { PackageIndex } from './packageIndex.ts';
import { report } from './reportFinding.ts';

/**
 * A directive with the wrong arguments, `//go:linkname` apart (cmd/compile/internal/noder/noder.go, pragma, and lex.go, pragcgo).
 * The compiler reads the arguments of `wasmimport` and `wasmexport` on every port; `wasmexport` exists since Go 1.24.
 */
export function directiveUsage(facts: FileFacts, index: PackageIndex): Finding[] {
	return facts.directives.flatMap((directive) => {
		if (!isEffective(directive) || directive.separator !== ' ') return [];
		const usage = usageOf(directive, index);
		const message = usage === undefined ? libraryProblem(directive) : `Wrong arguments; usage: ${usage}.`;
		return message === undefined ? [] : report('directive-usage', facts, directive.comment.span, { message });
	});
}

/** What could be a flag of the C linker is no name of a library (noder.go, safeArg). */
function libraryProblem({ verb, words }: Directive): string | undefined {
	if (verb.text !== 'cgo_import_dynamic') return undefined;
	const library = cgoArguments(words)[2]?.replaceAll('"', '') ?? '';
	return library === '' || /^[\w./\u0080-\uffff]/.test(library)
		? undefined
		: `"${library}" is not the name of a library.`;
}

function usageOf({ verb, words }: Directive, index: PackageIndex): string | undefined {
	switch (verb.text) {
		case 'wasmimport':
			return words.length === 2 ? undefined : '//go:wasmimport importmodule importname';
		case 'wasmexport':
			if (!atLeastMinor(index.toolchain, 24)) return undefined;
			return words.length === 1 ? undefined : '//go:wasmexport exportname';
		case 'cgo_import_dynamic':
			// With fewer arguments it is not allowed at all.
			if (cgoArguments(words).length < 3 || isDynamicImport(cgoArguments(words))) return undefined;
			return '//go:cgo_import_dynamic local [remote ["library"]]';
		default:
			return undefined;
	}
}

/** `local remote "library"`, of which only the last is quoted. */
function isDynamicImport(given: readonly string[]): boolean {
	return given.length === 3 && given.every((text, at) => text.startsWith('"') === (at === 2));
}

/** The arguments of a cgo directive: what stands in quotes is one, an open quote and what follows it are none (lex.go, pragmaFields). */
export function cgoArguments(words: Directive['words']): string[] {
	const text = words.map((word) => word.text).join(' ');
	const quotes = text.split('"').length - 1;
	const closed = quotes % 2 === 0 ? text : text.slice(0, text.lastIndexOf('"'));
	return closed.match(/"[^"]*"|[^\s"]+/g) ?? [];
}
