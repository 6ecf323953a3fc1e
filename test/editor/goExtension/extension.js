// What the Go extension does to its surroundings, as far as Linkscape meets it (golang/vscode-go, 0.58): it writes GOROOT and PATH into
// the environment of the extension host, keeps a chosen Go in a state of its own, says by its API which go it runs, and shows
// hovers, lenses and renames of gopls, which are registered some time after its start.
const { existsSync } = require('node:fs');
const path = require('node:path');
const vscode = require('vscode');

const go = { scheme: 'file', language: 'go' };

/** Milliseconds that it takes to ask a go, and to start gopls: another one in each window. */
const askingTakes = 200;
const goplsTakes = [0, 100, 200, 300, 400, 500, 700, 900, 1200, 1500];

let currentGoroot = '';

exports.activate = async (context) => {
	const inherited = process.env.PATH;
	const usePath = (goroot) => {
		process.env.PATH = [path.join(goroot, 'bin'), inherited].join(path.delimiter);
	};
	const useSettings = () => {
		const goroot = vscode.workspace.getConfiguration('go').get('goroot');
		// Once set, it stays until the window is loaded again.
		if (!goroot) return;
		process.env.GOROOT = goroot;
		usePath(goroot);
		currentGoroot = goroot;
	};
	const chosen = context.workspaceState.get('selectedGo');
	if (chosen) usePath(chosen);
	useSettings();
	const starts = context.globalState.get('starts', 0);
	await context.globalState.update('starts', starts + 1);
	setTimeout(() => context.subscriptions.push(...gopls()), goplsTakes[starts % goplsTakes.length]);
	context.subscriptions.push(
		vscode.workspace.onDidChangeConfiguration(() => setTimeout(useSettings, askingTakes)),
		vscode.commands.registerCommand('go.environment.choose', async () => {
			const goroot = await vscode.window.showInputBox({ prompt: 'GOROOT' });
			await context.workspaceState.update('selectedGo', goroot);
			await vscode.commands.executeCommand('workbench.action.reloadWindow');
		}),
		vscode.commands.registerCommand('standIn.setGoroot', async () => {
			const goroot = await vscode.window.showInputBox({ prompt: 'GOROOT' });
			const { Workspace } = vscode.ConfigurationTarget;
			await vscode.workspace.getConfiguration('go').update('goroot', goroot || undefined, Workspace);
		}),
	);
	return { settings: { getExecutionCommand: (tool) => ({ binPath: find(tool) }) } };
};

function find(tool) {
	const folders = process.env.PATH.split(path.delimiter);
	if (currentGoroot !== '') folders.unshift(path.join(currentGoroot, 'bin'));
	return folders.map((folder) => path.join(folder, tool)).find((file) => existsSync(file)) ?? '';
}

function gopls() {
	return [
		vscode.languages.registerHoverProvider(go, {
			provideHover: (document, position) => {
				const range = document.getWordRangeAtPosition(position);
				return range && new vscode.Hover(`gopls about ${document.getText(range)}`, range);
			},
		}),
		vscode.languages.registerCodeLensProvider(go, {
			provideCodeLenses: (document) =>
				places(document, /^func Test\w+/gm).map(
					(range) => new vscode.CodeLens(range, { title: 'run test', command: 'go.environment.choose' }),
				),
		}),
		// As long as VS Code lets all hints of a line be by itself.
		vscode.languages.registerInlayHintsProvider(go, {
			provideInlayHints: (document) =>
				places(document, /^\tkept\b/gm).map((range) => new vscode.InlayHint(range.end, ` of gopls${'.'.repeat(34)}`)),
		}),
		vscode.languages.registerRenameProvider(go, {
			provideRenameEdits: (document, position, name) => {
				const word = document.getText(document.getWordRangeAtPosition(position));
				const edit = new vscode.WorkspaceEdit();
				// In comments nothing is renamed, and a directive is one.
				for (const range of places(document, new RegExp(`(?<!^//.*)\\b${word}\\b`, 'gm')))
					edit.replace(document.uri, range, name);
				return edit;
			},
		}),
	];
}

function places(document, pattern) {
	const at = (offset) => document.positionAt(offset);
	return [...document.getText().matchAll(pattern)].map(
		({ index, 0: text }) => new vscode.Range(at(index), at(index + text.length)),
	);
}
