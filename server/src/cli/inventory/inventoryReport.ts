/** What the formats of an inventory are made from. Pure. */
import { type Inventory, type InventoryEntry, isBroken } from '../../audit/inventory/inventoryEntry.ts';
import type { RunEnd } from '../exitCode.ts';

export interface InventoryReport {
	readonly context: { readonly go: string; readonly goos: string; readonly goarch: string };
	readonly inventory: Inventory;
	readonly run: RunEnd;
	/** Also what the build in use leaves out, where a format is for people. */
	readonly all: boolean;
	/** The path to show for an absolute one: relative to the working directory, with `/`. */
	readonly nameOf: (path: string) => string;
	/** Standard output is a terminal that shows colours. */
	readonly colour: boolean;
	/** The version of this program. */
	readonly toolVersion: string;
}

export interface InventorySummary {
	readonly linkname: number;
	readonly bodyless: number;
	readonly assembly: number;
	readonly directive: number;
	readonly broken: number;
	/** Of all entries, those that the build in use leaves out. */
	readonly notBuilt: number;
}

export function inventorySummary(entries: readonly InventoryEntry[]): InventorySummary {
	const count = (kind: InventoryEntry['kind']) => entries.filter((entry) => entry.kind === kind).length;
	return {
		linkname: count('linkname'),
		bodyless: count('body-less'),
		assembly: count('assembly'),
		directive: count('directive'),
		broken: entries.filter(isBroken).length,
		notBuilt: entries.filter(({ built }) => !built).length,
	};
}
