/** What the editor is told about escapes, from a real compiler's output. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CodeLens, Hover, InlayHint } from 'vscode-languageserver';
import { afterEach, describe, expect } from 'vitest';
import type {
	EscapeExplanation,
	EscapeFilter,
	EscapeTree,
	FunctionEscapes,
} from '../../server/src/protocol/requests.ts';
import { goTest } from '../support/go.ts';
import { createExplain } from '../../server/src/escape/hints/outputReader.ts';
import { goParser } from '../support/goParser.ts';
import { type LspPair, lspPair } from '../support/lspPair.ts';
import { until } from '../support/until.ts';

const goMod = 'module example.com/m\n\ngo 1.21\n';
const store = `package m

import "fmt"

type Item struct {
	name string
	next *Item
}

type Store struct{ items map[string]*Item }

func (s *Store) Put(name string) *Item {
	item := &Item{name: name}
	defer fmt.Println("put")
	s.items[name] = item
	return item
}

func plain(a, b int) int { return a + b }

func show(n int) { fmt.Println(n) }
`;

let pair: LspPair;
afterEach(() => pair.stop());

async function openStore(initializationOptions: object = {}): Promise<void> {
	pair = await lspPair(
		{ 'go.mod': goMod, 'a.go': store },
		{
			initializationOptions,
			explain: createExplain(goParser),
		},
	);
	await pair.open('a.go', store);
	await until(() => pair.workspace.escapes(`${pair.folder}/a.go`).state === 'fresh');
}

const at = (text: string, inside = '') => {
	const offset = store.indexOf(text) + text.indexOf(inside);
	const before = store.slice(0, offset).split('\n');
	return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
};
const textDocument = () => ({ uri: pair.uri('a.go') });
const lenses = async () => {
	const found = await pair.request<CodeLens[]>('textDocument/codeLens', { textDocument: textDocument() });
	return found.map((lens) => `${lens.range.start.line + 1} ${lens.command?.title}`);
};
const labels = async () => {
	const range = { start: { line: 0, character: 0 }, end: { line: 100, character: 0 } };
	const found = await pair.request<InlayHint[]>('textDocument/inlayHint', { textDocument: textDocument(), range });
	return found.map((hint) => `${hint.position.line + 1} ${hint.label as string}`);
};
const hover = async (text: string, inside = '') => {
	const answer = await pair.request<Hover | null>('textDocument/hover', {
		textDocument: textDocument(),
		position: at(text, inside),
	});
	return answer === null ? '' : (answer.contents as { value: string }).value;
};
const filter = async (change: Partial<EscapeFilter>) =>
	pair.notify('linkscape/filter', { verdicts: [], classes: [], functions: [], onlyChanges: false, ...change });

describe('hover', () => {
	goTest('says once what escapes, along which lines, and what would help', async () => {
		await openStore();
		const said = await hover('&Item{name: name}');
		expect(said).toMatch(/^\*\*`&Item\{…\}` goes to the heap\*\* \(\S+\)/);
		expect(said.match(/&Item\{/g)).toHaveLength(2);
		expect(said).toMatch(/^1\. `item := &Item\{…\}` assigns it, \[line 13\]\(file:.*a\.go#L13,\d+\)$/m);
		expect(said).not.toContain('spill');
		expect(said).not.toContain('command:');
		expect(said).toContain('docs/escape-classes.md#');
	});

	goTest('offers commands where the client has them', async () => {
		await openStore({ ownCommands: true });
		const said = await hover('&Item{name: name}');
		expect(said).toContain('[Show the path](command:linkscape.explainEscape?%5B%7B');
		expect(said).toMatch(/\[Show only \S+\]\(command:linkscape\.showOnlyClass\?%5B%22/);
	});

	goTest('names the function of another package that keeps the value', async () => {
		await openStore();
		const said = await hover('fmt.Println(n)', 'n)');
		expect(said).toMatch(
			/^\d\. `fmt\.Fprintln` keeps its parameter `a`, \[print\.go:\d+\]\(file:.*print\.go#L\d+,6\)$/m,
		);
	});

	goTest('explains a parameter that leaks', async () => {
		await openStore();
		expect(await hover('name string) *Item', 'name')).toMatch(/^\*\*`name` leaks\*\*/);
	});

	goTest('says when it speaks of an earlier text', async () => {
		await openStore();
		const start = { line: 0, character: 0 };
		await pair.change('a.go', 2, { start, end: start }, '// x');
		expect(await hover('&Item{name: name}')).toContain('*from before the last edit*');
	});
});

goTest('a whole text that differs in one line keeps the hints of all others', async () => {
	await openStore();
	const before = await labels();
	expect(before.length).toBeGreaterThan(0);
	await pair.change('a.go', 2, undefined, `// A line more.\n${store}`);
	// At once: what moved is not compiled again for that.
	const moved = before.map((label) => label.replace(/^\d+/, (line) => String(Number(line) + 1)));
	expect((await labels()).map(withoutState)).toEqual(moved.map(withoutState));
	const end = { line: 1000, character: 0 };
	await pair.change('a.go', 3, { start: { line: 0, character: 0 }, end }, store);
	expect((await labels()).map(withoutState)).toEqual(before.map(withoutState));
});

