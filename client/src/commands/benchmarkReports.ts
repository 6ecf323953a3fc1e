import {
	commands,
	type Disposable,
	extensions,
	type TextDocumentContentProvider,
	Uri,
	window,
	workspace,
} from 'vscode';

/** The reports of this session, as read-only documents. */
export interface Reports extends Disposable {
	show(name: string, markdown: string): Promise<void>;
}

const scheme = 'linkscape-benchmark';

export function createReports(): Reports {
	const texts = new Map<string, string>();
	const provider: TextDocumentContentProvider = { provideTextDocumentContent: ({ path }) => texts.get(path) ?? '' };
	const registration = workspace.registerTextDocumentContentProvider(scheme, provider);
	let number = 0;
	return {
		async show(name, markdown) {
			// A document of its own for each run, so that two can be compared.
			const uri = Uri.from({ scheme, path: `${name} ${++number}.md` });
			texts.set(uri.path, markdown);
			if (canRender()) await commands.executeCommand('markdown.showPreview', uri);
			else await window.showTextDocument(await workspace.openTextDocument(uri), { preview: true });
		},
		dispose: () => void registration.dispose(),
	};
}

/** VS Code's own Markdown extension can be disabled; then the text is shown, which reads well enough. */
function canRender(): boolean {
	return extensions.getExtension('vscode.markdown-language-features') !== undefined;
}
