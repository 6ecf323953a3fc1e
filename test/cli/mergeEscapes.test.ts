/** Runs of `escapes` over parts of a module, joined: the same as one run over all of it. */
import { afterAll, beforeAll, expect } from 'vitest';
import { goTest, temporaryModule, writeFiles } from '../support/go.ts';
import { type Cli, createCli } from './runCli.ts';

let cli: Cli;
beforeAll(async () => {
	cli = await createCli();
});
afterAll(() => cli.dispose());

const files = {
	'go.mod': 'module example.com/m\n\ngo 1.21\n',
	'a/a.go': 'package a\n\nfunc New() *int { return new(int) }\n',
	'b/b.go': 'package b\n\n//linkscape:noalloc\nfunc New() *int {\n\treturn new(int)\n}\n',
	'c/c.go': 'package c\n\nvar x int = "s"\n',
	'linkscape.json': '{"escapes": {"budgets": [{"package": "example.com/m/a", "heap": 0}]}}',
};

goTest('escapes', async () => {
	const cwd = temporaryModule(files);
	const run = (...args: string[]) => cli.run(args, { cwd });
	const whole = await run('escapes', './...', '--format', 'json');
	const parts: Record<string, string> = {};
	for (const name of ['a', 'b', 'c']) {
		parts[`${name}.json`] = (await run('escapes', `./${name}`, '--format', 'json')).stdout;
	}
	parts['check.json'] = (await run('check', '--format', 'json')).stdout;
	writeFiles(cwd, parts);

	const merged = await run('merge', 'c.json', 'b.json', 'a.json', '--format', 'json');
	const [all, joined] = [JSON.parse(whole.stdout), JSON.parse(merged.stdout)];
	const words = ({ run: { problems } }: { run: { problems: readonly { message: string }[] } }) =>
		problems.map(({ message }) => message.replace('1 of 3 packages', '1 of 1 package')).sort();
	expect(words(joined)).toEqual(words(all));
	expect(all.contracts).toHaveLength(1);
	expect(all.budgets).toHaveLength(1);
	expect({ ...joined, run: undefined }).toEqual({ ...all, run: undefined });
	expect([whole.code, merged.code]).toEqual([2, 2]);

	const human = await run('merge', 'b.json', 'a.json');
	expect(human.code).toBe(1);
	expect(human.stdout).toContain('b/b.go:5:9: error [contract-broken] ');
	expect(await run('merge', 'a.json', 'b.json', '--format', 'sarif')).toMatchObject({ code: 1, stderr: '' });

	await run('escapes', './a', '--baseline', 'base.json', '--update');
	const against = await run('merge', 'a.json', 'b.json', '--baseline', 'base.json', '--format', 'json');
	expect(JSON.parse(against.stdout).hints).toMatchObject([
		{ file: 'a/a.go', new: false },
		{ file: 'b/b.go', new: true },
	]);

	for (const [args, sentence] of [
		[['check.json', 'a.json'], 'check.json is a result of linkscape check, and a.json one of linkscape escapes.'],
		[
			['a.json', '--fail-on', 'error'],
			'--fail-on error is not for results of linkscape escapes; choose heap, maybe-heap, none.',
		],
		[['go.mod'], 'go.mod is not a result of linkscape: it is not JSON.'],
	] as const) {
		expect(await run('merge', ...args)).toEqual({ code: 2, stdout: '', stderr: `linkscape: ${sentence}\n` });
	}
});
