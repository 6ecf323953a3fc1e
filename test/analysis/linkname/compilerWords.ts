/** The compiler's errors about directives, and the rules that speak for them. */
import type { Finding } from '../../../server/src/analysis/finding.ts';
import type { RuleId } from '../../../server/src/analysis/linkname/rules.ts';
import { LineIndex } from '../../../server/src/analysis/text/lineIndex.ts';

const words: readonly (readonly [RegExp, RuleId])[] = [
	[/^misplaced compiler directive$/, 'directive-misplaced'],
	[/^usage: \/\/go:linkname/, 'linkname-usage'],
	[/^\/\/go:linkname only allowed in Go files that import "unsafe"$/, 'linkname-needs-unsafe'],
	[/^\/\/go:linkname must refer to declared function or variable$/, 'linkname-local'],
	[/^duplicate \/\/go:linkname for/, 'linkname-duplicate'],
	[/^\/\/go:linkname reference of an instantiation is not allowed$/, 'linkname-instantiation'],
	[/^(?:func \w+ )?missing function body$|^func \w+ must have a body$/, 'missing-function-body'],
	[/^can only use \/\/go:noescape with external func implementations$/, 'noescape-with-body'],
	[/^\/\/go:.* (?:is )?only allowed in (?:cgo-generated code|runtime|the standard library)$/, 'directive-not-allowed'],
	[/^usage: \/\/go:(?:cgo_\w+|wasmimport|wasmexport) /, 'directive-usage'],
	[/^invalid library name ".*" in cgo_import_dynamic directive$/, 'directive-usage'],
	[/^misplaced go:wasm(?:im|ex)port directive$/, 'directive-misplaced'],
	[/^can only use \/\/go:wasmimport with external func implementations$/, 'wasm-function'],
	[/^cannot use \/\/go:wasmexport on a method$/, 'wasm-function'],
	[/^go:wasm(?:im|ex)port\b.*: (?:unsupported (?:parameter|result) type .*|too many return values)$/, 'wasm-function'],
];

/** The rules that repeat what the compiler says. */
const compilerRules: ReadonlySet<RuleId> = new Set(words.map(([, rule]) => rule));

/** The rule that speaks for an error of the compiler; undefined for an error about something else. */
export function ruleOfMessage(message: string): RuleId | undefined {
	return words.find(([pattern]) => pattern.test(message))?.[1];
}

/** `12 directive-misplaced`: the 1-based line where the compiler reports it; undefined for a rule that it does not have. */
export function asCompilerSays(finding: Finding, text: string): string | undefined {
	if (!compilerRules.has(finding.rule)) return undefined;
	// The compiler blames the function, we the directive.
	const place = finding.rule === 'noescape-with-body' ? (finding.related?.[0]?.span ?? finding.span) : finding.span;
	return `${new LineIndex(text).position(place.start).line + 1} ${finding.rule}`;
}
