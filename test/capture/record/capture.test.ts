import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	realpathSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { CaptureManifest } from '../../../server/src/analysis/recording/captureManifest.ts';
import { captureProgram } from '../../../server/src/capture/record/captureProgram.ts';
import { captureServer } from '../../../server/src/capture/record/captureServer.ts';
import { captureTest, type TestCapture } from '../../../server/src/capture/record/captureTest.ts';
import { hookedProgram } from '../../../server/src/capture/record/hookedProgram.ts';
import { isThisMachine } from '../../../server/src/capture/record/serverAddress.ts';
import { createToolchain } from '../../../server/src/toolchain/toolchain.ts';
import { createGoModules } from '../../../server/src/world/go/goModules.ts';
import { plainSettings } from '../../support/escapes.ts';
import { goTest, temporaryModule } from '../../support/go.ts';

const modules = () => createGoModules({ settings: () => plainSettings, toolchain: createToolchain });
const silent = () => {};
const { signal } = new AbortController();
const names = (directory: string) => readdirSync(directory).sort();
const manifestIn = (directory: string) =>
	JSON.parse(readFileSync(join(directory, 'manifest.json'), 'utf8')) as CaptureManifest;
/** What it holds, each kind once. */
const kinds = ({ files }: CaptureManifest) => [...new Set(files.map(({ kind }) => kind))].sort();

/** Names that a package of somebody's may have: those of the packages that the recorder imports. */
const shadowing = `package shadow

var os, fmt, runtime, debug, metrics, pprof, sync, time = 1, 2, 3, 4, 5, 6, 7, 8

type P struct{ next *P }

var Sink = &P{}

func Make(n int) {
	_ = os + fmt + runtime + debug + metrics + pprof + sync + time
	for i := 0; i < n; i++ {
		Sink = &P{next: Sink}
	}
}
`;
const files = {
	'go.mod': 'module example.com/shadow\n\ngo 1.16\n',
	'a.go': shadowing,
	'a_test.go': `package shadow_test

import (
	"os"
	"strings"
	"testing"

	"example.com/shadow"
)

func BenchmarkMake(b *testing.B) {
	for i := 0; i < b.N; i++ {
		shadow.Make(1000)
	}
}

func TestEnvironment(t *testing.T) {
	for _, variable := range os.Environ() {
		if strings.HasPrefix(variable, "LINKSCAPE_CAPTURE_") || variable == "GODEBUG=gctrace=1" {
			t.Fatal(variable)
		}
	}
}

func TestFails(t *testing.T) { t.Fatal("as it should") }
`,
};
const asked = (root: string, more: Partial<TestCapture> = {}): TestCapture => {
	const rates = { benchTime: '2000x', rate: 4096, every: 50, trace: true };
	return { directory: root, package: '.', bench: undefined, run: undefined, out: join(root, 'out'), ...rates, ...more };
};

goTest('records a benchmark of a package with external tests only, and writes nothing into the module', async () => {
	const root = temporaryModule(files);
	const out = join(root, 'deep', 'out');
	const before = names(root);
	const outcome = await captureTest(asked(root, { bench: 'Make', run: 'Environment', out }), modules(), silent, signal);
	expect(outcome.kind === 'problem' ? outcome.problem : outcome.manifest.problems).toEqual([]);
	const manifest = manifestIn(out);
	expect(manifest).toMatchObject({
		version: 1,
		mode: 'test',
		package: 'example.com/shadow',
		exit: 0,
		memProfileRate: 4096,
	});
	expect(kinds(manifest)).toEqual(
		expect.arrayContaining([
			'allocs',
			'buildinfo',
			'cpu',
			'gctrace',
			'goroutine',
			'heap',
			'output',
			'snapshots',
			'trace',
		]),
	);
	expect(names(out)).toEqual([...manifest.files.map(({ name }) => name), 'manifest.json'].sort());
	expect(names(root)).toEqual([...before, 'deep'].sort());
	// The last snapshot is of the end: the recorder has a TestMain of its own.
	const lines = readFileSync(join(out, 'snapshots.jsonl'), 'utf8').trim().split('\n');
	const snapshots = lines.map((line) => JSON.parse(line) as { file: string; numGC: number; lastGC: number });
	expect(snapshots.map(({ file }) => file)).toEqual(names(out).filter((name) => name.startsWith('heap')));
	expect(snapshots.length).toBeGreaterThan(1);
	expect(snapshots[0]?.lastGC).toBeGreaterThan(1.7e18);

	const again = await captureTest(asked(root, { bench: 'Make', out }), modules(), silent, signal);
	expect(again).toEqual({
		kind: 'problem',
		problem: `${out} is not empty: a capture is written into a new or an empty directory.`,
	});
});

