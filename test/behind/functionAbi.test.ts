/** Registers and stack slots that are computed from types, beside what the compiler does with them. */
import { expect } from 'vitest';
import type { ListedFunction } from '../../server/src/analysis/listing/listedFunction.ts';
import { functionAssembly } from '../../server/src/behind/functionAssembly.ts';
import { agreesWithListing, functionAbi, type FunctionAbi } from '../../server/src/behind/functionAbi.ts';
import { askerIn, problemOf } from '../support/behind.ts';
import { goTest, temporaryModule } from '../support/go.ts';

const files = {
	'go.mod': 'module example.com/m\n\ngo 1.21\n',
	'a.go': `package m

import (
	"fmt"
	"time"
)

type P struct {
	X, Y int
	Name string
}

type Big struct{ a [5]int }

type T struct{ n int32 }

//go:noinline
func Plain(a int8, s string, f float32, b []byte) (int, error) { fmt.Print(a, s, f, b); return 0, nil }

//go:noinline
func Large(big Big, after int) Big { fmt.Print(big, after); return big }

//go:noinline
func Mixed(a int, s string, f float64, b []byte, p P, last int) (z complex128) { fmt.Print(a, s, f, b, p, last); return }

//go:noinline
func (t *T) Method(when time.Time, e any, _ struct{}, fn func()) (d time.Duration, ok bool) { fmt.Print(t, when, e, fn); return }

//go:noinline
func (t T) Value(a [1]string, b [2]byte) *T { fmt.Print(t, a, b); return nil }

//go:noinline
func Generic[E any](e E, n int) E { fmt.Print(e, n); return e }

var _ = Generic("x", 1)

type List[E any] struct{ items []E }

//go:noinline
func (l *List[E]) Add(e E) { fmt.Print(l, e) }

func use(l *List[float64]) { l.Add(1) }

func Asm(x int, s string) (y uint8)
`,
	'a.s': '',
};

const never = new AbortController().signal;

/** What a prologue saves before the stack is moved: the register parameters, in their spill slots. */
function spilled({ instructions }: ListedFunction): string[] {
	const call = instructions.findIndex(({ operands }) => operands.includes('runtime.morestack'));
	const saved: string[] = [];
	for (let at = call - 1; at >= 0; at--) {
		const [, pair, one = ''] =
			/^(?:\(([^()]+)\)|([A-Z]+\d*)), \d*\((?:SP|RSP|X2|R1)\)$/.exec(instructions[at]?.operands ?? '') ?? [];
		if (pair === undefined && one === '') {
			// The return address is moved to where morestack looks for it.
			if (saved.length > 0 || at < call - 3) break;
			continue;
		}
		saved.unshift(...(pair ?? one).split(', ').map((register) => register.replace(/^([A-D])L$/, '$1X')));
	}
	return saved;
}

const registersIn = ({ places }: FunctionAbi) =>
	places.parameters.flatMap(({ words }) => words.flatMap(({ register }) => register ?? []));

const described = ({ places, types }: FunctionAbi) =>
	(['parameter', 'result'] as const).flatMap((kind) =>
		(kind === 'parameter' ? places.parameters : places.results).map(({ label, words, stack, spill, layout }) => {
			const where =
				layout.size === 0
					? 'nowhere'
					: stack === undefined
						? words.map(({ path, register }) => `${path}${path === '' ? '' : ' '}${register}`).join(' ')
						: `+${stack}`;
			return `${label} ${types.get(`${kind} ${label}`)}: ${where}${spill === undefined ? '' : ` spill +${spill}`}`;
		}),
	);

const amd64 = { goarch: 'amd64' };

