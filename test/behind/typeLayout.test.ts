/** Layouts computed from source, beside what a program of the Go in use measures. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { typeLayout } from '../../server/src/behind/typeLayout.ts';
import { askerIn, problemOf } from '../support/behind.ts';
import { goPath, goTest, temporaryModule } from '../support/go.ts';

const files = {
	'go.mod': 'module example.com/m\n\ngo 1.21\n',
	'a.go': `package main

import (
	"fmt"
	"sync"
	"sync/atomic"
	"time"
	"unsafe"
)

type bad struct {
	// ok says so
	ok   bool // trailing
	n    int64
	a, b bool
	s    string
	when time.Time
	p    *bad
	any  any
	fn   func()
	mu   sync.Mutex
	none struct{}
}

type arrays struct {
	a [3]byte
	p [2]*int
	c complex64
	m map[string]int
	l []int
	e error
}

type tail struct {
	n    int64
	none struct{}
}

type counter struct {
	on   bool
	hits int64
}

func (c *counter) hit() { atomic.AddInt64(&c.hits, 1) }

type pair[K comparable, V any] struct {
	k K
	v V
}

type id int

const (
	layoutText        = "Mon\\n" + "ü\\u00fc\\x00"
	again      string = layoutText + "a"
)

type named arrays

type texts struct {
	a [len(layoutText)]byte
	b [len(again) + len(time.RFC3339)]byte
	n named
}

func main() {
	var x bad
	fmt.Println("bad", unsafe.Sizeof(x), unsafe.Offsetof(x.ok), unsafe.Offsetof(x.n), unsafe.Offsetof(x.a), unsafe.Offsetof(x.b), unsafe.Offsetof(x.s), unsafe.Offsetof(x.when), unsafe.Offsetof(x.p), unsafe.Offsetof(x.any), unsafe.Offsetof(x.fn), unsafe.Offsetof(x.mu), unsafe.Offsetof(x.none))
	var y arrays
	fmt.Println("arrays", unsafe.Sizeof(y), unsafe.Offsetof(y.a), unsafe.Offsetof(y.p), unsafe.Offsetof(y.c), unsafe.Offsetof(y.m), unsafe.Offsetof(y.l), unsafe.Offsetof(y.e))
	var z tail
	fmt.Println("tail", unsafe.Sizeof(z), unsafe.Offsetof(z.n), unsafe.Offsetof(z.none))
	var n named
	fmt.Println("named", unsafe.Sizeof(n), unsafe.Offsetof(n.a), unsafe.Offsetof(n.p), unsafe.Offsetof(n.c), unsafe.Offsetof(n.m), unsafe.Offsetof(n.l), unsafe.Offsetof(n.e))
	var t texts
	fmt.Println("texts", unsafe.Sizeof(t), unsafe.Offsetof(t.a), unsafe.Offsetof(t.b), unsafe.Offsetof(t.n))
	var w pair[string, int8]
	fmt.Println("pair[string,int8]", unsafe.Sizeof(w), unsafe.Offsetof(w.k), unsafe.Offsetof(w.v))
}
`,
	'b/b.go': `package b

type waste struct {
	// first
	ok bool \`json:"ok"\`
	n  int64 // n

	b bool
}

type Exported struct {
	a bool
	n int64
	b bool
}

type positional struct {
	a bool
	n int64
	b bool
}

var _ = positional{true, 1, false}

type inTests struct {
	a bool
	n int64
	b bool
}

type sameClass struct {
	a bool
	n [8]int64
	b bool
}
`,
	'b/b_test.go': 'package b\n\nvar _ = inTests{true, 1, false}\n',
};

const never = new AbortController().signal;

goTest(
	'sizes and offsets are those of a program',
	async () => {
		const root = temporaryModule(files);
		const printed = execFileSync(goPath ?? 'go', ['run', '.'], { cwd: root, encoding: 'utf8' });
		const rows = printed.trim().split('\n');
		expect(rows).toHaveLength(6);
		for (const row of rows) {
			const [name = '', ...numbers] = row.split(' ');
			const { size, fields } = await typeLayout(name, askerIn(root), never);
			expect([name, size, ...(fields ?? []).map(({ offset }) => offset)]).toEqual([name, ...numbers.map(Number)]);
		}
	},
	60_000,
);

goTest('pointers, padding and the heap', async () => {
	const asker = askerIn(temporaryModule(files), { goarch: 'amd64', goos: 'linux' });
	expect(await typeLayout('b.waste', asker, never)).toMatchObject({
		size: 24,
		align: 8,
		pointers: 0,
		words: '...',
		padding: 14,
		cost: { kind: 'small', takes: 24 },
		cacheLine: 64,
	});
	expect((await typeLayout('b.sameClass', asker, never)).order).toEqual({ kind: 'best' });
	expect(await typeLayout('id', askerIn(temporaryModule(files)), never)).toMatchObject({ size: 8, fields: undefined });
});

goTest('the words that the collector follows, and fields that 32-bit ports do not align', async () => {
	const root = temporaryModule(files);
	expect((await typeLayout('arrays', askerIn(root), never)).words).toBe('.pp.pp...p');
	expect((await typeLayout('tail', askerIn(root), never)).words).toBe('..');
	expect((await typeLayout('counter', askerIn(root), never)).misaligned).toEqual(['hits']);
});

goTest('a better order compiles, keeps comments and tags, and takes what it says', async () => {
	const root = temporaryModule(files);
	const path = join(root, 'b/b.go');
	const { order } = await typeLayout('./b.waste', askerIn(root), never);
	if (order.kind !== 'better') throw new Error(JSON.stringify(order));
	expect(order).toMatchObject({ names: ['n', 'ok', 'b'], size: 16, cost: { takes: 16 } });
	expect(order.cautions).toHaveLength(1);
	const text = readFileSync(path, 'utf8');
	const edited = text.slice(0, order.edit.span.start) + order.edit.newText + text.slice(order.edit.span.end);
	expect(edited).toContain('type waste struct {\n\tn  int64 // n\n\t// first\n\tok bool `json:"ok"`\n\n\tb bool\n}\n');
	writeFileSync(path, edited);
	expect(await typeLayout('./b.waste', askerIn(root), never)).toMatchObject({ size: 16, order: { kind: 'best' } });
});

goTest.each([
	[
		'./b.positional',
		'The package has a literal of positional without field names, whose values would go to other fields.',
	],
	['./b.inTests', 'The package has a literal of inTests without field names, whose values would go to other fields.'],
])('%s keeps its order', async (name, reason) => {
	expect((await typeLayout(name, askerIn(temporaryModule(files)), never)).order).toEqual({
		kind: 'not-offered',
		reason,
	});
});

goTest('an exported struct is offered with a word', async () => {
	const { order } = await typeLayout('./b.Exported', askerIn(temporaryModule(files)), never);
	expect(order).toMatchObject({ kind: 'better', cautions: [expect.stringContaining('Exported is exported')] });
});

goTest.each([
	['./b.Waste', 'There is no type Waste in example.com/m/b; did you mean ./b.waste?'],
	['main', 'main is a function, not a type.'],
	['pair', 'pair is generic: its layout depends on its type arguments; write them, as in pair[int,int].'],
	['./nowhere.T', 'There is no package in ./nowhere.'],
])('%s is answered with one sentence', async (name, sentence) => {
	expect(await problemOf(typeLayout(name, askerIn(temporaryModule(files)), never))).toBe(sentence);
});
