/** What the linker will say to a pull, from the rules of its source and the definitions of the symbol. */
import type { LinkerRules } from './linkerRules.ts';
import type { Definition } from './packageFacts.ts';

/** A `//go:linkname` reference from a package outside the standard library. */
export interface Pull {
	/** As the linker spells it. */
	readonly symbol: string;
	/** What the local declaration is: a body-less function, or a variable. `asm`: an operand in assembly, without any. */
	readonly as: 'func' | 'var' | 'asm';
	/** Import path of the pulling package; only the block list of the linker asks for it. */
	readonly from?: string;
	/** For a method: the pulling package mentions the receiver's type, so the reference goes by number and is not checked. */
	readonly receiverMentioned?: boolean;
	/**
	 * For a variable: it is larger than the target or has an initializer, so it becomes the definition itself. `false`: it surely does not;
	 * left out, it takes some memory, so that it is larger than a target that takes none.
	 */
	readonly wins?: boolean;
}

export type LinkVerdict =
	/** It links and reaches the target. */
	| { readonly state: 'links'; readonly why: LinksWhy }
	/** `link: pkg: invalid reference to symbol` */
	| { readonly state: 'refused'; readonly why: RefusedWhy; readonly allowed?: readonly string[] }
	/** `relocation target symbol not defined` */
	| { readonly state: 'undefined'; readonly why: UndefinedWhy }
	/** It links silently as a variable of its own. */
	| { readonly state: 'zero-variable'; readonly why: ZeroVariableWhy };

export type LinksWhy =
	/** This linker checks nothing (before Go 1.23). */
	| 'unchecked'
	/** The defining package has a `//go:linkname` for it. */
	| 'pushed'
	/** Go reaches it through an ABI wrapper, which this linker lets pass (Go 1.23 to 1.26). */
	| 'wrapper'
	/** Assembly, which this linker does not check (before Go 1.27). */
	| 'assembly'
	/** A compiler builtin, referred to by number (before Go 1.24). */
	| 'builtin'
	/** Its name has no dot: meant for code outside Go. */
	| 'no-package'
	/** A method whose receiver type the package mentions. */
	| 'receiver-mentioned'
	/** The pulled variable is larger than the target, or has an initializer. */
	| 'larger-variable'
	/** The block list names the pulling package. */
	| 'allowed'
	/** The linker itself defines it. */
	| 'linker-made'
	/** It does not exist, and this linker leaves it at that (wasm). */
	| 'unresolved';

export type RefusedWhy =
	/** The defining package has no directive for it. */
	| 'not-pushed'
	/** The linker's list of names for listed packages only. */
	| 'blocked'
	/** Pushed with `//go:linknamestd`. */
	| 'std-only'
	/** Assembly without a directive at its Go declaration (since Go 1.27), or a thread-local variable of assembly. */
	| 'assembly';

export type UndefinedWhy =
	/** Nothing in the standard library defines it. */
	| 'absent'
	/** There is a function in assembly, but no Go declaration that would make it callable from Go. */
	| 'assembly-only'
	/** Assembly refers to a function that only Go code can call: it has no symbol of the ABI of assembly. */
	| 'no-abi0'
	/** A function literal, for a compiler that gives it no symbol of a name (Go 1.27). */
	| 'nameless-literal'
	/** Its package is built under another import path: GOFIPS140 names a frozen copy. */
	| 'frozen'
	/** It is a variable. (Where there are no ABI wrappers the verdict is that of the variable: see `LinkerRules.wrappers`.) */
	| 'variable';

export type ZeroVariableWhy = 'absent' | 'function';

const unresolved = { state: 'links', why: 'unresolved' } as const;

export function verdictOfPull(pull: Pull, definition: Definition | undefined, rules: LinkerRules): LinkVerdict {
	if (pull.as === 'asm') return judgeOperand(pull, definition, rules);
	if (pull.as === 'var') return judgeVariable(pull, definition, rules);
	const verdict = judgeFunction(pull, definition, rules);
	return verdict.state === 'undefined' && rules.unresolvedLinks ? unresolved : verdict;
}

/**
 * References of assembly count as linknames (seen with Go 1.22 to 1.27): to variables, and since Go 1.27 to functions. What is
 * compiled from Go goes by another ABI: assembly can name it only when its package pushes it, or names it in assembly of its own.
 */
