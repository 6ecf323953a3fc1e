/** An inventory as a tree for an editor: modules, the symbols that they rely on, and the places. Pure. */
import { basename } from '../../toolchain/paths.ts';
import { type Inventory, type InventoryEntry, isBroken, type ModuleOwner } from './inventoryEntry.ts';
import { counterpartText, entryText, moduleText, outlook } from './inventoryWords.ts';

export interface InventoryModule {
	/** `example.com/m@v1.2.3` */
	readonly label: string;
	readonly module: ModuleOwner;
	/** Broken ones first, then by name. */
	readonly targets: readonly InventoryTarget[];
}

/** A symbol, or a directive that switches off a check, with the places of one module that are about it. */
export interface InventoryTarget {
	/** `runtime.nanotime`, or `//go:noescape`. */
	readonly name: string;
	readonly isBroken: boolean;
	/** The worst of the places in a few words: `refused since go1.23`; empty for directives. */
	readonly outlook: string;
	/** In the order of the inventory. */
	readonly places: readonly InventoryPlace[];
}

export interface InventoryPlace {
	readonly entry: InventoryEntry;
	/** `clock.go:12` */
	readonly at: string;
	/** `pull runtime.nanotime`. */
	readonly text: string;
	/** Who is on the other side, and what the linker says beyond its verdict; may be empty. */
	readonly detail: string;
}

/** Only what the build in use compiles. */
export function inventoryTree({ entries }: Inventory): readonly InventoryModule[] {
	const modules = new Map<string, { module: ModuleOwner; targets: Map<string, InventoryEntry[]> }>();
	for (const entry of entries) {
		if (!entry.built) continue;
		const { module } = entry.owner;
		const key = `${module.kind} ${moduleText(module)}`;
		const found = modules.get(key) ?? { module, targets: new Map<string, InventoryEntry[]>() };
		modules.set(key, found);
		const name = entry.kind === 'directive' ? `//go:${entry.verb}` : entry.symbol;
		const known = found.targets.get(name);
		if (known) known.push(entry);
		else found.targets.set(name, [entry]);
	}
	return [...modules.values()].map(({ module, targets }) => ({
		label: moduleText(module),
		module,
		targets: [...targets].map(([name, found]) => toTarget(name, found)).sort(inOrder),
	}));
}

function toTarget(name: string, entries: readonly InventoryEntry[]): InventoryTarget {
	const worst = entries.find(isBroken) ?? entries[0];
	return {
		name,
		isBroken: entries.some(isBroken),
		outlook: worst ? outlook(worst) : '',
		places: entries.map((entry) => ({
			entry,
			at: `${basename(entry.path)}:${entry.region.line}`,
			text: entryText(entry),
			detail: [counterpartText(entry), entry.note].filter((text) => text !== '').join(': '),
		})),
	};
}

function inOrder(a: InventoryTarget, b: InventoryTarget): number {
	const broken = Number(b.isBroken) - Number(a.isBroken);
	const directives = Number(a.name.startsWith('//')) - Number(b.name.startsWith('//'));
	return broken || directives || (a.name < b.name ? -1 : 1);
}
