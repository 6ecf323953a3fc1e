/** A better order of the fields of a struct, as a refactoring that somebody asks for. */
import { type CodeAction, CodeActionTriggerKind } from 'vscode-languageserver';
import { expect, onTestFinished } from 'vitest';
import { goTest } from '../support/go.ts';
import { lspPair } from '../support/lspPair.ts';

const source = `package m

type waste struct {
	// ok says so
	ok bool
	n  int64 // n
	b  bool
}

type positional struct {
	a bool
	n int64
	b bool
}

var _ = positional{true, 1, false}

type Exported struct {
	a bool
	n int64
	b bool
}
`;

async function actionsAt(line: number, triggerKind: CodeActionTriggerKind, text = source) {
	const pair = await lspPair({ 'go.mod': 'module example.com/m\n\ngo 1.21\n', 'a.go': source });
	onTestFinished(() => pair.stop());
	await pair.open('a.go', text);
	const position = { line, character: 6 };
	const actions = await pair.request<CodeAction[]>('textDocument/codeAction', {
		textDocument: { uri: pair.uri('a.go') },
		range: { start: position, end: position },
		context: { diagnostics: [], triggerKind },
	});
	return actions.filter(({ kind }) => kind === 'refactor.rewrite');
}

goTest('who asks on the name of a struct is offered an order that takes less', async () => {
	const [action] = await actionsAt(2, CodeActionTriggerKind.Invoked);
	expect(action?.title).toBe('Reorder the fields of waste: 16 bytes on the heap instead of 24');
	const [edits] = Object.values(action?.edit?.changes ?? {});
	expect(edits?.[0]?.newText).toBe('struct {\n\tn  int64 // n\n\t// ok says so\n\tok bool\n\tb  bool\n}');
});

goTest('of an exported one it is said what changes with it', async () => {
	const [action] = await actionsAt(17, CodeActionTriggerKind.Invoked);
	expect(action?.title).toMatch(/^Reorder the fields of Exported: 16 .*\. Exported is exported: packages that write/);
});

goTest.each([
	['for an editor that asks by itself', 2, CodeActionTriggerKind.Automatic, source],
	['where a literal has no field names', 9, CodeActionTriggerKind.Invoked, source],
	['away from a name', 4, CodeActionTriggerKind.Invoked, source],
	['where unsaved text does not compile', 2, CodeActionTriggerKind.Invoked, `${source}\nvar x int = ""\n`],
	[
		'where unsaved text has a literal without field names',
		2,
		CodeActionTriggerKind.Invoked,
		`${source}\nvar _ = waste{true, 1, true}\n`,
	],
] as const)('nothing is offered %s', async (_, line, trigger, text) => {
	expect(await actionsAt(line, trigger, text)).toEqual([]);
});
