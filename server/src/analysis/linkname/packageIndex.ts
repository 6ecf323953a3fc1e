/** Which files the compiler reads together, and what they declare to each other. */
import type { Declaration } from '../source/goFile.ts';
import type { Linkname } from './directive.ts';
import type { FileFacts } from './fileFacts.ts';
import type { PackageView } from './packageView.ts';

export interface PackageIndex extends Omit<PackageView, 'files'> {
	readonly files: readonly FileFacts[];
}

/** Something declared or directed in one file of a package. */
export interface Placed<T> {
	readonly facts: FileFacts;
	readonly item: T;
}

/** The files that may be compiled together with `facts`, itself included, whatever their platform and tags. */
export function companions(index: PackageIndex, facts: FileFacts): FileFacts[] {
	return index.files.filter(
		(other) =>
			other === facts ||
			(other.file.packageName === facts.file.packageName && (other.role === facts.role || other.role === 'source')),
	);
}

/** The package-level declarations of a name, in whatever build variant. */
export function declarationsOf(files: readonly FileFacts[], name: string): Placed<Declaration>[] {
	return files.flatMap((facts) => (facts.declared.get(name) ?? []).map((item) => ({ facts, item })));
}

/** The linkname directives for a local name, those of files in the order in which the compiler reads them. */
export function linknamesOf(files: readonly FileFacts[], local: string): Placed<Linkname>[] {
	return files.flatMap((facts) =>
		facts.linknames.filter((linkname) => linkname.local.text === local).map((item) => ({ facts, item })),
	);
}

/**
 * True when nothing that other files can see of `after` differs from `before`: their findings stay as they were.
 * (Names and kinds of declarations, bodies of functions, linkname directives, imports of unsafe and C, build constraint.)
 */
export function sameForSiblings(before: FileFacts, after: FileFacts): boolean {
	return (
		before.role === after.role &&
		before.file.packageName === after.file.packageName &&
		before.file.buildConstraint === after.file.buildConstraint &&
		before.importsUnsafe === after.importsUnsafe &&
		before.importsC === after.importsC &&
		before.linknames.length === after.linknames.length &&
		before.linknames.every((linkname, at) => sameLinkname(linkname, after.linknames[at])) &&
		before.file.declarations.length === after.file.declarations.length &&
		before.file.declarations.every((declaration, at) => sameDeclaration(declaration, after.file.declarations[at]))
	);
}

function sameLinkname(before: Linkname, after: Linkname | undefined): boolean {
	return (
		before.local.text === after?.local.text && before.target?.text === after.target?.text && before.std === after.std
	);
}

function sameDeclaration(before: Declaration, after: Declaration | undefined): boolean {
	if (before.kind !== after?.kind || before.name !== after.name) return false;
	if (before.kind !== 'func' || after.kind !== 'func') return true;
	return (
		(before.body === undefined) === (after.body === undefined) &&
		(before.receiver === undefined) === (after.receiver === undefined) &&
		(before.typeParameters === undefined) === (after.typeParameters === undefined)
	);
}

/** True when the findings of a file may hang on what the other files of its package declare or direct. */
export function looksBeyondFile({ file, declared, directives, linknames }: FileFacts): boolean {
	return (
		linknames.some(({ local }) => !declared.has(local.text)) ||
		directives.some(({ spelling, verb }) => spelling !== 'exact' && verb.text.startsWith('link')) ||
		file.declarations.some((declaration) => declaration.kind === 'func' && !declaration.body)
	);
}
