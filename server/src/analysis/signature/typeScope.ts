/** Following names from the text they are written in to what declares them: through imports, packages and type arguments. */
import type { Declaration, GoFile, Import, TypeDeclaration } from '../source/goFile.ts';
import { spanText } from '../text/span.ts';
import { parseReceiver, parseTypeParameters } from './parseType.ts';
import type { NamedType, TypeExpression } from './typeExpression.ts';
import { invalidType } from './typeExpression.ts';

/** The packages that names lead into; whoever calls decides where they come from. */
export interface Packages {
	/** What `import "path"` means in a file of the package `importer` (which decides about vendored packages). */
	find(path: string, importer: string): PackageTypes | undefined;
}

/** What one package declares, in the files that the build context takes. */
export interface PackageTypes {
	/** The import path; symbols are spelt with it. */
	readonly path: string;
	readonly name: string;
	/** A declaration at package level, and the file whose imports it uses. A method goes by its type's name too: `T.m`. */
	find(name: string): Declared | undefined;
}

export interface Declared {
	readonly declaration: Declaration;
	readonly file: GoFile;
}

/** Where a piece of Go text stands, and so what its names mean. */
export interface TypeScope {
	readonly packages: Packages;
	readonly own: PackageTypes;
	readonly file: GoFile;
	/** What the type parameters in sight stand for. */
	readonly bindings?: ReadonlyMap<string, ScopedType>;
}

export interface ScopedType {
	readonly type: TypeExpression;
	readonly scope: TypeScope;
}

export type Meaning =
	| { readonly kind: 'type'; readonly declaration: TypeDeclaration; readonly scope: TypeScope }
	| { readonly kind: 'other'; readonly declaration: Declaration; readonly scope: TypeScope }
	| { readonly kind: 'bound'; readonly bound: ScopedType }
	| { readonly kind: 'predeclared'; readonly name: string }
	/** A member of package unsafe. */
	| { readonly kind: 'unsafe'; readonly name: string }
	/** `paths`: packages that would have to be known to say more. */
	| { readonly kind: 'unknown'; readonly paths: readonly string[] };

/** The types of one package, from those of its files that the build context takes. */
export function packageTypes(path: string, files: readonly GoFile[]): PackageTypes {
	let byName: Map<string, Declared> | undefined;
	const index = () => {
		const found = new Map<string, Declared>();
		for (const file of files) {
			for (const declaration of file.declarations) {
				if (declaration.kind === 'func' && declaration.receiver) continue;
				if (!found.has(declaration.name)) found.set(declaration.name, { declaration, file });
			}
		}
		return found;
	};
	return {
		path,
		name:
			files.find((file) => file.packageName !== '' && !file.packageName.endsWith('_test'))?.packageName ??
			files[0]?.packageName ??
			'',
		find: (name) => (name.includes('.') ? findMethod(name, files) : (byName ??= index()).get(name)),
	};
}

/** Whether a declaration goes by this name, a method by `T.m`. */
export function isDeclaredAs(name: string, declaration: Declaration, { text }: GoFile): boolean {
	if (declaration.kind !== 'func' || !declaration.receiver) return declaration.name === name;
	if (!name.endsWith(`.${declaration.name}`)) return false;
	const { type } = parseReceiver(spanText(text, declaration.receiver));
	const base = type.kind === 'pointer' ? type.element : type;
	return base.kind === 'name' && name === `${base.name}.${declaration.name}`;
}

function findMethod(name: string, files: readonly GoFile[]): Declared | undefined {
	for (const file of files) {
		const declaration = file.declarations.find((one) => isDeclaredAs(name, one, file));
		if (declaration) return { declaration, file };
	}
	return undefined;
}

