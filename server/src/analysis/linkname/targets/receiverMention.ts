/** Whether the compiler knows the receiver of a pulled method when it reads the pull: then the linker does not check the reference. */
import type { Declaration } from '../../source/goFile.ts';
import type { FileFacts } from '../fileFacts.ts';
import { type ForeignName, namedBy } from './namedTypes.ts';

export interface ReceiverType {
	readonly importPath: string;
	readonly name: string;
}

/**
 * `yes`: the type stands in the pull's own signature, or in a declaration that the compiler reads before it, be it by way of other
 * declarations of the package. Otherwise the names of other packages that these declarations lead to, and that may bring the type along.
 * The compiler reads files by name, tests last, and each from its start (seen with Go 1.23 to 1.27).
 *
 * @param built the files of the package in this build, in the order in which the compiler reads them
 */
export function receiverMention(
	receiver: ReceiverType,
	pull: { readonly facts: FileFacts; readonly item: Declaration },
	built: readonly FileFacts[],
): 'yes' | readonly ForeignName[] {
	const open: { readonly facts: FileFacts; readonly item: Declaration }[] = [];
	for (const facts of built) {
		for (const item of facts.file.declarations) {
			if (facts.path === pull.facts.path && item.span.start > pull.item.span.start) break;
			open.push({ facts, item });
		}
		if (facts.path === pull.facts.path) break;
	}
	const seen = new Set<Declaration>(open.map(({ item }) => item));
	const foreign: ForeignName[] = [];
	for (let next = open.pop(); next !== undefined; next = open.pop()) {
		const named = namedBy(next.facts.file, next.item);
		for (const one of named.foreign) {
			if (one.importPath === receiver.importPath && one.name === receiver.name) return 'yes';
			foreign.push(one);
		}
		for (const name of named.own) {
			for (const facts of built) {
				for (const item of facts.declared.get(name) ?? []) {
					if (seen.has(item)) continue;
					seen.add(item);
					open.push({ facts, item });
				}
			}
		}
	}
	return foreign;
}
