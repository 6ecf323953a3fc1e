/** The local side of a directive as a signature, in the package's own files. */
import type { FileFacts } from '../../analysis/linkname/fileFacts.ts';
import type { BoundLinkname } from '../../analysis/linkname/linknameForm.ts';
import { layoutOf } from '../../analysis/signature/layout.ts';
import type { Machine } from '../../analysis/signature/machine.ts';
import { measuring } from '../../analysis/signature/measuring.ts';
import { funcSignature, type Signature, variableType } from '../../analysis/signature/signature.ts';
import type { Packages, PackageTypes } from '../../analysis/signature/typeScope.ts';

/** Undefined when the local name is not declared as something that can be compared. */
export function localSignature(
	{ declaration }: BoundLinkname,
	importPath: string,
	built: readonly FileFacts[],
	packages: Packages,
): Signature | undefined {
	const item = declaration?.item;
	if (!declaration || !item || item.kind === 'type') return undefined;
	const scope = { packages, own: declaredTypes(importPath, built), file: declaration.facts.file };
	if (item.kind === 'func') return item.typeParameters ? undefined : funcSignature(item, scope);
	return variableType(item, scope);
}

/** What the files declare, looked up where it was collected already. */
function declaredTypes(importPath: string, built: readonly FileFacts[]): PackageTypes {
	return {
		path: importPath,
		name: built[0]?.file.packageName ?? '',
		find(name) {
			for (const { declared, file } of built) {
				const declaration = declared.get(name)?.[0];
				if (declaration) return { declaration, file };
			}
			return undefined;
		},
	};
}

/** Bytes of a variable; undefined when its type is not known. */
export function sizeOf(signature: Signature | undefined, machine: Machine): number | undefined {
	if (signature?.kind !== 'var' || !signature.type) return undefined;
	return layoutOf(signature.type, signature.scope, measuring(machine))?.size;
}
