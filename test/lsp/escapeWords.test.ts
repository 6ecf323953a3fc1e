/** The words of hints from a real compiler: names of the source, and advice that can be followed. */
import { afterEach, expect } from 'vitest';
import type { EscapeHint } from '../../server/src/analysis/escape/escapeHint.ts';
import { createExplain } from '../../server/src/escape/hints/outputReader.ts';
import { goTest } from '../support/go.ts';
import { goParser } from '../support/goParser.ts';
import { type LspPair, lspPair } from '../support/lspPair.ts';
import { until } from '../support/until.ts';

let pair: LspPair | undefined;
afterEach(() => pair?.stop());

async function hintsOf(text: string): Promise<readonly EscapeHint[]> {
	pair = await lspPair(
		{ 'go.mod': 'module example.com/m\n\ngo 1.21\n', 'a.go': text },
		{ explain: createExplain(goParser) },
	);
	const path = `${pair.folder}/a.go`;
	const { workspace } = pair;
	await pair.open('a.go', text);
	await until(() => workspace.escapes(path).state === 'fresh');
	return workspace.escapes(path).hints.filter(({ verdict }) => verdict === 'heap' || verdict === 'maybe-heap');
}

const compilerNames = /~r|\.autotmp|\.\.\. argument|#\w|errorString/;

goTest('no name of the compiler is in a message, an advice or a step', async () => {
	const hints = await hintsOf(`package m

import (
	"errors"
	"fmt"
)

var Err error
var Any any

func name() string { return fmt.Sprint(1) }

func join() { Any = "thrift." + name() }

func fail() { Err = errors.New("failed") }

func show(a, b int) { fmt.Println(a, b) }

func keep(xs ...any) { Any = xs }

func spread(a *int) { keep(a, a) }
`);
	const said = hints.flatMap(({ message, advice, label, flow }) => [
		message,
		advice,
		label,
		...flow.map(({ text }) => text),
	]);
	expect(said.length).toBeGreaterThan(20);
	expect(said.filter((text) => compilerNames.test(text))).toEqual([]);
	const messages = hints.map(({ message }) => message);
	expect(messages).toContain(
		'errors.New("failed") goes to the heap: it becomes an error or a panic value (in inlined code).',
	);
});

goTest('advice fits the function and the closure', async () => {
	const hints = await hintsOf(`package m

type T struct{ n int }

func small() *T { return &T{} }

//go:noinline
func large() *T { return &T{} }

var Run func()
var Queue chan int

func closure(a, b int) { Run = func() { Queue <- a + b } }

func open() { Queue = make(chan int) }
`);
	const advice = (name: string) => hints.find((hint) => hint.function === name)?.advice ?? '';
	expect(advice('small')).not.toContain('small enough');
	expect(advice('large')).toContain('small enough to inline');
	expect(advice('closure')).toMatch(/^It captures a and b: /);
	expect(advice('closure')).not.toContain('method');
	expect(hints.find((hint) => hint.function === 'open')).toMatchObject({ class: 'channel', label: 'heap: channel' });
});
