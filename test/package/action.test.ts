/**
 * The action's steps, run one after the other as GitHub's runner does, on a repository of generated modules with planted faults: the first run,
 * a baseline, and a pull request with one new fault. LONG=1: 200 modules.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { writeFiles } from '../support/go.ts';
import { type Cli, createCli } from '../cli/runCli.ts';

interface Step {
	readonly id?: string;
	readonly if?: string;
	readonly uses?: string;
	readonly run?: string;
	readonly shell?: string;
	readonly env?: Readonly<Record<string, string>>;
}

interface Action {
	readonly inputs: Readonly<Record<string, { readonly default?: string }>>;
	readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

const action = parse(readFileSync('action.yml', 'utf8')) as Action;
const modules = process.env['LONG'] ? 200 : 10;

const unix = describe.skipIf(process.platform === 'win32');

let cli: Cli;
let root: string;
beforeAll(async () => {
	cli = await createCli();
	root = mkdtempSync(join(realpathSync(tmpdir()), 'linkscape-action-'));
});
afterAll(() => {
	cli.dispose();
	rmSync(root, { recursive: true, force: true });
});

/** Every third module has a pull that the linker refuses, every fifth one that does not exist. */
function faultsOf(at: number): readonly string[] {
	return [...(at % 3 === 0 ? ['runtime.gcStart'] : []), ...(at % 5 === 0 ? ['runtime.nowhere'] : [])];
}

function moduleFiles(at: number, targets: readonly string[]): Record<string, string> {
	const pulls = targets.map(
		(target, n) => `//go:linkname pulled${n} ${target}\nfunc pulled${n}()\n\nfunc Use${n}() { pulled${n}() }\n`,
	);
	return {
		[`m${at}/go.mod`]: `module example.com/m${at}\n\ngo 1.21\n`,
		[`m${at}/a.go`]: `package m${at}\n\nimport _ "unsafe"\n\nfunc F() int { return ${at} }\n\n${pulls.join('\n')}`,
		[`m${at}/stub.s`]: '',
	};
}

interface Ran {
	readonly code: number;
	readonly outputs: Readonly<Record<string, string>>;
	readonly summary: string;
	readonly annotations: readonly string[];
	/** The pull request's comment, where there is one. */
	readonly comment: string;
	/** Steps that use another action. */
	readonly used: readonly string[];
	readonly sarif: { readonly runs: readonly { readonly results: readonly { readonly ruleId: string }[] }[] };
}

function runAction(given: Readonly<Record<string, string>>, event: 'push' | 'pull_request'): Ran {
	const temporary = mkdtempSync(join(root, 'runner-'));
	const inputs: Record<string, string> = {};
	for (const [name, input] of Object.entries(action.inputs)) inputs[name] = given[name] ?? input.default ?? '';
	const outputs: Record<string, Record<string, string>> = {};
	const used: string[] = [];
	let log = '';
	let code = 0;
	// `gh`, as far as the action calls it: it writes the comment down.
	writeFileSync(join(temporary, 'gh'), '#!/bin/sh\n[ "$1 $2 $3" = "pr comment 7" ] && cp "$7" "$RESULTS/comment"\n', {
		mode: 0o755,
	});
	const valueOf = (expression: string): string => {
		const [kind = '', first = '', second = '', third = ''] = expression.trim().split('.');
		if (kind === 'inputs') return inputs[first] ?? '';
		if (kind === 'steps' && second === 'outputs') return outputs[first]?.[third] ?? '';
		const known: Record<string, string> = {
			'runner.temp': temporary,
			'github.token': 'token',
			'github.event.pull_request.number': '7',
			'github.event_name': event,
		};
		const value = known[expression.trim()];
		if (value === undefined) throw new Error(`The runner of this test does not know ${expression}.`);
		return value;
	};
	const filled = (text: string) => text.replace(/\$\{\{(.*?)\}\}/g, (_, expression: string) => valueOf(expression));
	const holds = (condition: string) =>
		condition.split('&&').every((part) => {
			const [left = '', right = ''] = part.split('==');
			return valueOf(left) === right.trim().replaceAll("'", '');
		});
	for (const [at, step] of action.runs.steps.entries()) {
		if (code !== 0 || (step.if !== undefined && !holds(step.if))) continue;
		if (step.uses !== undefined) {
			used.push(step.uses);
			continue;
		}
		const output = join(temporary, `output-${at}`);
		writeFileSync(output, '');
		const env = {
			...process.env,
			...Object.fromEntries(Object.entries(step.env ?? {}).map(([name, text]) => [name, filled(text)])),
			GITHUB_OUTPUT: output,
			GITHUB_STEP_SUMMARY: join(temporary, 'summary'),
			PATH: `${temporary}:${process.env['PATH']}`,
		};
		// As GitHub starts `shell: bash`.
		const script = join(temporary, `step-${at}.sh`);
		writeFileSync(script, step.run ?? '');
		const args = ['--noprofile', '--norc', '-eo', 'pipefail', script];
		const ran = spawnSync('bash', args, { cwd: join(root, 'repository'), env, encoding: 'utf8' });
		log += ran.stdout;
		code = ran.status ?? -1;
		if (step.id !== undefined) {
			const lines = readFileSync(output, 'utf8')
				.split('\n')
				.filter((line) => line !== '');
			outputs[step.id] = Object.fromEntries(lines.map((line) => line.split(/=(.*)/s).slice(0, 2) as [string, string]));
		}
	}
	const text = (name: string) => spawnSync('cat', [join(temporary, name)], { encoding: 'utf8' }).stdout;
	return {
		code,
		outputs: outputs['report'] ?? {},
		summary: text('summary'),
		annotations: log.split('\n').filter((line) => line.startsWith('::')),
		comment: text('comment'),
		used,
		sarif: JSON.parse(text('linkscape.sarif') || '{"runs":[]}'),
	};
}