/** Without the mark of a hint from before the last edit. */
const withoutState = (label: string) => label.replace(/ [↑~] /, ' ').replace(/ · old$/, '');

describe('the name of a function', () => {
	goTest('says what it allocates, whether it can be inlined, and what leaks', async () => {
		await openStore();
		expect(await hover('Put(name')).toBe('**Allocations:** 1 heap · not inlinable (defer) · leaks name');
		expect(await hover('plain(a')).toMatch(/^\*\*Allocations:\*\* none · inlinable \(cost \d+\)$/);
	});
});

describe('code lens', () => {
	goTest('stands above functions that allocate, in a long file where it adds up, and only there', async () => {
		const few = `package m

import "errors"

type T struct{ next *T }

var Kept []*T

func one() *T { return new(T) }

func two() (*T, *T) { return &T{}, &T{} }

func loop(n int) {
	for range n {
		Kept[0] = &T{}
	}
}

func fails(n int) error {
	if n > 1 {
		return errors.New("one")
	}
	return errors.New("two")
}
`;
		const text = few + Array.from({ length: 8 }, (_, at) => `\nfunc f${at}() {}\n`).join('');
		pair = await lspPair(
			{ 'go.mod': goMod.replace('1.21', '1.22'), 'a.go': text },
			{ explain: createExplain(goParser) },
		);
		await pair.open('a.go', text);
		await until(() => pair.workspace.escapes(`${pair.folder}/a.go`).state === 'fresh');
		expect(await lenses()).toEqual(['11 2 heap', '13 1 heap in a loop']);
		await pair.change('a.go', 2, undefined, few);
		await until(async () => !(await labels()).join().includes('old'));
		expect(await lenses()).toEqual(['9 1 heap', '11 2 heap', '13 1 heap in a loop']);
		expect(await labels()).toEqual(['9 ↑ heap: returned', '11 ↑ heap: returned ×2', '15 ↑ heap: stored in element']);
	});

	goTest('shows all that is known where it is asked to', async () => {
		await openStore({ settings: { escape: { codeLensScope: 'all' } } });
		expect(await lenses()).toEqual([
			'12 1 heap · leaks name · not inlinable (defer)',
			expect.stringMatching(/^21 1 maybe heap · inlinable \(cost \d+\)$/),
		]);
	});

	goTest('lists what is known about the function', async () => {
		await openStore();
		const known = await pair.request<FunctionEscapes>('linkscape/function', {
			uri: pair.uri('a.go'),
			name: '(*Store).Put',
		});
		expect(known.summary).toBe('1 heap · leaks name · not inlinable (defer)');
		expect(known.hints.map((hint) => hint.subject)).toEqual(['name', '&Item{...}']);
	});
});

describe('a long line', () => {
	const text = `package m

type T struct{ next *T }

func long(aRatherLongName, anotherLongName *T) *T {
	if aRatherLongName != nil { if anotherLongName != nil { return &T{next: aRatherLongName} } }
	return nil
}
`;
	goTest.each<[number | undefined, string[]]>([
		[undefined, ['5:1 ↑', '5:93 ↑ heap: returned']],
		[95, ['5:1 ↑', '5:93 ↑ heap: returned']],
		[96, ['5:93 ↑ heap: returned']],
		[0, ['5:93 ↑ heap: returned']],
	])('has a mark at its start as well beyond %j columns', async (longLines, expected) => {
		const initializationOptions = { settings: { escape: { longLines } } };
		pair = await lspPair(
			{ 'go.mod': goMod, 'a.go': text },
			{ initializationOptions, explain: createExplain(goParser) },
		);
		await pair.open('a.go', text);
		await until(() => pair.workspace.escapes(`${pair.folder}/a.go`).state === 'fresh');
		const range = { start: { line: 0, character: 0 }, end: { line: 100, character: 0 } };
		const found = await pair.request<InlayHint[]>('textDocument/inlayHint', { textDocument: textDocument(), range });
		expect(found.map(({ position: { line, character }, label }) => `${line}:${character} ${label as string}`)).toEqual(
			expected,
		);
		expect(new Set(found.map(({ tooltip }) => tooltip)).size).toBe(1);
	});
});

