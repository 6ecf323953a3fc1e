import { commands } from 'vscode';
import type { InventoryView } from '../inventoryView.ts';

/** Brings the Inventory view forward and reads the module again. */
export async function showInventory({ inventoryView }: { readonly inventoryView: InventoryView }): Promise<void> {
	await commands.executeCommand('linkscape.inventory.focus');
	await inventoryView.refresh();
}
