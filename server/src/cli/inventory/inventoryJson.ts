import { type InventoryEntry, isBroken, type SymbolPlace } from '../../audit/inventory/inventoryEntry.ts';
import { type InventoryReport, inventorySummary } from './inventoryReport.ts';

/** The stable format for programs; fields may be added, changes raise `version`. It holds what the build leaves out, too. */
export function inventoryJson(report: InventoryReport): string {
	const { context, inventory, run, nameOf } = report;
	const { entries, modules, files } = inventory;
	const head = { version: 1, tool: 'linkscape', context, modules };
	const tail = {
		summary: { files, modules: modules.length, entries: entries.length, ...inventorySummary(entries) },
		run,
	};
	// An entry to a line: modules with hundreds of thousands of them exist, and a text can only be so long.
	const lines = entries.map((entry) => `\t\t${JSON.stringify(spell(entry, nameOf))}`);
	const list = lines.length === 0 ? '[]' : `[\n${lines.join(',\n')}\n\t]`;
	return `{\n${membersOf(head)},\n\t"entries": ${list},\n${membersOf(tail)}\n}\n`;
}

/** The members of an object as they stand in an indented document. */
function membersOf(object: object): string {
	return JSON.stringify(object, null, '\t').split('\n').slice(1, -1).join('\n');
}

function spell(entry: InventoryEntry, nameOf: InventoryReport['nameOf']) {
	const { kind, path, region, owner, built, note, ...rest } = entry;
	const placed = (places: readonly SymbolPlace[]) =>
		places.map(({ importPath, module, path: file, line }) => ({
			package: importPath,
			module,
			...(file !== undefined && { file: nameOf(file), line }),
		}));
	const { providers, ...others } = 'providers' in rest ? rest : { ...rest, providers: undefined };
	const { users, ...own } = 'users' in others ? others : { ...others, users: undefined };
	return {
		kind,
		file: nameOf(path),
		...region,
		package: owner.importPath,
		module: owner.module,
		built,
		...own,
		...(providers && { providedBy: placed(providers) }),
		...(users && { usedBy: placed(users) }),
		broken: isBroken(entry),
		...(note !== '' && { note }),
	};
}
