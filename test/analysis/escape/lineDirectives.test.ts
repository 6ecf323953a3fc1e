import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { explainPackage } from '../../../server/src/analysis/escape/explainPackage.ts';
import { createLineMapper } from '../../../server/src/analysis/escape/lineDirectives.ts';
import { goPath, goTest, temporaryModule } from '../../support/go.ts';
import { goParser } from '../../support/goParser.ts';

const generated = `package p

//line grammar.y:40
func A() *int { x := 1; return &x }
func B() {}
//line grammar.y:7:3
	y := new(int)
	z := 2
var text = \`
//line string.y:1
\`
//line grammar.y:40
func C() *int { w := 1; return &w }
/*line :90:5*/ func D() *int { v := 1; return &v }
//line nonsense
//line other.y:0
`;

test.each([
	['grammar.y:40: moved to heap: x', '/p/gen.go:4: moved to heap: x'],
	['grammar.y:40: moved to heap: w', '/p/gen.go:13: moved to heap: w'],
	['grammar.y:40: moved to heap: nowhere', ''],
	['grammar.y:41: can inline B with cost 0 as: func() {}', '/p/gen.go:5: can inline B with cost 0 as: func() {}'],
	['grammar.y:7:11: new(int) escapes to heap', '/p/gen.go:7:9: new(int) escapes to heap'],
	['grammar.y:8:2: moved to heap: z', '/p/gen.go:8:2: moved to heap: z'],
	['grammar.y:90:22: moved to heap: v', '/p/gen.go:14:32: moved to heap: v'],
	['string.y:1: moved to heap: x', 'string.y:1: moved to heap: x'],
	['./a.go:40:2: moved to heap: x', './a.go:40:2: moved to heap: x'],
	['# example.com/p', '# example.com/p'],
	['grammar.y:40:     from &x (address-of) at grammar.y:40', '/p/gen.go:4:     from &x (address-of) at /p/gen.go:4'],
])('%s', (line, expected) => {
	const mapped = createLineMapper(new Map([['/p/gen.go', generated]]));
	// What an explanation belongs to is said first.
	if (line.includes('    from')) mapped?.('grammar.y:40: x escapes to heap in A:');
	expect(mapped?.(line)).toBe(expected);
});

test('files without a directive need no mapping', () => {
	const text = 'package p\n\nvar s = `//line a.go:1`\n// see //line a.go:1\n\t//line a.go:1\n';
	expect(createLineMapper(new Map([['/p/a.go', text]]))).toBeUndefined();
});

goTest('hints stand where their code does, whatever a directive says', async () => {
	const files = {
		'a.go': 'package p\n\nvar G *int\n\nfunc A() int {\n\treturn 1\n}\n',
		'gen.go': `package p

//line a.go:4
func B() {
	v := 1
	G = &v
}

//line grammar.y:100
func C() *[4]int { x := [4]int{}; return &x }

//line grammar.y:200:5
func D() *[5]int { x := [5]int{}; return &x }
func E(n int) []int { /*line other.y:7:3*/ s := make([]int, n); return s }
`,
		'long.go': `package p\n\nfunc L() (*int, *string) { ${'/* long */ '.repeat(30)} first := 1; second := ""; return &first, &second }\n`,
	};
	const directory = temporaryModule({ 'go.mod': 'module example.com/p\n\ngo 1.21\n', ...files });
	const { stderr } = spawnSync(goPath ?? '', ['build', '-gcflags=-m=2', '.'], { cwd: directory, encoding: 'utf8' });
	const goVersion = execFileSync(goPath ?? '', ['env', 'GOVERSION'], { cwd: directory, encoding: 'utf8' }).trim();
	const sources = new Map(Object.entries(files).map(([name, text]) => [join(directory, name), text]));
	const { hints } = explainPackage(stderr, sources, { directory, goVersion, parser: await goParser() });
	const heap = hints.filter(({ verdict }) => verdict === 'heap');
	const places = heap.map(({ file, span, function: name }) => {
		const base = file.slice(directory.length + 1);
		return `${base} ${name}: ${files[base as keyof typeof files].slice(span.start, span.end)}`;
	});
	expect(places).toEqual([
		'gen.go B: v',
		'gen.go C: x',
		'gen.go D: x',
		'gen.go E: make([]int, n)',
		'long.go L: first',
		'long.go L: second',
	]);
});
