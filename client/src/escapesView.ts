/** The Escapes view: packages, functions, hints. It asks the server only while somebody looks at it. */
import {
	commands,
	Disposable,
	EventEmitter,
	type Memento,
	Range,
	ThemeIcon,
	type TreeDataProvider,
	TreeItem,
	TreeItemCollapsibleState,
	Uri,
	window,
} from 'vscode';
import { type LanguageClient, State } from 'vscode-languageclient/node';
import { type EscapeTree, escapesChangedNotification, escapeTreeRequest } from '../../server/src/protocol/requests.ts';
import type { WorkspaceFilter } from './escapeFilter.ts';
import { type EscapeNode, type PackageNode, type SortOrder, treeNodes } from './escapesViewModel.ts';
import { filterText } from './filterText.ts';

export interface EscapesView extends Disposable {
	sort(order: SortOrder): Promise<void>;
}

/** Milliseconds between two looks at what has changed. */
const pause = 300;
const sortKey = 'escapesView.sort';

export function createEscapesView(client: LanguageClient, filter: WorkspaceFilter, state: Memento): EscapesView {
	const changed = new EventEmitter<undefined>();
	let nodes: readonly PackageNode[] = [];
	let shown = '';
	let timer: NodeJS.Timeout | undefined;
	const order = () => state.get<SortOrder>(sortKey, 'count');

	const provider: TreeDataProvider<EscapeNode> = {
		onDidChangeTreeData: changed.event,
		getChildren: (node) => [...(node === undefined ? nodes : node.kind === 'hint' ? [] : node.children)],
		getTreeItem: toTreeItem,
	};
	const view = window.createTreeView('linkscape.escapes', { treeDataProvider: provider, showCollapseAll: true });

	const refresh = async () => {
		timer = undefined;
		if (!view.visible) return;
		const running = client.state === State.Running;
		const tree = running ? await client.sendRequest<EscapeTree>(escapeTreeRequest, {}) : { packages: [] };
		const next = JSON.stringify([order(), tree]);
		if (next === shown) return;
		shown = next;
		nodes = treeNodes(tree, order());
		changed.fire(undefined);
	};
	const later = () => {
		timer ??= setTimeout(() => {
			refresh().catch((error: unknown) => client.error('The Escapes view could not be filled.', error, false));
		}, pause);
	};
	const showState = () => {
		view.description = filterText(filter.value);
		void commands.executeCommand('setContext', 'linkscape.sort', order());
	};
	showState();

	const parts = Disposable.from(
		view,
		changed,
		client.onNotification(escapesChangedNotification, later),
		client.onDidChangeState(later),
		view.onDidChangeVisibility(later),
		filter.onDidChange(() => {
			showState();
			later();
		}),
	);
	return {
		async sort(next) {
			await state.update(sortKey, next);
			showState();
			await refresh();
		},
		dispose() {
			clearTimeout(timer);
			parts.dispose();
		},
	};
}

const icons = { package: 'package', function: 'symbol-function', hint: 'arrow-up' };

function toTreeItem(node: EscapeNode): TreeItem {
	const { Collapsed, Expanded, None } = TreeItemCollapsibleState;
	const state = node.kind === 'hint' ? None : node.kind === 'package' ? Expanded : Collapsed;
	const item = new TreeItem(node.label, state);
	item.id = node.id;
	item.description = node.description;
	item.iconPath = new ThemeIcon(icons[node.kind]);
	item.contextValue = node.kind;
	item.accessibilityInformation = { label: `${node.label}, ${node.description}` };
	if (node.kind !== 'hint') return item;
	const { start, end } = node.item.range;
	item.tooltip = node.item.message;
	item.command = {
		title: 'Open',
		command: 'vscode.open',
		arguments: [Uri.parse(node.uri), { selection: new Range(start.line, start.character, end.line, end.character) }],
	};
	return item;
}
