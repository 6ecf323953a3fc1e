/** Whether names of other packages bring a type of the standard library along, by what they are declared as. */
import { type ForeignName, namedBy } from '../../analysis/linkname/targets/namedTypes.ts';
import type { ReceiverType } from '../../analysis/linkname/targets/receiverMention.ts';
import type { GorootIndex } from '../../world/goroot/gorootIndex.ts';

/** Declarations that are looked at before an answer is given up. */
const most = 2_000;

/** `perhaps`: a declaration names the type, or one of them is outside of the standard library or not known. */
export async function bringAlong(
	names: readonly ForeignName[],
	receiver: ReceiverType,
	index: GorootIndex,
): Promise<'no' | 'perhaps'> {
	const standard = new Set(await index.packages());
	const open = [...names];
	const seen = new Set<string>();
	for (let next = open.pop(); next !== undefined; next = open.pop()) {
		const { importPath, name } = next;
		if (importPath === undefined || !standard.has(importPath)) return 'perhaps';
		if (importPath === receiver.importPath && name === receiver.name) return 'perhaps';
		const id = `${importPath} ${name}`;
		if (seen.has(id)) continue;
		seen.add(id);
		if (seen.size > most) return 'perhaps';
		if (!(await index.closure([importPath])).has(receiver.importPath)) continue;
		const facts = await index.packageFacts(importPath);
		const found = await index.declaration(importPath, name);
		if (!facts || !found) return 'perhaps';
		const named = namedBy(found.file, found.declaration);
		const methods = Object.keys(facts.names).filter((one) => one.startsWith(`${name}.`));
		const own = [...named.own].filter((one) => Object.hasOwn(facts.names, one));
		open.push(...named.foreign, ...[...own, ...methods].map((one) => ({ importPath, name: one })));
	}
	return 'no';
}
