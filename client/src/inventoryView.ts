/** The Inventory view: what the module of the open file, and its dependencies, rely on inside of other packages. */
import {
	Disposable,
	EventEmitter,
	ThemeColor,
	ThemeIcon,
	TreeItem,
	TreeItemCollapsibleState,
	type Uri,
	window,
	workspace,
} from 'vscode';
import { type LanguageClient, State } from 'vscode-languageclient/node';
import {
	clientCommands,
	type InventoryAnswer,
	type InventoryItem,
	type InventoryParams,
	inventoryRequest,
} from '../../server/src/protocol/requests.ts';

export interface InventoryView extends Disposable {
	/** Reads the module again, and shows it. */
	refresh(): Promise<void>;
}

const viewId = 'linkscape.inventory';

/** It reads the module and its dependencies when somebody opens it or asks for it, and never by itself. */
export function createInventoryView(client: LanguageClient): InventoryView {
	const changed = new EventEmitter<undefined>();
	let items: readonly InventoryItem[] = [];
	let isFilled = false;
	const view = window.createTreeView<InventoryItem>(viewId, {
		showCollapseAll: true,
		treeDataProvider: {
			onDidChangeTreeData: changed.event,
			getChildren: (item) => [...(item?.children ?? items)],
			getTreeItem: toTreeItem,
		},
	});
	view.description = 'Linkscape';

	const show = (answer: InventoryAnswer) => {
		items = answer.items;
		const nothing = items.length === 0 ? 'No package here uses the internals of another one.' : '';
		view.message = [answer.problem || nothing, ...answer.notes].filter((text) => text !== '').join(' ');
		changed.fire(undefined);
	};
	const read = async () => {
		const place = whereToLook();
		if (!place || client.state !== State.Running) return;
		isFilled = true;
		const params: InventoryParams = { uri: client.code2ProtocolConverter.asUri(place) };
		await window.withProgress({ location: { viewId } }, async () => {
			show(await client.sendRequest<InventoryAnswer>(inventoryRequest, params));
		});
	};
	let reading: Promise<void> | undefined;
	const refresh = () => {
		reading ??= read().finally(() => {
			reading = undefined;
		});
		return reading;
	};
	const fill = () => {
		if (!view.visible || isFilled) return;
		refresh().catch((error: unknown) => client.error('The Inventory view could not be filled.', error, false));
	};
	const parts = Disposable.from(view, changed, view.onDidChangeVisibility(fill), client.onDidChangeState(fill));
	return { refresh, dispose: () => parts.dispose() };
}

/** The module of the file in front, else of the first folder. */
function whereToLook(): Uri | undefined {
	const document = window.activeTextEditor?.document;
	if (document?.uri.scheme === 'file' && ['go', 'go.mod'].includes(document.languageId)) return document.uri;
	return workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file')?.uri;
}

const icons: Readonly<Record<InventoryItem['kind'], ThemeIcon>> = {
	module: new ThemeIcon('package'),
	'broken-module': new ThemeIcon('package', new ThemeColor('list.errorForeground')),
	symbol: new ThemeIcon('link'),
	broken: new ThemeIcon('error', new ThemeColor('list.errorForeground')),
	directive: new ThemeIcon('shield'),
	place: new ThemeIcon('symbol-method'),
};

function toTreeItem({ label, detail, tooltip, kind, uri, position, children }: InventoryItem): TreeItem {
	const { Collapsed, Expanded, None } = TreeItemCollapsibleState;
	const open = kind === 'broken-module' ? Expanded : Collapsed;
	const item = new TreeItem(label, children.length > 0 ? open : None);
	item.description = detail;
	item.tooltip = tooltip ?? `${label}\n${detail}`;
	item.iconPath = icons[kind];
	if (uri === undefined || position === undefined) return item;
	const target = `${uri}#L${position.line + 1},${position.character + 1}`;
	item.command = { title: label, command: clientCommands.open, arguments: [target] };
	return item;
}
