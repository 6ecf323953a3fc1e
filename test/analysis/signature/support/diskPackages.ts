/** Packages read from source trees on disk, for tests that compare real code. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileConstraint, isBuilt, isNameBuilt } from '../../../../server/src/analysis/build/isBuilt.ts';
import type { GoFile } from '../../../../server/src/analysis/source/goFile.ts';
import { scanGoFile } from '../../../../server/src/analysis/source/scanGoFile.ts';
import { packageTypes, type Packages, type PackageTypes } from '../../../../server/src/analysis/signature/typeScope.ts';

export interface SourceFile {
	readonly name: string;
	readonly file: GoFile;
}

export interface DiskPackage extends PackageTypes {
	/** Without test files. */
	readonly files: readonly SourceFile[];
}

export interface SourceTree {
	/** The import path of the directory: a module path, or empty for GOROOT/src. */
	readonly path: string;
	readonly directory: string;
}

export interface DiskPackages extends Packages {
	find(path: string, importer: string): DiskPackage | undefined;
	/** The package together with its test files. */
	withTests(path: string): DiskPackage | undefined;
}

/** The first tree whose path is a prefix of an import path answers. */
export function diskPackages(trees: readonly SourceTree[], tags: ReadonlySet<string>): DiskPackages {
	const known = new Map<string, DiskPackage | undefined>();
	const read = (path: string, tests: boolean): DiskPackage | undefined => {
		const key = `${path} ${tests}`;
		if (!known.has(key)) known.set(key, readPackage(path, trees, tags, tests));
		return known.get(key);
	};
	const find = (path: string, importer: string) =>
		read(path, false) ?? (importer.includes('.') ? undefined : read(`vendor/${path}`, false));
	return { find, withTests: (path) => read(path, true) };
}

function readPackage(
	path: string,
	trees: readonly SourceTree[],
	tags: ReadonlySet<string>,
	tests: boolean,
): DiskPackage | undefined {
	for (const tree of trees) {
		if (tree.path !== '' && path !== tree.path && !path.startsWith(`${tree.path}/`)) continue;
		const directory = join(tree.directory, path.slice(tree.path === '' ? 0 : tree.path.length));
		if (!existsSync(directory)) continue;
		const names = readdirSync(directory);
		const files = names
			.filter((name) => name.endsWith('.go') && (tests || !name.endsWith('_test.go')) && isNameBuilt(name, tags))
			.map((name) => ({ name, file: scanGoFile(readFileSync(join(directory, name), 'utf8')) }))
			.filter(({ name, file }) => isBuilt({ name, constraint: fileConstraint(file.buildConstraint) }, tags))
			.filter(({ file }) => file.imports.every((spec) => spec.path !== 'C'));
		if (files.length === 0) continue;
		const types = packageTypes(
			path,
			files.map(({ file }) => file),
		);
		return { ...types, files };
	}
	return undefined;
}
