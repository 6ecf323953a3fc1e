/** What assembly refers to, judged and linked: as operands of its own, and by way of a pull beside it. */
import { describe, expect, test } from 'vitest';
import { temporaryModule } from '../../support/go.ts';
import { readFixture } from '../../support/markers.ts';
import { build, check, haveGo, promisesFailure, type Release, spell } from './support.ts';

const goMod = '-- go.mod --\nmodule example.com/m\n\ngo 1.22\n';

interface Program {
	/** Beside `f` in the Go file. */
	readonly go?: string;
	/** Whether anything calls `f`: references are checked in any case. */
	readonly idle?: boolean;
	/** What stands before `f` in the assembly. */
	readonly data?: string;
}

/** A function in assembly, and what else the program holds; the marks of the fixture language stand in both. */
function program(assembly: string, { go = '', idle = false, data = '' }: Program = {}): string {
	return `${goMod}-- main.go --
package main

import _ "unsafe"

${go}
func f()

func main() { ${idle ? '' : 'f()'} }
-- f_amd64.s --
#include "textflag.h"

${data}
TEXT \u00b7f(SB), NOSPLIT, $24-0
${assembly}
	RET
`;
}

const idle = (assembly: string, data = '') => program(assembly, { idle: true, data });

const refused = '\n//< linkname-refused';
type Where = 'always' | 'from 1.23' | 'from 1.27' | 'never';
const since: Readonly<Record<Where, number>> = { always: 0, 'from 1.23': 23, 'from 1.27': 27, never: 99 };

const cases: Readonly<Record<string, readonly [source: (mark: string) => string, Where]>> = {
	'a variable that is private': [(mark) => idle(`\tMOVL runtime\u00b7gcphase(SB), AX${mark}`), 'from 1.23'],
	'its address': [(mark) => idle(`\tLEAQ runtime\u00b7gcphase(SB), AX${mark}`), 'from 1.23'],
	'a part of it': [(mark) => idle(`\tMOVL runtime\u00b7gcphase+2(SB), AX${mark}`), 'from 1.23'],
	'a variable that std marks': [() => idle('\tMOVL runtime\u00b7zeroVal(SB), AX'), 'never'],
	'a variable of the compiler': [() => idle('\tMOVL runtime\u00b7writeBarrier(SB), AX'), 'never'],
	'a variable of a package that the program lacks': [
		() => idle('\tMOVL net\u2215http\u00b7aLongTimeAgo(SB), AX'),
		'never',
	],
	'a name of the block list': [(mark) => idle(`\tCALL runtime\u00b7newcoro(SB)${mark}`), 'from 1.23'],
	'assembly that is private': [(mark) => idle(`\tCALL runtime\u00b7asmcgocall(SB)${mark}`), 'from 1.27'],
	'assembly without a Go declaration': [(mark) => idle(`\tCALL runtime\u00b7gogo(SB)${mark}`), 'from 1.27'],
	'data of assembly': [(mark) => idle(`\tMOVQ runtime\u00b7mainPC(SB), AX${mark}`), 'from 1.27'],
	'assembly whose name has no dot': [() => idle('\tMOVQ $_rt0_amd64_linux(SB), AX'), 'never'],
	'a call of assembly whose name has no dot': [() => idle('\tCALL _rt0_amd64_linux(SB)'), 'never'],
	'assembly that std marks': [() => idle('\tJMP runtime\u00b7memmove(SB)'), 'never'],
	'assembly of another ABI': [() => idle('\tCALL runtime\u00b7mcall(SB)'), 'never'],
	'a function that is compiled from Go': [() => idle('\tCALL runtime\u00b7gcStart(SB)'), 'never'],
	'a symbol of the file': [
		() => idle('\tMOVQ gcphase<>(SB), AX', 'DATA gcphase<>+0(SB)/8, $1\nGLOBL gcphase<>(SB), RODATA, $8\n'),
		'never',
	],
	'a compiled function that assembly of its own package names': [
		(mark) => idle(`\tCALL runtime\u00b7check(SB)${mark}`),
		'from 1.27',
	],
	'a comment': [() => idle('\t// MOVL runtime\u00b7gcphase(SB), AX'), 'never'],
};

/** Pulls that only assembly uses, by the name of the target; the mark stands at the directive. */
const pulls: typeof cases = {
	'a private function': [
		(mark) => program('\tCALL runtime\u00b7gcStart(SB)', { go: pull('gcStart', mark) }),
		'from 1.23',
	],
	'a function that std marks': [
		() => program('\tCALL runtime\u00b7nanotime(SB)', { go: pull('nanotime', '') }),
		'never',
	],
	'a private function, for another processor': [
		() => `${program('\tNOP', { go: pull('gcStart', '') })}\n-- g_arm64.s --\n\tCALL runtime\u00b7gcStart(SB)\n`,
		'never',
	],
};

function pull(target: string, mark: string): string {
	const under = mark === '' ? '' : `\n//                 ${'^'.repeat(`runtime.${target}`.length)} linkname-refused`;
	return `//go:linkname pull runtime.${target}${under}\nfunc pull()\n`;
}

