/** The declaration behind a symbol of a Go tree: what it says, and its signature. */
import { commentAbove, knownUsers } from '../../analysis/linkname/targets/knownUsers.ts';
import { parseSymbol } from '../../analysis/linker/symbolName.ts';
import { funcSignature, type Signature, variableType } from '../../analysis/signature/signature.ts';
import type { Packages } from '../../analysis/signature/typeScope.ts';
import type { FoundDeclaration } from '../../world/goroot/foundDeclaration.ts';
import type { GorootIndex } from '../../world/goroot/gorootIndex.ts';

export interface TargetDeclaration {
	readonly found: FoundDeclaration;
	/** Programs that the comment above it names. */
	readonly users: readonly string[];
	/** It is declared with `//go:noescape`. */
	readonly noescape: boolean;
}

export async function readDeclaration(
	index: GorootIndex,
	place: { readonly path: string; readonly line: number },
): Promise<TargetDeclaration | undefined> {
	const found = await index.declarationAt(place);
	if (!found) return undefined;
	const comment = commentAbove(found.file, found.declaration);
	return { found, users: knownUsers(comment), noescape: /^\/\/go:noescape\s*$/m.test(comment) };
}

/** @param importPath of the package that declares it, which is not always the one in the symbol's name */
export function targetSignature(
	{ declaration, file }: FoundDeclaration,
	importPath: string,
	symbol: string,
	packages: Packages,
): Signature | undefined {
	const own = packages.find(importPath, importPath);
	if (!own) return undefined;
	const scope = { packages, own, file };
	if (declaration.kind === 'func') {
		const pointer = parseSymbol(symbol)?.receiver?.pointer === true;
		return declaration.typeParameters ? undefined : funcSignature(declaration, scope, pointer ? 'pointer' : 'declared');
	}
	return declaration.kind === 'var' ? variableType(declaration, scope) : undefined;
}
