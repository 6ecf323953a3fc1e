/**
 * Generated modules: whatever the compiler sends to the heap has a way there, and what it keeps on the stack has none. SEED=n generates others,
 * RUNS=n as many modules.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { reachesHeap, shortestWays } from '../../server/src/analysis/dataflow/flowGraph.ts';
import { flowModule } from '../support/flowModule.ts';
import { goPath, goTest } from '../support/go.ts';
import { seeded } from '../support/seeded.mjs';

const seed = Number(process.env['SEED'] ?? 1);
const runs = Number(process.env['RUNS'] ?? 1);

/** Functions of a package; the packages import each other from c to a. */
const functions = 30;

const types = [
	'*T',
	'[]*T',
	'map[string]*T',
	'any',
	'func() *T',
	'string',
	'I',
	'chan *T',
	'**T',
	'T',
	'[]byte',
] as const;
type GoType = (typeof types)[number];

interface Generated {
	readonly name: string;
	readonly parameters: readonly { readonly name: string; readonly type: GoType }[];
	readonly result: GoType | undefined;
}

const head = (name: string, imports: readonly string[]) => `package ${name}

import (
${imports.map((path) => `\t"example.com/fuzz/${path}"`).join('\n')}
)

${name === 'a' ? '' : `type (\n\tT = a.T\n\tI = a.I\n)\n`}
var (
	keptT *T
	keptList []*T
	keptMap = map[string]*T{}
	keptAny any
	keptFunc func() *T
	keptText string
	keptI I
	keptChan = make(chan *T, 1)
	keptDouble **T
	keptBytes []byte
	hook func(any)
)
`;

const base = `
type T struct {
	next *T
	any  any
	list []*T
	text string
	run  func() *T
	Ch   chan *T
}

func (t *T) Set(o *T) { t.next = o }

func (t *T) Get() *T { return t.next }

func (t T) Copy() T { return t }

func (t *T) Do(o *T) *T { return o }

type I interface{ Do(*T) *T }
`;

/** The statements that may be done with a value `x` of each type; `$` stands for a new name. */
const statements: Readonly<Record<GoType, readonly string[]>> = {
	'*T': [
		'keptT = x',
		'keptList = append(keptList, x)',
		'keptMap["k"] = x',
		'keptAny = x',
		'keptChan <- x',
		'$ := x; _ = $',
		'$ := &T{}; $.Set(x); keptT = $',
		'$ := []*T{x}; _ = $',
		'keptFunc = func() *T { return x }',
		'func() { _ = x }()',
		'go func() { _ = x }()',
		'defer func() { _ = x }()',
		'$ := x.Get(); keptT = $',
		'if hook != nil { hook(x) }',
		'for _, $ := range []*T{x} { keptT = $ }',
		'var $ I = x; $.Do(x)',
		'_ = x.Copy()',
		'$ := struct{ p *T }{x}; keptT = $.p',
		'$ := map[string]*T{"a": x}; keptMap = $',
		'panic(x)',
		'x.Set(new(T))',
		'$ := &x; keptDouble = $',
		'switch $ := any(x).(type) { case *T: keptT = $; default: _ = $ }',
	],
	'[]*T': [
		'keptList = x',
		'keptList = append(keptList, x...)',
		'for _, $ := range x { keptT = $ }',
		'copy(keptList, x)',
		'copy(x, keptList)',
		'if len(x) > 0 { keptT = x[0] }',
		'_ = len(x)',
		'$ := x[:0]; _ = $',
		'for i := range x { _ = i }',
		'keptAny = x',
	],
	'map[string]*T': [
		'keptMap = x',
		'for _, $ := range x { keptT = $ }',
		'keptT = x["a"]',
		'x["b"] = nil',
		'if $, ok := x["k"]; ok { keptT = $ }',
		'_ = len(x)',
	],
	any: [
		'keptAny = x',
		'if $, ok := x.(*T); ok { keptT = $ }',
		'_ = x',
		'switch $ := x.(type) { case *T: keptT = $ }',
		'hook(x)',
	],
	'func() *T': ['keptFunc = x', 'keptT = x()', 'go x()', 'defer x()', '_ = x', 'x()'],
	string: [
		'keptText = x',
		'_ = len(x)',
		'keptText = x[:0]',
		'keptBytes = []byte(x)',
		'keptAny = x',
		'keptMap[x] = nil',
		'keptText = x + "b"',
	],
	I: ['keptI = x', 'x.Do(nil)', '_ = x', 'keptAny = x', 'keptT = x.Do(keptT)'],
	'chan *T': [
		'keptChan = x',
		'keptT = <-x',
		'select { case $ := <-x: keptT = $; default: }',
		'close(x)',
		'for $ := range x { keptT = $ }',
	],
	'**T': ['keptDouble = x', 'keptT = *x', '*x = nil', '*x = keptT'],
	T: ['keptAny = x', '_ = x.Get()', 'keptT = x.next0()', '$ := x; _ = $'],
	'[]byte': ['keptBytes = x', 'keptText = string(x)', '_ = len(x)', 'keptBytes = append(keptBytes, x...)'],
};

