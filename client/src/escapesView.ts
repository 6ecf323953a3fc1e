/** The Escapes view: packages, their functions or classes, and hints. It asks the server only while somebody looks at it. */
import {
	commands,
	Disposable,
	EventEmitter,
	MarkdownString,
	type Memento,
	Range,
	ThemeColor,
	ThemeIcon,
	type TreeDataProvider,
	TreeItem,
	TreeItemCollapsibleState,
	Uri,
	window,
} from 'vscode';
import { type LanguageClient, State } from 'vscode-languageclient/node';
import {
	type AllocationSizesParams,
	allocationSizesRequest,
	clientCommands,
	type DescribeHintParams,
	describeHintRequest,
	type EscapeItem,
	type EscapePackage,
	escapesChangedNotification,
	type EscapeTree,
	type EscapeTreeParams,
	escapeTreeRequest,
	type HintPlace,
} from '../../server/src/protocol/requests.ts';
import type { WorkspaceFilter } from './escapeFilter.ts';
import {
	type EscapeNode,
	type Grouping,
	hiddenText,
	type HintNode,
	type PackageNode,
	type SortOrder,
	treeNodes,
	withSize,
} from './escapesViewModel.ts';
import { filterText } from './filterText.ts';

export interface EscapesView extends Disposable {
	sort(order: SortOrder): Promise<void>;
	group(by: Grouping): Promise<void>;
}

/** Milliseconds between two looks at what has changed. */
const pause = 300;
const sortKey = 'escapesView.sort';
const groupKey = 'escapesView.group';

export function createEscapesView(client: LanguageClient, filter: WorkspaceFilter, state: Memento): EscapesView {
	const changed = new EventEmitter<undefined>();
	const packages = new Map<string, EscapePackage>();
	/** Of the hints of opened lines. */
	const sizes = new WeakMap<EscapeItem, string>();
	let nodes: readonly PackageNode[] = [];
	let shown = '';
	let timer: NodeJS.Timeout | undefined;
	const order = () => state.get<SortOrder>(sortKey, 'count');
	const grouping = () => state.get<Grouping>(groupKey, 'function');

	/** Asks for the sizes of hints that are about to be drawn; without an answer they are drawn without. */
	const measure = async (hints: readonly HintNode[]) => {
		const unknown = hints.filter(({ item }) => !sizes.has(item));
		if (unknown.length === 0 || client.state !== State.Running) return;
		const params: AllocationSizesParams = { hints: unknown.map(placeOf) };
		const found = await client.sendRequest<readonly string[]>(allocationSizesRequest, params).catch(() => []);
		unknown.forEach(({ item }, index) => sizes.set(item, found[index] ?? ''));
	};

	const provider: TreeDataProvider<EscapeNode> = {
		onDidChangeTreeData: changed.event,
		async getChildren(node) {
			if (node === undefined) return [...nodes];
			if (node.kind === 'hint') return [];
			if (node.kind === 'package') return [...node.children];
			await measure(node.children);
			return [...node.children];
		},
		getTreeItem: (node) => toTreeItem(node, node.kind === 'hint' ? (sizes.get(node.item) ?? '') : ''),
		async resolveTreeItem(item, node) {
			if (node.kind !== 'hint') return item;
			const text = await describeHint(client, node, true);
			const markdown = new MarkdownString(text);
			markdown.isTrusted = { enabledCommands: [clientCommands.explain, clientCommands.showOnlyClass] };
			item.tooltip = text === '' ? node.item.message : markdown;
			return item;
		},
	};
	const view = window.createTreeView('linkscape.escapes', { treeDataProvider: provider, showCollapseAll: true });

	const ask = async (): Promise<EscapeTree> => {
		if (client.state !== State.Running) return { packages: [], hidden: 0 };
		const known = Object.fromEntries([...packages].map(([uri, { version }]) => [uri, version]));
		return client.sendRequest<EscapeTree>(escapeTreeRequest, { known } satisfies EscapeTreeParams);
	};
	const refresh = async () => {
		timer = undefined;
		if (!view.visible) return;
		const tree = await ask();
		const next = tree.packages.map((one) => (one.unchanged ? (packages.get(one.uri) ?? one) : one));
		packages.clear();
		for (const one of next) packages.set(one.uri, one);
		view.message = hiddenText(tree.hidden, filterText(filter.value));
		const now = JSON.stringify([order(), grouping(), next.map(({ uri, version }) => [uri, version])]);
		if (now === shown) return;
		shown = now;
		nodes = treeNodes(next, order(), grouping());
		changed.fire(undefined);
	};
	const later = () => {
		timer ??= setTimeout(() => {
			refresh().catch((error: unknown) => client.error('The Escapes view could not be filled.', error, false));
		}, pause);
	};
	const showState = () => {
		view.description = ['Linkscape', filterText(filter.value)].filter((part) => part !== '').join(' · ');
		void commands.executeCommand('setContext', 'linkscape.sort', order());
		void commands.executeCommand('setContext', 'linkscape.group', grouping());
	};
	const keep = async (key: string, value: string) => {
		await state.update(key, value);
		showState();
		await refresh();
	};
	showState();

	const parts = Disposable.from(
		view,
		changed,
		client.onNotification(escapesChangedNotification, later),
		client.onDidChangeState(() => {
			// The versions of another server mean something else.
			packages.clear();
			later();
		}),
		view.onDidChangeVisibility(later),
		filter.onDidChange(() => {
			showState();
			later();
		}),
	);
	return {
		sort: (next) => keep(sortKey, next),
		group: (by) => keep(groupKey, by),
		dispose() {
			clearTimeout(timer);
			parts.dispose();
		},
	};
}

/** What the hover of a hint says, as Markdown; empty when it is gone. @param withCommands with links that only VS Code can follow */
export function describeHint(client: LanguageClient, node: HintNode, withCommands: boolean): Promise<string> {
	const params: DescribeHintParams = { ...placeOf(node), commands: withCommands };
	return client.sendRequest<string>(describeHintRequest, params);
}

function placeOf({ uri, item }: HintNode): HintPlace {
	return { uri, range: item.range, class: item.class };
}

const icons = { package: 'package', function: 'symbol-function', class: 'tag', hint: 'arrow-up' };

function toTreeItem(node: EscapeNode, size: string): TreeItem {
	const { Collapsed, Expanded, None } = TreeItemCollapsibleState;
	const isLeaf = node.kind === 'hint' || node.children.length === 0;
	const item = new TreeItem(node.label, isLeaf ? None : node.kind === 'package' ? Expanded : Collapsed);
	item.id = node.id;
	item.description = withSize(node.description, size);
	item.iconPath = new ThemeIcon(icons[node.kind]);
	item.contextValue = node.kind;
	item.accessibilityInformation = { label: `${node.label}, ${item.description}` };
	if (node.kind === 'package' && node.problem !== '') {
		item.iconPath = new ThemeIcon('warning', new ThemeColor('list.warningForeground'));
		item.tooltip = node.problem;
	}
	if (node.kind !== 'hint') return item;
	const { start, end } = node.item.range;
	item.command = {
		title: 'Open',
		command: 'vscode.open',
		arguments: [Uri.parse(node.uri), { selection: new Range(start.line, start.character, end.line, end.character) }],
	};
	return item;
}
