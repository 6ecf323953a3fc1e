import { goParser } from '../support/goParser.ts';
import { noPolicy } from '../../server/src/analysis/policy/policy.ts';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { EscapesOptions } from '../../server/src/cli/arguments.ts';
import { runEscapes } from '../../server/src/cli/escapes.ts';
import type { EscapesReport } from '../../server/src/cli/escapesReport.ts';
import { CannotRun } from '../../server/src/cli/terminal.ts';
import { fileStatus, readText, writeText } from '../../server/src/toolchain/files.ts';
import { createToolchain } from '../../server/src/toolchain/toolchain.ts';
import { analysePatterns } from '../../server/src/escape/runs/analysePatterns.ts';
import { createGoModules } from '../../server/src/world/go/goModules.ts';
import { readRecording } from '../../server/src/escape/profile/readRecording.ts';
import { explainPlainly, plainSettings } from '../support/escapes.ts';
import { goTest, temporaryModule, writeFiles } from '../support/go.ts';
import { profiledModule } from '../support/profiledModule.mjs';
import { recordProfile } from '../support/profiles.ts';

const files = {
	'go.mod': 'module example.com/m\n\ngo 1.22\n',
	'lib/a.go': 'package lib\n\nfunc A() *int { /* 世界 */ return new(int) }\n',
	'bad/b.go': 'package bad\n\nvar x int = "s"\n',
};

async function run(directory: string, options: Partial<EscapesOptions> = {}) {
	const modules = createGoModules({ settings: () => plainSettings, toolchain: createToolchain });
	const printed: string[] = [];
	const complaints: string[] = [];
	const running = runEscapes(
		{
			packages: ['./...'],
			classes: [],
			format: 'human',
			all: false,
			tests: false,
			baseline: undefined,
			update: false,
			changedSince: undefined,
			profiles: [],
			sampleType: undefined,
			top: undefined,
			weights: undefined,
			pgo: false,
			goroutines: false,
			hot: false,
			failOn: undefined,
			gate: undefined,
			verify: false,
			bench: undefined,
			run: undefined,
			...options,
		},
		{
			terminal: {
				directory,
				environment: {},
				colour: false,
				out: (text) => printed.push(text),
				complain: (line) => complaints.push(line),
				progress: undefined,
				input: async () => '',
			},
			toolVersion: '1.2.3',
			askBounds: async () => new Set(),
			askCalls: async () => ({ sites: [] }),
			policyOf: async () => ({ policy: noPolicy, problems: [] }),
			analyse: (request, signal, onPackage) =>
				analysePatterns(request, { modules, explain: explainPlainly, onPackage }, signal),
			kindOf: async (path) => (await fileStatus(path))?.kind,
			readText,
			readRecording,
			measurerOf: async () => undefined,
			whatIfPgo: async () => [],
			parse: async (text) => (await goParser()).parse(text).table,
			writeText,
			measure: () => Promise.reject(new Error('nothing is measured here')),
			observe: () => Promise.reject(new Error('nothing is verified here')),
			progress: () => {},
			openSince: async () => 'There is no git.',
		},
		new AbortController().signal,
	);
	const exitCode = await running.catch((error: unknown) => {
		if (!(error instanceof CannotRun)) throw error;
		complaints.push(error.message);
		return 2;
	});
	return { exitCode, printed: printed.join(''), complaints };
}

goTest('JSON: hints and packages, with files relative to the working directory', async () => {
	const root = temporaryModule(files);
	const { exitCode, printed } = await run(root, { format: 'json' });
	expect(exitCode).toBe(2);
	expect(JSON.parse(printed)).toMatchObject({
		version: 1,
		tool: 'linkscape',
		context: { go: expect.stringMatching(/^go1\./) },
		hints: [
			{
				file: 'lib/a.go',
				line: 3,
				column: 36,
				endLine: 3,
				verdict: 'heap',
				class: 'returned',
				subject: 'new(int) escapes to heap',
				flow: [{ file: 'lib/a.go', line: 3, text: 'new(int) escapes to heap' }],
			},
		],
		functions: [],
		packages: [
			{ importPath: 'example.com/m/bad', status: 'failed', error: expect.stringMatching(/^bad\/b\.go:3: cannot use/) },
			{ importPath: 'example.com/m/lib', status: 'ok' },
		],
	});
});

goTest('human: a line for each hint, complaints apart', async () => {
	const { exitCode, printed, complaints } = await run(temporaryModule(files));
	expect(exitCode).toBe(2);
	expect(printed).toMatch(/^lib\/a\.go:3:36: heap \[returned\] .*\n1 heap, 0 maybe-heap, in 1 package\.\n$/);
	expect(complaints).toEqual([
		'1 of 2 packages does not compile.',
		expect.stringMatching(/^example\.com\/m\/bad: bad\/b\.go:3: cannot use/),
	]);
});

goTest('nothing that could be analysed is exit code 2', async () => {
	const root = temporaryModule(files);
	expect(await run(root, { packages: ['./bad'] })).toMatchObject({ exitCode: 2, printed: '' });
	expect(await run(root, { packages: ['./nowhere'] })).toMatchObject({ exitCode: 2, printed: '' });
	const failed = await run(root, { packages: ['./bad'], format: 'json' });
	expect(failed.exitCode).toBe(2);
	expect(JSON.parse(failed.printed)).toMatchObject({ packages: [{ status: 'failed' }] });
});

goTest('a class that nothing has leaves nothing', async () => {
	const { exitCode, printed } = await run(temporaryModule(files), {
		packages: ['./lib'],
		classes: ['variadic'],
	});
	expect({ exitCode, printed }).toEqual({ exitCode: 0, printed: '0 heap, 0 maybe-heap, in 1 package.\n' });
});

