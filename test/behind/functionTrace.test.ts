/** Scripts for bpftrace: each operand is read where the call puts it. */
import { expect } from 'vitest';
import { functionAssembly } from '../../server/src/behind/functionAssembly.ts';
import { functionTrace } from '../../server/src/behind/functionTrace.ts';
import { askerIn, problemOf } from '../support/behind.ts';
import { goTest, temporaryModule } from '../support/go.ts';

const files = {
	'go.mod': 'module example.com/m\n\ngo 1.21\n',
	'a.go': `package m

type P struct {
	X, Y int
	ok   bool
}

type Big struct{ a [9]int }

//go:noinline
func Plain(a int8, u uint16, s string, b []byte, f func()) (int, error) { f(); return int(a) + len(s) + len(b) + int(u), nil }

//go:noinline
func (p *P) Struct(q P, big Big) bool { return p.ok && q.ok && big.a[1] > 0 }

//go:noinline
func Float(x float64) {}

func Inlined() int { return 1 }
`,
};

goTest('operands are read from their registers and stack slots', async () => {
	const asker = askerIn(temporaryModule(files), { goos: 'linux', goarch: 'amd64' });
	const signal = AbortSignal.timeout(60_000);
	const trace = async (name: string) => (await functionTrace(name, '/srv/app', asker, signal)).script;

	const plain = await trace('Plain');
	expect(plain.split('\n')[0]).toBe('uprobe:/srv/app:"example.com/m.Plain"');
	expect(plain).toContain(
		`printf("call m.Plain a=%d u=%d s='%s' (%d bytes) b='%s' (%d of %d bytes) f=0x%lx\\n", (int8)reg("ax"), (uint16)reg("bx"), str(reg("cx"), reg("di")), reg("di"), str(reg("si"), reg("r8")), reg("r8"), reg("r9"), reg("r10"));`,
	);
	const { functions } = await functionAssembly('Plain', asker, signal);
	const returns = functions[0]?.instructions.filter(({ op }) => op === 'RET').map(({ pc }) => pc) ?? [];
	expect(returns.length).toBeGreaterThan(0);
	expect([...plain.matchAll(/"example\.com\/m\.Plain"\+(\d+)$/gm)].map((match) => Number(match[1]))).toEqual(returns);

	const method = await trace('(*P).Struct');
	expect(method).toContain('uprobe:/srv/app:"example.com/m.(*P).Struct"\n');
	expect(method).toContain('p=0x%lx q{X=%d Y=%d ok=%d}');
	// Nine words are too many for registers: they lie above the return address.
	expect(method).toContain('*(uint64*)(reg("sp") + 8)');
	expect(method).toContain('*(uint64*)(reg("sp") + 72)');

	expect(await trace('Float')).toContain('x=(floating point: no probe reads it)');
});

goTest('what cannot be traced is one sentence', async () => {
	const module = temporaryModule(files);
	const on = (goos: string, goarch: string, name = 'Plain') =>
		problemOf(functionTrace(name, './PROGRAM', askerIn(module, { goos, goarch }), AbortSignal.timeout(60_000)));
	expect(await on('windows', 'amd64')).toBe('bpftrace traces programs on Linux; this build is for windows.');
	expect(await on('linux', '386')).toBe(
		'Where a probe reads registers on 386 is not known; it is for amd64 and arm64.',
	);
	expect(await on('linux', 'amd64', 'Plane')).toMatch(
		/^There is no function Plane in example\.com\/m; did you mean Plain\?$/,
	);
});
