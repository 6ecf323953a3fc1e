import { createColors } from 'picocolors';
import { type InventoryEntry, isBroken, type ModuleOwner } from '../../audit/inventory/inventoryEntry.ts';
import { counterpartText, entryText, fateText, moduleText } from '../../audit/inventory/inventoryWords.ts';
import { basename } from 'node:path';
import { plural } from '../plural.ts';
import { logLine } from '../terminal.ts';
import { type InventoryReport, inventorySummary } from './inventoryReport.ts';

/** For people in a terminal: module by module, one line for each entry, and a line that sums up. */
export function inventoryHuman(report: InventoryReport): string {
	const { inventory, all, colour } = report;
	const paint = createColors(colour);
	const shown = all ? inventory.entries : inventory.entries.filter(({ built }) => built);
	const lines: string[] = [];
	for (const [module, entries] of byModule(shown)) {
		lines.push(paint.bold(logLine(`${moduleText(module)}${module.kind === 'main' ? '' : ` (${module.kind})`}`)));
		const rows = entries.map((entry) => [
			placeText(entry, report),
			entryText(entry),
			counterpartText(entry),
			fateText(entry),
		]);
		const widths = [0, 1, 2].map((column) => Math.min(60, Math.max(...rows.map((row) => row[column]?.length ?? 0))));
		rows.forEach((row, at) => {
			const text = logLine(row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')).trimEnd();
			const entry = entries[at];
			lines.push(`  ${entry && isBroken(entry) ? paint.red(text) : text}`);
		});
		lines.push('');
	}
	const counts = inventorySummary(shown);
	const parts = [
		plural(counts.linkname, 'linkname'),
		plural(counts.bodyless, 'function').replace('function', 'body-less function'),
		plural(counts.assembly, 'assembly reference'),
		plural(counts.directive, 'unsafe directive'),
	];
	const modules = plural(inventory.modules.length, 'module');
	const left = inventorySummary(inventory.entries).notBuilt;
	const more =
		all || left === 0 ? '' : ` ${left} more in files or packages that this build leaves out: --all lists them.`;
	const broken = counts.broken === 0 ? 'none of them broken' : `${counts.broken} of them broken`;
	lines.push(`${parts.join(', ')} in ${modules} and ${plural(inventory.files, 'file')}, ${broken}.${more}`);
	return `${lines.join('\n')}\n`;
}

function byModule(entries: readonly InventoryEntry[]): [ModuleOwner, InventoryEntry[]][] {
	const groups = new Map<string, [ModuleOwner, InventoryEntry[]]>();
	for (const entry of entries) {
		const { module } = entry.owner;
		const group = groups.get(moduleText(module)) ?? [module, []];
		group[1].push(entry);
		groups.set(moduleText(module), group);
	}
	return [...groups.values()];
}

/** Files of the module cache are told by package, since their paths are long and the same for everybody. */
function placeText({ path, region, owner, built }: InventoryEntry, { nameOf }: InventoryReport): string {
	const file = owner.module.kind === 'main' ? nameOf(path) : `${owner.importPath}/${basename(path)}`;
	return `${file}:${region.line}${built ? '' : ' (not built)'}`;
}
