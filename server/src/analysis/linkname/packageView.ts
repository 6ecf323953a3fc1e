/**
 * A package as the rules see it: the Go files of one directory, of every platform and build tag, tests included.
 * Files with other package names may lie beside each other (external tests, `//go:build ignore` programs); the rules
 * sort out which of them the compiler reads together.
 */
import type { GoFile } from '../source/goFile.ts';

export interface PackageView {
	/** Absolute path of the directory. */
	readonly directory: string;
	readonly importPath: string | undefined;
	/** The version of go.mod's `go` line, e.g. `1.21` (`1.16` when go.mod has none); undefined without a go.mod. */
	readonly goVersion: string | undefined;
	/** The Go version in use, e.g. `go1.26.8`; undefined when it is not known: then the newest rules apply. */
	readonly toolchain: string | undefined;
	/** GOARCH of the build in use; undefined when it is not known. */
	readonly goarch?: string | undefined;
	/** The package belongs to the standard library (module `std` or `cmd`). */
	readonly std: boolean;
	/** The directory holds a file for which {@link isForeignSource} is true. */
	readonly hasForeignSources: boolean;
	/** Absolute paths of assembly files that hold nothing but comments, when no other foreign source lies there. */
	readonly stubs?: readonly string[];
	readonly files: readonly PackageFile[];
}

export interface PackageFile {
	/** Absolute path. */
	readonly path: string;
	readonly file: GoFile;
}

/**
 * True for a file that makes the go command compile the package without `-complete`, so that functions may lack a body
 * (cmd/go/internal/work/gc.go, go/build matchFile).
 */
export function isForeignSource(fileName: string): boolean {
	if (fileName.startsWith('_') || fileName.startsWith('.')) return false;
	return /\.(?:s|S|sx|c|cc|cpp|cxx|m|f|F|for|f90|syso|swig|swigcxx)$/.test(fileName);
}

/**
 * The foreign sources of a directory, when all of them are assembly that defines nothing: no code but what it includes.
 *
 * @param read undefined for a file that cannot be read
 */
export function stubsAmong(foreign: readonly string[], read: (path: string) => string | undefined): readonly string[] {
	const isStub = (path: string) => path.endsWith('.s') && isEmptyAssembly(read(path) ?? 'unknown');
	return foreign.every(isStub) ? foreign : [];
}

function isEmptyAssembly(text: string): boolean {
	return text.replace(/\/\/[^\n]*|\/\*[^]*?(?:\*\/|(?![^]))|^[ \t]*#include[^\n]*/gm, '').trim() === '';
}

/** True for a Go file that the go command does not pass over because of its name. */
export function isGoSource(fileName: string): boolean {
	return fileName.endsWith('.go') && !fileName.startsWith('_') && !fileName.startsWith('.');
}

/** `source`: part of the package; `test`: compiled with it for `go test`; `externalTest`: a package of its own, `p_test`. */
export type FileRole = 'source' | 'test' | 'externalTest';

export function fileRole({ path, file }: PackageFile): FileRole {
	if (!path.endsWith('_test.go')) return 'source';
	return file.packageName.endsWith('_test') ? 'externalTest' : 'test';
}
