import { expect, test } from 'vitest';
import { includedNames, scanAsm } from '../../../server/src/analysis/linker/asmFile.ts';

/** `TEXT name abi line`, one for each definition. */
function spell(text: string, more: { defined?: string[]; headers?: Record<string, string> } = {}): string[] {
	const input = { defined: more.defined ?? [], include: (name: string) => more.headers?.[name] };
	return scanAsm(text, input).definitions.map(({ kind, name, abi, line }) => `${kind} ${name} ${abi} ${line}`);
}

const fixtures: Record<string, { text: string; expected: string[] }> = {
	'text and data, of this package and of others': {
		text: 'TEXT ·f(SB),NOSPLIT,$0\n\tRET\nTEXT runtime·memequal<ABIInternal>(SB), 4, $0\nGLOBL ·table(SB), RODATA, $8\nTEXT _rt0_amd64(SB),4,$0\n',
		expected: ['text .f abi0 1', 'text runtime.memequal internal 3', 'data .table abi0 4', 'text _rt0_amd64 abi0 5'],
	},
	'slashes of paths': {
		text: 'TEXT internal∕runtime∕atomic·Load(SB), 4, $0\n',
		expected: ['text internal/runtime/atomic.Load abi0 1'],
	},
	'what is local to the file is nobody’s': { text: 'TEXT helper<>(SB),4,$0\nGLOBL mask<>(SB), 8, $16\n', expected: [] },
	'comments hide definitions and keep line numbers': {
		text: '/* TEXT ·a(SB),4,$0\n\n*/\n// TEXT ·b(SB),4,$0\nTEXT ·c(SB),4,$0\n',
		expected: ['text .c abi0 5'],
	},
	conditions: {
		text: '#ifdef GOOS_linux\nTEXT ·yes(SB),4,$0\n#else\nTEXT ·no(SB),4,$0\n#endif\n#ifndef GOOS_linux\nTEXT ·never(SB),4,$0\n#endif\n',
		expected: ['text .yes abi0 2'],
	},
	'nested conditions': {
		text: '#ifdef NOT\n#ifdef GOOS_linux\nTEXT ·a(SB),4,$0\n#endif\n#else\n#define HERE\n#endif\n#ifdef HERE\nTEXT ·b(SB),4,$0\n#endif\n',
		expected: ['text .b abi0 9'],
	},
	'macros with arguments make definitions': {
		text: '#define CALLFN(NAME,MAXSIZE)\t\t\t\\\nTEXT NAME(SB), WRAPPER|NOFRAME, $MAXSIZE-48;\t\\\n\tRET\nCALLFN(·call16, 16)\nCALLFN(·call32, 32)\n',
		expected: ['text .call16 abi0 4', 'text .call32 abi0 5'],
	},
	'a macro may stand for a name': {
		text: '#define NAME runtime·x\nTEXT NAME(SB), 4, $0\n',
		expected: ['text runtime.x abi0 2'],
	},
	'a macro that calls itself ends': { text: '#define A A\nA\n#define B(x) B(x)\nB(1)\n', expected: [] },
	'CRLF, labels and offsets': { text: 'start:\tTEXT ·f+0(SB), 4, $0\r\n', expected: ['text .f abi0 1'] },
	'a conditional that never ends': { text: '#ifdef NOT\nTEXT ·f(SB), 4, $0\n', expected: [] },
	'the end of a condition that never began': {
		text: '#endif\n#else\n#endif\nTEXT ·f(SB), 4, $0\n',
		expected: ['text .f abi0 4'],
	},
};

test.each(Object.entries(fixtures))('%s', (_, { text, expected }) => {
	expect(spell(text, { defined: ['GOOS_linux', 'GOARCH_amd64'] })).toEqual(expected);
});

test('an included file defines macros, and symbols at the line of its include', () => {
	const headers = {
		'a.h': '#include "b.h"\n',
		'b.h': '#define F TEXT ·f(SB), 4, $0\nGLOBL ·g(SB), 8, $8\n',
		'loop.h': '#include "loop.h"\n',
	};
	expect(spell('#include "loop.h"\n#include "a.h"\nF\n', { headers })).toEqual(['data .g abi0 2', 'text .f abi0 3']);
	expect(includedNames('# include <x.h>\n#include "y/z.h" // why\n')).toEqual(['x.h', 'y/z.h']);
});

