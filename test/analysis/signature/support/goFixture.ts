/** Go sources in one text, `-- import/path --` above each file, as packages. */
import { scanGoFile } from '../../../../server/src/analysis/source/scanGoFile.ts';
import { funcSignature, variableType, type Signature } from '../../../../server/src/analysis/signature/signature.ts';
import {
	packageTypes,
	type Packages,
	type PackageTypes,
	type TypeScope,
} from '../../../../server/src/analysis/signature/typeScope.ts';

export function goPackages(fixture: string): Packages & { of(path: string): PackageTypes } {
	const parts = fixture.split(/^-- (\S+) --\n/m).slice(1);
	const files = new Map<string, string[]>();
	for (let index = 0; index < parts.length; index += 2) {
		const path = parts[index] ?? '';
		files.set(path, [...(files.get(path) ?? []), parts[index + 1] ?? '']);
	}
	const packages = new Map([...files].map(([path, texts]) => [path, packageTypes(path, texts.map(scanGoFile))]));
	const of = (path: string) => {
		const found = packages.get(path);
		if (!found) throw new Error(`no package ${path} in the fixture`);
		return found;
	};
	return { find: (path) => packages.get(path), of };
}

/** The scope and signature of a function or variable; a method by the name of its type: `T.m`, `*T.m`. */
export function declared(
	packages: ReturnType<typeof goPackages>,
	path: string,
	name: string,
): { scope: TypeScope; signature: Signature } {
	const own = packages.of(path);
	const found = own.find(name);
	if (!found) throw new Error(`no ${name} in ${path}`);
	const scope = { packages, own, file: found.file };
	const { declaration } = found;
	if (declaration.kind === 'func') return { scope, signature: funcSignature(declaration, scope) };
	if (declaration.kind === 'var') return { scope, signature: variableType(declaration, scope) };
	throw new Error(`${name} is a ${declaration.kind}`);
}
