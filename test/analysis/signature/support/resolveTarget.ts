/** Where the definition of a symbol stands: in its own package, or pushed from another one. A simple stand-in for the linker. */
import type { Declaration, GoFile } from '../../../../server/src/analysis/source/goFile.ts';
import { funcSignature, variableType, type Signature } from '../../../../server/src/analysis/signature/signature.ts';
import { spanText } from '../../../../server/src/analysis/text/span.ts';
import type { DiskPackage, DiskPackages } from './diskPackages.ts';

/** symbol → the packages and local names that push it. */
export type PushIndex = ReadonlyMap<string, readonly { readonly pkg: DiskPackage; readonly local: string }[]>;

export function directivesOf(file: GoFile): { local: string; remote: string | undefined; line: number }[] {
	return file.directives.flatMap(({ span }) => {
		const [, local, remote] =
			/^\/\/go:linkname(?:std)? +(\S+)(?:[ \t]+(\S+))?[ \t]*$/.exec(spanText(file.text, span)) ?? [];
		return local === undefined ? [] : [{ local, remote, line: file.text.slice(0, span.start).split('\n').length }];
	});
}

export function pushIndex(packages: readonly DiskPackage[]): PushIndex {
	const index = new Map<string, { pkg: DiskPackage; local: string }[]>();
	for (const pkg of packages) {
		for (const { file } of pkg.files) {
			for (const { local, remote } of directivesOf(file)) {
				const declaration = remote === undefined ? undefined : pkg.find(local)?.declaration;
				const defines = declaration?.kind === 'func' ? declaration.body : declaration?.kind === 'var';
				if (remote !== undefined && defines) index.set(remote, [...(index.get(remote) ?? []), { pkg, local }]);
			}
		}
	}
	return index;
}

/** Undefined when nothing defines the symbol. */
export function resolveTarget(symbol: string, packages: DiskPackages, pushes: PushIndex): Signature | undefined {
	const { path, name } = splitSymbol(symbol);
	const pkg = packages.find(path, path);
	const own = pkg && declarationOf(pkg, name);
	const renamed = pkg?.files.some(({ file }) =>
		directivesOf(file).some(({ local, remote }) => local === name && remote !== undefined && remote !== symbol),
	);
	if (pkg && own && !renamed && (own.declaration.kind !== 'func' || own.declaration.body))
		return signatureOf(own, pkg, packages);
	const pushed = pushes.get(symbol)?.[0];
	const found = pushed && declarationOf(pushed.pkg, pushed.local);
	if (pushed && found) return signatureOf(found, pushed.pkg, packages);
	// Assembly, here or in another package: the declaration says what Go code passes.
	return pkg && own && !renamed ? signatureOf(own, pkg, packages) : undefined;
}

function splitSymbol(symbol: string): { path: string; name: string } {
	const dot = symbol.indexOf('.', symbol.lastIndexOf('/') + 1);
	return { path: symbol.slice(0, dot).replaceAll('%2e', '.'), name: symbol.slice(dot + 1) };
}

interface Found {
	readonly declaration: Declaration;
	readonly file: GoFile;
	readonly receiver: 'declared' | 'pointer';
}

function declarationOf(pkg: DiskPackage, name: string): Found | undefined {
	const method = /^(?:\(\*(\w+)\)|(\w+))\.(\w+)$/.exec(name);
	if (!method) {
		const declared = pkg.find(name);
		return declared && { ...declared, receiver: 'declared' };
	}
	const receiver = method[1] === undefined ? 'declared' : 'pointer';
	for (const { file } of pkg.files) {
		for (const declaration of file.declarations) {
			if (declaration.kind !== 'func' || !declaration.receiver || declaration.name !== method[3]) continue;
			const type = spanText(file.text, declaration.receiver).replace(/^.*[\s*]/, '');
			if (type === (method[1] ?? method[2])) return { declaration, file, receiver };
		}
	}
	return undefined;
}

export function signatureOf(found: Found, own: DiskPackage, packages: DiskPackages): Signature | undefined {
	const scope = { packages, own, file: found.file };
	const { declaration } = found;
	if (declaration.kind === 'func') return funcSignature(declaration, scope, found.receiver);
	return declaration.kind === 'var' ? variableType(declaration, scope) : undefined;
}