goTest('operands by register, by stack, and nowhere', async () => {
	const asker = askerIn(temporaryModule(files), amd64);
	expect(described(await functionAbi('Plain', asker, never))).toEqual([
		'a int8: AX spill +0',
		's string: .ptr BX .len CX spill +8',
		'f float32: X0 spill +24',
		'b []byte: .ptr DI .len SI .cap R8 spill +32',
		'result 1 int: AX',
		'result 2 error: .tab BX .data CX',
	]);
	expect(described(await functionAbi('Large', asker, never))).toEqual([
		'big m.Big: +0',
		'after int: AX spill +80',
		'result 1 m.Big: +40',
	]);
	expect(described(await functionAbi('Mixed', asker, never))).toEqual([
		'a int: AX spill +32',
		's string: .ptr BX .len CX spill +40',
		'f float64: X0 spill +56',
		'b []byte: .ptr DI .len SI .cap R8 spill +64',
		'p m.P: +0',
		'last int: R9 spill +88',
		'z complex128: .real X0 .imag X1',
	]);
	expect(described(await functionAbi('(*T).Method', asker, never))).toEqual([
		't *m.T: AX spill +0',
		'when time.Time: .wall BX .ext CX .loc DI spill +8',
		'e any: .type SI .data R8 spill +32',
		'_ struct{}: nowhere',
		'fn func(): R9 spill +48',
		'd time.Duration: AX',
		'ok bool: BX',
	]);
});

/** Nothing is imported, so nothing has to be compiled for another port first. */
const portable = {
	'go.mod': 'module example.com/m\n\ngo 1.21\n',
	'a.go': `package m

type P struct {
	X, Y int
	Name string
}

type I interface{ M() }

var sink func(...any)

//go:noinline
func Words(a int8, s string, f float32, b []byte) (int, I) { sink(); g(a, s, f, b); return 0, nil }

//go:noinline
func Large(big [5]int, after int64, p P, last, more, most uint16) [5]int { sink(big, after); return big }

//go:noinline
func (p P) Value(a [1]string, b [2]byte, c complex128, f func(), m map[int]int, ch chan int) *P { sink(p, a, b, c, f, m, ch); return nil }

//go:noinline
func g(a int8, s string, f float32, b []byte) { sink(a, s, f, b) }
`,
};

goTest.each(['amd64', 'arm64', 'riscv64', 'ppc64le', '386', 'arm'])(
	'the compiler for %s saves the same registers and reserves the same bytes',
	async (goarch) => {
		const asker = askerIn(temporaryModule(portable), { goarch, goos: 'linux' });
		for (const name of ['Words', 'Large', 'P.Value']) {
			const abi = await functionAbi(name, asker, never);
			const [listed] = (await functionAssembly(name, asker, never)).functions;
			expect([name, agreesWithListing(abi)]).toEqual([name, true]);
			if (!listed) throw new Error(`${name} has no code`);
			expect([name, ...spilled(listed)]).toEqual([name, ...registersIn(abi)]);
		}
	},
);

goTest('an instance takes a dictionary: a function first, a method second', async () => {
	const asker = askerIn(temporaryModule(files), amd64);
	const generic = await functionAbi('Generic[string]', asker, never);
	expect(described(generic).slice(0, 3)).toEqual([
		'.dict *uintptr: AX spill +0',
		'e E: .ptr BX .len CX spill +8',
		'n int: DI spill +24',
	]);
	expect([generic.listed?.symbol, agreesWithListing(generic)]).toEqual([
		'example.com/m.Generic[go.shape.string]',
		true,
	]);
	const method = await functionAbi('(*List[float64]).Add', asker, never);
	expect(described(method)).toEqual(['l *m.List[E]: AX spill +0', '.dict *uintptr: BX spill +8', 'e E: X0 spill +16']);
	expect(agreesWithListing(method)).toBe(true);
	expect(await problemOf(functionAbi('Generic', asker, never))).toMatch(/write them, as in Generic\[int\]\.$/);
	expect(await problemOf(functionAbi('List.Add', asker, never))).toMatch(/write them, as in \(\*List\[int\]\)\.Add\.$/);
});

goTest('assembly takes everything from the stack', async () => {
	const abi = await functionAbi('Asm', askerIn(temporaryModule(files), amd64), never);
	expect(abi.abi).toBe('ABI0');
	expect(described(abi)).toEqual(['x int: +0', 's string: +8', 'y uint8: +24']);
	expect(agreesWithListing(abi)).toBeUndefined();
});

goTest('a port without registers has stack slots only', async () => {
	const abi = await functionAbi('Words', askerIn(temporaryModule(portable), { goarch: '386', goos: 'linux' }), never);
	expect(described(abi)).toEqual([
		'a int8: +0',
		's string: +4',
		'f float32: +12',
		'b []byte: +16',
		'result 1 int: +28',
		'result 2 m.I: +32',
	]);
});