const releases: readonly Release[] = ['1.22.12', '1.26.8', '1.27.0'];
const runs = Object.entries({ ...cases, ...pulls }).flatMap(([name, [source, where]]) => {
	return releases.map((release) => ({ name, release, source, where }));
});

describe.skipIf(!haveGo)('the linker refuses to assembly what we say', () => {
	test.each(runs)(
		'$name (Go $release)',
		async ({ source, where, release }) => {
			const breaks = Number(release.split('.')[1]) >= since[where];
			const { files, expected } = readFixture(source(breaks ? refused : ''));
			const root = temporaryModule(files);
			const { findings } = await check(root, { release });
			const broken = findings.filter(({ rule }) => rule === 'linkname-refused');
			expect(spell(broken, files, root)).toEqual(expected);
			expect(promisesFailure(findings)).toBe(breaks);
			const { output } = await build(root, release);
			expect(output).toMatch(breaks ? /invalid reference to/ : /^$/);
		},
		60_000,
	);
});

/** A method has no symbol of the ABI of assembly, and the compiler makes none: `makeABIWrapper support for wrapping methods not implemented`. */
test.skipIf(!haveGo).each(releases)(
	'a method that assembly of its package names (Go %s)',
	async (release) => {
		const { files, expected } = readFixture(
			program('\tNOP\n\n\tCALL \u00b7kind\u00b7method(SB)\n//< linkname-undefined', {
				go: 'type kind struct{}\n\nfunc (kind) method() {}\n',
				idle: true,
			}),
		);
		const root = temporaryModule(files);
		const { findings } = await check(root, { release });
		expect(spell(findings, files, root)).toEqual(expected);
		expect((await build(root, release)).output).toMatch(/makeABIWrapper support for wrapping methods/);
	},
	60_000,
);

/** Go 1.22.12, 1.26.8 and 1.27.0, go vet and go test: ok */
test.skipIf(!haveGo)('assembly of a library may name what its tests declare', async () => {
	const root = temporaryModule({
		'go.mod': 'module example.com/m\n\ngo 1.22\n',
		'p.go': 'package p\n\nfunc F()\n',
		'p_test.go': 'package p\n\nimport "testing"\n\nfunc helper() {}\n\nfunc TestF(t *testing.T) { F() }\n',
		'f_amd64.s': 'TEXT \u00b7F(SB), 4, $8-0\n\tCALL \u00b7helper(SB)\n\tRET\n',
	});
	expect((await check(root)).findings).toEqual([]);
});

/** Each a function in assembly with one operand: in which releases the linker does not find it, and who calls the function. */
const lookups: readonly {
	readonly name: string;
	readonly line: string;
	readonly missing: readonly Release[];
	readonly by?: 'main' | 'assembly' | 'dead code' | 'nobody';
}[] = [
	{ name: 'compiled', line: 'CALL runtime\u00b7gcStart(SB)', missing: releases },
	{ name: 'address', line: 'LEAQ runtime\u00b7findRunnable(SB), AX', missing: releases },
	{ name: 'markedLater', line: 'CALL runtime\u00b7mallocgc(SB)', missing: ['1.22.12'] },
	{ name: 'builtinMarkedLater', line: 'CALL runtime\u00b7growslice(SB)', missing: ['1.22.12'] },
	{ name: 'builtin', line: 'CALL runtime\u00b7newobject(SB)', missing: releases },
	{ name: 'otherABI', line: 'JMP runtime\u00b7gcWriteBarrier1(SB)', missing: releases },
	{ name: 'sameABI', line: 'CALL runtime\u00b7memmove(SB)', missing: [] },
	{ name: 'pushedElsewhere', line: 'CALL sync\u00b7runtime_Semacquire(SB)', missing: [] },
	{ name: 'absent', line: 'CALL runtime\u00b7noSuch(SB)', missing: releases },
	{ name: 'pulledHere', line: 'CALL runtime\u00b7nanotime(SB)', missing: [] },
	{ name: 'behind', line: 'CALL runtime\u00b7panicdivide(SB)', missing: releases, by: 'assembly' },
	{ name: 'dead', line: 'CALL runtime\u00b7noSuch(SB)', missing: [], by: 'dead code' },
	{ name: 'idle', line: 'CALL runtime\u00b7gcStart(SB)', missing: [], by: 'nobody' },
	{ name: 'ownAbsent', line: 'CALL \u00b7nowhere(SB)', missing: releases },
	{ name: 'ownAddress', line: 'LEAQ \u00b7nowhereElse(SB), AX', missing: releases },
	{ name: 'ownVariableAbsent', line: 'MOVQ \u00b7noVariable(SB), AX', missing: releases },
	{ name: 'ownByPath', line: 'CALL main\u00b7noFunction(SB)', missing: releases },
	{ name: 'ownConstant', line: 'MOVQ \u00b7limit(SB), AX', missing: releases },
	{ name: 'ownType', line: 'LEAQ \u00b7kind(SB), AX', missing: releases },
	{ name: 'ownGeneric', line: 'CALL \u00b7generic(SB)', missing: releases },
	{ name: 'ownRenamed', line: 'CALL \u00b7pull(SB)', missing: releases },
	{ name: 'ownInTest', line: 'CALL \u00b7inTest(SB)', missing: releases },
	{ name: 'ownOtherPlatform', line: 'CALL \u00b7onWindows(SB)', missing: releases },
	{ name: 'ownIdle', line: 'CALL \u00b7nowhere2(SB)', missing: [], by: 'nobody' },
	{ name: 'ownDead', line: 'CALL \u00b7nowhere3(SB)', missing: [], by: 'dead code' },
	{ name: 'ownBehind', line: 'JMP \u00b7nowhere4(SB)', missing: releases, by: 'assembly' },
	{ name: 'ownGo', line: 'CALL \u00b7inGo(SB)', missing: [] },
	{ name: 'ownVariable', line: 'MOVQ \u00b7counter(SB), AX', missing: [] },
	{ name: 'ownLocal', line: 'MOVQ table<>(SB), AX', missing: [] },
	{ name: 'ownAssembly', line: 'CALL \u00b7onlyHere(SB)', missing: [] },
	{ name: 'ownMacro', line: 'RELAY(\u00b7inGo)', missing: [] },
	{ name: 'otherGo', line: 'CALL example\u00b7com\u2215m\u2215other\u00b7Plain(SB)', missing: releases },
	{ name: 'otherAbsent', line: 'CALL example\u00b7com\u2215m\u2215other\u00b7Absent(SB)', missing: releases },
	{ name: 'otherMarked', line: 'CALL example\u00b7com\u2215m\u2215other\u00b7Marked(SB)', missing: [] },
	{ name: 'otherPulled', line: 'CALL example\u00b7com\u2215m\u2215other\u00b7Pulled(SB)', missing: [] },
	{ name: 'otherVariable', line: 'MOVQ example\u00b7com\u2215m\u2215other\u00b7Variable(SB), AX', missing: [] },
	{ name: 'otherAssembly', line: 'CALL example\u00b7com\u2215m\u2215other\u00b7Assembly(SB)', missing: [] },
];

