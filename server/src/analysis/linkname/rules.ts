/**
 * The one table of rules. Everything else follows from it: the compiler asks for the function that decides a rule (`checkDirectives.ts`,
 * `targets/checkTarget.ts`), tests for its page, its description and its place in the manifest.
 */
import type { Severity } from '../severity.ts';

export interface Rule {
	/**
	 * What has to be known: the text of a file and the names of its package; the target in the standard library or in another
	 * module; all modules of a build; the other findings of the file; what the compiler says; the policy file.
	 */
	readonly decidedBy: 'file' | 'target' | 'module' | 'findings' | 'compiler' | 'policy';
	readonly severity: Severity;
	/** A short noun phrase for lists. */
	readonly title: string;
}

export const rules = {
	'linkname-needs-unsafe': { decidedBy: 'file', severity: 'error', title: 'linkname without an unsafe import' },
	'directive-ignored': { decidedBy: 'file', severity: 'warning', title: 'directive that the compiler ignores' },
	'linkname-usage': { decidedBy: 'file', severity: 'error', title: 'linkname with the wrong arguments' },
	'directive-misplaced': { decidedBy: 'file', severity: 'error', title: 'directive in the wrong place' },
	'directive-not-allowed': {
		decidedBy: 'file',
		severity: 'error',
		title: 'directive that the compiler keeps to itself',
	},
	'directive-usage': { decidedBy: 'file', severity: 'error', title: 'directive with the wrong arguments' },
	'wasm-function': { decidedBy: 'file', severity: 'error', title: 'function that WebAssembly cannot import or export' },
	'linkname-position': { decidedBy: 'file', severity: 'information', title: 'linkname far from its declaration' },
	'linkname-local': {
		decidedBy: 'file',
		severity: 'error',
		title: 'linkname of something that is not a function or variable',
	},
	'linkname-duplicate': { decidedBy: 'file', severity: 'error', title: 'two linknames for one name' },
	'linkname-instantiation': { decidedBy: 'file', severity: 'error', title: 'linkname of a generic' },
	'linkname-std-only': { decidedBy: 'file', severity: 'error', title: 'linknamestd outside the standard library' },
	'missing-function-body': { decidedBy: 'file', severity: 'error', title: 'function without a body' },
	'noescape-with-body': { decidedBy: 'file', severity: 'error', title: 'noescape on a function with a body' },
	'linkname-undefined': { decidedBy: 'target', severity: 'error', title: 'target does not exist' },
	'linkname-refused': { decidedBy: 'target', severity: 'error', title: 'target that the linker refuses' },
	'linkname-zero-variable': { decidedBy: 'target', severity: 'error', title: 'variable that no longer exists' },
	'linkname-redefined': { decidedBy: 'target', severity: 'error', title: 'second definition of a symbol' },
	'linkname-split-method': { decidedBy: 'target', severity: 'error', title: 'method with two bodies' },
	'linkname-signature': { decidedBy: 'target', severity: 'error', title: 'signature that differs from the target' },
	'linkname-accidental': { decidedBy: 'target', severity: 'warning', title: 'target that links by accident' },
	'linkname-version-drift': { decidedBy: 'target', severity: 'warning', title: 'target that other Go versions break' },
	'linkname-provider-not-imported': { decidedBy: 'module', severity: 'error', title: 'provider that nothing imports' },
	'linkname-dependency-refused': {
		decidedBy: 'module',
		severity: 'error',
		title: 'dependency that the linker refuses',
	},
	'linkname-private': { decidedBy: 'target', severity: 'information', title: 'private target' },
	'linkname-alternative': { decidedBy: 'target', severity: 'information', title: 'target with a public alternative' },
	'linkname-noescape': { decidedBy: 'target', severity: 'hint', title: 'pull that lets its arguments escape' },
	'linkname-unused': { decidedBy: 'target', severity: 'hint', title: 'pull that nothing uses' },
	'ignore-usage': { decidedBy: 'findings', severity: 'warning', title: 'ignore comment without a rule or a reason' },
	'ignore-unused': { decidedBy: 'findings', severity: 'warning', title: 'ignore comment that silences nothing' },
	'contract-broken': { decidedBy: 'compiler', severity: 'error', title: 'contract that the compiler does not keep' },
	'contract-usage': { decidedBy: 'findings', severity: 'warning', title: 'linkscape comment that is not understood' },
	'budget-exceeded': { decidedBy: 'compiler', severity: 'error', title: 'more allocations than the policy allows' },
	'policy-usage': { decidedBy: 'policy', severity: 'error', title: 'policy file that is not understood' },
} as const satisfies Record<string, Rule>;

export type RuleId = keyof typeof rules;

/** The rules that this decides. */
export type RulesOf<D extends Rule['decidedBy']> = {
	[Id in RuleId]: (typeof rules)[Id]['decidedBy'] extends D ? Id : never;
}[RuleId];

/** Where the page of a rule lives: the `href` behind a diagnostic's code. */
export function ruleUrl(rule: RuleId): string {
	return `https://github.com/linkscape/linkscape/blob/main/docs/rules/${rule}.md`;
}
