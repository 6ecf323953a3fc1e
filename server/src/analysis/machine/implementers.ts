/** The types that may be behind an interface: those of the packages of a build that have its methods. */
import { measuring } from '../signature/measuring.ts';
import { machineOf } from '../signature/machine.ts';
import { methodNames } from '../signature/methodNames.ts';
import { parseReceiver, parseSignature, parseType } from '../signature/parseType.ts';
import type { TypeExpression } from '../signature/typeExpression.ts';
import { definitionOf, lookUp, type Packages, type PackageTypes, type TypeScope } from '../signature/typeScope.ts';
import { typeIdentity } from '../signature/typeText.ts';
import { isExported } from '../source/exportedName.ts';
import type { FuncDeclaration, GoFile, TypeDeclaration } from '../source/goFile.ts';
import { spanText } from '../text/span.ts';

export interface BuildPackage {
	readonly types: PackageTypes;
	/** Those that the build takes. */
	readonly files: readonly GoFile[];
}

export interface Implementers {
	/**
	 * `*os.File`, `example.com/m.T`, each with its import path, sorted; undefined when the interface cannot be followed.
	 *
	 * @param path import path and name of the interface's declaration
	 */
	of(path: string, name: string): readonly string[] | undefined;
	/** The methods of an interface; undefined when it cannot be followed. */
	methodsOf(path: string, name: string): readonly string[] | undefined;
}

interface OwnMethod {
	readonly pointer: boolean;
	readonly declaration: FuncDeclaration;
	readonly file: GoFile;
}

/** Method → whether only the pointer has it, and its type in words. */
type MethodSet = ReadonlyMap<string, { readonly pointer: boolean; readonly type: string | undefined }>;

/** Structs that are embedded in one another deeper than this are not followed. */
const deepest = 6;

