/** What an inventory lists, as plain data: one entry for each place where a package uses the internals of another, or of the compiler. */
import type { LinknameForm } from '../../analysis/linkname/linknameForm.ts';
import type { VersionStatus } from '../../analysis/linkname/targets/versionStatus.ts';

export type InventoryEntry = LinknameEntry | BodylessEntry | AssemblyEntry | DirectiveEntry;

interface EntryBase {
	/** Absolute path. */
	readonly path: string;
	readonly region: EntryRegion;
	/** The package that the entry stands in. */
	readonly owner: PackageOwner;
	/** The build in use compiles the file into a package that the workspace reaches. */
	readonly built: boolean;
	/** One sentence at most; empty when there is nothing to add. */
	readonly note: string;
}

/** 1-based lines and columns, columns in UTF-16 units; the end is exclusive. */
export interface EntryRegion {
	readonly line: number;
	readonly column: number;
	readonly endLine: number;
	readonly endColumn: number;
}

export interface PackageOwner {
	readonly importPath: string;
	readonly module: ModuleOwner;
}

export interface ModuleOwner {
	/** `std` for the standard library. */
	readonly path: string;
	/** `v1.2.3`; that of the Go in use for the standard library, empty for modules of the workspace. */
	readonly version: string;
	/** `main`: a module of the workspace. `replaced`: a directory stands for it. */
	readonly kind: 'main' | 'replaced' | 'cached' | 'vendored' | 'std';
}

/** A declaration or an assembly function of another package. */
export interface SymbolPlace {
	readonly importPath: string;
	readonly module: ModuleOwner;
	/** Absolute path; undefined where only the recorded data knows the symbol. */
	readonly path: string | undefined;
	/** 1-based; 0 without a path. */
	readonly line: number;
}

/**
 * `links`, `refused`, `undefined`: what the linker says. `zero-variable`: it links as a new variable. `clash`: two definitions. `left-out`: no
 * program of this build holds the target's package. `unknown`: nothing certain can be said.
 */
export type InventoryVerdict = 'links' | 'refused' | 'undefined' | 'zero-variable' | 'clash' | 'left-out' | 'unknown';

interface SymbolEntry extends EntryBase {
	/** What it is called in the source. */
	readonly name: string;
	/** As the linker spells it. */
	readonly symbol: string;
	readonly verdict: InventoryVerdict;
	/** Who defines the symbol: the target's package, or the one that pushes it. */
	readonly providers: readonly SymbolPlace[];
}

export interface LinknameEntry extends SymbolEntry {
	readonly kind: 'linkname';
	readonly form: LinknameForm;
	/** Packages that pull what this one pushes or opens, as far as the build and the standard library tell. */
	readonly users: readonly SymbolPlace[];
	/** The target's package marks it for use from outside. */
	readonly pushed: boolean;
	/** From release to release, oldest first; empty when no record knows the symbol. */
	readonly history: readonly HistoryRange[];
	/** `go1.23`: the first release from which on it does not link any more; undefined when the newest known one links it. */
	readonly breaksSince: string | undefined;
}

export interface HistoryRange {
	/** `go1.18`; both ends included. */
	readonly from: string;
	readonly to: string;
	readonly status: VersionStatus;
}

export interface BodylessEntry extends SymbolEntry {
	readonly kind: 'body-less';
	/** `assembly`: of its own package. `push`: another package's. `host`: of WebAssembly. `nobody`: nothing was found. */
	readonly body: 'assembly' | 'push' | 'host' | 'nobody';
}

export interface AssemblyEntry extends SymbolEntry {
	readonly kind: 'assembly';
	/** A call or a jump; else its address or its data is used. */
	readonly called: boolean;
}

export interface DirectiveEntry extends EntryBase {
	readonly kind: 'directive';
	/** `noescape`, without `go:`. */
	readonly verb: string;
	/** The function below it; empty where it stands above none. */
	readonly name: string;
}

export interface Inventory {
	/** In order of module, file and line; the workspace first. */
	readonly entries: readonly InventoryEntry[];
	/** Modules whose sources were read, workspace and dependencies. */
	readonly modules: readonly ModuleOwner[];
	/** Go files that were looked at. */
	readonly files: number;
	/** One sentence for each thing that could not be read: part of the answer is missing. */
	readonly unread: readonly string[];
	/** One sentence for each thing that makes the answer less sure. */
	readonly problems: readonly string[];
}

/** True when a program that uses the entry does not link, or reads something else than it means. */
export function isBroken(entry: InventoryEntry): boolean {
	if (entry.kind === 'directive' || !entry.built) return false;
	return ['refused', 'undefined', 'zero-variable', 'clash'].includes(entry.verdict);
}
