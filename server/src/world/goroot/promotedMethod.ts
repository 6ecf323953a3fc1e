/**
 * Methods that a type has through its embedded fields, and those of an interface: the compiler makes a symbol of each
 * (`bufio.(*ReadWriter).Flush`, `io.WriteCloser.Close`), with no declaration of its own. Measured with Go 1.22 to 1.27: they link and are
 * refused as other methods are, unexported ones included.
 */
import { type EmbeddedType, readTypeShape } from '../../analysis/linker/embedding.ts';
import type { DeclaredName, PackageFacts } from '../../analysis/linker/packageFacts.ts';
import type { FoundDeclaration } from './foundDeclaration.ts';
import { isExported } from '../../analysis/source/exportedName.ts';

export interface Lookup {
	facts(importPath: string): Promise<PackageFacts | undefined>;
	declaration(importPath: string, name: string): Promise<FoundDeclaration | undefined>;
}

export interface PromotedMethod {
	/** The package that declares the method. */
	readonly importPath: string;
	readonly declared: DeclaredName;
	/** `T.m` as declared, or the interface that has the method. */
	readonly name: string;
}

interface Candidate {
	readonly importPath: string;
	readonly type: string;
	/** The method may have a pointer receiver: the way there passes a pointer. */
	readonly addressable: boolean;
	/** The type's own methods count, not only its fields'. */
	readonly own: boolean;
	/** What embeds the type, in the package where its name is looked up; absent for the receiver itself. */
	readonly within?: DeclaredName | undefined;
	/** An interface embeds the type: others beside it may have the same methods. */
	readonly shared?: boolean;
}

const deepest = 6;

/** The method that `T` (with `pointer`: `*T`) of the package gets by embedding, at the shallowest depth where there is just one. */
export async function findPromotedMethod(
	lookup: Lookup,
	importPath: string,
	receiver: { readonly type: string; readonly pointer: boolean; readonly method: string },
): Promise<PromotedMethod | undefined> {
	let level: Candidate[] = [{ importPath, type: receiver.type, addressable: receiver.pointer, own: false }];
	for (let depth = 0; depth < deepest && level.length > 0; depth++) {
		const next: Candidate[] = [];
		const found: PromotedMethod[] = [];
		let shared = false;
		for (const candidate of level) {
			const method = await methodOf(lookup, candidate, receiver.method, next);
			if (!method || !(candidate.importPath === importPath || isExported(receiver.method))) continue;
			found.push(method);
			shared ||= candidate.shared ?? false;
		}
		if (found.length > 0) return found.length === 1 || shared ? found[0] : undefined;
		level = next;
	}
	return undefined;
}

async function methodOf(
	lookup: Lookup,
	candidate: Candidate,
	method: string,
	next: Candidate[],
): Promise<PromotedMethod | undefined> {
	const { importPath, type, addressable } = candidate;
	const facts = await lookup.facts(importPath);
	const name = `${type}.${method}`;
	const declared = facts && Object.hasOwn(facts.names, name) ? facts.names[name] : undefined;
	if (candidate.own && declared?.kind === 'method') {
		const byValue = Object.keys(facts?.definitions ?? {}).some((symbol) => symbol.endsWith(`.${name}`));
		return addressable || byValue ? { importPath, declared, name } : undefined;
	}
	if (type === 'error' && method === 'Error' && candidate.within && facts && !Object.hasOwn(facts.names, type))
		return { importPath, declared: candidate.within, name: type };
	const found = await lookup.declaration(importPath, type);
	if (found?.declaration.kind !== 'type' || found.declaration.typeParameters) return undefined;
	const shape = readTypeShape(found.file, found.declaration);
	const declaredType = facts && Object.hasOwn(facts.names, type) ? facts.names[type] : undefined;
	const step = (to: EmbeddedType, own: boolean) =>
		next.push({
			importPath: to.importPath ?? importPath,
			type: to.name,
			addressable: addressable || to.pointer,
			own,
			within: declaredType,
			shared: shape.kind === 'interface',
		});
	if (shape.kind === 'named') step(shape.of, found.declaration.alias && candidate.own);
	if (shape.kind === 'struct') for (const embedded of shape.embedded) step(embedded, true);
	// An interface has its methods by itself too (`io.WriteCloser.Close`); a pointer to it has none.
	if (shape.kind !== 'interface' || (!candidate.own && addressable)) return undefined;
	if (declaredType && shape.methods.includes(method)) return { importPath, declared: declaredType, name: type };
	for (const embedded of shape.embedded) step(embedded, true);
	return undefined;
}
