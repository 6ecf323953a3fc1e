/** Lists what a module and its dependencies rely on inside of other packages, on request: it reads them all. */
import { URI } from 'vscode-uri';
import {
	type InventoryAnswer,
	type InventoryItem,
	type InventoryParams,
	inventoryRequest,
} from '../../protocol/requests.ts';
import type { InventoryModule, InventoryTarget } from '../../session/goWorkspace.ts';
import { toUri } from '../convert.ts';
import type { Feature } from '../feature.ts';
import { withSignal } from '../requestScope.ts';
import type { Session } from '../session.ts';

export const inventoryFeature: Feature = { register: registerInventory };

function registerInventory({ connection, workspace, logger }: Session): void {
	const failed = (problem: string): InventoryAnswer => ({ problem, notes: [], items: [] });
	connection.onRequest(inventoryRequest, ({ uri }: InventoryParams, token) =>
		withSignal(token, logger, failed('The inventory could not be made; the output says why.'), async (signal) => {
			const found = await workspace.inventory(URI.parse(uri).fsPath, signal);
			if (typeof found === 'string') return failed(found);
			return { problem: '', notes: found.problems, items: found.modules.map(toModuleItem) };
		}),
	);
}

function toModuleItem({ label, module, targets }: InventoryModule): InventoryItem {
	const broken = targets.filter(({ isBroken }) => isBroken).length;
	const kind = module.kind === 'main' ? '' : ` (${module.kind})`;
	const count = targets.length === 1 ? '1 symbol' : `${targets.length} symbols`;
	return {
		label,
		detail: `${count}${broken === 0 ? '' : `, ${broken} broken`}${kind}`,
		kind: broken === 0 ? 'module' : 'broken-module',
		children: targets.map(toTargetItem),
	};
}

/** A symbol with one place opens that place. */
function toTargetItem({ name, isBroken, outlook, places }: InventoryTarget): InventoryItem {
	const items = places.map(({ entry, at, text, detail }): InventoryItem => {
		const { line, column } = entry.region;
		return {
			label: text,
			detail: at,
			tooltip: [`${entry.owner.importPath}, ${at}`, detail].filter((one) => one !== '').join('\n'),
			kind: 'place',
			uri: toUri(entry.path),
			position: { line: line - 1, character: column - 1 },
			children: [],
		};
	});
	const [only] = items;
	const kind = isBroken ? 'broken' : name.startsWith('//') ? 'directive' : 'symbol';
	if (items.length === 1 && only) {
		const detail = [outlook, only.detail].filter((one) => one !== '').join(' · ');
		return { ...only, label: name, detail, tooltip: `${only.label}\n${only.tooltip ?? ''}`.trimEnd(), kind };
	}
	const count = `${items.length} places`;
	return { label: name, detail: outlook === '' ? count : `${outlook} · ${count}`, kind, children: items };
}
