/** Assembly beside its source: a read-only document for each function, whose lines and those of the source light up together. */
import {
	Disposable,
	EventEmitter,
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
}

const assemblyScheme = 'linkscape-asm';

interface ShownDocument {
	readonly source: string;
	readonly answer: AssemblyAnswer;
	/** The version of the source; the lines of another one may be others. */
	readonly version: number;
}

export function createAssemblyView(): AssemblyView {
	const shown = new Map<string, ShownDocument>();
	const changed = new EventEmitter<Uri>();
	const light = window.createTextEditorDecorationType({
		isWholeLine: true,
		backgroundColor: new ThemeColor('editor.rangeHighlightBackground'),
		overviewRulerColor: new ThemeColor('editorOverviewRuler.rangeHighlightForeground'),
	});
	const provider = workspace.registerTextDocumentContentProvider(assemblyScheme, {
		onDidChange: changed.event,
		provideTextDocumentContent: (uri) => shown.get(uri.toString())?.answer.text ?? '',
	});

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
		changed,
		light,
		window.onDidChangeTextEditorSelection(({ textEditor }) => follow(textEditor)),
		window.onDidChangeActiveTextEditor((editor) => editor && follow(editor)),
		workspace.onDidCloseTextDocument(({ uri }) => shown.delete(uri.toString())),
	);
	return {
		async show(source, answer) {
			const uri = Uri.from({ scheme: assemblyScheme, path: `/${answer.name} ${answer.build.replaceAll('/', '-')}.s` });
			shown.set(uri.toString(), { source: source.uri.toString(), answer, version: source.version });
			changed.fire(uri);
			const document = await workspace.openTextDocument(uri);
			const editor = window.visibleTextEditors.find((one) => one.document === source);
			await window.showTextDocument(document, { viewColumn: ViewColumn.Beside, preserveFocus: true, preview: true });
			if (editor) follow(editor);
		},
		dispose() {
			shown.clear();
			disposables.dispose();
		},
	};
}
