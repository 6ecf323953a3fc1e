/** Where values go, on a module with one function for each way. */
import { basename } from 'node:path';
import { describe, expect } from 'vitest';
import { type FlowGraph, reachesHeap, shortestWays } from '../../server/src/analysis/dataflow/flowGraph.ts';
import { flowModule } from '../support/flowModule.ts';
import { goTest } from '../support/go.ts';

const bench = flowModule({
	'go.mod': 'module example.com/m\n\ngo 1.21\n',
	'store/store.go': `package store

import "example.com/m/sink"

type Item struct{ name string; next *Item }

type Cache struct {
	items map[string]*Item
	out   chan *Item
	last  *Item
}

var global *Item

func (c *Cache) Put(key string, value *Item) { c.set(key, value) }

func (c *Cache) set(key string, v *Item) { c.items[key] = v }

func (c *Cache) Send(v *Item) { c.out <- v }

func Keep(i *Item) { global = i }

func Len(i *Item) int { return len(i.name) }

func Same(i *Item) *Item { return i }

func Chain(i *Item) { Keep(Same(i)) }

func Go(i *Item) { go func() { Keep(i) }() }

func GoCall(i *Item) { go Keep(i) }

func Deferred(i *Item) { defer Keep(i) }

func Later(i *Item) func() { return func() { Keep(i) } }

func Give(s sink.Sink, i *Item) { s.Take(i.name) }

func Call(f func(*Item), i *Item) { f(i) }

func Count(n int) int { return n + 1 }

func Range(items []*Item) {
	for _, each := range items {
		Keep(each)
	}
}

func Switch(v any) {
	switch each := v.(type) {
	case *Item:
		Keep(each)
	}
}

func Two(a, b *Item) (*Item, *Item) { return b, a }

func Other(i *Item) { sink.Store(i) }

func Nested(i *Item) {
	w := &Item{next: i}
	ws := []*Item{w}
	Keep(ws[0])
}

func Boom(i *Item) { panic(i) }

func Copy(dst, src []*Item) { copy(dst, src) }

func Key(m map[*Item]bool, i *Item) { m[i] = true }

func Shadow(i *Item) {
	if i := new(Item); i.next == nil {
		_ = i
	}
	func(i *Item) { _ = i.name }(i)
}

func New(name string) *Item {
	it := &Item{name: name}
	return it
}

func Find(c *Cache, key string) (found *Item) {
	found = c.items[key]
	if found == nil {
		found = New(key)
	}
	return
}

func Last() *Item { return global }

func Generic[T any](to *[]T, v T) { *to = append(*to, v) }

func Single[T any](v T) *T { sinkAny = v; return &v }

var sinkAny any

func Explicit(i *Item) { Single[*Item](i) }

func Made(n int) *int { return Single[int](n) }

func UseGeneric(to *[]*Item, i *Item) { Generic(to, i) }
`,
	'sink/sink.go': `package sink

type Sink interface{ Take(string) }

var kept []any

func Store(v any) { kept = append(kept, v) }
`,
});

const row = (graph: FlowGraph) =>
	shortestWays(graph).map(({ edges, end }) => {
		const calls = edges.map(({ to }) => graph.nodes.find(({ id }) => id === to)?.function);
		return [end.kind, ...calls, `${basename(end.place.file)}:${end.text}`].join(' > ');
	});

