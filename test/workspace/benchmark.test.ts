/** Pulls measured against the public API by a real go test, as an editor asks for it. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { dirname, join } from 'node:path';
import type { CodeLens } from 'vscode-languageserver';
import { afterEach, describe, expect, vi } from 'vitest';
import { type BenchmarkAnswer, benchmarkRequest, clientCommands } from '../../server/src/protocol/requests.ts';
import { goPath, goTest } from '../support/go.ts';
import { type LspPair, lspPair } from '../support/lspPair.ts';
import { until } from '../support/until.ts';

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

//go:linkname usleep runtime.usleep
func usleep(usec uint32)

//go:linkname refused time.runtimeNano
func refused() int64
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
	pair = await lspPair(files, options);
	await pair.open('pulls.go', files['pulls.go'] ?? '');
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
		const { problem, name, report, file } = await measure(pulls, `//go:linkname ${local} `);
		expect({ problem, name }).toEqual({ problem: '', name: local });
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
		['usleep', /^No public API does what runtime\.usleep does\.$/],
		['refused', /^time\.runtimeNano does not link with go1\.\d+\.\d+: there is nothing to measure\.$/],
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
		expect(problem).toBe('Nothing is run in a workspace that is not trusted.');
	});
});
