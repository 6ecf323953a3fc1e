/** What hints cost in recordings, on the command line as a user starts it. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EscapesReport } from '../../server/src/cli/escapesReport.ts';
import { pgoChanges } from '../../server/src/analysis/recording/pgoChanges.ts';
import { goTest, temporaryModule } from '../support/go.ts';
import { type Cli, createCli } from './runCli.ts';

let cli: Cli;
beforeAll(async () => {
	cli = await createCli();
});
afterAll(() => cli.dispose());

const oracle = resolve('test/oracle');
const moduleOf = (name: string, source: string) =>
	temporaryModule({
		'go.mod': `module example.com/${name}\n\ngo 1.22\n`,
		[source.replace('.txt', '')]: readFileSync(join(oracle, name, source), 'utf8'),
	});
const report = async (cwd: string, args: readonly string[]): Promise<EscapesReport> => {
	const { code, stdout, stderr } = await cli.run(['escapes', '--format', 'json', ...args], { cwd });
	expect([code, stderr]).toEqual([0, '']);
	return JSON.parse(stdout) as EscapesReport;
};

goTest('a difference has signs, and is split between the hints of a line', async () => {
	const { hints } = await report(moduleOf('difference', 'a.go.txt'), [
		'--profile',
		join(oracle, 'difference', 'diff_base.pb.gz'),
	]);
	const costs = hints
		.filter(({ cost }) => cost)
		.map(({ line, subject, cost }) => [line, subject, cost?.bytes, cost?.of]);
	expect(costs).toEqual([
		// Of an inlined function, at its call; its two hints share it.
		[13, 'n + 1000', -9_769_872_450, 'hint'],
		[21, expect.stringContaining('fmt.Sprint'), -9_769_872_450, 'line'],
		// What is left of objects of 48 bytes, and they.
		[13, 'make([]int, 0, n)', -3_146_112, 'hint'],
		[13, '&Row{...}', -1_048_624, 'hint'],
	]);
	expect(hints[0]?.costText).toBe(
		'− 9.77 GB, − 50,264 objects here (33 % of the difference of two heap profiles, sampled)',
	);
});

describe('a capture', () => {
	/** Each site of the program, as it is planted there, and its line. */
	const source = readFileSync(join(oracle, 'saving', 'main.go.txt'), 'utf8').split('\n');
	const siteOf = (line: number) => Number(/\/\/ SITE (\d+)$/.exec(source[line - 1] ?? '')?.[1]);

	goTest('is sorted by what would be saved: the five dearest are those that leaving them out has shown', async () => {
		const root = moduleOf('saving', 'main.go.txt');
		const { hints } = await report(root, ['--profile', join(oracle, 'saving'), '--top', '5']);
		const dearest = [...new Set(hints.map(({ line }) => siteOf(line)))];
		// By leaving each out: 6, 2, 4, 3, 10 (0.6 CPU time + 0.4 live heap).
		expect([...dearest].sort((a, b) => a - b)).toEqual([2, 3, 4, 6, 10]);
		const saving = (site: number) => hints.find(({ line }) => siteOf(line) === site)?.saving;
		// A table without pointers makes collections rare: without it the program takes 18 % longer.
		expect(saving(6)?.cpu).toBeCloseTo(-0.15, 1);
		expect(saving(6)?.live).toBeCloseTo(0.5, 1);
		expect(saving(2)?.cpu).toBeCloseTo(0.22, 1);
		expect(saving(10)?.cpu).toBeCloseTo(0.2, 1);
		// The line itself takes 1 % of the CPU time.
		expect(saving(3)?.cpu).toBeGreaterThan(0.05);
		expect(saving(3)?.text).toMatch(
			/^without this line: about \S+ % less CPU time, \S+ % less live heap \(estimate\)$/,
		);
		const byLive = await report(root, ['--profile', join(oracle, 'saving'), '--top', '2', '--weights', '0,1']);
		expect(byLive.hints.map(({ line }) => siteOf(line))).toEqual([6, 4]);
	});

	goTest('says how long values live', async () => {
		const { hints } = await report(moduleOf('saving', 'main.go.txt'), ['--profile', join(oracle, 'saving')]);
		const life = (site: number) => hints.find(({ line, residency }) => residency && siteOf(line) === site)?.residency;
		expect(life(3)).toMatchObject({
			kind: 'lasts',
			seconds: expect.closeTo(2, 0),
			text: expect.stringMatching(/^lives about 2(?:\.\d)? s ± \d+ ms$/),
		});
		expect(life(6)?.kind).toBe('kept');
		expect(life(10)).toMatchObject({ kind: 'below', text: expect.stringMatching(/^lives < /) });
	});
});

