/** Budgets of the policy: what packages and functions may allocate. */
import { afterAll, beforeAll, expect } from 'vitest';
import { goTest, temporaryModule } from '../support/go.ts';
import { type Cli, createCli } from './runCli.ts';

let cli: Cli;
beforeAll(async () => {
	cli = await createCli();
});
afterAll(() => cli.dispose());

const goMod = 'module example.com/m\n\ngo 1.21\n';
const source = `package p

type T struct{ X int }

func New() *T { return &T{} }

func (t *T) Twice() []*T { return []*T{{X: 1}, {X: 2}} }

func Sum(t *T) int { return t.X }
`;

const policy = (...budgets: readonly object[]) => JSON.stringify({ escapes: { budgets } });
const p = 'example.com/m/p';

interface Json {
	readonly budgets: readonly { readonly message: string; readonly found: number; readonly allowed: number }[];
}

goTest.each([
	{ budgets: [{ package: p, heap: 4 }], says: [] },
	{ budgets: [{ package: p, heap: 1 }], says: [`${p} has 4 places that allocate, and its budget is 1.`] },
	{
		budgets: [{ package: 'example.com/m/...', heap: 3 }],
		says: [`${p} has 4 places that allocate, and its budget is 3.`],
	},
	{
		budgets: [
			{ package: 'example.com/m', heap: 0 },
			{ package: 'example.com/m/pp', heap: 0 },
		],
		says: [],
	},
	{ budgets: [{ package: p, function: 'Sum', heap: 0 }], says: [] },
	{
		budgets: [{ package: p, function: 'New', heap: 0 }],
		says: [`New of ${p} has 1 place that allocates, and its budget is 0.`],
	},
	{
		budgets: [
			{ package: p, function: '(*T).Twice', heap: 2 },
			{ package: p, heap: 9 },
		],
		says: [`(*T).Twice of ${p} has 3 places that allocate, and its budget is 2.`],
	},
])('$budgets', async ({ budgets, says }) => {
	const cwd = temporaryModule({ 'go.mod': goMod, 'p/p.go': source, 'linkscape.json': policy(...budgets) });
	const { code, stdout } = await cli.run(['escapes', '--format', 'json'], { cwd });
	expect((JSON.parse(stdout) as Json).budgets.map(({ message }) => message)).toEqual(says);
	expect(code).toBe(says.length === 0 ? 0 : 1);
});

goTest('for eyes and in CI', async () => {
	const cwd = temporaryModule({ 'go.mod': goMod, 'p/p.go': source, 'linkscape.json': policy({ package: p, heap: 0 }) });
	const message = `${p} has 4 places that allocate, and its budget is 0.`;
	expect((await cli.run(['escapes'], { cwd })).stdout).toContain(`\np/p.go:5:24: error [budget-exceeded] ${message}\n`);
	const github = await cli.run(['escapes', '--format', 'github'], { cwd });
	expect(github.stdout).toContain(
		`::error file=p/p.go,line=5,endLine=5,col=24,endColumn=28,title=budget-exceeded::${message}\n`,
	);
	expect((await cli.run(['escapes', '--format', 'sarif'], { cwd })).stdout).toContain('"ruleId": "budget-exceeded"');
});

goTest('a policy that is not understood ends the run with one sentence', async () => {
	const cwd = temporaryModule({ 'go.mod': goMod, 'p/p.go': source, 'linkscape.json': '{\n\t"escape": {}\n}' });
	const { code, stderr, stdout } = await cli.run(['escapes'], { cwd });
	expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
	expect(stderr).toBe(`linkscape: ${cwd}/linkscape.json:2:2: There is no key escape; did you mean escapes?\n`);
});
