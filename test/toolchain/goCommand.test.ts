import { parseGoVariables, parseListedPackages } from '../../server/src/toolchain/goOutput.ts';
import { Unusable } from '../../server/src/toolchain/unusable.ts';
import { expect, test } from 'vitest';
import {
	backEndListArguments,
	benchmarkTestArguments,
	compileArguments,
	escapeFlags,
	escapeListArguments,
	joinFlagValues,
	keptFlags,
	runEnvironment,
	splitFlags,
	symbolsArguments,
} from '../../server/src/toolchain/goCommand.ts';
import { compareGoVersions, isAtLeast, parseGoVersion } from '../../server/src/toolchain/goVersion.ts';

test('flags that run programs, write files or change the output are left out', () => {
	const flags = splitFlags(
		`-gcflags=all=-N -tags=a,b '-toolexec=sh -c x' -v -x -json --trimpath -work -mod=mod "-ldflags=-s -w" -race`,
	);
	expect(keptFlags(flags)).toEqual(['-tags=a,b', '-mod=mod', '-race']);
});

test.each([
	'-exec=/w/x',
	'-vettool=/w/x',
	'-gccgoflags=-B/w',
	'-C=/w',
	'-debug-trace=/w/t',
	'-debug-actiongraph=/w/g',
	'-outputdir=/w',
	'-cpuprofile=/w/c',
	'--toolexec=/w/x',
	'-pkgdir=/w',
	'-unheard-of',
])('%s is no flag that decides what is compiled', (flag) => {
	expect(keptFlags([flag, '-tags=a'])).toEqual(['-tags=a']);
});

test('GOFLAGS is never empty, and downloads are off unless they are allowed', () => {
	const strict = runEnvironment({ settings: { A: 'a' }, flags: '-v', allowDownloads: false });
	expect(strict).toMatchObject({
		A: 'a',
		GOFLAGS: '-buildvcs=false -trimpath=false',
		GOPROXY: 'off',
		GONOPROXY: 'none',
		GOVCS: '*:off',
		GIT_OPTIONAL_LOCKS: '0',
	});
	expect(runEnvironment({ settings: {}, flags: '', allowDownloads: true })).not.toHaveProperty('GOPROXY');
	expect(runEnvironment({ settings: {}, flags: `'-tags=a b'`, allowDownloads: true })['GOFLAGS']).toMatch(
		/^'-tags=a b' /,
	);
});

test('the work directory is left to the caller, since go list loses its answer where it cannot remove it', () => {
	const run = { patterns: ['.'], overlay: undefined, tests: false, dependencies: false, buildFlags: [] };
	for (const args of [
		escapeListArguments(run),
		backEndListArguments({ ...run, compilerFlags: '-d=nil' }),
		benchmarkTestArguments({ ...run, names: ['F'], time: '1x', count: 1 }),
	]) {
		expect(args).toContain('-work');
	}
});

test('values that stand apart are joined to their flag', () => {
	expect(joinFlagValues(['-tags', 'a,b', '-race', '-mod=mod'])).toEqual(['-tags=a,b', '-race', '-mod=mod']);
});

test('the compiler is told what to call a buffer', () => {
	const args = compileArguments({
		output: '/t/o',
		importPath: 'p',
		importConfig: '/t/cfg',
		language: 'go1.22',
		standard: false,
		complete: true,
		symbols: undefined,
		embedConfig: undefined,
		rename: [
			['/t/0.go', './a.go'],
			['/m', '.'],
		],
		flags: escapeFlags,
		files: ['/t/0.go', '/m/b.go'],
	});
	expect(args.join(' ')).toBe(
		'-o /t/o -p p -importcfg /t/cfg -pack -lang=go1.22 -complete -trimpath /t/0.go=>./a.go;/m=>. -m=2 -w /t/0.go /m/b.go',
	);
});

test('the assembler gets the macros of the architecture, or is not asked', () => {
	const run = { output: '/t/o', importPath: 'p', goroot: '/go', headers: '/t', goos: 'linux', files: ['/m/a.s'] };
	const environment = { GOAMD64: 'v3', GOARM64: 'v8.1,lse' };
	const macros = (goarch: string) =>
		symbolsArguments({ ...run, goarch, environment })
			?.filter((each) => /^GO\w+_/.test(each))
			.join(' ');
	expect(macros('amd64')).toBe('GOOS_linux GOARCH_amd64 GOAMD64_v3');
	expect(macros('arm64')).toBe('GOOS_linux GOARCH_arm64 GOARM64_LSE');
	expect(macros('s390x')).toBe('GOOS_linux GOARCH_s390x');
	expect(macros('mips')).toBeUndefined();
});

test('a list that was cut off gives what is whole', () => {
	const text =
		'{\n\t"ImportPath": "a",\n\t"Error": {\n\t\t"Err": "{\\n}"\n\t}\n}\n{\n\t"ImportPath": "b"\n}\n{\n\t"ImportP';
	expect(parseListedPackages(text).map((each) => each.ImportPath)).toEqual(['a', 'b']);
});

test('versions are ordered as Go orders them', () => {
	const ordered = [
		'go1.9.7',
		'go1.21',
		'go1.21.13',
		'go1.26.8',
		'go1.27beta1',
		'go1.27rc1',
		'go1.27rc2',
		'go1.27.0',
		'devel go1.28-abc',
	];
	const versions = ordered.map((text) => parseGoVersion(text));
	const sorted = [...versions].reverse().sort((a, b) => (a && b ? compareGoVersions(a, b) : 0));
	expect(sorted.map((version) => version?.text)).toEqual(ordered);
	expect(parseGoVersion('devel +abc')).toBeUndefined();
	expect(parseGoVersion('go version go1.26.8 linux/amd64')).toMatchObject({ major: 1, minor: 26, patch: 8, pre: '' });
	expect(versions.map((version) => version && isAtLeast(version, 1, 21))).toEqual([false, ...Array(8).fill(true)]);
});

test.each([
	'"Error":{"Pos":"","Err":"no"}',
	'"ImportPath":"x","Dir":"/x","GoFiles":["a.go"]',
	'"ImportPath":"x","Error":{"Pos":"a.go:1:1","Err":"no"},"DepsErrors":[{"Pos":"","Err":"no"}]',
])('go list may print {%s}', (object) => {
	expect(parseListedPackages(`{\n${object}\n}\n`)).toHaveLength(1);
});

test.each([
	'"Dir":"/x"',
	'"ImportPath":"x","Dir":7',
	'"ImportPath":"x","Dir":"/x","GoFiles":"a.go"',
	'"ImportPath":"x","GoFiles":[null]',
	'"ImportPath":"x","Error":{"Pos":3,"Err":null}',
	'"ImportPath":"x","Error":"no"',
	'"ImportPath":["x"]',
	'"ImportPath":"x","Module":{"Path":3}',
	'"ImportPath":"x","ImportMap":{"a":1}',
])('go list that prints {%s} cannot be read', (object) => {
	expect(() => parseListedPackages(`{\n${object}\n}\n`)).toThrow(Unusable);
});

test.each([
	['{"GOROOT":"/go"}', { GOROOT: '/go' }],
	['{"GOROOT":["/go"]}', undefined],
	['{"GOROOT":null}', undefined],
	['["GOROOT"]', undefined],
	['null', undefined],
	['"GOROOT"', undefined],
	['', undefined],
])('go env that prints %s', (json, expected) => {
	expect(parseGoVariables(json)).toEqual(expected);
});
