/**
 * What the linker of a Go tree checks, and what its compiler hands over, read from their own source. Nothing here asks for a version number: a development
 * tree, a vendor's branch and a future Go are judged by what their linker does.
 */

export interface LinkerRules {
	/** References made by `//go:linkname` are checked at all (Go 1.23). */
	readonly checks: boolean;
	/** A target behind an ABI wrapper is let through (Go 1.23 to 1.26). */
	readonly wrappersPass: boolean;
	/**
	 * Go code reaches assembly through ABI wrappers (GOEXPERIMENT regabiwrappers, on for most architectures), so that a Go function
	 * and what assembly calls by its name are two symbols. Without them functions and variables share one name space.
	 */
	readonly wrappers: boolean;
	/**
	 * A function that nothing defines is no error: for wasm the linker writes code and relocations by itself and asks nowhere whether the
	 * target of a call exists (cmd/link/internal/wasm/asm.go; seen with Go 1.24 to 1.27). The program then does not
	 * start.
	 */
	readonly unresolvedLinks: boolean;
	/** A definition that the compiler makes in several packages gives way to any other one (Go 1.27). */
	readonly replacesDuplicates: boolean;
	/** Assembly objects of the standard library are marked as such, so that their symbols are checked (Go 1.27). */
	readonly assemblyChecked: boolean;
	/** `//go:linknamestd` exists: a push that only the standard library may pull (Go 1.27). */
	readonly stdOnlyPushes: boolean;
	/**
	 * The compiler gives body-less declarations of intrinsics a body, so that they exist for the linker (Go 1.26: enqueueFunc in
	 * cmd/compile/internal/gc/compile.go).
	 */
	readonly intrinsicBodies: boolean;
	/** Intrinsics that are functions, by symbol; empty where they get no body. */
	readonly compiledIntrinsics: readonly string[];
	/** A package whose body-less functions are all intrinsics: `simd/archsimd`. */
	readonly intrinsicPackage: string | undefined;
	/** Function literals are found by what they hold, and by no name (Go 1.27: NewClosureFunc in cmd/compile/internal/ir/func.go). */
	readonly namelessLiterals: boolean;
	/** Compiler builtins, which are referred to by number and never checked (before Go 1.24). */
	readonly uncheckedBuiltins: readonly string[];
	/** Everything the compiler refers to by number; from assembly that is never checked. */
	readonly builtins: readonly string[];
	/** Variables that the linker defines or places by itself, bounds of sections above all: `runtime.etext`, `runtime.gcdata`. */
	readonly made: readonly string[];
	/** Names that only the listed packages may pull, pushed or not. */
	readonly blocked: Readonly<Record<string, readonly string[]>>;
}

/** The files of GOROOT/src that {@link readLinkerRules} wants. */
export const linkerRuleFiles = {
	loader: { path: 'cmd/link/internal/loader/loader.go', required: true },
	assembler: { path: 'cmd/asm/main.go', required: true },
	objectSymbols: { path: 'cmd/internal/obj/sym.go', required: true },
	builtinList: { path: 'cmd/internal/goobj/builtinlist.go', required: true },
	compiler: { path: 'cmd/compile/internal/gc/compile.go', required: true },
	data: { path: 'cmd/link/internal/ld/data.go', required: false },
	symbolTable: { path: 'cmd/link/internal/ld/symtab.go', required: false },
	literals: { path: 'cmd/compile/internal/ir/func.go', required: false },
	/** Not in trees before Go 1.23. */
	intrinsics: { path: 'cmd/compile/internal/ssagen/intrinsics.go', required: false },
	/** Go 1.26 names the package of vectors there, Go 1.27 in the file above. */
	vectors: { path: 'cmd/compile/internal/ssagen/simdintrinsics.go', required: false },
} as const;

/** The texts of these files; empty for one that is not required and absent. */
export type LinkerSources = { readonly [File in keyof typeof linkerRuleFiles]: string };

/** What the compiler calls in every function with `-race`, by number: that a pull names it too is not seen (Go 1.23 to 1.27). */
const calledWithRace = ['runtime.racefuncenter', 'runtime.racefuncexit'];

/** What of a build decides which rules hold. */
export interface LinkedBuild {
	/** What the context's experiments say, see {@link LinkerRules.wrappers}. */
	readonly wrappers: boolean;
	readonly goarch: string;
	/** A build with `-race`. */
	readonly race: boolean;
}

export function readLinkerRules(sources: LinkerSources, { wrappers, goarch, race }: LinkedBuild): LinkerRules {
	const checks = sources.loader.includes('func (l *Loader) checkLinkname');
	const intrinsicBodies = sources.compiler.includes('GenIntrinsicBody');
	const builtinsPass = !sources.objectSymbols.includes('!rs.IsLinkname()');
	return {
		checks,
		wrappersPass: sources.loader.includes('osym.IsLinkname() || osym.ABIWrapper()'),
		wrappers,
		replacesDuplicates: /if oldsym\.Dupok\(\) \{[^}]*l\.objSyms\[oldi\] = /.test(sources.loader),
		unresolvedLinks: goarch === 'wasm',
		// Without wrappers the linker cannot see a push of assembly, and lets it pass (loader.go, Go 1.27).
		assemblyChecked: wrappers && sources.assembler.includes('ctxt.Std'),
		stdOnlyPushes: sources.loader.includes('IsLinknameStd'),
		intrinsicBodies,
		compiledIntrinsics: intrinsicBodies ? readIntrinsics(sources.intrinsics) : [],
		intrinsicPackage: intrinsicBodies
			? /^const simdPackage = "([\w/]+)"$/m.exec(`${sources.intrinsics}\n${sources.vectors}`)?.[1]
			: undefined,
		namelessLiterals: sources.literals.includes('AttrContentAddressable'),
		uncheckedBuiltins: builtinsPass ? namesIn(sources.builtinList, /\{"([^"]+)", 1\}/g) : race ? calledWithRace : [],
		builtins: namesIn(sources.builtinList, /\{"([^"]+)", \d\}/g),
		made: namesIn(`${sources.data}\n${sources.symbolTable}`, /\b(?:xdefine|CreateSymForUpdate)\("(runtime\.\w+)"/g),
		blocked: checks ? readBlocked(sources.loader) : {},
	};
}

function namesIn(source: string, entry: RegExp): string[] {
	return [...source.matchAll(entry)].map((match) => match[1] ?? '');
}

/** `addF("internal/runtime/sys", "GetCallerPC", …`, whatever the architecture. */
function readIntrinsics(source: string): string[] {
	const calls = source.matchAll(/\b(?:add\w*|alias)\("([\w/]+)", "(\w+)"/g);
	return [...new Set([...calls].map((call) => `${call[1]}.${call[2]}`))];
}

function readBlocked(loader: string): Record<string, string[]> {
	const literal = /var blockedLinknames = map\[string\]\[\]string\{([\s\S]*?)\n\}/.exec(loader)?.[1] ?? '';
	const blocked: Record<string, string[]> = {};
	for (const entry of literal.matchAll(/^[ \t]*"([^"\n]+)":[ \t]*\{([^}]*)\}/gm)) {
		blocked[entry[1] ?? ''] = [...(entry[2] ?? '').matchAll(/"([^"]+)"/g)].map((name) => name[1] ?? '');
	}
	return blocked;
}
