/** The directives that Go knows, what they take, and which one a misspelt verb was meant to be. */

export interface Verb {
	/** How the rest of the line looks: nothing, or words. */
	readonly takes: 'nothing' | 'words';
	/** What the directive speaks about. */
	readonly about: 'func' | 'var' | 'file' | 'package' | 'anything';
	/** The program that reads it accepts a tab after the verb. */
	readonly tab: boolean;
}

const onFunction: Verb = { takes: 'nothing', about: 'func', tab: false };
const goCommand: Verb = { takes: 'words', about: 'file', tab: true };

/**
 * Directives that mean something in user code (cmd/compile/internal/noder/lex.go and noder.go, cmd/go; Go 1.21 to 1.27,
 * equal in all of them but `wasmexport`, 1.24).
 */
export const verbs: ReadonlyMap<string, Verb> = new Map<string, Verb>([
	['linkname', { takes: 'words', about: 'package', tab: false }],
	['linknamestd', { takes: 'words', about: 'package', tab: false }],
	['noescape', onFunction],
	['noinline', onFunction],
	['norace', onFunction],
	['nosplit', onFunction],
	['nocheckptr', onFunction],
	['systemstack', onFunction],
	['nowritebarrier', onFunction],
	['nowritebarrierrec', onFunction],
	['yeswritebarrierrec', onFunction],
	['uintptrescapes', onFunction],
	['uintptrkeepalive', onFunction],
	['registerparams', onFunction],
	['wasmimport', { takes: 'words', about: 'func', tab: false }],
	['wasmexport', { takes: 'words', about: 'func', tab: false }],
	['embed', { takes: 'words', about: 'var', tab: false }],
	['build', goCommand],
	['debug', goCommand],
	['generate', { takes: 'words', about: 'anything', tab: true }],
	['fix', { takes: 'words', about: 'anything', tab: true }],
]);

/**
 * Verbs whose place the compiler checks: it lets them stand above a function, and says "misplaced compiler directive"
 * anywhere else. `build` is checked as well, and belongs above the package clause.
 */
export const placedVerbs: ReadonlySet<string> = new Set([
	...[...verbs].filter(([, verb]) => verb === onFunction).map(([name]) => name),
	'cgo_unsafe_args',
]);

/** Known elsewhere: older Go, experiments, gccgo, TinyGo. Never a slip of the pen. */
const otherVerbs = new Set(
	(
		'notinheap nointerface binary-only-package cgo_unsafe_args cgo_export_static cgo_export_dynamic cgo_import_static ' +
		'cgo_import_dynamic cgo_ldflag cgo_dynamic_linker ' +
		'align export extern inline interrupt nobounds section variadic volatile wasm-module'
	).split(' '),
);

export function isKnownVerb(verb: string): boolean {
	return verbs.has(verb) || otherVerbs.has(verb);
}

/** The verb that a misspelt one was meant to be: the only nearest one within two edits (one, when it is that short). */
export function closestDirective(verb: string): string | undefined {
	if (isKnownVerb(verb) || !/^[A-Za-z][A-Za-z_-]*$/.test(verb)) return undefined;
	let nearest: string | undefined;
	let least = 3;
	for (const candidate of verbs.keys()) {
		const limit = candidate.length < 5 ? 1 : 2;
		const distance = editDistance(verb, candidate);
		if (distance > limit || distance > least) continue;
		nearest = distance === least ? undefined : candidate;
		least = distance;
	}
	return nearest;
}

/** Levenshtein distance. */
function editDistance(a: string, b: string): number {
	if (Math.abs(a.length - b.length) > 2) return 3;
	let row = Array.from({ length: b.length + 1 }, (_, column) => column);
	for (let i = 1; i <= a.length; i++) {
		const next = [i];
		for (let j = 1; j <= b.length; j++) {
			const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
			next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
		}
		row = next;
	}
	return row[b.length] ?? 0;
}