function judgeOperand(pull: Pull, definition: Definition | undefined, rules: LinkerRules): LinkVerdict {
	const builtin = rules.builtins.includes(pull.symbol);
	const listed = builtin ? undefined : judgeBlocked(pull, rules);
	if (listed) return listed;
	if (!definition) return builtin ? { state: 'links', why: 'builtin' } : { state: 'undefined', why: 'absent' };
	if (rules.wrappers && !hasAbi0(definition)) return { state: 'undefined', why: 'no-abi0' };
	if (builtin) return { state: 'links', why: 'builtin' };
	if (!rules.checks) return { state: 'links', why: 'unchecked' };
	if (definition.push === 'all') return { state: 'links', why: 'pushed' };
	if (definition.push === 'std') return { state: 'refused', why: 'std-only' };
	if (rules.wrappers && definition.named && rules.wrappersPass) return { state: 'links', why: 'wrapper' };
	if (definition.assembly && !rules.assemblyChecked) return { state: 'links', why: 'assembly' };
	// loader.checkLinkname: a symbol of assembly without a dot is meant for code outside Go (Go 1.27).
	if (definition.assembly && !pull.symbol.includes('.')) return { state: 'links', why: 'no-package' };
	return { state: 'refused', why: definition.assembly ? 'assembly' : 'not-pushed' };
}

/** There is a symbol that assembly outside the standard library can name: of a variable, or of a function that has the ABI of assembly. */
function hasAbi0({ kind, shape, push, named }: Definition): boolean {
	return kind === 'var' || shape === 'wrapper' || shape === 'abi0' || push !== undefined || named === true;
}

function judgeFunction(pull: Pull, definition: Definition | undefined, rules: LinkerRules): LinkVerdict {
	const builtin = rules.uncheckedBuiltins.includes(pull.symbol);
	// The block list is asked while objects are loaded, before anything is found missing.
	const listed = builtin ? undefined : judgeBlocked(pull, rules);
	if (listed?.state === 'refused') return listed;
	if (!definition) return { state: 'undefined', why: 'absent' };
	if (definition.kind === 'var' && rules.wrappers) return { state: 'undefined', why: 'variable' };
	if (definition.shape === 'abi0') return { state: 'undefined', why: 'assembly-only' };
	if (builtin) return { state: 'links', why: 'builtin' };
	if (!rules.checks) return { state: 'links', why: 'unchecked' };
	if (listed) return listed;
	if (definition.shape === 'assembly' && !rules.assemblyChecked) return { state: 'links', why: 'assembly' };
	if (definition.shape === 'wrapper' && rules.wrappersPass) return { state: 'links', why: 'wrapper' };
	if (definition.push === 'all') return { state: 'links', why: 'pushed' };
	if (definition.shape === 'assembly' && !pull.symbol.includes('.')) return { state: 'links', why: 'no-package' };
	if (definition.kind === 'method' && pull.receiverMentioned) return { state: 'links', why: 'receiver-mentioned' };
	if (definition.push === 'std') return { state: 'refused', why: 'std-only' };
	return { state: 'refused', why: definition.assembly ? 'assembly' : 'not-pushed' };
}

function judgeVariable(pull: Pull, definition: Definition | undefined, rules: LinkerRules): LinkVerdict {
	const listed = judgeBlocked(pull, rules);
	if (listed && pull.symbol.includes('.')) return listed;
	if (!definition && rules.made.includes(pull.symbol)) return { state: 'links', why: 'linker-made' };
	if (!definition) return { state: 'zero-variable', why: 'absent' };
	const text = definition.kind !== 'var';
	// A variable and ABI0 text share a symbol; what Go functions compile to is another one, so the variable meets nothing.
	if (text && rules.wrappers && definition.shape !== 'wrapper' && definition.shape !== 'abi0')
		return { state: 'zero-variable', why: 'function' };
	// Without wrappers they share a symbol too; what the compiler makes several times gives way (loader.addSym: DUPOK).
	if (text && definition.replaceable && rules.replacesDuplicates) return { state: 'zero-variable', why: 'function' };
	const assembly = definition.assembly !== undefined;
	if (!rules.checks) return { state: 'links', why: 'unchecked' };
	if (!pull.symbol.includes('.')) return { state: 'links', why: 'no-package' };
	// `duplicated definition of symbol runtime.tls_g`: one of them would have to be data (loader.addSym, since Go 1.23).
	if (definition.threadLocal) return { state: 'refused', why: 'assembly' };
	if (assembly && !rules.assemblyChecked) return { state: 'links', why: 'assembly' };
	if (definition.push === 'all') return { state: 'links', why: 'pushed' };
	if (pull.wins) return { state: 'links', why: 'larger-variable' };
	if (definition.push === 'std') return { state: 'refused', why: 'std-only' };
	return { state: 'refused', why: assembly ? 'assembly' : 'not-pushed' };
}

function judgeBlocked(pull: Pull, rules: LinkerRules): LinkVerdict | undefined {
	const allowed = Object.hasOwn(rules.blocked, pull.symbol) ? rules.blocked[pull.symbol] : undefined;
	if (!allowed) return undefined;
	if (pull.from !== undefined && allowed.includes(pull.from)) return { state: 'links', why: 'allowed' };
	return { state: 'refused', why: 'blocked', allowed };
}