describe.sequential('a value', () => {
	goTest.each<[target: string, verdict: string, ways: readonly string[]]>([
		['(*Cache).Put:value', 'leaks', ['stored > (*Cache).set > store.go:c.items[key] = v']],
		['(*Cache).Send:v', 'leaks', ['sent > store.go:c.out <- v']],
		['Keep:i', 'leaks', ['stored > store.go:global = i']],
		['Len:i', 'stays', []],
		['Same:i', 'returned', ['returned > store.go:return i']],
		['Chain:i', 'leaks', ['stored > Keep > store.go:global = i', 'returned > Same > store.go:return i']],
		['Go:i', 'leaks', ['captured > store.go:func() { Keep(i) }', 'stored > Keep > store.go:global = i']],
		['GoCall:i', 'leaks', ['captured > store.go:Keep(i)', 'stored > Keep > store.go:global = i']],
		['Deferred:i', 'leaks', ['stored > Keep > store.go:global = i']],
		['Later:i', 'leaks', ['captured > store.go:return func() { Keep(i) }', 'stored > Keep > store.go:global = i']],
		['Give:i', 'content-leaks', ['assumed > store.go:s.Take(i.name)']],
		['Call:i', 'leaks', ['assumed > store.go:f(i)']],
		['Count:n', 'no-pointers', []],
		['Range:items', 'content-leaks', ['stored > Keep > store.go:global = i']],
		['Switch:v', 'leaks', ['stored > Keep > store.go:global = i']],
		['Two:a', 'returned', ['returned > store.go:return b, a']],
		['Other:i', 'leaks', ['stored > Store > sink.go:kept = append(kept, v)']],
		['Nested:i', 'leaks', ['stored > Keep > store.go:global = i']],
		['Boom:i', 'leaks', ['panics > store.go:panic(i)']],
		['Copy:src', 'content-leaks', ['stored > store.go:copy(dst, src)']],
		['Key:i', 'leaks', ['stored > store.go:m[i] = true']],
		['Shadow:i', 'stays', []],
		['Explicit:i', 'leaks', ['stored > Single > store.go:sinkAny = v', 'returned > Single > store.go:return &v']],
		['UseGeneric:i', 'leaks', ['stored > Generic > store.go:*to = append(*to, v)']],
	])('%s', async (target, verdict, ways) => {
		const { flows } = await bench.queries.flow(`./store.${target}`, bench.root, new AbortController().signal);
		const [flow] = flows;
		expect(flow?.graph.nodes[0]?.verdict).toBe(verdict);
		expect(flow && [...row(flow.graph)].sort()).toEqual([...ways].sort());
	});

	goTest.each<[target: string, ways: readonly string[]]>([
		['New:result', ['allocated > store.go:&Item{name: name}']],
		['Find:result', ['allocated > New > store.go:&Item{name: name}', 'parameter > store.go:c.items[key]']],
		['Made:result', ['allocated > Single > store.go:&v']],
		['Last:result', ['stored > store.go:global']],
		['Same:result', ['parameter > store.go:i']],
		['Count:result', ['constant > store.go:n + 1']],
	])('%s', async (target, ways) => {
		const { flows } = await bench.queries.flow(`./store.${target}`, bench.root, new AbortController().signal);
		const [flow] = flows;
		expect(flow?.graph.direction).toBe('backward');
		expect(flow && [...row(flow.graph)].sort()).toEqual([...ways].sort());
	});

	goTest('each parameter is asked about where none is named', async () => {
		const { flows, function: asked } = await bench.queries.flow(
			'./store.Cache.Put',
			bench.root,
			new AbortController().signal,
		);
		expect(asked).toMatchObject({ importPath: 'example.com/m/store', name: '(*Cache).Put', line: 15 });
		expect(flows.map(({ parameter, graph }) => [parameter, reachesHeap(graph.nodes[0]?.verdict ?? 'unknown')])).toEqual(
			[
				['c', false],
				['key', true],
				['value', true],
			],
		);
	});

	goTest.each([
		['./store.Kepe', 'There is no function Kepe in example.com/m/store; did you mean Keep?'],
		['./store.(*Cache).set:vv', '(*Cache).set has no parameter vv; did you mean v?'],
		['./store.Last:x', 'Last has no parameter x; it has none with a name'],
		['./stor.Keep', 'There is no package ./stor here with Go files that are built'],
		['./store.(*Cache', './store.(*Cache is no function; expected e.g. ./store.(*Cache).Put:value'],
	])('%s', async (target, message) => {
		const asked = bench.queries.flow(target, bench.root, new AbortController().signal);
		await expect(asked).rejects.toThrow(message);
	});
});
