/** The texts that the editor holds, and what each edit did to them. */
import { LineIndex } from '../analysis/text/lineIndex.ts';
import { textDifference } from '../analysis/text/textDifference.ts';
import type { TextChange } from '../analysis/text/textEdit.ts';
import type { Connection, Position, TextDocumentContentChangeEvent } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { URI } from 'vscode-uri';
import { EditedText } from './editedText.ts';
import { decodeColumn, type Encoding } from './encoding.ts';

export interface OpenDocument {
	readonly uri: string;
	/** Absolute path; only `file:` documents are kept. */
	readonly path: string;
	readonly version: number;
	readonly text: string;
	/** Made on first use after an edit. */
	readonly lines: LineIndex;
}

export interface DocumentListener {
	opened(document: OpenDocument): void;
	/** `changes` happened one after the other, each in offsets of the text that the one before it left. */
	changed(document: OpenDocument, changes: readonly TextChange[]): void;
	saved(document: OpenDocument): void;
	closed(document: OpenDocument): void;
}

export class Documents {
	readonly #documents = new Map<string, Document>();
	readonly #listener: DocumentListener;
	#encoding: Encoding = 'utf-16';

	constructor(listener: DocumentListener) {
		this.#listener = listener;
	}

	get(uri: string): OpenDocument | undefined {
		return this.#documents.get(uri);
	}

	all(): Iterable<OpenDocument> {
		return this.#documents.values();
	}

	byPath(path: string): OpenDocument | undefined {
		return (
			this.get(URI.file(path).toString()) ?? [...this.#documents.values()].find((document) => document.path === path)
		);
	}

	/** Connects the four notifications; called once, after the encoding is agreed on. */
	listen(connection: Connection, encoding: Encoding): void {
		this.#encoding = encoding;
		connection.onDidOpenTextDocument(({ textDocument: { uri, languageId, version, text } }) => {
			const parsed = URI.parse(uri);
			if (parsed.scheme !== 'file' || !/(?:\.go|[/\\](?:go\.mod|linkscape\.json))$/.test(parsed.fsPath)) return;
			const document = new Document(parsed.fsPath, TextDocument.create(uri, languageId, version, text));
			this.#documents.set(uri, document);
			this.#listener.opened(document);
		});
		connection.onDidChangeTextDocument(({ textDocument, contentChanges }) => {
			const document = this.#documents.get(textDocument.uri);
			if (!document) return;
			const changes =
				contentChanges.length > fewChanges
					? document.applyMany(contentChanges, textDocument.version, this.#encoding)
					: contentChanges.map((change) => document.apply(change, textDocument.version, this.#encoding));
			this.#listener.changed(document, changes);
		});
		connection.onDidSaveTextDocument(({ textDocument }) => {
			const document = this.#documents.get(textDocument.uri);
			if (document) this.#listener.saved(document);
		});
		connection.onDidCloseTextDocument(({ textDocument }) => {
			const document = this.#documents.get(textDocument.uri);
			if (!document) return;
			this.#documents.delete(textDocument.uri);
			this.#listener.closed(document);
		});
	}
}

/** Up to so many changes of one notification are made one by one: each then costs as much as the text is long. */
const fewChanges = 16;

class Document implements OpenDocument {
	readonly path: string;
	readonly #document: TextDocument;
	#lines: LineIndex | undefined;

	constructor(path: string, document: TextDocument) {
		this.path = path;
		this.#document = document;
	}

	get uri(): string {
		return this.#document.uri;
	}

	get version(): number {
		return this.#document.version;
	}

	get text(): string {
		return this.#document.getText();
	}

	get lines(): LineIndex {
		this.#lines ??= new LineIndex(this.text);
		return this.#lines;
	}

	apply(change: TextDocumentContentChangeEvent, version: number, encoding: Encoding): TextChange {
		const document = this.#document;
		this.#lines = undefined;
		if (!('range' in change)) {
			const before = document.getText();
			TextDocument.update(document, [change], version);
			return textDifference(before, change.text);
		}
		const range = {
			start: this.#toUtf16(change.range.start, encoding),
			end: this.#toUtf16(change.range.end, encoding),
		};
		const start = Math.min(document.offsetAt(range.start), document.offsetAt(range.end));
		const replaced = document.getText(range);
		TextDocument.update(document, [{ range, text: change.text }], version);
		return moved(textDifference(replaced, change.text), start);
	}

	/** As one change, from the first place that was touched to the last one: what follows an edit has work to do for each change. */
	applyMany(changes: readonly TextDocumentContentChangeEvent[], version: number, encoding: Encoding): TextChange[] {
		const before = this.#document.getText();
		let edited = new EditedText(before);
		let all: TextChange | undefined;
		for (const change of changes) {
			if (!('range' in change)) {
				edited = new EditedText(change.text);
				all = { start: 0, oldEnd: before.length, newEnd: change.text.length };
				continue;
			}
			const offset = ({ line, character }: Position) =>
				edited.offset({
					line,
					character: encoding === 'utf-16' ? character : decodeColumn(edited.line(line), character, encoding),
				});
			const [one, other] = [offset(change.range.start), offset(change.range.end)];
			const [start, oldEnd] = [Math.min(one, other), Math.max(one, other)];
			edited.replace(start, oldEnd, change.text);
			all = joinChanges(all, { start, oldEnd, newEnd: start + change.text.length });
		}
		this.#lines = undefined;
		const after = edited.text();
		TextDocument.update(this.#document, [{ text: after }], version);
		if (!all) return [];
		return [moved(textDifference(before.slice(all.start, all.oldEnd), after.slice(all.start, all.newEnd)), all.start)];
	}

	#toUtf16(position: Position, encoding: Encoding): Position {
		if (encoding === 'utf-16') return position;
		const line = this.#document.getText({
			start: { line: position.line, character: 0 },
			end: { line: position.line + 1, character: 0 },
		});
		return { line: position.line, character: decodeColumn(line, position.character, encoding) };
	}
}

/** A change within a part of a text that begins at `by`. Clients may replace a whole text for one line, so it is what differs that counts. */
function moved({ start, oldEnd, newEnd }: TextChange, by: number): TextChange {
	return { start: start + by, oldEnd: oldEnd + by, newEnd: newEnd + by };
}

/** What two changes, one after the other, did together. */
function joinChanges(first: TextChange | undefined, then: TextChange): TextChange {
	if (!first) return then;
	return {
		start: Math.min(first.start, then.start),
		oldEnd: Math.max(first.oldEnd, then.oldEnd - (first.newEnd - first.oldEnd)),
		newEnd: Math.max(first.newEnd, then.oldEnd) + then.newEnd - then.oldEnd,
	};
}
