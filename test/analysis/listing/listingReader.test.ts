import { describe, expect, test } from 'vitest';
import type { InlinedCall, ListedFunction } from '../../../server/src/analysis/listing/listedFunction.ts';
import { createListingReader, positionOf } from '../../../server/src/analysis/listing/listingReader.ts';

/** Recorded with Go 1.26.8 from `func g(x int) int { return x*2 + 1 }` on line 7 and a caller of it on line 10, and shortened. */
const recorded = `funcpctab example.com/m/lib.F [valfunc=pctoinline]
     0     -1 00000 (./a.go:9)	TEXT	example.com/m/lib.F(SB), ABIInternal, $80-32
     0        00000 (./a.go:9)	TEXT	example.com/m/lib.F(SB), ABIInternal, $80-32
     0     -1 00000 (./a.go:9)	CMPQ	SP, 16(R14)
     4        00004 (./a.go:9)	PCDATA	$0, $-2
     4        00004 (./a.go:9)	JLS	52
     6      0 00006 (./a.go:10)	LEAQ	(CX)(CX*1), CX
     a        00010 (<unknown line number>)	NOP
     a     -1 00010 (./a.go:10)	LEAQ	type:example.com/m/lib.T(SB), AX
    11        00017 (./a.go:10)	CALL	runtime.newobject(SB)
    16      2 00022 (./a.go:12)	MOVQ	os.Stdout(SB), BX
    1d     -1 00029 (./a.go:13)	RET
    1e done
wrote 15 bytes to 0xef659db9880
 00 20 02 0d 01 2a 04 20 03 01 06 09 05 3e 00
-- inlining tree for example.com/m/lib.F:
0 | -1 | example.com/m/lib.g (./a.go:10:14) pc=6
1 | -1 | example.com/m/lib.say (./a.go:12:5) pc=22
2 | 1 | fmt.Println (./a.go:20:13) pc=22
--
funcpctab example.com/m/lib.g [valfunc=pctoinline]
     0     -1 00000 (./a.go:7)	TEXT	example.com/m/lib.g(SB), NOSPLIT|NOFRAME|ABIInternal, $0-8
     0        00000 (./a.go:7)	TEXT	example.com/m/lib.g(SB), NOSPLIT|NOFRAME|ABIInternal, $0-8
     0     -1 00000 (./a.go:7)	RET
     1 done
wrote 3 bytes to 0xef659db9888
 00 02 00
-- inlining tree for example.com/m/lib.g:
--
example.com/m/lib.F.func1 STEXT size=0 args=0x0 locals=0x0 funcid=0x0 align=0x0
example.com/m/lib.F STEXT size=30 args=0x20 locals=0x50 funcid=0x0 align=0x0
	0x0000 00000 (./a.go:9)	TEXT	example.com/m/lib.F(SB), ABIInternal, $80-32
	0x0000 00000 (./a.go:9)	CMPQ	SP, 16(R14)
	0x0004 00004 (./a.go:9)	PCDATA	$0, $-2
	0x0004 00004 (./a.go:9)	JLS	52
	0x0006 00006 (./a.go:7)	LEAQ	(CX)(CX*1), CX
	0x000a 00010 (./a.go:10)	NOP
	0x000a 00010 (./a.go:10)	LEAQ	type:example.com/m/lib.T(SB), AX
	0x0011 00017 (./a.go:10)	CALL	runtime.newobject(SB)
	0x0016 00022 ($GOROOT/src/fmt/print.go:314)	MOVQ	os.Stdout(SB), BX
	0x001d 00029 (./a.go:13)	RET
	0x0000 49 3b 66 10 0f 86 83 00 00 00 55 48 89 e5 48 83  I;f.......UH..H.
	rel 3+0 t=R_USEIFACE type:*example.com/m/lib.T+0
	rel 20+4 t=R_CALL runtime.newobject+0
example.com/m/lib.g STEXT nosplit size=1 args=0x8 locals=0x0 funcid=0x0 align=0x0 leaf
	0x0000 00000 (./a.go:7)	TEXT	example.com/m/lib.g(SB), NOSPLIT|NOFRAME|ABIInternal, $0-8
	0x0000 00000 (./a.go:7)	RET
	0x0000 c3                                               .
go:string."a STEXT size=3" SRODATA dupok size=3 align=0x0
	0x0000 61 20 53                                         a S
`;

function read(text: string, wanted: (symbol: string) => boolean = () => true) {
	const functions: ListedFunction[] = [];
	const inlined: string[] = [];
	const symbols: string[] = [];
	const unknown: string[] = [];
	const reader = createListingReader({
		isWanted: wanted,
		onFunction: (found) => functions.push(found),
		onInlined: (call, symbol) => inlined.push(`${symbol} ← ${call.function} ${call.line}:${call.column}`),
		onSymbol: (symbol) => symbols.push(symbol),
	});
	for (const line of text.split('\n')) if (!reader.line(line)) unknown.push(line);
	reader.end();
	return { functions, inlined, symbols, unknown };
}

const spelled = (calls: readonly InlinedCall[]) =>
	calls.map((call) => `${call.function}@${call.line}:${call.column}`).join(' > ');

