/**
 * One directive with everything that is known about its target, collected beforehand: the rules of this folder only judge.
 * Who collects (linkname/standard) reads Go trees and tables; nothing here asks for more.
 */
import type { DeclaredName, Definition } from '../../linker/packageFacts.ts';
import type { LinkVerdict } from '../../linker/verdict.ts';
import type { VersionCell } from '../../linker/versionTable.ts';
import type { SignatureComparison } from '../../signature/compareSignatures.ts';
import type { PrintedSignature } from '../../signature/printSignature.ts';
import type { FileFacts } from '../fileFacts.ts';
import type { BoundLinkname } from '../linknameForm.ts';
import type { PackageIndex } from '../packageIndex.ts';
import type { Alternative } from './alternative.ts';
import type { LocalUse } from './localUse.ts';

export interface TargetView {
	readonly bound: BoundLinkname;
	/** The file of the directive, and its package. */
	readonly facts: FileFacts;
	readonly index: PackageIndex;
	/** The files of the package that the judged context builds together with this one, itself included. */
	readonly built: readonly FileFacts[];
	/** The target as it is written. */
	readonly symbol: string;
	readonly context: ViewContext;
	readonly verdict: TargetVerdict;
	/** What defines the symbol in the judged context. */
	readonly definition: TargetDefinition | undefined;
	/** What the target's package declares under the name when that gives no symbol; absent when it is not known. */
	readonly declaredAs?: DeclaredName['kind'] | undefined;
	/** The declaration of the local name against the target's; absent when there is nothing to compare. */
	readonly comparison: SignatureComparison | undefined;
	/** The target's signature for the file of the declaration, where the two differ and it can be written there. */
	readonly printed?: PrintedSignature | undefined;
	/** What became of the symbol from release to release, oldest first; empty when no table knows it. */
	readonly history: readonly VersionCell[];
	/** The part of the history that this file can meet: from go.mod's `go` line on, narrowed by its build constraint. */
	readonly reachable: readonly VersionCell[];
	/** The first newer Go whose build leaves the declaration out while code of the package still uses it. */
	readonly orphaned: Orphaned | undefined;
	/** The history was recorded on this very platform. */
	readonly exactPlatform: boolean;
	readonly alternative: Alternative | undefined;
	/**
	 * How the package uses the local name. `elsewhere`: not at all, but another package of the build does; `exported`: not at all, but others
	 * may, and nobody asked whether they do.
	 */
	readonly use: LocalUse | 'elsewhere' | 'exported';
	/** Whether this pull passes a linker that checks linknames, marked or not: in whatever Go version. */
	readonly loophole: Loophole;
	/** What sets `-checklinkname=0` for this module, e.g. `Makefile`; undefined when nothing does. */
	readonly checkDisabledBy: string | undefined;
	/** Symbols that were probably meant, the likeliest first; only for a target that does not exist. */
	readonly suggestions: readonly string[];
	/** Those of them that link and whose signature is not known to be another one. */
	readonly fitting: readonly string[];
	/** Programs that the Go tree itself names as known users of the symbol. */
	readonly knownUsers: readonly string[];
}

/**
 * A method whose receiver type the package mentions, or a variable larger than its target. `perhaps`: not found out, so that
 * nothing is claimed that hangs on it.
 */
export type Loophole = 'yes' | 'perhaps' | 'no';

/** The build that the verdict is about. */
export interface ViewContext {
	/** `go1.26.8` */
	readonly go: string;
	/** 26 of go1.26.8. */
	readonly minor: number;
	readonly goos: string;
	readonly goarch: string;
	/** What sets it apart from the build in use, because that one leaves the file out: `GOOS=windows`. Empty: it is the one in use. */
	readonly difference: string;
	/** `table`: no Go tree was at hand. */
	readonly source: 'tree' | 'table';
}

export type TargetVerdict =
	/** A pull. `sure` is false when it hangs on something that was not found out: then nothing is claimed. */
	| (LinkVerdict & { readonly sure: boolean })
	/** It exists, but in a package that this program does not contain. */
	| { readonly state: 'left-out'; readonly importPath: string }
	/** A push onto a name that something else defines. */
	| { readonly state: 'clash'; readonly with: Clash }
	/** A push onto a name that nothing else defines, as far as is known. */
	| { readonly state: 'free' }
	| { readonly state: 'unknown' };

export type Clash =
	/** A function or method of a package that every such build contains. */
	| 'function'
	/** A method whose receiver type this package mentions: two bodies live side by side. */
	| 'method'
	/** A variable that has a value of its own. */
	| 'variable'
	/** Another declaration of this very package. */
	| 'own-package'
	/** Another push of this very package. */
	| 'second-push';

export interface TargetDefinition {
	readonly kind: Definition['kind'];
	readonly push: Definition['push'];
	/** As the Go tree writes it: `(a, b int) error`. */
	readonly signature: string;
	/** Where it is declared, for whoever wants to go there. */
	readonly place: { readonly path: string /** 1-based. */; readonly line: number } | undefined;
	/** The parameters do not escape: the declaration itself says `//go:noescape`. */
	readonly noescape: boolean;
}

/** A build constraint takes a declaration away, and nothing takes its place. */
export interface Orphaned {
	/** 27 for Go 1.27. */
	readonly minor: number;
	readonly name: string;
	/** The file that declared it last. */
	readonly home: FileFacts;
	/** Absolute path of the file that uses the name there: of the package, or of one that imports it. */
	readonly user: string;
}

/** `go1.26` for go1.26.8: linkname rules change with minor releases only. */
export function shortGo({ minor }: { readonly minor: number }): string {
	return `go1.${minor}`;
}
