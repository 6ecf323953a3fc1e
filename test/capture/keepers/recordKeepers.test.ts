/** Heap dumps of real test programs: each way to keep a value is named, by its variable, goroutine or timer. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { KeeperReport } from '../../../server/src/analysis/heapdump/keeperReport.ts';
import { dumpingTestMain } from '../../../server/src/capture/keepers/dumpingSource.ts';
import { recordKeepers } from '../../../server/src/capture/keepers/recordKeepers.ts';
import { captureTest } from '../../../server/src/capture/record/captureTest.ts';
import { readRecording } from '../../../server/src/escape/profile/readRecording.ts';
import { createToolchain } from '../../../server/src/toolchain/toolchain.ts';
import { createGoModules } from '../../../server/src/world/go/goModules.ts';
import { plainSettings } from '../../support/escapes.ts';
import { goTest, temporaryModule } from '../../support/go.ts';

/** Each kind of keeper has one line that makes what it keeps, marked by its name. */
const source = `package kept

import (
	"container/list"
	"sync"
	"time"
)

type item struct {
	next *item
	pad  [1024]byte
}

const n = 40

type server struct {
	chain *item
	pools sync.Pool
}

var (
	single   *item
	registry = map[int]*item{}
	shared   sync.Map
	queue    = make(chan *item, n)
	hooks    []func() byte
	srv      = &server{}
	anys     []any
	order    = list.New()
	pool     = sync.Pool{New: func() any { return nil }}
)

func Plant() {
	single = &item{} // variable
	for i := 0; i < n; i++ {
		registry[i] = &item{}       // map
		shared.Store(i, &item{})    // syncmap
		queue <- &item{}            // channel
		srv.chain = &item{next: srv.chain} // chain
		anys = append(anys, &item{}) // slice
		order.PushBack(&item{})     // list
		pool.Put(&item{})           // pool
		addHook(&item{})            // closure
		later(&item{})              // timer
	}
	go work(40) // start
	<-ready
}

//go:noinline
func addHook(it *item) {
	hooks = append(hooks, func() byte { return it.pad[0] })
}

//go:noinline
func later(it *item) {
	time.AfterFunc(time.Hour, func() { println(it.pad[1]) }) // set
}

var ready, stop = make(chan bool), make(chan bool)

//go:noinline
func work(count int) {
	var mine []*item
	for i := 0; i < count; i++ {
		mine = append(mine, &item{}) // goroutine
	}
	hold(mine)
}

//go:noinline
func hold(mine []*item) {
	close(ready)
	<-stop
	println(len(mine))
}
`;
const files = {
	'go.mod': 'module example.com/m.x\n\ngo 1.21\n',
	'kept/kept.go': source,
	'kept/kept_test.go': `package kept

import "testing"

func TestPlant(t *testing.T) { Plant() }
`,
};
const lineOf = (mark: string) => source.split('\n').findIndex((line) => line.endsWith(`// ${mark}`)) + 1;

/** What is said of the line with each mark. */
const expected: readonly (readonly [mark: string, kind: string, text: string])[] = [
	['variable', 'package variable', 'package variable kept.single'],
	['map', 'map', 'package variable kept.registry (map)'],
	['syncmap', 'map', 'package variable kept.shared (map)'],
	['channel', 'channel', 'package variable kept.queue (channel)'],
	['chain', 'package variable', `package variable kept.srv, through what is made at kept.go:${lineOf('chain')}`],
	['slice', 'package variable', 'package variable kept.anys (slice)'],
	['list', 'package variable', 'package variable kept.order (list)'],
	['pool', 'pool', 'package variable kept.pool (pool)'],
	['closure', 'closure', 'package variable kept.hooks (slice), through closure kept.addHook.func1'],
	['timer', 'timer', `timer set at kept.go:${lineOf('set')}, through closure kept.later.func1`],
	['goroutine', 'goroutine', `goroutine kept.work (in a slice), started in kept.Plant at kept.go:${lineOf('start')}`],
];

/** A package whose tests are outside of it, with a TestMain of their own. */
const outside = {
	...files,
	'kept/kept_test.go': `package kept_test

import (
	"os"
	"testing"

	"example.com/m.x/kept"
)

func TestMain(m *testing.M) {
	code := m.Run()
	os.Exit(code)
}

func TestPlant(t *testing.T) { kept.Plant() }
`,
};

type Run = readonly [
	title: string,
	files: Readonly<Record<string, string>>,
	environment: Readonly<Record<string, string>>,
];
const runs: readonly Run[] = process.env['LONG']
	? [
			...['1.21.13', '1.22.12', '1.23.12', '1.24.12', '1.25.8', '1.26.8', '1.27.0'].map(
				(version): Run => [`Go ${version}`, files, { GOTOOLCHAIN: `go${version}` }],
			),
			['a TestMain outside of the package', outside, {}],
			['-trimpath', files, { GOFLAGS: '-trimpath' }],
			['a program that may lie anywhere', files, { GOFLAGS: '-buildmode=pie' }],
		]
	: [['the Go in use', files, {}]];

async function keepersIn(root: string, environment: Readonly<Record<string, string>>): Promise<KeeperReport> {
	const settings = { ...plainSettings, environment: { ...process.env, ...environment } };
	const modules = createGoModules({ settings: () => settings, toolchain: createToolchain });
	const rates = { benchTime: '1x', rate: 32_768, every: 50, trace: false, keepers: recordKeepers };
	const tests = { package: './kept', bench: undefined, run: undefined };
	const request = { directory: root, ...tests, out: join(root, 'out'), ...rates };
	const outcome = await captureTest(request, modules, () => {}, new AbortController().signal);
	if (outcome.kind === 'problem') throw new Error(outcome.problem);
	expect(outcome.manifest.problems).toEqual([]);
	if (!outcome.keepers) throw new Error('no keepers');
	expect(await readRecording([request.out])).toMatchObject({ keepers: outcome.keepers });
	return outcome.keepers;
}

for (const [title, module, environment] of runs) {
	goTest(`names what keeps each value: ${title}`, async () => {
		const { lines } = await keepersIn(temporaryModule(module), environment);
		const told = expected.map(([mark]) => {
			const found = lines.find(({ file, line }) => file === 'kept/kept.go' && line === lineOf(mark));
			const [first] = found?.keepers ?? [];
			// What it waits for depends on when it is looked at.
			return [mark, first?.kind, first?.text.replace('(chan receive, ', '(')];
		});
		expect(told).toEqual(expected);
	});
}

test('a TestMain dumps before it ends, and keeps its lines', () => {
	const text =
		'package p\n\nfunc f() { m.Run() }\n\nfunc TestMain(mm *testing.M) {\n\tos.Exit(mm.Run())\n}\n\nvar x = mm.Run()\n';
	expect(dumpingTestMain(text)).toBe(text.replace('os.Exit(mm.Run())', 'os.Exit(lscRun(mm))'));
	expect(dumpingTestMain('package p\n\nfunc TestOther(t *testing.T) {}\n')).toBeUndefined();
});
