/** Pulls in dependencies that the linker refuses, reported at the imports that bring them in. */
import { describe, expect, test } from 'vitest';
import { temporaryModule } from '../../support/go.ts';
import { readFixture } from '../../support/markers.ts';
import { build, check, haveGo, promisesFailure, spell } from './support.ts';

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

const refused = `-- dep/dep.go --
package dep

import _ "unsafe"

//go:linkname stop runtime.gcStart
func stop(a, b, c uintptr)

func Stop() { stop(0, 0, 0) }
`;

const direct = `-- main.go --
package main

import "example.com/dep"
//     ^^^^^^^^^^^^^^^^^ linkname-dependency-refused

func main() { dep.Stop() }
`;

const fixtures: Readonly<Record<string, string>> = {
	'at the import': goMod + refused + direct,
	'at the import that leads to it through another module': `${goMod}${refused}-- main.go --
package main

import o "example.com/outer"
//     ^^^^^^^^^^^^^^^^^^^^^ linkname-dependency-refused

func main() { o.Use() }
`,
	'once in each file that imports it, and not in those that import the importer': `${goMod}${refused}-- main.go --
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
//     ^^^^^^^^^^^^^^^^^^^ linkname-dependency-refused

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

describe.skipIf(!haveGo)('a refused pull in a dependency is reported', () => {
	test.each(Object.entries(fixtures))(
		'%s',
		async (_, source) => {
			const { files, expected } = readFixture(source);
			const root = temporaryModule(files);
			const { findings } = await check(root);
			const own = findings.filter(({ file }) => !file.startsWith(`${root}/dep/`));
			expect(spell(own, files, root)).toEqual(expected);
			const { ok, output } = await build(root, '1.26.8');
			expect(ok).toBe(!promisesFailure(own));
			expect(output).toMatch(ok ? /^$/ : /link: example.com\/dep: invalid reference to runtime\.gcStart/);
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
		expect(finding?.message).toBe('example.com/dep pulls runtime.gcStart: the go1.26 linker refuses that.');
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
		const refusal = 'example.com/Dep pulls runtime.gcStart: the go1.26 linker refuses that.';
		expect(finding?.message).toBe(named === undefined ? refusal : `${refusal} example.com/Dep ${named} does not.`);
	});
});