const planted = Array.from({ length: modules }, (_, at) => faultsOf(at)).flat();
const errors = ({ annotations }: Ran) => annotations.filter((line) => line.startsWith('::error'));

unix('a repository of modules', () => {
	const command = () => `${process.execPath} ${cli.bundle}`;
	const inputs = () => ({ command: command(), go: '1.26.8' });
	const repository = () => join(root, 'repository');

	test('first run: every planted fault, and no other', () => {
		mkdirSync(repository());
		for (let at = 0; at < modules; at++) writeFiles(repository(), moduleFiles(at, faultsOf(at)));
		const ran = runAction(inputs(), 'push');
		expect(errors(ran)).toHaveLength(planted.length);
		expect(ran.sarif.runs[0]?.results.map(({ ruleId }) => ruleId).sort()).toEqual(
			planted.map((target) => (target === 'runtime.gcStart' ? 'linkname-refused' : 'linkname-undefined')).sort(),
		);
		expect(ran.used).toEqual(['github/codeql-action/upload-sarif@v3']);
		expect(ran.comment).toBe('');
		expect(ran.code).toBe(1);
	});

	test('with a baseline: nothing', () => {
		const args = ['check', '--go', '1.26.8', '--baseline', 'baseline.json', '--update'];
		execFileSync(process.execPath, [cli.bundle, ...args], { cwd: repository(), stdio: 'pipe' });
		const ran = runAction({ ...inputs(), baseline: 'baseline.json' }, 'pull_request');
		expect(errors(ran)).toEqual([]);
		expect(ran.code).toBe(0);
	});

	test('a pull request with one new fault: exactly that one', () => {
		writeFiles(repository(), moduleFiles(1, ['runtime.stopTheWorld']));
		const ran = runAction({ ...inputs(), baseline: 'baseline.json', sarif: 'false' }, 'pull_request');
		expect(errors(ran)).toHaveLength(1);
		expect(errors(ran)[0]).toContain('file=m1/a.go,line=7');
		expect(ran.outputs['findings']).toBe('1');
		expect(ran.comment).toContain('runtime.stopTheWorld');
		expect(ran.comment).not.toContain('runtime.gcStart');
		expect(ran.summary).toBe(ran.comment);
		expect(ran.used).toEqual([]);
		expect(ran.code).toBe(1);
	});

	test('what cannot be checked fails the job with its sentence', () => {
		const ran = runAction({ ...inputs(), paths: 'nowhere' }, 'push');
		expect(ran.code).toBe(2);
		expect(ran.used).toEqual([]);
	});
});

test('the hook and the workflows are read as what they are', () => {
	const [hook] = parse(readFileSync('.pre-commit-hooks.yaml', 'utf8')) as {
		id: string;
		entry: string;
		files: string;
	}[];
	expect(hook).toMatchObject({ id: 'linkscape', entry: 'linkscape check', pass_filenames: false, language: 'node' });
	const isTaken = (file: string) => new RegExp(hook?.files ?? '^$').test(file);
	expect(['a.go', 'b/c_amd64.s', 'go.mod', 'x/go.work', 'linkscape.json'].filter((file) => !isTaken(file))).toEqual([]);
	expect(['README.md', 'cargo.mod', 'a.gohtml'].filter(isTaken)).toEqual([]);
	const release = parse(readFileSync('.github/workflows/release.yml', 'utf8')) as {
		jobs: { release: { steps: readonly { run?: string }[] } };
	};
	const published = release.jobs.release.steps.flatMap(({ run }) => (run?.includes('publish') ? [run] : []));
	expect(published.filter((run) => run.includes('linkscape-*.vsix'))).toHaveLength(2);
});
