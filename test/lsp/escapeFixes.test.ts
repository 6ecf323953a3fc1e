/** Fixes of escape hints as an editor gets them. */
import { type CodeAction, CodeActionTriggerKind, type TextEdit } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { afterEach, expect } from 'vitest';
import { createExplain } from '../../server/src/escape/hints/outputReader.ts';
import { goTest } from '../support/go.ts';
import { goParser } from '../support/goParser.ts';
import { type LspPair, lspPair } from '../support/lspPair.ts';
import { until } from '../support/until.ts';

const goMod = 'module example.com/m\n\ngo 1.22\n';
const text = `package m

import "fmt"

func Name(n int) string {
	return "n" + fmt.Sprintf("%d", n)
}
`;

let pair: LspPair;
afterEach(() => pair.stop());

function actions(line: number, triggerKind: CodeActionTriggerKind): Promise<CodeAction[]> {
	const at = { line, character: 3 };
	return pair.request('textDocument/codeAction', {
		textDocument: { uri: pair.uri('a.go') },
		range: { start: at, end: at },
		context: { diagnostics: [], triggerKind },
	});
}

goTest('a user who asks on the line of a hint gets them, an editor that asks by itself what is known', async () => {
	pair = await lspPair(
		{ 'go.mod': goMod, 'a.go': text },
		{ explain: createExplain(goParser), initializationOptions: { linkname: { enabled: false } } },
	);
	await pair.open('a.go', text);
	await until(() => pair.workspace.escapes(`${pair.folder}/a.go`).state === 'fresh');
	expect(await actions(5, CodeActionTriggerKind.Automatic)).toEqual([]);
	const [action, ...others] = await actions(5, CodeActionTriggerKind.Invoked);
	expect(others).toEqual([]);
	expect(action).toMatchObject({ title: 'Replace by strconv.Itoa(n)', kind: 'quickfix' });
	const document = TextDocument.create('file:///a.go', 'go', 1, text);
	const edits: TextEdit[] = Object.values(action?.edit?.changes ?? {}).flat();
	expect(TextDocument.applyEdits(document, edits)).toBe(
		text.replace('"fmt"', '"strconv"').replace('fmt.Sprintf("%d", n)', 'strconv.Itoa(n)'),
	);
	expect(await actions(5, CodeActionTriggerKind.Automatic)).toEqual([action]);
	expect(await actions(3, CodeActionTriggerKind.Invoked)).toEqual([]);
});