/** The meaning of `name` or `qualifier.name` at this place. */
export function lookUp(scope: TypeScope, name: string, qualifier?: string): Meaning {
	if (qualifier !== undefined) return lookUpQualified(scope, name, qualifier);
	const bound = scope.bindings?.get(name);
	if (bound) return { kind: 'bound', bound };
	const own = scope.own.find(name);
	if (own) return meaningOf(own, scope.own, scope.packages);
	if (predeclared.has(name)) return { kind: 'predeclared', name };
	const dotImports = scope.file.imports.filter((spec) => spec.name === '.');
	const paths: string[] = [];
	for (const { path } of dotImports) {
		const imported = scope.packages.find(path, scope.own.path);
		const declared = imported?.find(name);
		if (imported && declared) return meaningOf(declared, imported, scope.packages);
		if (!imported) paths.push(path);
	}
	return { kind: 'unknown', paths };
}

function lookUpQualified(scope: TypeScope, name: string, qualifier: string): Meaning {
	const spec = importNamed(scope, qualifier);
	if (!spec) return { kind: 'unknown', paths: unnamedUnknownImports(scope) };
	if (spec.path === 'unsafe') return { kind: 'unsafe', name };
	if (spec.path === 'C') return { kind: 'unknown', paths: [] };
	const imported = scope.packages.find(spec.path, scope.own.path);
	if (!imported) return { kind: 'unknown', paths: [spec.path] };
	const declared = imported.find(name);
	return declared ? meaningOf(declared, imported, scope.packages) : { kind: 'unknown', paths: [] };
}

function meaningOf({ declaration, file }: Declared, own: PackageTypes, packages: Packages): Meaning {
	const scope = { packages, own, file };
	return declaration.kind === 'type' ? { kind: 'type', declaration, scope } : { kind: 'other', declaration, scope };
}

/** The import that `qualifier` names in this file. A plain import goes by its package clause, or else by its path. */
export function importNamed(scope: TypeScope, qualifier: string): Import | undefined {
	const { imports } = scope.file;
	const aliased = imports.find((spec) => spec.name === qualifier);
	if (aliased) return aliased;
	const plain = imports.filter((spec) => spec.name === undefined);
	const nameOf = (path: string) => scope.packages.find(path, scope.own.path)?.name ?? likelyName(path);
	return (
		plain.find(({ path }) => likelyName(path) === qualifier && nameOf(path) === qualifier) ??
		plain.find(({ path }) => nameOf(path) === qualifier)
	);
}

function unnamedUnknownImports(scope: TypeScope): string[] {
	return scope.file.imports
		.filter(({ name, path }) => name === undefined && !scope.packages.find(path, scope.own.path))
		.map(({ path }) => path);
}

/** The package name that an import path suggests: `gopkg.in/yaml.v3` → yaml, `example.com/go-x/v2` → x. */
export function likelyName(path: string): string {
	const elements = path.split('/');
	let last = elements.pop() ?? '';
	if (/^v[0-9]+$/.test(last) && elements.length > 0) last = elements.pop() ?? last;
	return last
		.replace(/\.v[0-9]+$/, '')
		.replace(/^go-/, '')
		.replace(/[-.]go$/, '');
}

/** The type that a declared type stands for, with its type arguments bound. */
export function definitionOf(
	declaration: TypeDeclaration,
	scope: TypeScope,
	use: NamedType,
	usedIn: TypeScope,
): { readonly text: string; readonly scope: TypeScope } {
	const text = spanText(scope.file.text, declaration.definition);
	if (!declaration.typeParameters) return { text, scope };
	const names = parseTypeParameters(spanText(scope.file.text, declaration.typeParameters));
	const bindings = names.map((name, index): [string, ScopedType] => [
		name,
		{ type: use.typeArguments[index] ?? invalidType, scope: usedIn },
	]);
	return { text, scope: { ...scope, bindings: new Map(bindings) } };
}

const predeclared = new Set(
	'any bool byte comparable complex64 complex128 error float32 float64 int int8 int16 int32 int64 rune string uint uint8 uint16 uint32 uint64 uintptr'.split(
		' ',
	),
);
