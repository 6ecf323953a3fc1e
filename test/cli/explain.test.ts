/** `linkscape explain` as a process: what is known, what is said of what is not, and by which Go. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { goPath, temporaryModule } from '../support/go.ts';
import { gorootOf } from '../support/downloads.ts';
import { type Cli, createCli, type Outcome } from './runCli.ts';

/** An environment in which no Go can be found: the recorded releases answer. What is kept for the next run goes with `home`. */
const withoutGo = (home: string) => ({
	...process.env,
	PATH: '/nonexistent',
	HOME: home,
	XDG_CACHE_HOME: home,
	LOCALAPPDATA: home,
	GOROOT: undefined,
	FORCE_COLOR: undefined,
});

let cli: Cli;
beforeAll(async () => {
	cli = await createCli();
});
afterAll(() => cli.dispose());

function explain(...args: string[]): Promise<Outcome> {
	const cwd = temporaryModule({});
	return cli.run(['explain', ...args], { cwd, env: withoutGo(cwd) });
}

test.each([
	[[''], 'An argument is empty.'],
	[['a.b', 'c.d'], 'explain takes one symbol, such as runtime.nanotime.'],
	[['nonsense'], 'Invalid symbol nonsense; expected e.g. runtime.nanotime or sync.(*Once).doSlow.'],
	[['runtime.'], 'Invalid symbol runtime.; expected e.g. runtime.nanotime or sync.(*Once).doSlow.'],
	[['runtime..f'], 'Invalid symbol runtime..f; expected e.g. runtime.nanotime or sync.(*Once).doSlow.'],
	[['f runtime.g'], 'Invalid symbol f runtime.g; expected e.g. runtime.nanotime or sync.(*Once).doSlow.'],
	[['github.com/x/y.z'], 'github.com/x/y.z is not in the standard library, and no other is known here.'],
	[['sync.Once.doSlow'], 'No Go release has sync.Once.doSlow; did you mean sync.(*Once).doSlow?'],
	[['runtime.constructor'], 'No Go release has a function, method or variable runtime.constructor.'],
	[['slices.Sort[int]'], 'slices.Sort[int]: instances of generic functions have no names that could be pulled.'],
	[[`runtime.${'x'.repeat(5000)}`], `No Go release has a function, method or variable runtime.${'x'.repeat(92)}….`],
	[['runtime.nanotime', '--go', 'banana'], 'banana is not a Go version; write it like 1.26.8 (known are 1.18-1.27).'],
	[['runtime.nanotime', '--go', '1.22', '--goroot', '/x'], 'Give --go or --goroot, not both.'],
])('explain %j says that it is not known', async (args, sentence) => {
	expect(await explain(...args)).toEqual({ code: 2, stdout: '', stderr: `linkscape: ${sentence}\n` });
});

test('what was recorded is told without Go', async () => {
	const { code, stdout } = await explain('runtime.ncpu');
	expect(code).toBe(0);
	expect(stdout.split('\n').slice(0, 13)).toEqual([
		'runtime.ncpu',
		'',
		'Go not found; showing recorded data.',
		'',
		'go  1.18     1.19     1.20     1.21     1.22     1.23     1.24     1.25     1.26     1.27',
		'    links    links    links    links    links    refused  refused  absent   absent   absent',
		'',
		'  links    the linker accepts a pull',
		'  refused  the linker refuses a pull',
		'  absent   no such symbol',
		'',
		'Declaration',
		'  go1.18  var ncpu int32',
	]);
});

test('what other platforms have is told', async () => {
	const { stdout } = await explain('runtime.walltime');
	expect(stdout).toMatch(/^linux\/amd64 +absent( +absent)+$/m);
	expect(stdout).toMatch(/^linux\/arm64 +links/m);
});

test('methods are written as in Go, and what is exported needs no directive', async () => {
	expect((await explain('net/http.(*Server).Serve')).stdout).toContain(
		'  go1.18  func (*Server).Serve(l net.Listener) error\n',
	);
	expect((await explain('fmt.Println')).stdout).toContain(
		'fmt.Println is exported: it can be used without a directive.\n',
	);
});

const goroots = new Map(['1.22.12', '1.27.0'].map((release) => [release, gorootOf(release)]));

describe.skipIf(goPath === undefined || [...goroots.values()].includes(undefined))('by the Go that is named', () => {
	test.each([
		['runtime.nanotime', '1.22.12', 'a pull links; this linker does not check linknames (checked from go1.23 on).'],
		['runtime.nanotime', '1.27.0', 'a pull links; std keeps it linkable for existing users.'],
		['runtime.gcStart', '1.27.0', 'the linker refuses a pull; std does not mark it for use from outside.'],
		['runtime.coroswitch', '1.27.0', 'the linker refuses a pull; it is marked for the standard library only.'],
		[
			'runtime.asmcgocall',
			'1.27.0',
			'the linker refuses a pull; std does not mark this assembly symbol for use from outside.',
		],
		['runtime.ncpu', '1.27.0', 'there is no such variable; a pull links as a new one that is zero.'],
		['runtime.roundupsize', '1.22.12', 'a pull links; this linker does not check linknames (checked from go1.23 on).'],
	])('%s in %s', async (symbol, release, verdict) => {
		const { stdout } = await explain(
			symbol,
			'--goroot',
			goroots.get(release) ?? '',
			'--goos',
			'linux',
			'--goarch',
			'amd64',
		);
		expect(stdout.split('\n')[2]).toBe(`go${release} linux/amd64: ${verdict}`);
	});

	test.each([
		['strings.Builder', 'strings.Builder is a type: only functions, methods and variables can be pulled.'],
		['os.O_RDWR', 'os.O_RDWR is a constant: only functions, methods and variables can be pulled.'],
		['slices.Sort', 'slices.Sort is generic: its instances have no names that could be pulled.'],
	])('%s is no symbol', async (symbol, sentence) => {
		const { stderr } = await explain(symbol, '--goroot', goroots.get('1.27.0') ?? '');
		expect(stderr).toBe(`linkscape: ${sentence}\n`);
	});
});
