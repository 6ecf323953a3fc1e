/** What a function becomes, asked as an editor asks it. */
import type { Hover, MarkupContent } from 'vscode-languageserver';
import { expect, onTestFinished } from 'vitest';
import type { AssemblyAnswer } from '../../server/src/protocol/requests.ts';
import { goTest } from '../support/go.ts';
import { type LspPair, lspPair } from '../support/lspPair.ts';

const source = `package m

import "fmt"

type T struct{ n int }

func double(x int) int {
	return x * x
}

func F(xs []int, i int) *T {
	t := &T{n: double(xs[i])}
	fmt.Println(t)
	return t
}

func Asm(x int) int

var Names = []string{fmt.Sprint(1)}
`;

const files = { 'go.mod': 'module example.com/m\n\ngo 1.21\n', 'a.go': source, 'a.s': '' };

async function started(options: Parameters<typeof lspPair>[1] = {}): Promise<LspPair> {
	const pair = await lspPair(files, options);
	onTestFinished(() => pair.stop());
	await pair.open('a.go', source);
	return pair;
}

const ask = (pair: LspPair, line: number, choice: object = {}) =>
	pair.request<AssemblyAnswer>('linkscape/assembly', {
		uri: pair.uri('a.go'),
		position: { line, character: 1 },
		...choice,
	});

const hoverAt = async (pair: LspPair, line: number) => {
	const hover = await pair.request<Hover | null>('textDocument/hover', {
		textDocument: { uri: pair.uri('a.go') },
		position: { line, character: 2 },
	});
	return (hover?.contents as MarkupContent | undefined)?.value ?? '';
};

goTest('each line of the assembly has its line of the source, and hovers say what a line becomes', async () => {
	const pair = await started({ capabilities: { textDocument: { hover: { contentFormat: ['markdown'] } } } });
	expect(await hoverAt(pair, 11)).not.toContain('This line becomes');
	const answer = await ask(pair, 12);
	expect(answer).toMatchObject({ problem: '', name: 'F', build: expect.stringMatching(/^go1\.\S+ \w+\/\w+$/) });
	const lines = answer.text.trimEnd().split('\n');
	expect(answer.lines).toHaveLength(lines.length);
	expect(lines[0]).toBe('m.F, a.go:11');
	const inlined = lines.findIndex((line) => line.includes('inlined m.double at 12:'));
	expect(answer.lines[inlined]).toBe(11);
	expect(answer.lines[lines.findIndex((line) => /newobject|mallocgc/.test(line))]).toBe(11);
	expect(await hoverAt(pair, 11)).toMatch(
		/\*\*This line becomes\*\*\n\n- runtime\.(?:newobject|mallocgc\w+): allocates .*\n[^]*runtime\.panic/,
	);

	await pair.change('a.go', 2, undefined, `${source}\n`);
	expect(await hoverAt(pair, 11)).not.toContain('This line becomes');
});

goTest('unsaved text is compiled, and a command answers the text for any editor', async () => {
	const pair = await started();
	await pair.change('a.go', 2, undefined, source.replace('func double', '\n\nfunc doubled() {}\n\nfunc double'));
	const text = await pair.request<string>('workspace/executeCommand', {
		command: 'linkscape.server.assembly',
		arguments: [pair.uri('a.go'), { line: 8, character: 1 }],
	});
	expect(text).toMatch(/^m\.doubled, a\.go:9\n/);
	expect((await ask(pair, 16)).text).toMatch(/^m\.F, a\.go:15\n/);
});

goTest('what stands outside of functions is the initialization of the package', async () => {
	const pair = await started();
	const answer = await ask(pair, 18);
	expect(answer.name).toBe('init');
	expect(answer.lines).toContain(18);
});

goTest.each([
	[16, {}, /^Asm is written in assembly, in a\.s of example\.com\/m\.$/],
	[12, { go: '1.2' }, /^go1\.2 is not on this machine/],
	[12, { goarch: 'vax' }, /^GOARCH vax is not known/],
])('line %i with %o is answered with one sentence', async (line, choice, problem) => {
	expect((await ask(await started(), line, choice)).problem).toMatch(problem);
});

goTest('where nothing may be run, nothing is', async () => {
	const pair = await started({ initializationOptions: { trusted: false } });
	expect((await ask(pair, 12)).problem).toBe('The workspace is not trusted, so no program is run.');
});