function generate(random: () => number): Record<string, string> {
	const files: Record<string, string> = { 'go.mod': 'module example.com/fuzz\n\ngo 1.21\n' };
	const callable: { readonly from: string; readonly each: Generated }[] = [];
	const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
	for (const [index, name] of ['a', 'b', 'c'].entries()) {
		let names = 0;
		const bodies: string[] = [];
		const used = new Set<string>();
		for (let number = 0; number < functions; number++) {
			const each: Generated = {
				name: `F${number}`,
				parameters: Array.from({ length: 1 + Math.floor(random() * 3) }, (_, at) => ({
					name: `p${at}`,
					type: pick(types),
				})),
				result: random() < 0.5 ? pick(types) : undefined,
			};
			const lines: string[] = [];
			for (const parameter of each.parameters) {
				for (let count = Math.floor(random() * 3); count > 0; count--) {
					const statement = pick(statements[parameter.type]).replaceAll('x.next0()', 'x.Get()');
					if (statement.startsWith('panic(')) lines.push('if len(keptText) > 1000 {');
					lines.push(statement.replace(/\bx\b/g, parameter.name).replaceAll('$', `v${names++}`));
					if (statement.startsWith('panic(')) lines.push('}');
				}
				const callees = callable.filter(({ each: other }) =>
					other.parameters.some(({ type }) => type === parameter.type),
				);
				if (callees.length > 0 && random() < 0.6) {
					const { from, each: callee } = pick(callees);
					const args = callee.parameters.map(({ type }) => {
						return each.parameters.find((own) => own.type === type && random() < 0.9)?.name ?? zero(type);
					});
					if (from !== name) used.add(from);
					const call = `${from === name ? '' : `${from}.`}${callee.name}(${args.join(', ')})`;
					const kept =
						callee.result === undefined
							? undefined
							: each.result === callee.result && random() < 0.5
								? 'return'
								: '_ =';
					if (kept === 'return') lines.push(`if len(keptText) > 0 { return ${call} }`);
					else lines.push(kept === undefined ? (random() < 0.2 ? `go ${call}` : call) : `${kept} ${call}`);
				}
			}
			if (each.result !== undefined) {
				const same = each.parameters.find(({ type }) => type === each.result && random() < 0.7);
				lines.push(`return ${same?.name ?? zero(each.result)}`);
			}
			const list = each.parameters.map((parameter) => `${parameter.name} ${parameter.type}`).join(', ');
			const text = lines.map((line) => `\t${line}`).join('\n');
			bodies.push(
				`${random() < 0.5 ? '//go:noinline\n' : ''}func ${each.name}(${list}) ${each.result ?? ''} {\n${text}\n}\n`,
			);
			callable.push({ from: name, each });
		}
		const imports = index === 0 ? [] : [...new Set(['a', ...used])].sort();
		files[`${name}/${name}.go`] = `${head(name, imports)}${index === 0 ? base : ''}\n${bodies.join('\n')}`;
	}
	return files;
}

function zero(type: GoType): string {
	return type === 'string' ? '""' : type === 'T' ? 'T{}' : 'nil';
}

const modules = Array.from({ length: runs }, (_, run) => flowModule(generate(seeded(seed + run))));

goTest.each(modules.map((bench, run) => [seed + run, bench] as const))(
	'nothing that goes to the heap is lost (seed %i)',
	{ timeout: 120_000 },
	async (_, { root, queries }) => {
		const said = verdictsOf(root);
		expect(said.size).toBeGreaterThan(100);
		const wrong: string[] = [];
		let leaking = 0;
		let unexplained = 0;
		const asked = new Set([...said.keys()].map((key) => key.split(':')[0] ?? ''));
		for (const target of asked) {
			const { flows } = await queries.flow(`./${target}`, root, new AbortController().signal);
			for (const { parameter, graph } of flows) {
				const verdict = said.get(`${target}:${parameter}`);
				const [node] = graph.nodes;
				if (verdict === undefined || node === undefined) continue;
				const ways = shortestWays(graph).filter(
					({ end }) => end.kind !== 'returned' || end.message.includes('literal'),
				);
				if (verdict) {
					leaking++;
					if (!reachesHeap(node.verdict)) wrong.push(`${target}:${parameter} goes to the heap: ${node.verdict}`);
					else if (ways.length === 0) wrong.push(`${target}:${parameter} goes to the heap, and no way shows it`);
					else if (
						ways.every(
							({ end }) => end.message.startsWith('Goes to the heap ') || end.message.startsWith('The compiler'),
						)
					) {
						unexplained++;
						if (process.env['SEED']) console.log(`${target}:${parameter} ${ways[0]?.end.text} ${ways[0]?.end.message}`);
					}
				} else if (reachesHeap(node.verdict) || ways.length > 0)
					wrong.push(`${target}:${parameter} stays: ${node.verdict}`);
			}
		}
		expect(wrong).toEqual([]);
		expect(leaking).toBeGreaterThan(40);
		// The rest is shown by the compiler's own words.
		expect(unexplained / leaking).toBeLessThan(0.02);
	},
);

/** `a.F1:p0` → whether the compiler sends it, or what it points to, to the heap. Read from `-m` alone. */
function verdictsOf(root: string): ReadonlyMap<string, boolean> {
	const verdicts = new Map<string, boolean>();
	for (const name of ['a', 'b', 'c']) {
		const args = ['list', '-export', '-gcflags=-m', `./${name}`];
		const { status, stderr } = spawnSync(goPath ?? 'go', args, { cwd: root, encoding: 'utf8' });
		expect(status, stderr).toBe(0);
		const lines = readFileSync(join(root, name, `${name}.go`), 'utf8').split('\n');
		for (const [, line = '', text = ''] of stderr.matchAll(/^\S+?\.go:(\d+):\d+: (.*)$/gm)) {
			const declared = /^func (F\d+)\(/.exec(lines[Number(line) - 1] ?? '')?.[1];
			const parameter =
				/^(?:(?:leaking param(?: content)?|moved to heap): (p\d)(?: to result .*)?|(p\d) does not escape)$/.exec(text);
			if (declared === undefined || parameter === null) continue;
			const key = `${name}.${declared}:${parameter[1] ?? parameter[2]}`;
			const leaks = parameter[1] !== undefined && !text.includes(' to result ');
			verdicts.set(key, leaks || (verdicts.get(key) ?? false));
		}
	}
	return verdicts;
}
