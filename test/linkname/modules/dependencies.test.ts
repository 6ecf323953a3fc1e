/** Pulls in dependencies that break every program: reported once, at the import or the line of go.mod that brings them. */
import { describe, expect, test } from 'vitest';
import type { Finding } from '../../../server/src/analysis/finding.ts';
import { temporaryModule } from '../../support/go.ts';
import { long } from '../../support/long.ts';
import { readFixture } from '../../support/markers.ts';
import { build, check, type CheckOptions, haveGo, promisesFailure, spell } from './support.ts';

const goMod = `-- go.mod --
module example.com/m

go 1.22

require (
	example.com/dep v1.0.0
	example.com/outer v1.0.0
)

replace (
	example.com/dep => ./dep
	example.com/outer => ./outer
)
-- dep/go.mod --
module example.com/dep

go 1.22
-- outer/go.mod --
module example.com/outer

go 1.22
-- outer/outer.go --
package outer

import "example.com/dep"

func Use() { dep.Stop() }
`;

/** The same with a mark under the line of a module. */
function goModWith(module: string): string {
	const line = `\t${module} v1.0.0\n`;
	return goMod.replace(line, `${line}//< linkname-dependency-refused\n`);
}

const refused = `-- dep/dep.go --
package dep

import _ "unsafe"

//go:linkname stop runtime.gcStart
func stop(a, b, c uintptr)

func Stop() { stop(0, 0, 0) }
`;

const replaced = `-- dep/dep.go --
package dep

func Stop() { stop() }
-- dep/old.go --
//go:build !go1.26

package dep

import _ "unsafe"

//go:linkname pause runtime.Gosched
func pause()

func stop() { pause() }
`;

const stop = '//go:linkname stop runtime.gcStart\nfunc stop(a, b, c uintptr)';
const gone = '//go:linkname gone runtime.noSuchFunction\nfunc gone() int';

/** A dependency with this code, and a program that calls `Use`. */
function pulling(code: string, breaks: boolean, imported = ''): string {
	const imports = imported === '' ? 'import _ "unsafe"' : `import (\n\t${imported}\n\t_ "unsafe"\n)`;
	return `${goMod}-- dep/dep.go --
package dep

${imports}

${code}
-- main.go --
package main

import "example.com/dep"
${breaks ? '//     ^^^^^^^^^^^^^^^^^ linkname-dependency-refused\n' : ''}
func main() { dep.Use() }
`;
}

function variable(target: string, declaration: string, breaks: boolean): string {
	return pulling(`//go:linkname v runtime.${target}\n${declaration}\n\nfunc Use() {}`, breaks);
}

const direct = `-- main.go --
package main

import "example.com/dep"
//     ^^^^^^^^^^^^^^^^^ linkname-dependency-refused

func main() { dep.Stop() }
`;