const calledBy = (caller: string) => lookups.filter(({ by = 'main' }) => by === caller).map(({ name }) => name);

const lookupFiles = {
	'go.mod': 'module example.com/m\n\ngo 1.22\n',
	'main.go': `package main

import (
	_ "unsafe"

	"example.com/m/other"
)

//go:linkname pull runtime.nanotime
func pull() int64

//go:linkname pullOther example.com/m/other.Pulled
func pullOther()

const limit = 3

type kind struct{}

func generic[T any]() {}

func inGo() {}

var counter = other.Variable

${lookups.map(({ name }) => `func ${name}()`).join('\n')}

func relay()

func unused() { ${calledBy('dead code').join('(); ')}() }

func main() { relay(); ${calledBy('main').join('(); ')}() }
`,
	'm_test.go': 'package main\n\nfunc inTest() {}\n',
	'm_windows.go': 'package main\n\nfunc onWindows() {}\n',
	'other/other.go': `package other

import _ "unsafe"

var Variable = 1

func Plain() {}

//go:linkname Marked
func Marked() {}

func Pulled() {}

func Assembly()
`,
	'other/other_amd64.s': 'TEXT \u00b7Assembly(SB), 4, $0-0\n\tRET\n',
	'm_amd64.s': `#include "textflag.h"

#define RELAY(name) CALL name(SB)

DATA table<>+0(SB)/8, $1
GLOBL table<>(SB), RODATA, $8

TEXT \u00b7onlyHere(SB), NOSPLIT, $0-0
	RET

TEXT \u00b7relay(SB), NOSPLIT, $8-0
${calledBy('assembly')
	.map((name) => `\tCALL \u00b7${name}(SB)\n`)
	.join('')}	RET
${lookups.map(({ name, line }) => `\nTEXT \u00b7${name}(SB), NOSPLIT, $8-0\n\t${line}\n\tRET\n`).join('')}`,
};

describe.skipIf(!haveGo)('the linker does not find for assembly what we say', () => {
	test.each(releases)(
		'Go %s',
		async (release) => {
			const root = temporaryModule(lookupFiles);
			const { findings } = await check(root, { release });
			const lines = lookupFiles['m_amd64.s'].split('\n');
			const reported = findings
				.filter(({ rule }) => rule === 'linkname-undefined')
				.map(({ span }) => lookupFiles['m_amd64.s'].slice(0, span.start).split('\n').length);
			const functions = reported.map((line) => /\u00b7(\w+)/.exec(lines[line - 2] ?? '')?.[1]);
			const missing = lookups.filter((one) => one.missing.includes(release)).map(({ name }) => name);
			expect(new Set(functions)).toEqual(new Set(missing));
			const { output } = await build(root, release);
			const unfound = [...output.matchAll(/main\.(\w+): relocation target/g)].map((match) => match[1]);
			expect(new Set(unfound)).toEqual(new Set(missing));
		},
		60_000,
	);
});