export function createImplementers(all: ReadonlyMap<string, BuildPackage>, packages: Packages): Implementers {
	const declared = new Map<string, ReadonlyMap<string, readonly OwnMethod[]>>();
	const sets = new Map<string, MethodSet>();

	function methodsDeclared(path: string): ReadonlyMap<string, readonly OwnMethod[]> {
		let found = declared.get(path);
		if (!found) declared.set(path, (found = methodsByType(all.get(path)?.files ?? [])));
		return found;
	}

	function methodSet(path: string, declaration: TypeDeclaration, file: GoFile, depth = 0): MethodSet {
		const key = `${path}.${declaration.name}`;
		const known = sets.get(key);
		if (known) return known;
		const own = all.get(path)?.types;
		const found = new Map<string, { pointer: boolean; type: string | undefined }>();
		if (!own) return found;
		sets.set(key, found);
		for (const method of methodsDeclared(path).get(declaration.name) ?? []) {
			const scope = { packages, own, file: method.file };
			const type = typeIdentity(parseSignature(spanText(method.file.text, method.declaration.signature)), scope);
			found.set(method.declaration.name, { pointer: method.pointer, type });
		}
		const definition = parseType(spanText(file.text, declaration.definition));
		if (definition.kind !== 'struct' || depth >= deepest) return found;
		for (const { embedded, type, name } of definition.fields) {
			if (!embedded) continue;
			for (const [method, { pointer, type: its }] of promoted(type, { packages, own, file }, depth)) {
				// What the struct has itself hides it.
				if (!found.has(method) && method !== name) found.set(method, { pointer, type: its });
			}
		}
		return found;
	}

	function promoted(type: TypeExpression, scope: TypeScope, depth: number): MethodSet {
		const base = type.kind === 'pointer' ? type.element : type;
		if (base.kind !== 'name') return new Map();
		const meaning = lookUp(scope, base.name, base.qualifier);
		if (meaning.kind !== 'type') return new Map();
		const { declaration, scope: its } = meaning;
		const definition = parseType(spanText(its.file.text, declaration.definition));
		if (definition.kind === 'interface') return interfaceSet(declaration, its) ?? new Map();
		const set = methodSet(its.own.path, declaration, its.file, depth + 1);
		if (type.kind !== 'pointer') return set;
		return new Map([...set].map(([name, method]) => [name, { ...method, pointer: false }]));
	}

	/** With the types of the methods, as far as the interface itself or what it embeds writes them. */
	function interfaceSet(declaration: TypeDeclaration, scope: TypeScope): MethodSet | undefined {
		const use = { kind: 'name', qualifier: undefined, name: declaration.name, typeArguments: [] } as const;
		const { text, scope: inside } = definitionOf(declaration, scope, use, scope);
		const type = parseType(text);
		if (type.kind !== 'interface') return undefined;
		const names = methodNames(type, inside, measuring(machineOf('amd64', 27)));
		if (!names) return undefined;
		const set = new Map<string, { pointer: boolean; type: string | undefined }>(
			names.map((name) => [name, { pointer: false, type: undefined }]),
		);
		for (const { name, type: its } of type.methods) set.set(name, { pointer: false, type: typeIdentity(its, inside) });
		for (const embedded of type.embedded) {
			if (embedded.kind !== 'name') continue;
			const meaning = lookUp(inside, embedded.name, embedded.qualifier);
			if (meaning.kind !== 'type' || meaning.declaration === declaration) continue;
			for (const [name, method] of interfaceSet(meaning.declaration, meaning.scope) ?? []) set.set(name, method);
		}
		return set;
	}

	function wanted(path: string, name: string): MethodSet | undefined {
		const own = all.get(path)?.types;
		const found = own?.find(name);
		if (!own || found?.declaration.kind !== 'type') return undefined;
		return interfaceSet(found.declaration, { packages, own, file: found.file });
	}

	return {
		methodsOf: (path, name) => {
			const set = wanted(path, name);
			return set && [...set.keys()];
		},
		of(path, name) {
			const methods = wanted(path, name);
			if (!methods || methods.size === 0) return undefined;
			const hidden = [...methods.keys()].some((method) => !isExported(method));
			const found: string[] = [];
			for (const [from, { files, types }] of all) {
				// Methods that are not exported are those of one package only.
				if (hidden && from !== path) continue;
				for (const [typeName] of methodsDeclared(from)) {
					const type = types.find(typeName);
					if (type?.declaration.kind !== 'type' || type.declaration.typeParameters) continue;
					add(from, type.declaration, type.file);
				}
				for (const file of files) {
					for (const one of file.declarations) {
						// Structs without methods of their own may have those of what they embed.
						if (one.kind !== 'type' || one.typeParameters || one.alias || methodsDeclared(from).has(one.name)) continue;
						if (spanText(file.text, one.definition).startsWith('struct')) add(from, one, file);
					}
				}
			}
			return found.sort();

			function add(from: string, declaration: TypeDeclaration, file: GoFile): void {
				const set = methodSet(from, declaration, file);
				let pointer = false;
				for (const [method, { type }] of methods ?? []) {
					const has = set.get(method);
					if (!has || (type !== undefined && has.type !== undefined && type !== has.type)) return;
					pointer ||= has.pointer;
				}
				found.push(`${pointer ? '*' : ''}${from}.${declaration.name}`);
			}
		},
	};
}

function methodsByType(files: readonly GoFile[]): ReadonlyMap<string, readonly OwnMethod[]> {
	const found = new Map<string, OwnMethod[]>();
	for (const file of files) {
		for (const declaration of file.declarations) {
			if (declaration.kind !== 'func' || !declaration.receiver) continue;
			const { type } = parseReceiver(spanText(file.text, declaration.receiver));
			const base = type.kind === 'pointer' ? type.element : type;
			if (base.kind !== 'name') continue;
			const list = found.get(base.name) ?? [];
			list.push({ pointer: type.kind === 'pointer', declaration, file });
			found.set(base.name, list);
		}
	}
	return found;
}
