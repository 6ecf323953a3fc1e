/** The one table of rules: ids, severities, titles. Documentation, manifest and reports are checked against it. */
import type { Severity } from '../severity.ts';

export interface Rule {
	readonly severity: Severity;
	/** A short noun phrase for lists. */
	readonly title: string;
}

export const rules = {
	'linkname-needs-unsafe': { severity: 'error', title: 'linkname without an unsafe import' },
	'directive-ignored': { severity: 'warning', title: 'directive that the compiler ignores' },
	'linkname-usage': { severity: 'error', title: 'linkname with the wrong arguments' },
	'directive-misplaced': { severity: 'error', title: 'directive in the wrong place' },
	'directive-not-allowed': { severity: 'error', title: 'directive that the compiler keeps to itself' },
	'directive-usage': { severity: 'error', title: 'directive with the wrong arguments' },
	'wasm-function': { severity: 'error', title: 'function that WebAssembly cannot import or export' },
	'linkname-position': { severity: 'information', title: 'linkname far from its declaration' },
	'linkname-local': { severity: 'error', title: 'linkname of something that is not a function or variable' },
	'linkname-duplicate': { severity: 'error', title: 'two linknames for one name' },
	'linkname-instantiation': { severity: 'error', title: 'linkname of a generic' },
	'linkname-std-only': { severity: 'error', title: 'linknamestd outside the standard library' },
	'missing-function-body': { severity: 'error', title: 'function without a body' },
	'noescape-with-body': { severity: 'error', title: 'noescape on a function with a body' },
	'linkname-undefined': { severity: 'error', title: 'target does not exist' },
	'linkname-refused': { severity: 'error', title: 'target that the linker refuses' },
	'linkname-zero-variable': { severity: 'error', title: 'variable that no longer exists' },
	'linkname-redefined': { severity: 'error', title: 'second definition of a symbol' },
	'linkname-split-method': { severity: 'error', title: 'method with two bodies' },
	'linkname-signature': { severity: 'error', title: 'signature that differs from the target' },
	'linkname-accidental': { severity: 'warning', title: 'target that links by accident' },
	'linkname-version-drift': { severity: 'warning', title: 'target that other Go versions break' },
	'linkname-provider-not-imported': { severity: 'error', title: 'provider that nothing imports' },
	'linkname-dependency-refused': { severity: 'error', title: 'dependency that the linker refuses' },
	'linkname-private': { severity: 'information', title: 'private target' },
	'linkname-alternative': { severity: 'information', title: 'target with a public alternative' },
	'linkname-noescape': { severity: 'hint', title: 'pull that lets its arguments escape' },
	'linkname-unused': { severity: 'hint', title: 'pull that nothing uses' },
} as const satisfies Record<string, Rule>;

export type RuleId = keyof typeof rules;

/** Where the page of a rule lives: the `href` behind a diagnostic's code. */
export function ruleUrl(rule: RuleId): string {
	return `https://github.com/linkscape/linkscape/blob/main/docs/rules/${rule}.md`;
}