/** Whatever stands in a file, reading it takes time linear in its length: the work ends, and is told apart from a whole answer. */
test.each(
	Object.entries({
		'macros that multiply by four, 18 times': {
			text: `#define M0 CALL ·f(SB)\n${Array.from({ length: 18 }, (_, at) => `#define M${at + 1} M${at}; M${at}; M${at}; M${at}\n`).join('')}M18\nTEXT ·f(SB), 4, $0\n`,
			complete: false,
		},
		'the same macros where they name no symbol': {
			text: `#define M0 NOP\n${Array.from({ length: 18 }, (_, at) => `#define M${at + 1} M${at}; M${at}; M${at}; M${at}\n`).join('')}M18\nTEXT ·f(SB), 4, $0\n`,
			// No assembler ends with it, either.
			complete: false,
		},
		'macros whose arguments multiply': {
			text: `${Array.from({ length: 18 }, (_, at) => `#define A${at + 1}(x) A${at}(x x x x)\n`).join('')}A18(y)\n`,
			complete: true,
		},
		'a header that includes itself': {
			text: '#include "self.h"\n',
			header: '#include "self.h"\n'.repeat(12),
			complete: false,
		},
		'one long line of names': { text: `\tMOVQ ${'a.'.repeat(200_000)}, AX\n`, complete: true },
		'one long line of dots': { text: '...'.repeat(200_000), complete: true },
		'comments that never end': { text: '/*'.repeat(200_000), complete: true },
		'comments that end at once': { text: `TEXT ·f(SB), 4, $0 ${'/**/ '.repeat(200_000)}\n`, complete: true },
		'references without number': { text: `\tMOVQ ${'a+8(SB), b<>(SB), '.repeat(50_000)}\n`, complete: true },
	} satisfies Record<string, { text: string; header?: string; complete: boolean }>),
)('%s', (_, { text, complete, ...more }) => {
	const header = 'header' in more ? more.header : undefined;
	expect(scanAsm(text, { defined: [], include: () => header }).complete).toBe(complete);
});

test('references', () => {
	const text =
		'\tMOVQ runtime·x+8(SB), AX; CALL ·f(SB)\n\tLEAQ local<>(SB), BX\nDATA ·t+0(SB)/8, $other·u-4(SB)\n\tJMP a·b<ABIInternal>(SB)\n';
	const { references } = scanAsm(text, { defined: [], include: () => undefined });
	expect(references.map(({ name, line }) => `${name} ${line}`)).toEqual(['runtime.x 1', '.f 1', 'other.u 3', 'a.b 4']);
});

/** Each of these builds with Go 1.26.8, by macros that the go command defines or in ways that are not followed here: nothing may be claimed. */
test.each([
	['a level of the architecture', '#ifdef GOAMD64_v1\nTEXT \u00b7f(SB), 4, $0-0\n\tRET\n#endif\n', false],
	['the lack of a level', '#ifndef GOAMD64_v3\nTEXT \u00b7f(SB), 4, $0-0\n\tRET\n#endif\n', false],
	['a version of arm', '#ifdef GOARM_7\n#define ARM7\n#endif\n', false],
	['a macro as operand', '#define NAME \u00b7f(SB)\nTEXT NAME, 4, $0-0\n\tRET\n', false],
	['the platform', '#ifdef GOOS_linux\n#ifdef GOARCH_arm64\n#endif\n#endif\n', true],
	['a macro of its own', '#ifdef HERE\n#endif\n', true],
	['a name that is local to the file', 'TEXT helper<>(SB), 4, $0-0\n\tRET\n', true],
	['an ABI', 'TEXT \u00b7f<ABIInternal>(SB), 4, $0-0\n\tRET\n', true],
])('%s', (_, text, complete) => {
	expect(scanAsm(text, { defined: ['GOOS_linux', 'GOARCH_amd64'], include: () => undefined }).complete).toBe(complete);
});