describe('filter', () => {
	goTest('by verdict, class and function', async () => {
		await openStore();
		expect(await labels()).toHaveLength(2);
		await filter({ verdicts: ['heap'] });
		expect(await labels()).toEqual([expect.stringMatching(/^13 /)]);
		await filter({ classes: ['interface-boxing'] });
		expect(await labels()).toEqual([expect.stringMatching(/^21 /)]);
		await filter({ functions: ['(*Store).Put'] });
		expect(await labels()).toEqual([expect.stringMatching(/^13 /)]);
		await filter({});
		expect(await labels()).toHaveLength(2);
	});

	goTest(
		'says above the file how much it hides, and leaves no lens to functions of which nothing is shown',
		async () => {
			await openStore({ ownCommands: true, settings: { escape: { codeLensScope: 'all' } } });
			const hidden = (lens: string) => /^1 \d+ escape/.test(lens);
			expect((await lenses()).some(hidden)).toBe(false);
			await filter({ verdicts: ['heap'] });
			expect(await lenses()).toEqual([
				'1 1 escape hint is hidden by the filters of this workspace: clear them',
				'12 1 heap · leaks name · not inlinable (defer)',
			]);
			const [first] = await pair.request<CodeLens[]>('textDocument/codeLens', { textDocument: textDocument() });
			expect(first?.command?.command).toBe('linkscape.clearFilter');
			const { hidden: inTree } = await pair.request<EscapeTree>('linkscape/escapeTree', {});
			expect(inTree).toBe(1);
			await filter({ functions: ['nowhere'] });
			expect(await lenses()).toEqual(['1 2 escape hints are hidden by the filters of this workspace: clear them']);
			await filter({});
			expect((await lenses()).some(hidden)).toBe(false);
		},
	);

	goTest('shows a class that the settings hide', async () => {
		await openStore({ settings: { escape: { hiddenClasses: ['interface-boxing'] } } });
		expect(await labels()).toHaveLength(1);
		await filter({ classes: ['interface-boxing'] });
		expect(await labels()).toHaveLength(1);
		expect((await labels())[0]).toMatch(/^21 /);
	});

	goTest('by what differs from HEAD, unsaved text included', async () => {
		await openStore();
		const git = (...args: string[]) =>
			execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], { cwd: pair.folder });
		git('init', '-q');
		git('add', '.');
		git('commit', '-qm', 'x');
		// Programs that a repository can have git start: none of them may run.
		const trap = join(pair.folder, 'trap.sh');
		await writeFile(trap, `#!/bin/sh\necho ran >> "${pair.folder}/ran"\ncat\n`, { mode: 0o755 });
		await writeFile(join(pair.folder, '.gitattributes'), '*.go filter=trap diff=trap\n');
		for (const key of [
			'core.fsmonitor',
			'filter.trap.clean',
			'filter.trap.smudge',
			'diff.trap.textconv',
			'diff.external',
		])
			git('config', key, trap);
		await filter({ onlyChanges: true });
		await until(async () => (await labels()).length === 0);
		const end = at('show(n int)');
		await pair.change('a.go', 2, { start: end, end }, 'also');
		await until(async () => (await labels()).length === 1);
		expect((await labels())[0]).toMatch(/^21 /);
		expect(existsSync(join(pair.folder, 'ran'))).toBe(false);
	});
});

goTest('the tree lists packages, functions and hints', async () => {
	await openStore();
	const { packages } = await pair.request<EscapeTree>('linkscape/escapeTree', {});
	expect(packages.map(({ name, functions }) => [name, functions.map((one) => [one.name, one.hints.length])])).toEqual([
		[
			'example.com/m',
			[
				['(*Store).Put', 1],
				['show', 1],
			],
		],
	]);
});

goTest('an explanation has a place for each step', async () => {
	await openStore();
	const found = await pair.request<EscapeExplanation>('linkscape/explain', {
		uri: pair.uri('a.go'),
		position: at('&Item{name: name}'),
	});
	expect(found.steps.map((step) => step.range.start.line + 1)).toEqual([13, 15]);
	expect(found.steps[0]).toMatchObject({ uri: pair.uri('a.go'), range: { start: at('&Item{name') } });
	const none = await pair.request('linkscape/explain', { uri: pair.uri('a.go'), position: { line: 0, character: 0 } });
	expect(none).toBeNull();
});

goTest('an explanation goes on in the package that keeps the value', async () => {
	await openStore();
	const found = await pair.request<EscapeExplanation>('linkscape/explain', {
		uri: pair.uri('a.go'),
		position: at('fmt.Println(n)', 'n)'),
	});
	const [, ...rest] = found.steps.map(({ uri, text }) => `${uri.split('/').at(-1)} ${text}`);
	expect(rest).toContain('print.go fmt.Fprintln: a');
	expect(rest.length).toBeGreaterThan(1);
});

goTest('what the back end leaves in the code is shown on request, until the next edit', async () => {
	await openStore();
	const toggle = () =>
		pair.request<string>('workspace/executeCommand', {
			command: 'linkscape.server.details',
			arguments: [pair.uri('a.go')],
		});
	const start = at('type Item');
	await pair.change('a.go', 2, { start, end: start }, '\nfunc index(s []int, i int) int { return s[i] + s[i+1] }\n\n');
	expect(await toggle()).toBe('');
	expect(await labels()).toContain('6 · bounds check ×2');
	expect(await toggle()).toBe('');
	expect((await labels()).join()).not.toContain('bounds check');
	await toggle();
	await pair.change('a.go', 3, { start, end: start }, '\n');
	expect((await labels()).join()).not.toContain('bounds check');
});