test('each instruction has its innermost line, its outermost line and the calls between them', () => {
	const { functions, unknown, symbols, inlined } = read(recorded);
	expect(unknown).toEqual([]);
	expect(symbols).toEqual(['example.com/m/lib.F.func1', 'example.com/m/lib.F', 'example.com/m/lib.g']);
	expect(inlined).toContain('example.com/m/lib.F ← fmt.Println 20:13');
	const [, f, g] = functions;
	expect(f).toMatchObject({
		symbol: 'example.com/m/lib.F',
		size: 30,
		frame: 80,
		argumentBytes: 32,
		flags: 'ABIInternal',
	});
	expect(g).toMatchObject({
		symbol: 'example.com/m/lib.g',
		frame: 0,
		argumentBytes: 8,
		flags: 'NOSPLIT|NOFRAME|ABIInternal',
	});
	expect(
		f?.instructions.map(
			({ pc, op, inner, outer, inlined: calls }) =>
				`${pc} ${op} ${inner.file}:${inner.line} ${outer.line} ${spelled(calls)}`,
		),
	).toEqual([
		'0 CMPQ ./a.go:9 9 ',
		'4 JLS ./a.go:9 9 ',
		'6 LEAQ ./a.go:7 10 example.com/m/lib.g@10:14',
		'10 LEAQ ./a.go:10 10 ',
		'17 CALL ./a.go:10 10 ',
		'22 MOVQ $GOROOT/src/fmt/print.go:314 12 example.com/m/lib.say@12:5 > fmt.Println@20:13',
		'29 RET ./a.go:13 13 ',
	]);
});

test('functions that nobody wants are passed over', () => {
	const { functions } = read(recorded, (symbol) => symbol.endsWith('.g'));
	expect(functions.map(({ symbol }) => symbol)).toEqual(['example.com/m/lib.g']);
});

test('a wrapper and its function have one name, and each its own table', () => {
	const text = (flags: string, line: number) =>
		`funcpctab p.F [valfunc=pctoinline]
     0     -1 00000 (./a.go:${line})	TEXT	p.F(SB), ${flags}, $0-0
     0        00000 (./a.go:${line})	TEXT	p.F(SB), ${flags}, $0-0
     0     -1 00000 (./a.go:${line})	RET
`;
	const code = (flags: string) =>
		`p.F STEXT size=1 args=0x0 locals=0x0 funcid=0x0 align=0x0
	0x0000 00000 (./b.go:1)	TEXT	p.F(SB), ${flags}, $0-0
	0x0000 00000 (./b.go:1)	RET
`;
	const { functions } = read(text('ABIInternal', 3) + text('ABI0', 8) + code('ABI0') + code('ABIInternal'));
	expect(functions.map(({ flags, instructions }) => [flags, instructions[0]?.outer.line])).toEqual([
		['ABI0', 8],
		['ABIInternal', 3],
	]);
});

describe('what is broken', () => {
	const header = 'p.F STEXT size=4 args=0x0 locals=0x0 funcid=0x0 align=0x0';
	test.each([
		[
			'a call that is its own parent',
			`-- inlining tree for p.F:\n0 | 0 | p.g (a.go:1:2) pc=0\n1 | 7 | p.h (a.go:1:2) pc=0\n--`,
		],
		['a table without end', 'funcpctab p.F [valfunc=pctoinline]\n     0'],
		['an instruction without a function', '\t0x0000 00000 (a.go:1)\tRET'],
		['a number without end', `${header}\n\t0x0000 00000 (a.go:${'9'.repeat(400)})\tRET`],
		['nothing', ''],
	])('%s is read without an error', (_, text) => {
		expect(() => read(text)).not.toThrow();
	});
});

test.each([
	['./a.go:10:3', './a.go', 10, 3],
	['<autogenerated>:1', '<autogenerated>', 1, 0],
	['C:\\m\\a.go:7', 'C:\\m\\a.go', 7, 0],
	['gen.y:100[/abs/a.go:4]', '/abs/a.go', 4, 0],
	['./a.go:9[/tmp/b001/a.cgo1.go:33]', './a.go', 9, 0],
	['<unknown line number>', '', 0, 0],
])('%s is a place', (text, file, line, column) => {
	expect(positionOf(text)).toEqual({ file, line, column });
});

test('an instruction without a line has that of the one before', () => {
	const text = recorded
		.replace(
			'(./a.go:10)	CALL	runtime.newobject(SB)\n    16',
			'(<unknown line number>)	CALL	runtime.newobject(SB)\n    16',
		)
		.replace(
			'(./a.go:10)	CALL	runtime.newobject(SB)\n	0x0016',
			'(<unknown line number>)	CALL	runtime.newobject(SB)\n	0x0016',
		);
	const at = read(text).functions.flatMap(({ instructions }) => instructions.filter(({ op }) => op === 'CALL'));
	expect(text).not.toBe(recorded);
	expect(at.map(({ inner, outer }) => [inner, outer])).toEqual([
		[
			{ file: './a.go', line: 10 },
			{ file: './a.go', line: 10 },
		],
	]);
});

test('the interfaces whose methods a function calls are named', () => {
	const text = recorded.replace(
		'	rel 20+4 t=R_CALL',
		'	rel 0+0 t=R_USEIFACEMETHOD type:io.Writer+96\n	rel 20+4 t=R_CALL',
	);
	expect(read(text).functions.map(({ interfaces }) => interfaces)).toEqual([[], ['io.Writer'], []]);
});
