/** What keeps a value by the compiler's path: each line of a file that the Go in use compiles says what it expects. */
import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect } from 'vitest';
import { explainPackage } from '../../../server/src/analysis/escape/explainPackage.ts';
import { keptAsWords } from '../../../server/src/analysis/escape/keptAs.ts';
import { goTest, temporaryModule } from '../../support/go.ts';
import { goParser } from '../../support/goParser.ts';

/** Behind each function: what keeps its `&T{}` or variable. */
const functions: readonly (readonly [source: string, kept: string])[] = [
	['func A() { single = &T{} }', 'package variable single'],
	['func A1() { x := &T{}; y := x; single = y }', 'package variable single'],
	['func A2() { srv.cur = &T{} }', 'package variable srv.cur'],
	['func B(k string) { registry[k] = &T{} }', 'map registry'],
	['func B1(m map[int]*T) { m[1] = &T{} }', 'map m'],
	['func B2(k string) { named[k] = &T{} }', 'map named'],
	['func B3(k int) { smap.Store(k, &T{}) }', 'map sync.Map'],
	['func C() { list = append(list, &T{}) }', 'slice list'],
	['func C1(s []*T) { s[1] = &T{} }', 'slice s'],
	['func D() { queue <- &T{} }', 'channel queue, until it is received'],
	['func D1(c chan *T) { c <- &T{} }', 'channel c, until it is received'],
	['func E() { pool.Put(&T{}) }', 'sync.Pool pool'],
	['func G() { t := &T{}; hooks = append(hooks, func() { t.v++ }) }', 'a closure that captures it'],
	['func H() { t := &T{}; go func() { t.v++ }() }', 'a closure that captures it'],
	['func I() *T { return &T{} }', 'the caller, to which it is returned'],
	['func J(p *T) { p.n = &T{} }', 'field p.n'],
	['func (t *T) K() { t.n = &T{} }', 'field t.n'],
	['func L(f fmt.Stringer) { f.(interface{ Set(*T) }).Set(&T{}) }', ''],
];
const source = `package st

import (
	"fmt"
	"sync"
)

type T struct {
	n *T
	v int
}
type table map[string]*T

var (
	single   *T
	registry = map[string]*T{}
	named    = table{}
	list     []*T
	queue    = make(chan *T, 3)
	pool     sync.Pool
	smap     sync.Map
	srv      struct{ cur *T }
	hooks    []func()
)

${functions.map(([text]) => text).join('\n')}
`;

goTest('each function says what keeps its value', async () => {
	const directory = temporaryModule({ 'go.mod': 'module example.com/st\n\ngo 1.21\n', 'a.go': source });
	const { stderr } = spawnSync('go', ['build', '-gcflags=-m=2', '.'], { cwd: directory, encoding: 'utf8' });
	const goVersion = execFileSync('go', ['env', 'GOVERSION'], { cwd: directory, encoding: 'utf8' }).trim();
	const sources = new Map([[join(directory, 'a.go'), source]]);
	const { hints } = explainPackage(stderr, sources, { directory, goVersion, parser: await goParser() });
	const told = functions.map(([text]) => {
		const start = source.indexOf(text);
		const made = hints.find(
			({ span, subject, verdict }) =>
				verdict === 'heap' && subject.startsWith('&T') && span.start >= start && span.end <= start + text.length,
		);
		return [text, made?.keptAs ? keptAsWords(made.keptAs) : ''];
	});
	expect(told).toEqual(functions.map((each) => [...each]));
});
