/** Fixes of escape hints as an editor gets them. */
import type { Hover, InlayHint, ShowMessageParams } from 'vscode-languageserver';
import { type CodeAction, CodeActionTriggerKind, type TextEdit } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { afterEach, expect } from 'vitest';
import { createExplain } from '../../server/src/escape/hints/outputReader.ts';
import { goTest } from '../support/go.ts';
import { goParser } from '../support/goParser.ts';
import { type LspPair, lspPair } from '../support/lspPair.ts';
import { until } from '../support/until.ts';

const goMod = 'module example.com/m\n\ngo 1.22\n';
/** strconv.Itoa takes the `int` of line 9 (from 1), and not the int64 of line 14: only the compiler knows that. */
const text = `package m

import (
	"fmt"
	"time"
)

func Name(n int) string {
	return "n" + fmt.Sprintf("%d", n)
}

func Long(t time.Time) string {
	n := t.Unix()
	return "l" + fmt.Sprintf("%d", n)
}
`;
const right = { line: 8, character: 32 };
const wrong = { line: 13, character: 32 };
const candidate = 'Replace by strconv.Itoa(n)';

let pair: LspPair;
afterEach(() => pair.stop());

const resolving = { textDocument: { codeAction: { dataSupport: true, resolveSupport: { properties: ['edit'] } } } };

async function start(capabilities: object = {}, ownCommands = false): Promise<void> {
	pair = await lspPair(
		{ 'go.mod': goMod, 'a.go': text },
		{
			capabilities,
			explain: createExplain(goParser),
			initializationOptions: { settings: { linkname: { enabled: false } }, ownCommands },
		},
	);
	await pair.open('a.go', text);
	await until(() => pair.workspace.escapes(`${pair.folder}/a.go`).state === 'fresh');
}

function actions(at: typeof right, triggerKind: CodeActionTriggerKind): Promise<CodeAction[]> {
	return pair.request('textDocument/codeAction', {
		textDocument: { uri: pair.uri('a.go') },
		range: { start: at, end: at },
		context: { diagnostics: [], triggerKind },
	});
}

const offered = (at: typeof right) => actions(at, CodeActionTriggerKind.Automatic);
const asked = (at: typeof right) => actions(at, CodeActionTriggerKind.Invoked);
const resolve = (action: CodeAction | undefined) => pair.request<CodeAction>('codeAction/resolve', action);

function applied(action: CodeAction | undefined): string {
	const edits: TextEdit[] = Object.values(action?.edit?.changes ?? {}).flat();
	return TextDocument.applyEdits(TextDocument.create('file:///a.go', 'go', 1, text), edits);
}

async function hover(position: typeof right): Promise<string> {
	const textDocument = { uri: pair.uri('a.go') };
	const found = await pair.request<Hover | null>('textDocument/hover', { textDocument, position });
	return (found?.contents as { value: string } | undefined)?.value ?? '';
}

const mended = text.replace('\t"time"', '\t"strconv"\n\t"time"').replace('fmt.Sprintf("%d", n)', 'strconv.Itoa(n)');

goTest('a user who asks on the line of a hint gets them, an editor that asks by itself what is known', async () => {
	await start();
	expect(await offered(right)).toEqual([]);
	const [action, ...others] = await asked(right);
	expect(others).toEqual([]);
	expect(action).toMatchObject({ title: candidate, kind: 'quickfix' });
	expect(applied(action)).toBe(mended);
	expect(await offered(right)).toEqual([action]);
	expect(await asked({ line: 3, character: 0 })).toEqual([]);
	expect(await asked(wrong)).toEqual([]);
});

goTest('a light bulb stands where one is likely, and the compiler decides when it is chosen', async () => {
	await start(resolving);
	const [likely, ...others] = await offered(right);
	expect(others).toEqual([]);
	expect(likely).toMatchObject({ title: `${candidate} (if the compiler confirms it)`, kind: 'quickfix' });
	expect(likely?.edit).toBeUndefined();
	expect(applied(await resolve(likely))).toBe(mended);
	expect(await offered(right)).toEqual([expect.objectContaining({ title: candidate, edit: expect.anything() })]);
	expect(await offered({ line: 3, character: 0 })).toEqual([]);

	const [unlikely] = await offered(wrong);
	expect((await resolve(unlikely)).edit).toBeUndefined();
	const messages = () => pair.received('window/showMessage') as readonly ShowMessageParams[];
	await until(() => messages().length > 0);
	expect(messages().map(({ message }) => message)).toEqual([
		`"${candidate}" was not applied: the compiler still allocates with it.`,
	]);
	expect(await offered(wrong)).toEqual([]);
});

goTest('one that was offered for an earlier text is not applied', async () => {
	await start(resolving);
	const [likely] = await offered(right);
	const top = { line: 0, character: 0 };
	await pair.change('a.go', 2, { start: top, end: top }, '// A line more.\n');
	expect((await resolve(likely)).edit).toBeUndefined();
	await until(() => pair.received('window/showMessage').length > 0);
	expect(pair.received('window/showMessage')).toMatchObject([
		{ message: expect.stringContaining('has changed since') },
	]);
});

goTest('hover and hint name them, and lead to the list', async () => {
	await start(resolving, true);
	expect(await hover(right)).toMatch(
		/\n\n\*\*\[Quick fix\]\(command:linkscape\.quickFix\?[^)]*\):\*\* Replace by strconv\.Itoa\(n\) \(if the compiler confirms it\)\n\n/,
	);
	await asked(right);
	expect(await hover(right)).toContain('Replace by strconv.Itoa(n) (confirmed by the compiler)');
	await asked(wrong);
	expect(await hover(wrong)).not.toContain('Quick fix');

	const labels = async () => {
		const range = { start: { line: 0, character: 0 }, end: { line: 100, character: 0 } };
		const textDocument = { uri: pair.uri('a.go') };
		const hints = await pair.request<InlayHint[]>('textDocument/inlayHint', { textDocument, range });
		return hints.map(({ label }) => label);
	};
	await until(async () => (await labels()).some((label) => typeof label !== 'string'));
	const [marked, plain] = await labels();
	expect(marked).toMatchObject([
		{ value: expect.stringMatching(/^↑ heap/) },
		{ value: ' · fix', tooltip: `Quick fix: ${candidate}`, command: { command: 'linkscape.quickFix' } },
	]);
	expect(plain).toMatch(/^↑ heap/);
});