const fixtures: Readonly<Record<string, string>> = {
	'at the import': goMod + refused + direct,
	'in go.mod, when only another module imports it': `${goModWith('example.com/dep')}${refused}-- main.go --
package main

import o "example.com/outer"

func main() { o.Use() }
`,
	'once, and not in the package that imports the importer': `${goMod}${refused}-- main.go --
package main

import "example.com/m/p"

func main() { p.P() }
-- p/a.go --
package p

import "example.com/dep"
//     ^^^^^^^^^^^^^^^^^ linkname-dependency-refused

func P() { dep.Stop() }
-- p/b.go --
package p

import d "example.com/dep"

func Q() { d.Stop() }
`,
	'not when the dependency never calls it': `${goMod}-- dep/dep.go --
package dep

import _ "unsafe"

//go:linkname stop runtime.gcStart
func stop(a, b, c uintptr)

func Stop() {}
-- main.go --
package main

import "example.com/dep"

func main() { dep.Stop() }
`,
	'not for what std allows': `${goMod}-- dep/dep.go --
package dep

import _ "unsafe"

//go:linkname stop runtime.nanotime
func stop() int64

func Stop() { stop() }
-- main.go --
package main

import "example.com/dep"

func main() { dep.Stop() }
`,
	'not for files that this build leaves out': `${goMod}-- dep/dep.go --
package dep

func Stop() {}
-- dep/old.go --
//go:build !go1.22

package dep

import _ "unsafe"

//go:linkname stop runtime.gcStart
func stop(a, b, c uintptr)

func Old() { stop(0, 0, 0) }
-- main.go --
package main

import "example.com/dep"

func main() { dep.Stop() }
`,
	'for a function that only files for older versions of Go declare': `${goMod}${replaced}${direct}`,
	'not for one that another file takes over': `${goMod}${replaced}-- dep/new.go --
//go:build go1.26

package dep

func stop() {}
-- main.go --
package main

import "example.com/dep"

func main() { dep.Stop() }
`,
	'for a variable that nobody uses': variable('gcphase', 'var v uint32', true),
	'for a variable that sees the beginning of its target': variable('gcphase', 'var v uint8', true),
	'for a variable of another type and the same size': variable('gcphase', 'var v [4]byte', true),
	'not for a variable that is larger than its target': variable('gcphase', 'var v uint64', false),
	'not for a variable with a value': variable('gcphase', 'var v uint32 = 1', false),
	'not for a variable that does not exist': variable('noSuchVariable', 'var v uint32', false),
	'not for a variable under the name of a function': variable('gcStart', 'var v uint32', false),
	'not for a variable that std marks': variable('zeroVal', 'var v [1024]byte', false),
	'not for a variable of a package that the program lacks': pulling(
		'//go:linkname v net/http.aLongTimeAgo\nvar v [3]uintptr\n\nfunc Use() {}',
		false,
	),
	'for a call in a function literal': pulling(`${stop}\n\nfunc Use() { go func() { stop(0, 0, 0) }() }`, true),
	'not for a call behind a constant': pulling(
		`${stop}\n\nconst on = false\n\nfunc Use() {\n\tif on {\n\t\tstop(0, 0, 0)\n\t}\n}`,
		false,
	),
	'not for a call in a generic function that nobody instantiates': pulling(
		`${stop}\n\nfunc G[T any](T) { stop(0, 0, 0) }\n\nfunc Use() {}`,
		false,
	),
	'not for a field of the same name': pulling(
		`${stop}\n\ntype T struct{ stop func(a, b, c uintptr) }\n\nfunc Use() { _ = T{stop: nil}.stop }`,
		false,
	),
	'not for a method whose receiver the package knows': pulling(
		'//go:linkname check os.(*File).checkValid\nfunc check(f *os.File, op string) error\n\nfunc Use() { check(nil, "") }',
		false,
		'"os"',
	),
	'not for a function of a package that the program lacks, and that nobody needs': pulling(
		'//go:linkname f net/http.newBufioReader\nfunc f(uintptr) uintptr\n\nfunc Use() {}\n\nfunc Other() { f(0) }',
		false,
	),
	'for a function that is gone and that main runs': pulling(
		`${gone}\n\nfunc Use() { step() }\n\nfunc step() { gone() }`,
		true,
	),
	'for a function that is gone and that the start of the program runs': pulling(
		`${gone}\n\nvar N = gone()\n\nfunc Use() {}`,
		true,
	),
	'not for a function that is gone and that nobody runs': pulling(
		`${gone}\n\nfunc Use() {}\n\nfunc Other() { gone() }`,
		false,
	),
	'not for a function that is gone and that waits in a variable': pulling(
		`${gone}\n\nvar Hook = gone\n\nfunc Use() {}`,
		false,
	),
	'for a function that only assembly calls, by the name of the target': `${pulling(
		`${stop}\n\nfunc asm()\n\nfunc Use() { asm() }`,
		true,
	)}-- dep/dep_amd64.s --
#include "textflag.h"

TEXT \u00b7asm(SB), NOSPLIT, $24-0
	CALL runtime\u00b7gcStart(SB)
	RET
`,
	'not for tests of the dependency': `${goMod}-- dep/dep.go --
package dep

func Stop() {}
-- dep/dep_test.go --
package dep

import _ "unsafe"

//go:linkname stop runtime.gcStart
func stop(a, b, c uintptr)

func Old() { stop(0, 0, 0) }
-- main.go --
package main

import "example.com/dep"

func main() { dep.Stop() }
`,
};

/** Those in the module itself; the dependencies lie below it. */
async function ownFindings(root: string, options: CheckOptions = {}): Promise<readonly Finding[]> {
	const { findings } = await check(root, options);
	return findings.filter(({ file }) => !file.startsWith(`${root}/dep/`));
}

