/** Assembly beside its source: a read-only document for each function, whose lines and those of the source light up together. */
import {
	CodeLens,
	commands,
	Disposable,
	EventEmitter,
	languages,
	Range,
	type TextDocument,
	type TextEditor,
	TextEditorRevealType,
	ThemeColor,
	Uri,
	ViewColumn,
	window,
	workspace,
} from 'vscode';
import type { AssemblyAnswer } from '../../server/src/protocol/requests.ts';
import { linesAt } from './assemblyLinks.ts';

export interface AssemblyView extends Disposable {
	/** Shows the answer beside the document that it was asked for. */
	show(source: TextDocument, answer: AssemblyAnswer): Promise<void>;
	/** What a function was when it was shown last, for {@link compare}; undefined when it never was. */
	lookedAt(source: TextDocument, answer: AssemblyAnswer): string | undefined;
	/** Shows the difference to an older text, which is called `what`. */
	compare(answer: AssemblyAnswer, older: string, what: string): Promise<void>;
	/** The editor of the source that a view of assembly belongs to. */
	sourceOf(view: TextEditor): TextEditor | undefined;
}

const assemblyScheme = 'linkscape-asm';

/** Processors that one click leads to. */
const processors = ['amd64', 'arm64', '386', 'riscv64'];

/** Functions that a later look is compared with. */
const mostLooks = 40;

interface ShownDocument {
	readonly source: string;
	readonly answer: AssemblyAnswer;
	/** The version of the source; the lines of another one may be others. */
	readonly version: number;
}

export function createAssemblyView(): AssemblyView {
	const shown = new Map<string, ShownDocument>();
	/** By function and build, what was shown last; and texts of comparisons. */
	const looks = new Map<string, string>();
	const compared = new Map<string, string>();
	const keyOf = (source: TextDocument, { name, build }: AssemblyAnswer) => `${source.uri.toString()} ${name} ${build}`;
	const changed = new EventEmitter<Uri>();
	const light = window.createTextEditorDecorationType({
		isWholeLine: true,
		backgroundColor: new ThemeColor('editor.rangeHighlightBackground'),
		overviewRulerColor: new ThemeColor('editorOverviewRuler.rangeHighlightForeground'),
	});
	const provider = workspace.registerTextDocumentContentProvider(assemblyScheme, {
		onDidChange: changed.event,
		provideTextDocumentContent: (uri) => shown.get(uri.toString())?.answer.text ?? compared.get(uri.toString()) ?? '',
	});
	const lenses = languages.registerCodeLensProvider(
		{ scheme: assemblyScheme },
		{
			provideCodeLenses({ uri }) {
				const view = shown.get(uri.toString());
				if (!view) return [];
				const now = view.answer.build.split('/').at(-1);
				return processors
					.filter((goarch) => goarch !== now)
					.map((goarch) => {
						const command = { title: goarch, command: 'linkscape.showAssembly', arguments: [{ goarch }] };
						return new CodeLens(new Range(0, 0, 0, 0), command);
					});
			},
		},
	);

	function mark(editor: TextEditor, lines: readonly number[], reveal: boolean): void {
		const ranges = lines.filter((line) => line < editor.document.lineCount).map((line) => new Range(line, 0, line, 0));
		editor.setDecorations(light, ranges);
		const [first] = ranges;
		if (reveal && first) editor.revealRange(first, TextEditorRevealType.InCenterIfOutsideViewport);
	}

	/** Both sides of every view that an editor belongs to. */
	function follow(editor: TextEditor): void {
		const key = editor.document.uri.toString();
		for (const other of window.visibleTextEditors) {
			const view = shown.get(other.document.uri.toString());
			if (!view || (view.source !== key && other !== editor)) continue;
			const source = window.visibleTextEditors.find(({ document }) => document.uri.toString() === view.source);
			const isCurrent = source?.document.version === view.version;
			const line = editor.selection.active.line;
			const found = linesAt(isCurrent ? view.answer.lines : [], line, other === editor ? 'assembly' : 'source');
			mark(other, found.assembly, other !== editor);
			if (source) mark(source, found.source, source !== editor);
		}
	}

	const disposables = Disposable.from(
		provider,
		lenses,
		changed,
		light,
		window.onDidChangeTextEditorSelection(({ textEditor }) => follow(textEditor)),
		window.onDidChangeActiveTextEditor((editor) => editor && follow(editor)),
		workspace.onDidCloseTextDocument(({ uri }) => {
			shown.delete(uri.toString());
			compared.delete(uri.toString());
		}),
	);

	function keepLook(key: string, text: string): void {
		looks.delete(key);
		looks.set(key, text);
		const [oldest] = looks.keys();
		if (looks.size > mostLooks && oldest !== undefined) looks.delete(oldest);
	}

	function sourceOf(view: TextEditor): TextEditor | undefined {
		const source = shown.get(view.document.uri.toString())?.source;
		return window.visibleTextEditors.find(({ document }) => document.uri.toString() === source);
	}

	return {
		async show(source, answer) {
			const uri = Uri.from({ scheme: assemblyScheme, path: `/${answer.name} ${answer.build.replaceAll('/', '-')}.s` });
			shown.set(uri.toString(), { source: source.uri.toString(), answer, version: source.version });
			changed.fire(uri);
			const document = await workspace.openTextDocument(uri);
			const editor = window.visibleTextEditors.find((one) => one.document === source);
			await window.showTextDocument(document, { viewColumn: ViewColumn.Beside, preserveFocus: true, preview: true });
			if (editor) follow(editor);
			keepLook(keyOf(source, answer), answer.comparable);
		},
		lookedAt: (source, answer) => looks.get(keyOf(source, answer)),
		async compare({ name, build, comparable }, older, what) {
			const uriOf = (side: string, text: string) => {
				const path = `/${side} ${name} ${build.replaceAll('/', '-')}.s`;
				const uri = Uri.from({ scheme: assemblyScheme, path, query: String(Date.now()) });
				compared.set(uri.toString(), text);
				return uri;
			};
			const title = `Assembly of ${name}: ${what} ↔ now${older === comparable ? ' (the same code)' : ''}`;
			await commands.executeCommand('vscode.diff', uriOf('before', older), uriOf('now', comparable), title);
		},
		sourceOf,
		dispose() {
			shown.clear();
			disposables.dispose();
		},
	};
}
