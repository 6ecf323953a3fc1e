/** Pulls measured against the public API by a real go test, as an editor asks for it. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { delimiter, dirname, join } from 'node:path';
import type { CodeLens } from 'vscode-languageserver';
import { afterEach, describe, expect, onTestFinished, vi } from 'vitest';
import {
	type BenchmarkAnswer,
	benchmarkRequest,
	clientCommands,
	installBenchstatRequest,
} from '../../../server/src/protocol/requests.ts';
import { askGo } from '../../support/downloads.ts';
import { goPath, goTest } from '../../support/go.ts';
import { type LspPair, lspPair } from '../../support/lspPair.ts';
import { gzipped, type Measured, writtenProfile } from '../../support/profiles.ts';
import { until } from '../../support/until.ts';

const pulls = `package m

import "unsafe"

//go:linkname nanotime runtime.nanotime
func nanotime() int64

//go:linkname equal runtime.memequal
func equal(unsafe.Pointer, unsafe.Pointer, uintptr) bool

//go:linkname move runtime.memmove
func move(to, from unsafe.Pointer, n uintptr)

//go:linkname Fastrandn runtime.cheaprandn
func Fastrandn(n uint32) uint32

//go:linkname add runtime.add
func add(p unsafe.Pointer, x uintptr) unsafe.Pointer

//go:linkname procPin runtime.procPin
func procPin() int

//go:linkname refused time.runtimeNano
func refused() int64

//go:linkname leave runtime.exit
func leave(code int32)

//go:linkname converted runtime.cmpstring
func converted(a, b name) int

type name string
`;
const clean = {
	'go.mod': 'module example.com/m\n\ngo 1.22\n',
	'pulls.go': pulls,
	'stub.s': '',
	// Not compiled along: a benchmark does not hang on other tests.
	'broken_test.go': 'package m\n\nfunc broken() { undefined() }\n',
};

let pair: LspPair;
afterEach(() => {
	vi.unstubAllEnvs();
	return pair.stop();
});

async function start(files: Readonly<Record<string, string>>, options: object = {}): Promise<void> {
	installPlace();
	pair = await lspPair(files, options);
	await pair.open('pulls.go', files['pulls.go'] ?? '');
}

/** An empty directory that `go install` writes to: what this machine has installed is not found. */
function installPlace(): string {
	const place = mkdtempSync(join(realpathSync(tmpdir()), 'linkscape-gobin-'));
	onTestFinished(() => rmSync(place, { recursive: true, force: true }));
	const hasBenchstat = (directory: string) =>
		['benchstat', 'benchstat.exe'].some((name) => existsSync(join(directory, name)));
	const path = (process.env['PATH'] ?? '').split(delimiter).filter((directory) => !hasBenchstat(directory));
	vi.stubEnv('PATH', path.join(delimiter));
	vi.stubEnv('GOBIN', place);
	return place;
}

function measure(text: string, directive: string): Promise<BenchmarkAnswer> {
	const line = text.slice(0, text.indexOf(directive)).split('\n').length - 1;
	const position = { line, character: 3 };
	return pair.request(benchmarkRequest, { uri: pair.uri('pulls.go'), position, time: '1x', count: 2 });
}