goTest.each<[string, Partial<TestCapture>, RegExp]>([
	['nothing matches', { bench: 'Nothing' }, /^example\.com\/shadow has no benchmark that matches Nothing\.$/],
	['no package', { package: './nowhere' }, /^\.\/nowhere: .*(?:no such|not found|directory|no required)/],
])('says in one sentence why nothing was recorded: %s', async (_, more, problem) => {
	const root = temporaryModule(files);
	const outcome = await captureTest(asked(root, more), modules(), silent, signal);
	expect(outcome.kind === 'problem' && outcome.problem).toMatch(problem);
	expect(existsSync(join(root, 'out'))).toBe(false);
});

goTest('a recording that is given up leaves nothing', async () => {
	const root = temporaryModule(files);
	const abort = new AbortController();
	const onProgress = (step: string) => step === 'recording' && abort.abort();
	const request = asked(root, { bench: 'Make', benchTime: '1h' });
	await expect(captureTest(request, modules(), onProgress, abort.signal)).rejects.toThrow();
	expect(existsSync(join(root, 'out'))).toBe(false);
});

goTest('records a program to its end, os.Exit included, and until it is asked to stop', async () => {
	const main = (end: string) => `package main

import "os"

var sink []byte

func main() {
	for i := 0; i < 1000; i++ {
		sink = make([]byte, 1024+len(os.Args))
	}
	${end}
}
`;
	const root = temporaryModule({
		'go.mod': 'module example.com/p\n\ngo 1.21\n',
		'ends/main.go': main('os.Exit(7)'),
		'stays/main.go': main('os.Stdout.WriteString("ready\\n"); select {}'),
	});
	const record = (program: string, duration: number | undefined) =>
		captureProgram(
			{ directory: root, program, args: ['a', '-b'], out: join(root, 'out', program), rate: 512, every: 20, duration },
			modules(),
			silent,
			{ signal, ask: new AbortController().signal },
		);
	const [ends, stays] = [await record('./ends', undefined), await record('./stays', 300)];
	expect([ends, stays].map((one) => (one.kind === 'written' ? one.manifest.problems : one.problem))).toEqual([[], []]);
	expect(manifestIn(join(root, 'out', 'ends'))).toMatchObject({ mode: 'run', exit: 7, command: ['./ends', 'a', '-b'] });
	for (const program of ['ends', 'stays']) {
		const manifest = manifestIn(join(root, 'out', program));
		expect(kinds(manifest)).toEqual(
			expect.arrayContaining(['allocs', 'cpu', 'goroutine', 'heap', 'snapshots', 'trace']),
		);
	}
});

describe('the text of a program with the recorder’s end', () => {
	test.each<[string, string, string | undefined]>([
		['main', 'func main() {\n}\n', 'func main() { defer lscFinish();\n}\n'],
		['a line', 'func main() { run() }', 'func main() { defer lscFinish(); run() }'],
		['nothing', 'func mainly() {}\n', undefined],
		[
			'os in use only for this',
			'import "os"\nfunc f() { os.Exit(1) }\n',
			'import "os"\nfunc f() { lscExit(1) }\nvar _ = os.Exit\n',
		],
		['another os', 'func f() { x.os.Exit(1) }', undefined],
		[
			'os in use',
			'import (\n\t"os"\n)\nfunc f() { os.Exit(len(os.Args)) }\n',
			'import (\n\t"os"\n)\nfunc f() { lscExit(len(os.Args)) }\n',
		],
	])('%s', (_, text, expected) => expect(hookedProgram(text)).toBe(expected));
});