goTest('goroutines are named by who started them, also when lines have moved', async () => {
	const root = moduleOf('goroutines', 'main.go.txt');
	const { goroutines } = await report(root, ['--profile', join(oracle, 'goroutines', 'cpu.pb.gz'), '--goroutines']);
	const found = goroutines?.map(({ function: name, line, started }) =>
		`${name}:${line} ${started.map(({ text }) => text).join(' or ')}`.trim(),
	);
	expect(found).toEqual(
		expect.arrayContaining([
			'main.main:116',
			'main.methodValue.func1:70 go statement at line 70 in methodValue',
			'main.spawned:61 go statement at line 53 in wrapped',
			'main.handler.func1.1:43 go statement at line 43 in handler, in the deferred call of line 41',
			'main.generic[go.shape.int].func1:82 go statement at line 82 in generic',
			'main.timer.func1:106 handed to time.AfterFunc at line 106 in timer',
			'main.(*T).Run:28 go statement at line 71 in methodValue',
		]),
	);
	expect(found?.filter((line) => !line.startsWith('main.main') && !line.includes(' '))).toEqual([]);
	expect(goroutines?.[0]?.share).toBeCloseTo(0.46, 2);
});

goTest('what the compiler would do with the CPU profile is said before anyone commits one', async () => {
	const root = moduleOf('pgo', 'main.go.txt');
	const { pgo } = await report(root, ['--profile', join(oracle, 'pgo', 'cpu.pb.gz'), '--pgo']);
	expect(pgo?.map(({ file, line, kind, target }) => `${file}:${line} ${kind} ${target}`).sort()).toEqual([
		'main.go:26 devirtualize Add.Do',
		'main.go:26 inline Add.Do',
		'main.go:33 inlinable big',
		'main.go:58 inline big',
	]);
	expect(pgo?.find(({ kind }) => kind === 'devirtualize')).toMatchObject({ call: 'o.Do', column: 12 });
	const { stdout } = await cli.run(['escapes', '--profile', join(oracle, 'pgo'), '--pgo'], { cwd: root });
	expect(stdout).toContain(
		'main.go:26:12: with this CPU profile as default.pgo: o.Do would go straight to Add.Do where that is what it calls.\n',
	);
});

test.each([
	// Go 1.21 and 1.22 and newer.
	['./a.go:26:12: PGO devirtualizing o.Do to Add.Do', 'devirtualize Add.Do'],
	['./a.go:26:12: PGO devirtualizing interface call o.Do to p.(*Add).Do', 'devirtualize p.(*Add).Do'],
	['./a.go:26:12: PGO devirtualizing function call f to p.g', 'devirtualize p.g'],
	['a.go:3:6: can inline big with cost 86 as: func() { x }', 'inlinable big'],
	['a.go:3:6: can inline small with cost 8 as: func() { .autotmp_7 }', ''],
	['a.go:9:2: inlining call to small', ''],
	['a.go:9:4: inlining call to small', 'inline small'],
	['# example.com/p', ''],
])('%s', (line, expected) => {
	const before = 'a.go:3:6: can inline small with cost 8 as: func() { .autotmp_6 }\na.go:9:2: inlining call to small\n';
	const [change] = pgoChanges(before, `${before}${line}\n`);
	expect(change ? `${change.kind} ${change.target}` : '').toBe(expected);
});

test.each<[readonly string[], string]>([
	[['capture'], 'capture takes test, run or attach.'],
	[['capture', 'tets'], 'capture takes test, run or attach.'],
	[['capture', 'test', '-o', 'out'], 'capture test takes one package, such as ./p.'],
	[['capture', 'test', '.'], 'capture needs -o DIR, a directory to write.'],
	[['capture', 'test', '.', '-o', 'out', '-bench'], '--bench needs a value.'],
	[['capture', 'test', '.', '-o', 'out', '--rate', '0'], '--rate 0: a number from 1 to 1073741824 is needed.'],
	[
		['capture', 'test', '.', '-o', 'out', '--every', 'soon'],
		'--every soon: a time from 10ms on is needed, such as 500ms.',
	],
	[['capture', 'run', '-o', 'out'], 'capture run takes a program, such as ./cmd/server.'],
	[
		['capture', 'run', '-o', 'out', 'go.mod'],
		'go.mod is a file: name the package of the program, which is built with the recorder in it.',
	],
	[['capture', 'attach', '-o', 'out'], 'capture attach takes one address, such as http://127.0.0.1:6060.'],
	[['capture', 'attach', '-o', 'out', 'http://127.0.0.1:1', '--wat'], 'Unknown option --wat.'],
	[['escapes', '--top', '5'], '--top needs --profile FILE.'],
	[['escapes', '--pgo'], '--pgo needs --profile FILE.'],
	[['escapes', '--profile', 'x', '--top', '0'], '--top 0: a number from 1 on is needed.'],
	[['escapes', '--profile', 'x', '--weights', '1'], '--weights 1: two numbers are needed, such as 0.6,0.4.'],
])('%j is one sentence', async (args, sentence) => {
	const cwd = temporaryModule({ 'go.mod': 'module example.com/m\n\ngo 1.21\n' });
	expect(await cli.run(args, { cwd })).toEqual({ code: 2, stdout: '', stderr: `linkscape: ${sentence}\n` });
});
