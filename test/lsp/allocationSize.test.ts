/** The sizes in the hovers against what the run-time really allocates. */
import { execFileSync } from 'node:child_process';
import type { Hover } from 'vscode-languageserver';
import { expect } from 'vitest';
import { createExplain } from '../../server/src/escape/hints/outputReader.ts';
import { goTest } from '../support/go.ts';
import { goParser } from '../support/goParser.ts';
import { lspPair } from '../support/lspPair.ts';
import { until } from '../support/until.ts';

/** Declarations of T, and the bytes of its size: those without pointers below 16 share a block, and are not measured. */
const types: Record<string, string> = {
	words: 'struct{ a int64; b string; c bool }',
	numbers: '[5]int32',
	pointers512: '[64]*int',
	pointers520: '[65]*int',
	numbers520: '[65]int',
	imported: 'struct{ mu sync.Mutex; now time.Time; dep dep.Pair }',
	own: 'struct{ other; rest [3]other }',
	large: '[5000]int',
	largest: '[32760]byte',
	toolarge: '[32764]byte',
};

const source = `package main

import (
	"fmt"
	"runtime"
	"sync"
	"time"

	"example.com/m/dep"
)

type other struct{ name string; flag bool }

var (
	_ sync.Mutex
	_ time.Time
	_ dep.Pair
)

${Object.entries(types)
	.map(
		([name, type]) =>
			`type ${name} ${type}\n\nvar ${name}Sink *${name}\n\nfunc make_${name}() { ${name}Sink = &${name}{} }\n`,
	)
	.join('\n')}

// The least of several, since the run-time allocates for itself as well.
func measure(name string, allocate func()) {
	var before, after runtime.MemStats
	least := ^uint64(0)
	for range [10]int{} {
		runtime.ReadMemStats(&before)
		allocate()
		runtime.ReadMemStats(&after)
		least = min(least, after.TotalAlloc-before.TotalAlloc)
	}
	fmt.Println(name, least)
}

func main() {
${Object.keys(types)
	.map((name) => `\tmeasure("${name}", make_${name})`)
	.join('\n')}
}
`;

goTest('are those of the run-time', async () => {
	const files = {
		'go.mod': 'module example.com/m\n\ngo 1.21\n',
		'dep/dep.go': 'package dep\n\ntype Pair struct{ A, B *int }\n',
		'a.go': source,
	};
	const pair = await lspPair(files, { explain: createExplain(goParser) });
	try {
		await pair.open('a.go', source);
		await until(() => pair.workspace.escapes(`${pair.folder}/a.go`).state === 'fresh');
		const printed = execFileSync('go', ['run', '.'], { cwd: pair.folder, encoding: 'utf8' }).trim();
		const taken = Object.fromEntries(printed.split('\n').map((line) => line.split(' ')));
		const shown: Record<string, string> = {};
		for (const name of Object.keys(types)) {
			const lines = source.slice(0, source.indexOf(`&${name}{}`)).split('\n');
			const position = { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
			const hover = await pair.request<Hover>('textDocument/hover', {
				textDocument: { uri: pair.uri('a.go') },
				position,
			});
			const [, size] = (hover.contents as { value: string }).value.split('\n')[0]?.split(' · ') ?? [];
			const number = /size class (\d+)|of its own \(([\d,]+) B\)/.exec(size ?? '');
			shown[name] = (number?.[1] ?? number?.[2] ?? String(size)).replaceAll(',', '');
		}
		expect(shown).toEqual(taken);
	} finally {
		await pair.stop();
	}
});
