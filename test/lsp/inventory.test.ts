/** What a module relies on inside of other packages, as an editor shows it: modules, symbols, places. */
import { afterEach, expect } from 'vitest';
import { type InventoryAnswer, type InventoryItem, inventoryRequest } from '../../server/src/protocol/requests.ts';
import { goTest } from '../support/go.ts';
import { type LspPair, lspPair } from '../support/lspPair.ts';

const files = {
	'm/go.mod':
		'module example.com/m\n\ngo 1.21\n\nrequire example.com/near v0.1.0\n\nreplace example.com/near => ../near\n',
	'm/p.go': `package m

import (
	_ "example.com/near"
	_ "unsafe"
)

//go:linkname nanotime runtime.nanotime
func nanotime() int64

//go:linkname start runtime.gcStart
func start()

//go:nosplit
func add(a, b int) int { return a + b }
`,
	'm/again/a.go': `package again

import _ "unsafe"

//go:linkname now runtime.nanotime
func now() int64
`,
	'm/other_windows.go': 'package m\n\n//go:nosplit\nfunc other() {}\n',
	'near/go.mod': 'module example.com/near\n\ngo 1.21\n',
	'near/n.go': 'package near\n\nimport _ "unsafe"\n\n//go:linkname ticks runtime.cputicks\nfunc ticks() int64\n',
	'none/p.go': 'package none\n',
};

let pair: LspPair;
afterEach(() => pair.stop());

const spelled = (items: readonly InventoryItem[], depth = ''): readonly string[] =>
	items.flatMap(({ kind, label, detail, position, children }) => [
		`${depth}${kind} ${label}: ${detail}${position ? ` @${position.line}:${position.character}` : ''}`,
		...spelled(children, `${depth}> `),
	]);

goTest('by module, then by symbol, what is broken first, without what is not built', async () => {
	pair = await lspPair(files);
	const ask = (name: string) => pair.request<InventoryAnswer>(inventoryRequest, { uri: pair.uri(name) });
	const { problem, notes, items } = await ask('m/p.go');
	expect({ problem, notes }).toEqual({ problem: '', notes: [] });
	expect(spelled(items)).toEqual([
		'broken-module example.com/m: 3 symbols, 1 broken',
		'> broken runtime.gcStart: refused since go1.23 · p.go:11 @10:0',
		'> symbol runtime.nanotime: links · 2 places',
		'> > place pull runtime.nanotime: a.go:5 @4:0',
		'> > place pull runtime.nanotime: p.go:8 @7:0',
		'> directive //go:nosplit: p.go:14 @13:0',
		'module example.com/near@v0.1.0: 1 symbol (replaced)',
		'> symbol runtime.cputicks: links · n.go:5 @4:0',
	]);
	expect(items[0]?.children[0]?.uri).toBe(pair.uri('m/p.go'));
	// A directory is as good as a file in it, and what has no module is said.
	expect((await ask('m')).items).toEqual(items);
	expect(await ask('none/p.go')).toMatchObject({ problem: expect.stringMatching(/^There is no go\.mod/), items: [] });
});