goTest('a baseline lets through what it knows, wherever it moved, and nothing else', async () => {
	const root = temporaryModule({ 'go.mod': files['go.mod'], 'lib/a.go': files['lib/a.go'] });
	const baseline = join(root, 'baseline.json');
	expect(await run(root, { baseline })).toMatchObject({
		exitCode: 2,
		complaints: expect.arrayContaining([expect.stringMatching(/^There is no baseline/)]),
	});
	expect(await run(root, { baseline, update: true })).toMatchObject({ exitCode: 0 });
	expect(existsSync(baseline)).toBe(true);

	writeFiles(root, { 'lib/a.go': files['lib/a.go'].replace('func', '// moved\n\nfunc') });
	expect(await run(root, { baseline })).toMatchObject({
		exitCode: 0,
		printed: expect.stringMatching(/^0 heap/),
	});

	writeFiles(root, { 'lib/b.go': 'package lib\n\nfunc B() *int { return new(int) }\n' });
	const { exitCode, printed } = await run(root, { baseline });
	expect(exitCode).toBe(1);
	expect(printed).toMatch(/^lib\/b\.go:3:.*\n1 heap, .*new since the baseline/);
	expect(
		JSON.parse((await run(root, { baseline, format: 'json' })).printed).hints.map((hint: { new: boolean }) => hint.new),
	).toEqual([false, true]);
	expect(JSON.parse(readFileSync(baseline, 'utf8'))).toMatchObject({ version: 1 });
});

goTest('a baseline knows a file that was renamed, but not one more of its hints', async () => {
	const root = temporaryModule({ 'go.mod': files['go.mod'], 'lib/a.go': files['lib/a.go'] });
	const baseline = join(root, 'baseline.json');
	await run(root, { baseline, update: true });
	rmSync(join(root, 'lib/a.go'));
	writeFiles(root, { 'lib/renamed.go': files['lib/a.go'] });
	expect(await run(root, { baseline })).toMatchObject({
		exitCode: 0,
		printed: '0 heap, 0 maybe-heap, in 1 package (new since the baseline).\n',
	});
	writeFiles(root, { 'copy/copy.go': files['lib/a.go'].replace('lib', 'copy') });
	const copied = await run(root, { baseline });
	expect(copied).toMatchObject({
		exitCode: 1,
		printed: expect.stringMatching(/^lib\/renamed\.go:3:.*\n1 heap/),
	});
	rmSync(join(root, 'copy'), { recursive: true });
	writeFiles(root, {
		'lib/renamed.go': 'package lib\n',
		'other/other.go': files['lib/a.go'].replaceAll('int', 'int8'),
	});
	const { exitCode, printed } = await run(root, { baseline });
	expect(exitCode).toBe(1);
	expect(printed).toMatch(/^other\/other\.go:3:.*\n1 heap, .*; 1 of the baseline no longer in the code/);
});

goTest('a directory of another module is analysed there', async () => {
	const outer = temporaryModule({ 'x.txt': '' });
	writeFiles(join(outer, 'm'), { 'go.mod': files['go.mod'], 'lib/a.go': files['lib/a.go'] });
	const { exitCode, printed } = await run(outer, { packages: ['m'] });
	expect({ exitCode, printed }).toMatchObject({
		exitCode: 0,
		printed: expect.stringMatching(/^m\/lib\/a\.go:3:36: heap/),
	});
});

goTest('a profile says what the lines cost, and --hot leaves those that matter', async () => {
	const root = temporaryModule(profiledModule);
	const profile = recordProfile(root, './cmd/x');
	const packages = ['./pkg'];
	const all = await run(root, { packages, profiles: ['recorded.pprof'] });
	expect(all).toMatchObject({ exitCode: 0, complaints: [] });
	expect(all.printed).toMatch(
		/p\.go:15:9: heap.*\n {4}512 kB, 1,000 objects on this line \(\d\d % of the heap profile\)\n/,
	);
	// Two hints of one line that nothing tells apart: what it costs is said once.
	expect(all.printed).toMatch(/p\.go:10:17: .*\n {4}512 kB, .*\n.*p\.go:10:29: .*\n.*p\.go:15:9: /);
	expect(all.printed).toMatch(/\n {4}512 B, 1 object on this line \(< 0\.1 % of the heap profile\)\n/);
	const hot = await run(root, { packages, profiles: [profile], hot: true, format: 'json' });
	const { hints } = JSON.parse(hot.printed) as EscapesReport;
	expect(new Set(hints.flatMap(({ cost }) => cost?.bytes ?? []))).toEqual(new Set([8192, 512_000, 2400, 10_240]));
	expect(hints.find((hint) => hint.cost?.objects === 10)?.cost).toEqual({
		cpu: 0,
		bytes: 10_240,
		objects: 10,
		waited: 0,
		share: expect.closeTo(0.017, 2),
		of: 'line',
	});
	const top = await run(root, { packages, profiles: [profile], top: 1, format: 'json' });
	const dearest = (JSON.parse(top.printed) as EscapesReport).hints;
	expect(dearest.filter(({ cost }) => cost).map(({ cost }) => cost?.bytes)).toEqual([512_000]);
});

goTest('a profile that is none ends it', async () => {
	const root = temporaryModule(files);
	expect(await run(root, { profiles: ['go.mod'] })).toEqual({
		exitCode: 2,
		printed: '',
		complaints: [`${join(root, 'go.mod')}: this is not a pprof profile.`],
	});
});
