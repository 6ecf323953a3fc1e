/** The words of a path beside its lines, while somebody looks through it: `2. assigns it`. In a peek, too. */
import {
	Disposable,
	EventEmitter,
	InlayHint,
	languages,
	Position,
	type TextDocument,
	type TextEditor,
	Uri,
	window,
	workspace,
} from 'vscode';
import type { PathStep } from '../../server/src/protocol/requests.ts';

export interface PathWords extends Disposable {
	/**
	 * Shows the words of each step at the end of its line, until the peek that opens now is closed, the cursor of `editor` moves or a text
	 * changes.
	 */
	show(steps: readonly PathStep[], editor: TextEditor): void;
}

export function createPathWords(): PathWords {
	const changed = new EventEmitter<void>();
	let steps: readonly (PathStep & { readonly number: number })[] = [];
	let origin: TextEditor | undefined;
	/** Those without the peek. */
	let editors: ReadonlySet<TextEditor> = new Set();
	let peeked = false;

	const clear = () => {
		if (steps.length === 0) return;
		steps = [];
		origin = undefined;
		peeked = false;
		changed.fire();
	};
	const provideInlayHints = (document: TextDocument) => {
		const uri = document.uri.toString();
		return steps.flatMap((step): InlayHint[] => {
			const { line } = step.range.start;
			if (Uri.parse(step.uri).toString() !== uri || line >= document.lineCount) return [];
			const end = document.lineAt(line).range.end;
			const hint = new InlayHint(new Position(line, end.character), `${step.number}. ${step.words}`);
			hint.paddingLeft = true;
			return [hint];
		});
	};
	const parts = Disposable.from(
		changed,
		languages.registerInlayHintsProvider(
			{ scheme: 'file', language: 'go' },
			{ onDidChangeInlayHints: changed.event, provideInlayHints },
		),
		window.onDidChangeTextEditorSelection(({ textEditor }) => {
			if (textEditor === origin) clear();
		}),
		// The editor within a peek is one of the visible ones; nothing else says that a peek was closed.
		window.onDidChangeVisibleTextEditors((visible) => {
			const isOpen = visible.some((each) => !editors.has(each));
			if (peeked && !isOpen) clear();
			else peeked = isOpen;
		}),
		workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
			if (document.languageId === 'go' && contentChanges.length > 0) clear();
		}),
	);
	return {
		show(path, editor) {
			steps = path.map((step, index) => ({ ...step, number: index + 1 }));
			origin = editor;
			editors = new Set(window.visibleTextEditors);
			peeked = false;
			changed.fire();
		},
		dispose: () => void parts.dispose(),
	};
}