describe('a pull against the public API', () => {
	goTest.each([
		['nanotime', 'time.Since', '()'],
		['equal', 'runtime.memequal', '(equalA, equalB, equalSize)'],
		['move', '`copy`', '(moveTo, moveFrom, moveN)'],
		['Fastrandn', 'math/rand/v2.Uint32N', '(fastrandnN)'],
	])('%s', async (local, named, call) => {
		await start(clean);
		const before = readdirSync(pair.folder);
		const { problem, name, report, benchstat, file } = await measure(pulls, `//go:linkname ${local} `);
		expect({ problem, name, benchstat }).toEqual({ problem: '', name: local, benchstat: false });
		expect(report).toContain(
			'With benchstat (`go install golang.org/x/perf/cmd/benchstat@latest`) its table stands here.',
		);
		expect(report).toContain(named);
		expect(report).toMatch(/\| More than 1 % of the CPU time +\| not known \| no profile loaded/);
		expect(file?.text).toContain(`${local}${call}`);
		expect(readdirSync(pair.folder)).toEqual(before);

		// Kept, it is a file like any other: formatted, and it builds.
		const path = fileURLToPath(file?.uri ?? '');
		expect(path).toBe(join(pair.folder, `${local.toLowerCase()}_bench_test.go`));
		const gofmt = join(dirname(goPath ?? ''), 'gofmt');
		expect(execFileSync(gofmt, { input: file?.text, encoding: 'utf8' })).toBe(file?.text);
		writeFileSync(path, file?.text ?? '');
		writeFileSync(join(pair.folder, 'broken_test.go'), 'package m\n');
		execFileSync(goPath ?? '', ['vet', '-unsafeptr=false', '.'], { cwd: pair.folder, stdio: 'pipe' });
	});

	goTest.each([
		['add', /^There are no values that add could be called with\.$/],
		['procPin', /^No public API does what runtime\.procPin does\.$/],
		['refused', /^time\.runtimeNano does not link with go1\.\d+\.\d+: there is nothing to measure\.$/],
		['converted', /^No benchmark can be written for converted\.$/],
		['leave', /^runtime\.exit changes the whole process: it is not called again and again\.$/],
	])('%s is not measured', async (local, problem) => {
		await start(clean);
		expect(await measure(pulls, `//go:linkname ${local} `)).toMatchObject({
			problem: expect.stringMatching(problem),
			file: null,
		});
	});

	goTest.each([
		['where the client can', { ownCommands: true }, ['nanotime', 'equal', 'move', 'Fastrandn']],
		['not for clients without the command', {}, []],
		['not where nothing may run', { ownCommands: true, trusted: false }, []],
	])('a lens offers it: %s', async (_, initializationOptions, expected) => {
		await start(clean, { initializationOptions });
		const params = { textDocument: { uri: pair.uri('pulls.go') } };
		const lenses = await pair.request<CodeLens[]>('textDocument/codeLens', params);
		const offered = lenses.filter(({ command }) => command?.command === clientCommands.benchmark);
		const lines = pulls.split('\n');
		expect(offered.map(({ range }) => lines[range.start.line]?.split(' ')[1])).toEqual(expected);
	});

	goTest('unsaved text counts, names of the package are respected, the sibling is the fallback', async () => {
		const files = {
			'go.mod': clean['go.mod'],
			'pulls.go': 'package m\n',
			'old.go': '//go:build !linux\n\npackage m\n\nfunc nanotime() int64 { return 0 }\n',
			'taken.go': 'package m\n\nvar time, nanotimePublic, nanotimeResult = 1, 2, 3\n',
			'nanotime_bench_test.go': 'package m\n',
			'stub.s': '',
		};
		await start(files);
		const text =
			'//go:build linux\n\npackage m\n\nimport _ "unsafe"\n\n//go:linkname nanotime runtime.nanotime\nfunc nanotime() int64\n';
		await pair.change('pulls.go', 2, undefined, text);
		const { problem, report, file } = await measure(text, '//go:linkname');
		expect(problem).toBe('');
		expect(report).toMatch(/Fallback present for other versions +\| yes +\| old\.go/);
		expect(file?.uri).toMatch(/nanotime_bench2_test\.go$/);
		expect(file?.text).toMatch(/^\/\/go:build linux\n\npackage m\n/);
		expect(file?.text).toContain('func nanotimePublic2() int64');
	});

	goTest('where go.mod allows older versions than the API, the benchmark is for the newer ones', async () => {
		const text = pulls.replaceAll('Fastrandn', '_fastrandn');
		await start({ ...clean, 'go.mod': 'module example.com/m\n\ngo 1.20\n', 'pulls.go': text });
		const { problem, report, file } = await measure(text, '//go:linkname _fastrandn ');
		expect(problem).toBe('');
		expect(report).toMatch(/Links in every supported Go version +\| no +\| go1\.20: absent, go1\.21: absent +\|/);
		expect(file?.uri).toMatch(/\/fastrandn_bench_test\.go$/);
		expect(file?.text).toMatch(/^\/\/go:build go1\.22\n\npackage m\n/);
	});

	goTest('a cancelled one is killed, and leaves nothing behind', async () => {
		await start(clean, { initializationOptions: { settings: { escape: { enabled: false } } } });
		const lent = join(pair.folder, 'lent');
		mkdirSync(lent);
		vi.stubEnv(process.platform === 'win32' ? 'TEMP' : 'TMPDIR', lent);
		const controller = new AbortController();
		const running = pair.workspace.benchmark(
			join(pair.folder, 'pulls.go'),
			pulls.indexOf('//go:linkname nanotime'),
			{ time: '20s', count: 10 },
			controller.signal,
		);
		await until(() => readdirSync(lent).length > 0);
		controller.abort();
		await expect(running).rejects.toThrow();
		expect(readdirSync(lent)).toEqual([]);
	});

	goTest('nothing runs where the workspace is not trusted', async () => {
		await start(clean, { initializationOptions: { trusted: false } });
		const { problem } = await measure(pulls, '//go:linkname nanotime ');
		expect(problem).toBe('The workspace is not trusted, so no program is run.');
	});

	const stack = (callee: string, file: string) => [callee, `example.com/m.work ${file}:9`, 'main.main /m/main.go:5'];
	const own = (folder: string) => stack('runtime.nanotime /go/src/runtime/time_nofake.go:33', join(folder, 'work.go'));
	const rest = ['main.work /m/main.go:9'];
	goTest.each<[string, (folder: string) => readonly Measured[], RegExp]>([
		[
			'much of it',
			(folder) => [
				{ values: [30e6], stack: own(folder) },
				{ values: [970e6], stack: rest },
			],
			/\| yes +\| 3\.0 % of the loaded profile, 30 ms of CPU time +\|/,
		],
		[
			'little of it',
			(folder) => [
				{ values: [9e6], stack: own(folder) },
				{ values: [991e6], stack: rest },
			],
			/\| no +\| 0\.9 % of the loaded profile, 9 ms of CPU time +\|/,
		],
		[
			'calls of others do not count',
			(folder) => [
				{ values: [9e6], stack: ['example.com/m.work /m/work.go:9', 'main.main /m/main.go:5'] },
				{ values: [991e6], stack: own(folder).with(1, 'time.Now /go/src/time/time.go:1') },
			],
			/\| no +\| 0 % of the loaded profile +\|/,
		],
		[
			'another program',
			() => [{ values: [1e9], stack: rest }],
			/\| not known +\| the loaded profile has no sample of this package +\|/,
		],
	])('the loaded CPU profile answers how much of it the pull takes: %s', async (_, samples, answer) => {
		await start(clean, { initializationOptions: { settings: { profile: 'cpu.pprof' } } });
		writeFileSync(join(pair.folder, 'cpu.pprof'), gzipped(writtenProfile(['cpu/nanoseconds'], samples(pair.folder))));
		await until(() => pair.workspace.profile().recording !== undefined);
		const { report } = await measure(pulls, '//go:linkname nanotime ');
		expect(report).toMatch(new RegExp(`\\| More than 1 % of the CPU time +${answer.source}`));
	});
});