describe.skipIf(!haveGo)('a pull in a dependency that breaks every program is reported', () => {
	const runs = Object.entries(fixtures).flatMap(([name, source]) => {
		return (['1.26.8', '1.27.0'] as const).map((release) => ({ name, source, release }));
	});
	test.each(runs)(
		'$name (Go $release)',
		async ({ source, release }) => {
			const { files, expected } = readFixture(source);
			const root = temporaryModule(files);
			const own = await ownFindings(root, { release });
			expect(spell(own, files, root)).toEqual(expected);
			// Both say the same, so that one of them builds for both.
			if (!long && release !== '1.27.0') return;
			const { ok, output } = await build(root, release);
			expect(ok).toBe(!promisesFailure(own));
			expect(output).toMatch(
				ok ? /^$/ : /link: example.com\/dep: invalid reference to|relocation target runtime\.noSuch|undefined: stop/,
			);
		},
		60_000,
	);

	test('at the import of a test, where only tests need it; the program is built', async () => {
		const { files, expected } = readFixture(`${goMod}${refused}-- main.go --
package main

func main() {}
-- main_test.go --
package main

import "testing"

import "example.com/dep"
//     ^^^^^^^^^^^^^^^^^ linkname-dependency-refused

func TestMain(t *testing.T) { dep.Stop() }
`);
		const root = temporaryModule(files);
		const own = (await check(root)).findings.filter(({ file }) => !file.startsWith(`${root}/dep/`));
		expect(spell(own, files, root)).toEqual(expected);
		expect(await build(root, '1.26.8')).toEqual({ ok: true, output: '' });
	}, 60_000);

	test('as the file that holds it, and in words', async () => {
		const { files } = readFixture(goMod + refused + direct);
		const root = temporaryModule(files);
		const [finding] = (await check(root)).findings.filter(({ file }) => file === `${root}/main.go`);
		expect(finding?.message).toBe('example.com/dep pulls runtime.gcStart, which the go1.26 linker refuses.');
		const [place] = finding?.related ?? [];
		expect(place?.file).toBe(`${root}/dep/dep.go`);
		expect(files['dep/dep.go']?.slice(place?.span.start, place?.span.end)).toBe('stop');
	});

	test.each([
		['Makefile', 'build:\n\tgo build -ldflags=-checklinkname=0 ./...\n', 'Makefile:2'],
		['.goreleaser.yaml', 'builds:\n  - ldflags: [-s, -checklinkname=0]\n', '.goreleaser.yaml:2'],
		['.github/workflows/ci.yml', 'env:\n  GOFLAGS: -ldflags=-checklinkname=0\n', '.github/workflows/ci.yml:2'],
	])(
		'as information where %s switches the check off',
		async (name, text, by) => {
			const { files } = readFixture(goMod + refused + direct);
			const root = temporaryModule({ ...files, [name]: text });
			const [finding] = (await check(root)).findings.filter(({ file }) => file === `${root}/main.go`);
			expect(finding?.severity).toBe('information');
			expect(finding?.message).toContain(`(set by ${by})`);
			expect(await build(root, '1.26.8', '-ldflags=-checklinkname=0')).toEqual({ ok: true, output: '' });
		},
		60_000,
	);

	test('as information where GOFLAGS switches the check off', async () => {
		const { files } = readFixture(goMod + refused + direct);
		const root = temporaryModule(files);
		const { findings } = await check(root, { flags: '-ldflags=-checklinkname=0' });
		expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
		expect(findings.find(({ file }) => file === `${root}/main.go`)?.message).toContain('(set by GOFLAGS)');
	});

	test('not by Go 1.22, which checks nothing', async () => {
		const { files } = readFixture(goMod + refused + direct);
		const root = temporaryModule(files);
		const { findings } = await check(root, { release: '1.22.12' });
		expect(findings.filter(({ file }) => file === `${root}/main.go`)).toEqual([]);
		expect((await build(root, '1.22.12')).ok).toBe(true);
	}, 60_000);
});

describe.skipIf(!haveGo)('the module cache', () => {
	const main = `-- go.mod --
module example.com/m

go 1.22

require example.com/Dep v1.0.0
${direct.replaceAll('example.com/dep', 'example.com/Dep')}`;
	const cached = refused.replace(/^-- .*\n/, '');
	const free = 'package dep\n\nfunc Stop() {}\n';

	function cache(versions: Readonly<Record<string, string>>): string {
		const files = Object.entries(versions).map(([version, text]) => [`example.com/!dep@${version}/dep.go`, text]);
		return temporaryModule(Object.fromEntries(files));
	}

	test.each([
		[
			'the newest release without it',
			{ 'v1.0.0': cached, 'v1.1.0': cached, 'v1.2.0': free, 'v1.10.0': free },
			'v1.10.0',
		],
		['no older one', { 'v0.9.0': free, 'v1.0.0': cached }, undefined],
		['none, when all have it', { 'v1.0.0': cached, 'v1.1.0': cached }, undefined],
	])('names %s', async (_, versions, named) => {
		const { files } = readFixture(main);
		const root = temporaryModule(files);
		const { findings } = await check(root, { moduleCache: cache(versions) });
		const [finding] = findings;
		expect(findings.map(({ rule }) => rule)).toEqual(['linkname-dependency-refused']);
		const refusal = 'example.com/Dep pulls runtime.gcStart, which the go1.26 linker refuses.';
		expect(finding?.message).toBe(
			named === undefined ? refusal : `${refusal} example.com/Dep ${named} does not pull it.`,
		);
		const commands = finding?.fixes.map(({ action }) => action?.kind === 'copy' && action.text);
		expect(commands).toEqual(named === undefined ? [] : [`go get example.com/Dep@${named}`]);
	});
});
