/**
 * One directive whose other side lies outside the standard library, with everything that is known about that side, collected
 * beforehand (linkname/modules). The rules of this folder only judge.
 */
import type { ModuleId } from '../../module/goMod.ts';
import type { SignatureComparison } from '../../signature/compareSignatures.ts';
import type { GoFile } from '../../source/goFile.ts';
import type { Span } from '../../text/span.ts';
import type { FileFacts } from '../fileFacts.ts';
import type { BoundLinkname } from '../linknameForm.ts';
import type { PackageIndex } from '../packageIndex.ts';
import type { LocalUse } from '../targets/localUse.ts';

export interface ModuleView {
	readonly bound: BoundLinkname;
	readonly facts: FileFacts;
	readonly index: PackageIndex;
	/** As the linker spells it; that of the local name in the one-argument forms. */
	readonly symbol: string;
	readonly partner: ModuleTarget;
	/** Whether this package uses the local name. */
	readonly use: LocalUse;
}

/** A declaration of the other side. */
export interface Counterpart {
	/** Import path of the package that holds it. */
	readonly importPath: string;
	readonly path: string;
	readonly span: Span;
}

export type ModuleTarget =
	/** Judged elsewhere, or not known well enough to say a word. */
	| { readonly kind: 'unknown' }
	/** A pull, or a declaration that waits for a push, and what is linked to it. */
	| {
			readonly kind: 'defined';
			readonly side: Counterpart;
			readonly comparison: SignatureComparison | undefined;
			/** Unexported, in a module that is not the user's. */
			readonly privateOf: ModuleId | undefined;
			readonly missing: MissingImport | undefined;
			/** It links in some programs and not in this one. */
			readonly lacking?: LackingBinary | undefined;
	  }
	/** Nothing defines the symbol. */
	| { readonly kind: 'undefined'; readonly why: UndefinedTarget; readonly suggestions: readonly string[] }
	/** A pulled variable that nothing defines. */
	| { readonly kind: 'zero-variable'; readonly why: 'absent' | 'function'; readonly suggestions: readonly string[] }
	/** A push onto a declaration without a body, or a variable without a value. */
	| {
			readonly kind: 'received';
			readonly side: Counterpart;
			readonly comparison: SignatureComparison | undefined;
			readonly missing: MissingImport | undefined;
			/** Another package pushes the same name, and a program contains both. */
			readonly rival: Counterpart | undefined;
	  }
	/** A push onto a name that the other package defines itself. */
	| { readonly kind: 'clash'; readonly side: Counterpart; readonly as: 'function' | 'method' | 'variable' };

export type UndefinedTarget =
	/** Every module that could hold the package is on disk, and none does. */
	| { readonly kind: 'no-package'; readonly importPath: string }
	| { readonly kind: 'absent' }
	| { readonly kind: 'declared-as'; readonly as: 'variable' | 'constant' | 'type' | 'generic function' }
	/** The declaration has another name for the linker, by a directive of its own. */
	| { readonly kind: 'renamed'; readonly symbol: string }
	/** Only files that this build leaves out define it: of tests, of other platforms, behind tags. */
	| { readonly kind: 'left-out'; readonly files: readonly string[] }
	/** A name of package main, asked for by a test. */
	| { readonly kind: 'main-in-test' }
	/** Assembly without a Go declaration, which Go code cannot call. */
	| { readonly kind: 'assembly-only' }
	/** A function literal, for a compiler that gives it no symbol of a name. */
	| { readonly kind: 'nameless-literal' }
	/** Compiled from Go, and without a symbol of the ABI of assembly: a method, or a function of another package than the assembly that names it. */
	| { readonly kind: 'go-only'; readonly as: 'function' | 'method' }
	/** A declaration without a body that nothing pushes to; `program` contains it. */
	| { readonly kind: 'not-pushed'; readonly program: string };

/** A program, or the test of a package, that is sure to refer to the symbol, and that holds no package which defines it. */
export interface LackingBinary {
	readonly importPath: string;
	readonly test: boolean;
}

/** The package that defines the symbol is in none of the programs that need it. */
export interface MissingImport {
	/** Import path of the package that nothing imports. */
	readonly provider: string;
	/** Import path of a program that needs it, and the file of it that an import would go to. */
	readonly program: string;
	readonly file: { readonly path: string; readonly file: GoFile };
}
