/** A pulled variable beside its target in the standard library: the larger one of them becomes the definition. */
import type { Definition, Reference } from '../../analysis/linker/packageFacts.ts';
import { layoutOf } from '../../analysis/signature/layout.ts';
import type { Machine } from '../../analysis/signature/machine.ts';
import { measuring } from '../../analysis/signature/measuring.ts';
import { type Signature, variableType } from '../../analysis/signature/signature.ts';
import type { InPackage } from '../../world/goroot/gorootIndex.ts';
import type { Build } from '../../world/modules/build.ts';
import type { PackageSymbols } from '../../world/modules/packageSymbols.ts';
import { signatureAt } from './compareTypes.ts';

/** True when both sizes are known and the pulled variable is not the larger one. */
export async function isNotLarger(
	symbols: PackageSymbols,
	reference: Reference,
	definition: InPackage<Definition>,
	build: Build,
): Promise<boolean> {
	const found = await build.options.index?.declarationAt(definition);
	await build.types.read([definition.importPath]);
	const own = build.types.find(definition.importPath, definition.importPath);
	const local = signatureAt(symbols, reference, 'declared', build);
	if (!local || !own || found?.declaration.kind !== 'var') return false;
	const target = variableType(found.declaration, { packages: build.types, own, file: found.file });
	// Reads the packages that the types lead to.
	await build.types.compare(local, target, build.machine);
	const sizes = [sizeOf(local, build.machine), sizeOf(target, build.machine)] as const;
	return sizes[0] !== undefined && sizes[1] !== undefined && sizes[0] <= sizes[1];
}

function sizeOf(signature: Signature, machine: Machine): number | undefined {
	if (signature.kind !== 'var' || !signature.type) return undefined;
	return layoutOf(signature.type, signature.scope, measuring(machine))?.size;
}
