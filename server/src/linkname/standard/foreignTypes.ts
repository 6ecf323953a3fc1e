/** Whether names of other packages bring a type of the standard library along, by what they are declared as. */
import { type ForeignName, namedBy } from '../../analysis/linkname/targets/namedTypes.ts';
import type { ReceiverType } from '../../analysis/linkname/targets/receiverMention.ts';
import type { GorootIndex } from '../../world/goroot/gorootIndex.ts';
import type { GorootState } from '../../world/goroot/gorootTree.ts';
import { oncePerKey } from '../../world/answers/oncePerKey.ts';

/** Declarations that are looked at before an answer is given up. */
const most = 2_000;

/**
 * `yes`: one of these names is a function or a type that names the type itself. `perhaps`: a declaration names
 * it, or one of them is outside of the standard library or not known.
 */
export async function bringAlong(
	names: readonly ForeignName[],
	receiver: ReceiverType,
	index: GorootIndex,
): Promise<'yes' | 'no' | 'perhaps'> {
	const { standard, namesOf, reachOf } = await readerOf(index);
	const isReceiver = (one: ForeignName) => one.importPath === receiver.importPath && one.name === receiver.name;
	for (const { importPath, name } of names) {
		if (importPath === undefined || !standard.has(importPath)) continue;
		if (!(await reachOf(importPath)).has(receiver.importPath)) continue;
		const named = await namesOf(importPath, name);
		if (named?.certain && named.names.some(isReceiver)) return 'yes';
	}
	const open = [...names];
	const seen = new Set<string>();
	for (let next = open.pop(); next !== undefined; next = open.pop()) {
		const { importPath, name } = next;
		if (importPath === undefined || !standard.has(importPath)) return 'perhaps';
		if (isReceiver(next)) return 'perhaps';
		const id = `${importPath} ${name}`;
		if (seen.has(id)) continue;
		seen.add(id);
		if (seen.size > most) return 'perhaps';
		if (!(await reachOf(importPath)).has(receiver.importPath)) continue;
		const named = await namesOf(importPath, name);
		if (!named) return 'perhaps';
		open.push(...named.names);
	}
	return 'no';
}

/** What is asked of a Go tree again and again, by questions about many receivers. */
interface NameReader {
	readonly standard: ReadonlySet<string>;
	/** The names in a declaration, and those of the methods of a type; undefined when it is not known. */
	readonly namesOf: (importPath: string, name: string) => Promise<DeclarationNames | undefined>;
	/** The packages that a package leads to. */
	readonly reachOf: (importPath: string) => Promise<ReadonlySet<string>>;
}

interface DeclarationNames {
	readonly names: readonly ForeignName[];
	/** Whoever reads the declaration reads all of them: no generic one, and no value of a variable. */
	readonly certain: boolean;
}

/** By the state of the tree: an update of Go is another one. */
const readers = new WeakMap<GorootState, NameReader>();

async function readerOf(index: GorootIndex): Promise<NameReader> {
	const state = await index.state();
	const known = readers.get(state);
	if (known) return known;
	const reader = createReader(index, new Set(await index.packages()));
	readers.set(state, reader);
	return reader;
}

function createReader(index: GorootIndex, standard: ReadonlySet<string>): NameReader {
	const known = new Map<string, Promise<DeclarationNames | undefined>>();
	async function read(importPath: string, name: string): Promise<DeclarationNames | undefined> {
		const facts = await index.packageFacts(importPath);
		const found = await index.declaration(importPath, name);
		if (!facts || !found) return undefined;
		const named = namedBy(found.file, found.declaration);
		const methods = Object.keys(facts.names).filter((one) => one.startsWith(`${name}.`));
		const own = [...named.own].filter((one) => Object.hasOwn(facts.names, one));
		const { declaration } = found;
		const isGeneric = 'typeParameters' in declaration && declaration.typeParameters !== undefined;
		return {
			names: [...named.foreign, ...[...own, ...methods].map((one) => ({ importPath, name: one }))],
			certain: !isGeneric && (declaration.kind === 'func' || declaration.kind === 'type'),
		};
	}
	return {
		standard,
		namesOf(importPath, name) {
			const id = `${importPath} ${name}`;
			let names = known.get(id);
			if (!names) known.set(id, (names = read(importPath, name)));
			return names;
		},
		reachOf: oncePerKey((importPath) => index.closure([importPath])),
	};
}
