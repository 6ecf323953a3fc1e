/** The other side of a linkname as a place, and both sides compared. */
import type { SourceLine } from '../../analysis/linker/packageFacts.ts';
import type { FileFacts } from '../../analysis/linkname/fileFacts.ts';
import type { BoundLinkname } from '../../analysis/linkname/linknameForm.ts';
import type { Counterpart } from '../../analysis/linkname/modules/moduleView.ts';
import type { SignatureComparison } from '../../analysis/signature/compareSignatures.ts';
import { funcSignature, type Signature, variableType } from '../../analysis/signature/signature.ts';
import { packageTypes, type PackageTypes } from '../../analysis/signature/typeScope.ts';
import type { Declaration, GoFile } from '../../analysis/source/goFile.ts';
import { join } from '../../toolchain/paths.ts';
import type { Build } from '../../world/modules/build.ts';
import { declarationAt, type PackageSymbols } from '../../world/modules/packageSymbols.ts';

/** Where something of a package's facts stands. Assembly is shown from its first character. */
export function sideOf(
	symbols: PackageSymbols,
	importPath: string,
	place: SourceLine & { readonly local?: string },
): Counterpart {
	const found = declarationAt(symbols, place, place.local);
	const path = found?.path ?? join(symbols.directory, symbols.facts.files[place.file] ?? '');
	return { importPath, path, span: found?.declaration.nameSpan ?? { start: 0, end: 0 } };
}

/** The signature of a declaration in a package's facts; `undefined` when Go does not declare it. */
export function signatureAt(
	symbols: PackageSymbols,
	place: SourceLine & { readonly local?: string },
	receiver: 'declared' | 'pointer',
	build: Build,
): Signature | undefined {
	const found = declarationAt(symbols, place, place.local);
	if (!found) return undefined;
	const own = packageTypes(
		symbols.importPath,
		symbols.files.map(({ file }) => file),
	);
	return signatureOf(found.declaration, found.file, own, receiver, build);
}

function signatureOf(
	declaration: Declaration,
	file: GoFile,
	own: PackageTypes,
	receiver: 'declared' | 'pointer',
	build: Build,
): Signature | undefined {
	const scope = { packages: build.types, own, file };
	if (declaration.kind === 'func') return funcSignature(declaration, scope, receiver);
	return declaration.kind === 'var' ? variableType(declaration, scope) : undefined;
}

/** The signature of the directive's own declaration, among the files that are built with it. */
export function localSignatureIn(
	{ declaration }: BoundLinkname,
	importPath: string,
	built: readonly FileFacts[],
	build: Build,
): Signature | undefined {
	if (!declaration) return undefined;
	const own = packageTypes(
		importPath,
		built.map(({ file }) => file),
	);
	return signatureOf(declaration.item, declaration.facts.file, own, 'declared', build);
}

/** What a puller declares against what a definition is. */
export async function compareTypes(
	puller: Signature | undefined,
	definition: Signature | undefined,
	build: Build,
): Promise<SignatureComparison | undefined> {
	if (!puller || !definition) return undefined;
	return build.types.compare(puller, definition, build.machine);
}
