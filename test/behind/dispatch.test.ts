/** Dynamic calls of a function, and why they stay dynamic, by the compiler of the Go in use. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { dynamicCalls, readDirectCall } from '../../server/src/analysis/machine/dispatch.ts';
import { readRuntimeCalls } from '../../server/src/analysis/machine/runtimeCalls.ts';
import { functionAssembly } from '../../server/src/behind/functionAssembly.ts';
import { askerIn } from '../support/behind.ts';
import { goTest, temporaryModule } from '../support/go.ts';

/** Nothing is imported, so nothing has to be compiled for another port first. */
const files = {
	'go.mod': 'module example.com/m\n\ngo 1.21\n',
	'a.go': `package m

type Shape interface{ Area() int }

type Sq struct{ side int }

//go:noinline
func (s *Sq) Area() int { return s.side }

type S struct {
	shape Shape
	f     func(int) int
}

var hook func()

//go:noinline
func own() {}

func through(s Shape) int { return s.Area() }

func F(p Shape, s *S, fs []func(), cb func() int) int {
	var known Shape = &Sq{2}
	total := known.Area()
	total += p.Area()
	total += s.shape.Area()
	total += s.f(1)
	hook()
	own()
	fs[0]()
	defer p.Area()
	go cb()
	total += through(p)
	local := cb
	if s == nil {
		local = nil
	}
	return total + local()
}

type Round float64

func (Round) Area() int { return 3 }

type Both struct {
	Round
	*Sq
	name string
}

func (Both) Area() int { return 1 }

type Embeds struct{ Sq }

type Other struct{}

func (Other) Area() int64 { return 0 }
`,
};

const table = readRuntimeCalls(readFileSync('server/data/runtime-calls.json', 'utf8'));

goTest.each(['amd64', 'arm64'])('on %s', async (goarch) => {
	const asker = askerIn(temporaryModule(files), { goarch, goos: 'linux' });
	const found = await functionAssembly('F', asker, new AbortController().signal);
	const { functions, direct, source, candidates } = found;
	expect(candidates).toEqual([
		{
			interface: 'example.com/m.Shape',
			methods: ['Area'],
			types: ['*example.com/m.Embeds', '*example.com/m.Sq', 'example.com/m.Both', 'example.com/m.Round'],
		},
	]);
	if (!table) throw new Error('The table cannot be read.');
	const calls = dynamicCalls(functions, { table, goarch, source });
	expect(direct.map(({ line, call, to, byProfile }) => [line, call, to, byProfile])).toEqual([
		[24, 'known.Area', '*Sq', false],
	]);
	expect(calls.map(({ at, call, kind, why }) => `${at.line} ${call}: ${kind}, ${why}`)).toEqual([
		'25 p.Area: interface, p is a parameter: it is whatever the caller passes',
		'26 s.shape.Area: interface, shape is a field, which is set elsewhere',
		'27 s.f: function value, f is a field, which is set elsewhere',
		'28 hook: function value, hook is a variable of the package, which anyone may assign',
		'30 fs[…]: function value, the value is an element of a slice, array or map',
		'31 p.Area: interface, calls of defer are never made direct',
		'32 cb: function value, calls of go are never made direct',
		'33 undefined: interface, it stands in an inlined function',
		'38 local: function value, local is assigned more than once',
	]);
});

test.each([
	['./a.go:12:9: devirtualizing w.Write to *bytes.Buffer', 'w.Write', '*bytes.Buffer', false],
	['./a.go:12:9: PGO devirtualizing i.Do to (*A).Do', 'i.Do', '(*A).Do', true],
	['./a.go:12:9: PGO devirtualizing interface call i.Do to (*A).Do', 'i.Do', '(*A).Do', true],
	['./a.go:12:9: PGO devirtualizing function call f to g', 'f', 'g', true],
])('%s', (line, call, to, byProfile) => {
	expect(readDirectCall(line)).toEqual({ file: './a.go', line: 12, column: 9, call, to, byProfile });
});

test.each(['', './a.go:12:9: inlining call to devirtualize', 'devirtualizing a to b'])(
	'%j is no direct call',
	(line) => {
		expect(readDirectCall(line)).toBeUndefined();
	},
);
