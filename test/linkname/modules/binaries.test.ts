/** Bodies that only some of a module's programs and tests have: what is said, and which of them the go command links. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { goPath, temporaryModule } from '../../support/go.ts';
import { readFixture } from '../../support/markers.ts';
import { build, check, haveGo, spell } from './support.ts';

interface Case {
	/** In the language of `readFixture`. */
	readonly source: string;
	/** What `go build` and `go test` say; undefined: they link everything. */
	readonly build?: RegExp;
	readonly test?: RegExp;
}

const pulls = `
-- lib/lib.go --
package lib

import _ "unsafe"

//go:linkname secret main.secret
MARK
func secret() int

func Get() int { return secret() }
`;
const marked = pulls.replace('MARK', '//                   ^^^^^^^^^^^ linkname-provider-not-imported');
const silent = pulls.replace('MARK\n', '');

const program = (name: string, body: string, head = 'import "example.com/m/lib"') => `
-- cmd/${name}/main.go --
package main

${head}

func run() int { return lib.Get() }

${body}
`;
const defines = 'func secret() int { return 42 }\n\nfunc main() { println(run(), secret()) }';

const cases: Readonly<Record<string, Case>> = {
	'a program that lacks the name of main that another one has': {
		source: `${marked}${program('a', defines)}${program('b', 'func main() { println(run()) }')}`,
		build: /relocation target main\.secret not defined/,
	},
	'a program that lacks it and does not call the function': {
		source: `${silent}${program('a', defines)}${program('b', 'var f = run\n\nfunc main() {}')}`,
	},
	'a test of the program, which is no package main for the linker': {
		source: `${marked}${program('a', defines)}
-- cmd/a/main_test.go --
package main

import "testing"

func TestRun(t *testing.T) {
	t.Run("twice", func(t *testing.T) {
		if run() != 42 {
			t.Fatal()
		}
	})
}
`,
		test: /relocation target main\.secret not defined/,
	},
	'a test that does not call the function': {
		source: `${silent}${program('a', `${defines}\n\nfunc other() {}`)}
-- cmd/a/main_test.go --
package main

import "testing"

func TestOther(t *testing.T) { other() }
`,
	},
	'a test that pulls a name of main': {
		source: `${silent}${program('a', defines)}
-- cmd/a/main_test.go --
package main

import (
	"testing"
	_ "unsafe"
)

//go:linkname alias main.secret
//                  ^^^^^^^^^^^ linkname-undefined
func alias() int

func TestAlias(t *testing.T) { alias() }
`,
		test: /relocation target main\.secret not defined/,
	},
	'a test of a package whose body a program gives': {
		source: `
-- lib/lib.go --
package lib

import _ "unsafe"

//go:linkname Get
//            ^^^ linkname-provider-not-imported
func Get() int
-- lib/lib_test.go --
package lib_test

import (
	"testing"

	"example.com/m/lib"
)

func TestGet(t *testing.T) { lib.Get() }
${program(
	'a',
	'//go:linkname get example.com/m/lib.Get\nfunc get() int { return 1 }\n\nfunc main() { println(run()) }',
	'import (\n\t_ "unsafe"\n\n\t"example.com/m/lib"\n)',
)}`,
		test: /relocation target example\.com\/m\/lib\.Get not defined/,
	},
};

describe.skipIf(!haveGo)('programs and tests', () => {
	test.each(Object.entries(cases))(
		'%s',
		async (_, { source, ...said }) => {
			const { files, expected } = readFixture(source);
			const all = { 'go.mod': 'module example.com/m\n\ngo 1.22\n', ...files };
			const root = temporaryModule(all);
			const { findings } = await check(root);
			const broken = findings.filter(({ severity }) => severity === 'error' || severity === 'warning');
			expect(spell(broken, all, root)).toEqual(expected);
			const built = await build(root, '1.26.8');
			expect(built.output).toMatch(said.build ?? /^$/);
			const tested = await linkTests(root);
			expect(tested).toMatch(said.test ?? /^$/);
		},
		60_000,
	);
});

/** What `go test` prints when something does not link; nothing is run. */
async function linkTests(root: string): Promise<string> {
	const env = { ...process.env, GOTOOLCHAIN: 'go1.26.8', CGO_ENABLED: '0', GOFLAGS: '-buildvcs=false', GOPROXY: 'off' };
	try {
		await promisify(execFile)(goPath ?? '', ['test', '-vet=off', '-exec', 'true', './...'], { cwd: root, env });
		return '';
	} catch (error) {
		return String((error as { stderr?: unknown }).stderr);
	}
}