describe('a server', () => {
	const statistics = '# NumGC = 3\n# PauseEnd = [1 2 1795815776508776700 0]\n# TotalAlloc = 9\n# HeapAlloc = 4\n';

	async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void) {
		const server = createServer(answer);
		await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
		onTestFinished(() => void server.close());
		const root = mkdtempSync(join(realpathSync(tmpdir()), 'linkscape-test-'));
		onTestFinished(() => rmSync(root, { recursive: true, force: true }));
		const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
		const out = join(root, 'out');
		const attach = (url: string, headers: readonly string[] = []) =>
			captureServer({ url, headers, out, duration: 200, snapshots: 3 }, silent, signal);
		return { origin, out, attach };
	}

	test('is recorded behind a token and another prefix, and the token is written nowhere', async () => {
		const seen: string[] = [];
		const { origin, out, attach } = await serve((request, response) => {
			seen.push(`${request.url}`);
			const known = request.headers.authorization === 'Bearer s3cret';
			const url = new URL(request.url ?? '', 'http://x');
			if (!known || !url.pathname.startsWith('/internal/prof/')) return void response.writeHead(404).end('no');
			if (url.searchParams.get('debug') === '1')
				return void response.end(`heap profile: 1: 2 [3: 4] @ heap/1\n${statistics}`);
			if (url.pathname.endsWith('trace')) return void response.writeHead(500).end('tracing is on already');
			response.end('profile');
		});
		const outcome = await attach(`${origin}/internal/prof?key=k3y`, ['Authorization: Bearer s3cret']);
		expect(outcome.kind).toBe('written');
		const manifest = manifestIn(out);
		expect(manifest).toMatchObject({
			mode: 'attach',
			command: [`${origin}/internal/prof/`],
			problems: ['trace is missing: it answers 500 (tracing is on already).'],
		});
		expect(manifest.files.filter(({ kind }) => kind === 'heap')).toHaveLength(3);
		for (const name of names(out)) expect(readFileSync(join(out, name), 'utf8')).not.toMatch(/s3cret|k3y/);
		expect(seen.every((url) => url.includes('key=k3y'))).toBe(true);
	});

	test('is not followed elsewhere, and nothing is written when it has no profiles', async () => {
		const { origin, out, attach } = await serve((request, response) => {
			if (request.url?.startsWith('/away/'))
				return void response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end();
			response.end('<html>hello</html>');
		});
		expect(await attach(`${origin}/away/`)).toEqual({
			kind: 'problem',
			problem: `${origin}/away/ serves no profiles: it redirects (302), which is not followed.`,
		});
		expect(await attach(origin)).toEqual({
			kind: 'problem',
			problem: `${origin}/debug/pprof/ serves no profiles: it answers with something else.`,
		});
		expect(existsSync(out)).toBe(false);
	});

	test.each<[string, readonly string[], RegExp]>([
		['http://192.0.2.1/', ['A: b'], /^Nothing was sent to 192\.0\.2\.1: over plain http to another machine /],
		['http://192.0.2.1/?token=1', [], /^Nothing was sent to 192\.0\.2\.1: /],
		['http://localhost.example.com/', ['A: b'], /^Nothing was sent to localhost\.example\.com: /],
		['http://me:secret@127.0.0.1/', [], /^A user name in the address would be seen /],
		['ftp://127.0.0.1/', [], /^ftp:\/\/127\.0\.0\.1\/: only http and https are spoken\.$/],
		['http://', [], /is no address/],
		['http://127.0.0.1:1/', ['secret'], /^--header wants Name: value, such as Authorization: Bearer TOKEN\.$/],
		['http://127.0.0.1:1/', ['A: b\r\nC: d'], /^--header wants/],
	])('%s %j is refused before anything is sent', async (url, headers, problem) => {
		const { attach } = await serve(() => {});
		const outcome = await attach(url, headers);
		expect(outcome.kind === 'problem' && outcome.problem).toMatch(problem);
		expect(JSON.stringify(outcome)).not.toMatch(/secret/);
	});

	test('this machine is what is called so', () => {
		const hosts = ['localhost', '127.0.0.1', '127.1.2.3', '[::1]', 'LOCALHOST'];
		expect(hosts.filter((host) => !isThisMachine(host))).toEqual([]);
		const others = ['0.0.0.0', '127.evil.com', 'localhost.evil.com', '10.0.0.1', '[::2]', ''];
		expect(others.filter((host) => isThisMachine(host))).toEqual([]);
	});
});

test('a directory that holds something, and a file, are refused', async () => {
	const root = mkdtempSync(join(realpathSync(tmpdir()), 'linkscape-test-'));
	onTestFinished(() => rmSync(root, { recursive: true, force: true }));
	mkdirSync(join(root, 'full'));
	writeFileSync(join(root, 'full', 'x'), '');
	const attach = (name: string) =>
		captureServer(
			{ url: 'http://127.0.0.1:1', headers: [], out: join(root, name), duration: 1, snapshots: 2 },
			silent,
			signal,
		);
	expect(await attach('full')).toMatchObject({ problem: expect.stringContaining('is not empty') });
	expect(await attach('full/x')).toMatchObject({ problem: expect.stringMatching(/is not a directory\.$/) });
});
