/** The Value Flow view: the last answer to where a value goes, where it comes from, or what a call can allocate, as a tree. */
import { commands, type Disposable, EventEmitter, ThemeIcon, TreeItem, TreeItemCollapsibleState, window } from 'vscode';
import type { FlowItem, FlowQuestionAnswer } from '../../server/src/protocol/requests.ts';
import { clientCommands } from '../../server/src/protocol/requests.ts';

export interface FlowView extends Disposable {
	/** Shows an answer in place of the last one, and the view with it. */
	show(answer: FlowQuestionAnswer): Promise<void>;
}

export function createFlowView(): FlowView {
	let items: readonly FlowItem[] = [];
	const changed = new EventEmitter<undefined>();
	const view = window.createTreeView<FlowItem>('linkscape.flow', {
		showCollapseAll: true,
		treeDataProvider: {
			onDidChangeTreeData: changed.event,
			getChildren: (item) => [...(item?.children ?? items)],
			getTreeItem: toTreeItem,
		},
	});
	return {
		async show(answer) {
			items = answer.items;
			view.message = answer.title;
			changed.fire(undefined);
			await commands.executeCommand('setContext', 'linkscape.flowShown', true);
			await commands.executeCommand('linkscape.flow.focus');
		},
		dispose() {
			changed.dispose();
			view.dispose();
		},
	};
}

const icons: Readonly<Record<string, string>> = {
	call: 'arrow-right',
	stored: 'save',
	sent: 'export',
	captured: 'bracket',
	returned: 'reply',
	panics: 'error',
	assumed: 'question',
	allocated: 'add',
	allocation: 'add',
	'dynamic-call': 'question',
	'unknown-function': 'question',
	parameter: 'symbol-parameter',
	constant: 'symbol-constant',
};

function toTreeItem({ label, detail, kind, uri, position, children }: FlowItem): TreeItem {
	const state = children.length > 0 ? TreeItemCollapsibleState.Expanded : TreeItemCollapsibleState.None;
	const item = new TreeItem(label, state);
	item.description = detail;
	item.tooltip = `${label}\n${detail}`;
	item.iconPath = new ThemeIcon(icons[kind] ?? 'circle-small');
	const target = `${uri}#L${position.line + 1},${position.character + 1}`;
	item.command = { title: label, command: clientCommands.open, arguments: [target] };
	return item;
}