describe('benchstat', () => {
	/** One that every Go since 1.18 builds: what is latest changes. */
	const version = 'v0.0.0-20240604174448-3b48cf0e0164';
	const table = /\n```\n(?:goos|pkg|cpu|goarch)[^`]*│ +pull +│ +public +│\n[^`]*\nNanotime[^`]*\n```\n/;

	goTest('is installed when the user wants it, and its table is shown then and afterwards', async () => {
		// What an earlier run fetched is enough: go asks a proxy for longer module paths as well, which are nowhere.
		vi.stubEnv('GOPROXY', pathToFileURL(join(askGo(['env', 'GOMODCACHE']).trim(), 'cache/download')).href);
		const install = async () => {
			await start(clean);
			expect((await measure(pulls, '//go:linkname nanotime ')).benchstat).toBe(false);
			const params = { uri: pair.uri('pulls.go'), version };
			return pair.request<BenchmarkAnswer>(installBenchstatRequest, params);
		};
		let installed = await install();
		if (installed.problem !== '') {
			await pair.stop();
			vi.unstubAllEnvs();
			installed = await install();
		}
		if (isOffline(installed.problem)) return;
		const place = process.env['GOBIN'] ?? '';
		expect(installed).toMatchObject({ problem: '', name: 'nanotime', benchstat: true });
		expect(readdirSync(place)).toHaveLength(1);
		expect(installed.report).toMatch(table);
		expect(installed.report).toContain('## Is the pull worth keeping?');
		expect(installed.report).not.toContain('go install');
		const next = await measure(pulls, '//go:linkname nanotime ');
		expect(next.report).toMatch(table);

		// One that cannot read the runs is passed over.
		writeFileSync(join(place, readdirSync(place)[0] ?? ''), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
		if (process.platform !== 'win32') {
			expect((await measure(pulls, '//go:linkname nanotime ')).benchstat).toBe(false);
		}
	});

	goTest('that cannot be installed is said in one sentence', async () => {
		await start(clean);
		const params = { uri: pair.uri('pulls.go'), version: 'v0.0.0-nonsense' };
		const { problem } = await pair.request<BenchmarkAnswer>(installBenchstatRequest, params);
		expect(problem).toMatch(/^benchstat could not be installed with go1\.\d+\.\d+: go: .*nonsense/);
	});

	goTest('is not installed where the workspace is not trusted', async () => {
		await start(clean, { initializationOptions: { trusted: false } });
		const params = { uri: pair.uri('pulls.go'), version };
		const { problem } = await pair.request<BenchmarkAnswer>(installBenchstatRequest, params);
		expect(problem).toBe('The workspace is not trusted, so no program is run.');
	});
});

/** Without a module proxy there is nothing to install from; with CI=true there has to be one. */
function isOffline(problem: string): boolean {
	const offline = /dial tcp|no such host|module lookup disabled|connection refused/.test(problem);
	if (offline && process.env['CI']) throw new Error(problem);
	if (offline) console.warn(`SKIPPED: benchstat is not installed: ${problem}`);
	return offline;
}
