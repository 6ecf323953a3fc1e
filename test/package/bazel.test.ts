/**
 * The rules for Bazel, with a real Bazel (Debian's bazel-bootstrap) and the npm package: LONG=1. One action for each module and one that merges;
 * the second run is all cached, and one changed module is one action.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import {
	appendFileSync,
	cpSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	realpathSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { build } from '../../scripts/bundles.mjs';
import { writeFiles } from '../support/go.ts';
import { long } from '../support/long.ts';

const isThere = spawnSync('bazel', ['--version'], { encoding: 'utf8' }).status === 0;
if (long && !isThere) throw new Error('There is no bazel on PATH: apt-get install bazel-bootstrap.');

const modules = ['lib', 'app', 'tool'];

describe.skipIf(!long)('bazel', () => {
	let folder: string;
	const bazel = (...args: readonly string[]) => {
		const options = { cwd: join(folder, 'workspace'), encoding: 'utf8' } as const;
		return spawnSync('bazel', [`--output_user_root=${join(folder, 'output')}`, ...args], options);
	};
	/** How many actions ran outside of Bazel itself. */
	const actions = () => {
		const { stderr, status } = bazel('build', '//:linknames', '--noshow_progress');
		expect(status, stderr).toBe(0);
		const ran = /INFO: \d+ process(?:es)?: (.*)\./.exec(stderr)?.[1] ?? '';
		return [...ran.matchAll(/(\d+) (?!internal)/g)].reduce((sum, [, count]) => sum + Number(count), 0);
	};
	const findings = () => {
		const { runs } = JSON.parse(readFileSync(join(folder, 'workspace/bazel-bin/linknames.sarif'), 'utf8'));
		return runs[0].results.map(
			(result: { ruleId: string; locations: [{ physicalLocation: { artifactLocation: { uri: string } } }] }) =>
				`${result.locations[0].physicalLocation.artifactLocation.uri} ${result.ruleId}`,
		);
	};

	beforeAll(async () => {
		folder = mkdtempSync(join(realpathSync(tmpdir()), 'linkscape-bazel-'));
		const program = join(folder, 'program');
		mkdirSync(program);
		await build(program);
		cpSync('server/data', join(program, 'server/data'), { recursive: true });
		cpSync('package.json', join(program, 'package.json'));
		cpSync('bazel/program.BUILD', join(program, 'BUILD.bazel'));
		writeFileSync(join(program, 'WORKSPACE'), '');
		const workspace = join(folder, 'workspace');
		mkdirSync(workspace);
		cpSync('bazel', join(workspace, 'bazel'), { recursive: true });
		const checks = modules.map(
			(name) =>
				`linkscape_check(name = "${name}", module = "//${name}:go.mod", srcs = ["//${name}:all_files"], version = "1.26.8", node = "${process.execPath}")`,
		);
		writeFiles(workspace, {
			WORKSPACE: `local_repository(name = "linkscape", path = "${program}")\n`,
			'BUILD.bazel': [
				'load("//bazel:linkscape.bzl", "linkscape_check", "linkscape_report")',
				...checks,
				`linkscape_report(name = "linknames", checks = [${modules.map((name) => `":${name}"`).join()}], node = "${process.execPath}")`,
				'',
			].join('\n'),
		});
		for (const name of modules) {
			writeFiles(join(workspace, name), {
				'BUILD.bazel':
					'exports_files(["go.mod"])\n\nfilegroup(name = "all_files", srcs = glob(["**"]), visibility = ["//visibility:public"])\n',
				'go.mod': `module example.com/${name}\n\ngo 1.21\n`,
				'a.go': `package ${name}\n\nimport _ "unsafe"\n\n//go:linkname p runtime.gcStart\nfunc p()\n\nfunc Use() { p() }\n`,
				'stub.s': '',
			});
		}
	}, 120_000);
	afterAll(() => {
		bazel('shutdown');
		execFileSync('chmod', ['-R', 'u+w', folder]);
		rmSync(folder, { recursive: true, force: true });
	});

	test('one action for each module, none the second time, and one for a module that changed', () => {
		expect(actions()).toBe(modules.length + 1);
		expect(findings()).toEqual([
			'app/a.go linkname-refused',
			'lib/a.go linkname-refused',
			'tool/a.go linkname-refused',
		]);
		expect(actions()).toBe(0);
		// The result stays the same, so that nothing is merged again.
		appendFileSync(join(folder, 'workspace/lib/a.go'), '\nvar X = 1\n');
		expect(actions()).toBe(1);
		// Another result: one module, and the merge.
		writeFileSync(join(folder, 'workspace/lib/a.go'), 'package lib\n');
		expect(actions()).toBe(2);
		expect(findings()).toEqual(['app/a.go linkname-refused', 'tool/a.go linkname-refused']);
	}, 240_000);
});
