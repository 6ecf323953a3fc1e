/** The symbols of one package in one build context, as plain data that can be stored. */
import type { AsmDefinition, AsmReference } from './asmFile.ts';
import type { GoFile } from '../source/goFile.ts';

export interface PackageFacts {
	readonly importPath: string;
	/** Base names of the files of this context, Go files first. Places below refer to them by index. */
	readonly files: readonly string[];
	/** Base names of files that could not be read: what seems absent may be in them. */
	readonly unreadable?: readonly string[];
	/** Import paths as written, sorted. */
	readonly imports: readonly string[];
	/** What the package defines, under its own name or another package's. */
	readonly definitions: Readonly<Record<string, Definition>>;
	/** Symbols that the package declares and leaves to somebody else: body-less functions, pulled variables. */
	readonly pulls: Readonly<Record<string, Reference>>;
	/** Everything declared at package level by its name in the source, methods as `T.m`. */
	readonly names: Readonly<Record<string, DeclaredName>>;
}

export interface SourceLine {
	/** Index into the package's `files`. */
	readonly file: number;
	/** 1-based. */
	readonly line: number;
}

export interface Reference extends SourceLine {
	readonly kind: 'func' | 'var';
	/** As in {@link Definition}. */
	readonly signature: string;
	readonly local?: string;
	/** No directive names it: its body comes from assembly, from a push, or from the compiler itself. */
	readonly bare?: true;
}

export interface Definition extends SourceLine {
	readonly kind: 'func' | 'method' | 'var';
	/**
	 * How the object file holds it. `go`: compiled. `wrapper`: assembly (or `//go:cgo_unsafe_args`) behind a Go declaration.
	 * `assembly`: assembly that speaks the Go convention, or data. `abi0`: assembly that no Go code can call.
	 */
	readonly shape: 'go' | 'wrapper' | 'assembly' | 'abi0';
	/**
	 * The compiler makes it of another method, in each package that needs it (an interface's, an embedded field's, a pointer's where the
	 * receiver is a value): whatever else has the name takes its place (DUPOK in cmd/internal/obj).
	 */
	readonly replaceable?: true;
	/** The package has a directive that names this symbol: pushed to all, or to the standard library only. */
	readonly push?: 'all' | 'std';
	/** Packages that the comment above the directive names as users, kept for them. */
	readonly users?: readonly string[];
	/** What stands in the declaration that carries the signature: `(a, b int) error`; for a variable its type as written. */
	readonly signature: string;
	/** Name of the declaration in the source when it is not the symbol's: `sync_runtime_Semacquire`. */
	readonly local?: string;
	/** Where the assembly stands, when the place is that of the Go declaration. */
	readonly assembly?: SourceLine;
	/** Assembly of the package itself names the function, so that the compiler makes it callable from assembly (ssagen/abi.go). */
	readonly named?: true;
	/** Data of assembly that is no data for the linker, so that nothing may be defined beside it. */
	readonly threadLocal?: true;
}

export interface DeclaredName extends SourceLine {
	readonly kind: 'func' | 'method' | 'var' | 'const' | 'type' | 'generic';
	/** The symbol it became by a directive, when that is not the plain one. */
	readonly symbol?: string;
}

export interface PackageSources {
	readonly importPath: string;
	readonly go: readonly { readonly name: string; readonly file: GoFile }[];
	readonly assembly: readonly {
		readonly name: string;
		readonly definitions: readonly AsmDefinition[];
		readonly references: readonly AsmReference[];
	}[];
	/** Go code reaches assembly through wrappers: GOEXPERIMENT regabiwrappers, on for all but a few architectures. */
	readonly wrappers: boolean;
	/** The build is for WebAssembly: only there the host brings what `//go:wasmimport` names. */
	readonly wasm: boolean;
	/** Methods without a body get one: as in `LinkerRules.intrinsicBodies`, and only the standard library has such methods. */
	readonly intrinsicBodies: boolean;
}
