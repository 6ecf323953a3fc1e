/** Everything that a server answers about the files that are open, one entry for each question. */
import type { CodeLens, Diagnostic, DocumentLink, InlayHint, Position } from 'vscode-languageserver';
import { LineIndex } from '../../../server/src/analysis/text/lineIndex.ts';
import type { LspPair } from '../../support/lspPair.ts';

/** What compiles a package for its answer is asked only then. */
export const isLong = process.env['RUNS'] !== undefined;

/** Question → answer as JSON. */
export type Answers = ReadonlyMap<string, string>;

export interface OpenFile {
	readonly file: string;
	readonly text: string;
}

export async function answersOf(pair: LspPair, open: readonly OpenFile[]): Promise<Answers> {
	const answers = new Map<string, string>();
	await Promise.all(open.map(({ file, text }) => askAbout(pair, file, text, answers)));
	return answers;
}

/** Whether the hints of a file are those of its text as it stands; of what does not compile an old server may know more than a new one. */
export function hasHints(pair: LspPair, file: string): boolean {
	const { state, problem } = pair.workspace.escapes(`${pair.folder}/${file}`);
	return state === 'fresh' && problem === '';
}

async function askAbout(pair: LspPair, file: string, text: string, answers: Map<string, string>): Promise<void> {
	const textDocument = { uri: pair.uri(file) };
	const note = (question: string, answer: unknown) =>
		void answers.set(`${question} of ${file}`, JSON.stringify(answer));
	const report = await pair.request<{ items: Diagnostic[] }>('textDocument/diagnostic', { textDocument });
	const findings = report.items.filter(({ code }) => !String(code).startsWith('escape-'));
	note('findings', findings);
	note(
		'hints as diagnostics',
		report.items.filter((one) => !findings.includes(one)),
	);
	if (!file.endsWith('.go')) return;
	const lines = new LineIndex(text);
	const whole = { start: { line: 0, character: 0 }, end: positionAt(lines, text.length) };
	const [lenses, hints, links] = await Promise.all([
		pair.request<CodeLens[]>('textDocument/codeLens', { textDocument }),
		pair.request<InlayHint[]>('textDocument/inlayHint', { textDocument, range: whole }),
		pair.request<DocumentLink[]>('textDocument/documentLink', { textDocument }),
	]);
	note('lenses', lenses);
	note('hints', hints);
	note('links', await Promise.all(links.map((link) => pair.request('documentLink/resolve', link))));
	note(
		'actions',
		await pair.request('textDocument/codeAction', { textDocument, range: whole, context: { diagnostics: [] } }),
	);
	if (isLong) {
		// What it is given is on the heap or not, by what its callee does.
		const position = positionAt(lines, Math.max(0, text.search(/^func keep/m)));
		note('assembly', await pair.request('linkscape/assembly', { uri: textDocument.uri, position }));
	}
	await Promise.all(
		placesIn(text).map(async ({ word, offset, kind }) => {
			const position = positionAt(lines, offset);
			note(
				`hover on ${word} ${placeText(position)}`,
				await pair.request('textDocument/hover', { textDocument, position }),
			);
			if (kind === 'value') {
				const at = { uri: textDocument.uri, position };
				note(`explanation of ${word} ${placeText(position)}`, await pair.request('linkscape/explain', at));
				const range = { start: position, end: position };
				const asked = { textDocument, range, context: { diagnostics: [], triggerKind: 1 } };
				note(`fixes of ${word} ${placeText(position)}`, await pair.request('textDocument/codeAction', asked));
				return;
			}
			note(
				`definition of ${word} ${placeText(position)}`,
				await pair.request('textDocument/definition', { textDocument, position }),
			);
			const asked = { textDocument, position, context: { includeDeclaration: true } };
			note(`references of ${word} ${placeText(position)}`, await pair.request('textDocument/references', asked));
		}),
	);
}

interface Place {
	readonly word: string;
	readonly offset: number;
	/** A name that the linker may know, or a value that may escape. */
	readonly kind: 'name' | 'value';
}

function placesIn(text: string): readonly Place[] {
	const words = (pattern: RegExp, kind: Place['kind']) =>
		[...text.matchAll(pattern)].map(({ 0: word, index }): Place => ({ word, offset: index, kind }));
	return [
		...words(/(?<=^\/\/go:linkname )\S+/gm, 'name'),
		...words(/(?<=^\/\/go:linkname \S+ )\S+/gm, 'name'),
		...words(/(?<=^func )\w+/gm, 'name'),
		...words(/&\w/g, 'value'),
		...words(/\bn := 1|\bys = append|\bgo func/g, 'value'),
	];
}

function placeText({ line, character }: Position): string {
	return `${line}:${character}`;
}

export function positionAt(lines: LineIndex, offset: number): Position {
	const { line, column } = lines.position(offset);
	return { line, character: column };
}
