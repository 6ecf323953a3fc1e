/** Whether the compiler knows the receiver of a pulled method when it reads the pull: then the linker does not check the reference. */
import type { Declaration } from '../../source/goFile.ts';
import { lastWord } from '../../text/lastWord.ts';
import { spanText } from '../../text/span.ts';
import type { FileFacts } from '../fileFacts.ts';
import { type ForeignName, namedBy } from './namedTypes.ts';

export interface ReceiverType {
	readonly importPath: string;
	readonly name: string;
}

/**
 * `yes`: the type stands in the pull's own signature, or in a declaration that the compiler reads before it, be it by way of other
 * declarations of the package. Otherwise the names of other packages that these declarations lead to, each once, and that may bring the type
 * along. The compiler reads variables that have a value first, then files by name, tests last, and each from its start (seen with
 * Go 1.23 to 1.27).
 *
 * @param built the files of the package in this build, in the order in which the compiler reads them
 */
export function receiverMention(
	receiver: ReceiverType,
	pull: { readonly facts: FileFacts; readonly item: Declaration },
	built: readonly FileFacts[],
): 'yes' | readonly ForeignName[] {
	let reading = readings.get(built);
	if (!reading) readings.set(built, (reading = readInOrder(built)));
	const known = reading.knownAt.get(pull.item) ?? reading.names.length;
	const at = reading.places.get(idOf(receiver));
	return at !== undefined && at < known ? 'yes' : reading.names.slice(0, known);
}

/** What the compiler has met of other packages, declaration by declaration. */
interface Reading {
	/** In the order in which they are met. */
	readonly names: readonly ForeignName[];
	/** Where in `names` each of them stands. */
	readonly places: ReadonlyMap<string, number>;
	/** How many of them are known when a declaration has been read, together with those that are declared with it. */
	readonly knownAt: ReadonlyMap<Declaration, number>;
}

/** Thousands of pulls of one package ask about the same files. */
const readings = new WeakMap<readonly FileFacts[], Reading>();

function readInOrder(built: readonly FileFacts[]): Reading {
	const names: ForeignName[] = [];
	const places = new Map<string, number>();
	const knownAt = new Map<Declaration, number>();
	const seen = new Set<Declaration>();
	const methods = methodsByType(built);

	function read(facts: FileFacts, item: Declaration): void {
		const open = [{ facts, item }];
		for (let next = open.pop(); next !== undefined; next = open.pop()) {
			if (seen.has(next.item)) continue;
			seen.add(next.item);
			// A type is read together with its methods.
			if (next.item.kind === 'type') open.push(...(methods.get(next.item.name) ?? []));
			const named = namedBy(next.facts.file, next.item);
			for (const one of named.foreign) {
				const id = idOf(one);
				if (places.has(id)) continue;
				places.set(id, names.length);
				names.push(one);
			}
			for (const name of named.own) {
				for (const other of built) {
					for (const declared of other.declared.get(name) ?? []) open.push({ facts: other, item: declared });
				}
			}
		}
	}

	// Variables with a value come first, wherever they stand (reader.pkgInitOrder in cmd/compile/internal/noder).
	for (const facts of built) {
		for (const item of facts.file.declarations) if (item.kind === 'var' && item.value) read(facts, item);
	}
	for (const facts of built) {
		const { declarations } = facts.file;
		for (let at = 0; at < declarations.length; ) {
			const first = at;
			const start = declarations[first]?.span.start;
			for (; declarations[at]?.span.start === start && at < declarations.length; at++) {
				const item = declarations[at];
				if (item) read(facts, item);
			}
			for (const item of declarations.slice(first, at)) knownAt.set(item, names.length);
		}
	}
	return { names, places, knownAt };
}

interface PlacedMethod {
	readonly facts: FileFacts;
	readonly item: Declaration;
}

/** The methods of each type; those of generic types, which are read with their instances, are left out. */
function methodsByType(built: readonly FileFacts[]): ReadonlyMap<string, readonly PlacedMethod[]> {
	const methods = new Map<string, PlacedMethod[]>();
	for (const facts of built) {
		for (const item of facts.file.declarations) {
			const receiver = item.kind === 'func' && item.receiver ? spanText(facts.file.text, item.receiver) : '';
			if (receiver === '' || receiver.includes('[')) continue;
			const type = lastWord(receiver);
			const same = methods.get(type);
			if (same) same.push({ facts, item });
			else methods.set(type, [{ facts, item }]);
		}
	}
	return methods;
}

function idOf({ importPath, name }: ForeignName): string {
	return `${importPath ?? ''} ${name}`;
}
