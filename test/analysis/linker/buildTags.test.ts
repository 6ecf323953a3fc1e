import { expect, test } from 'vitest';
import { baselineExperiments, contextTags, readRelease } from '../../../server/src/analysis/build/buildTags.ts';

// As in src/internal/buildcfg/exp.go of Go 1.25.
const source = `
	var regabiSupported, regabiAlwaysOn bool
	switch goarch {
	case "amd64", "arm64", "riscv64":
		regabiAlwaysOn = true
		regabiSupported = true
	case "s390x":
		regabiSupported = true
	}

	dwarf5Supported := (goos != "darwin" && goos != "ios" && goos != "aix")

	baseline := goexperiment.Flags{
		RegabiWrappers:  regabiSupported,
		RegabiArgs:      regabiSupported,
		AliasTypeParams: true,
		SwissMap:        true,
		SyncHashTrieMap: goos == "plan9" || !regabiSupported,
		Dwarf5:          dwarf5Supported,
	}
`;

test.each([
	['linux', 'amd64', 'aliastypeparams dwarf5 regabiargs regabiwrappers swissmap'],
	['darwin', 'arm64', 'aliastypeparams regabiargs regabiwrappers swissmap'],
	['linux', '386', 'aliastypeparams dwarf5 swissmap synchashtriemap'],
	['linux', 's390x', 'aliastypeparams dwarf5 regabiargs regabiwrappers swissmap'],
])('experiments of %s/%s', (goos, goarch, expected) => {
	expect(baselineExperiments(source, goos, goarch).sort().join(' ')).toBe(expected);
});

test('go1.18 assigns the baseline', () => {
	expect(
		baselineExperiments('\tbaseline = goexperiment.Flags{\n\t\tPacerRedesign: true,\n\t}\n', 'linux', 'amd64'),
	).toEqual(['pacerredesign']);
});

test.each([
	['go1.26.8\ntime 2026-08-28T16:20:06Z\n', undefined, 'go1.26.8 26'],
	['go1.18.10', undefined, 'go1.18.10 18'],
	['go1.27rc1\n', undefined, 'go1.27rc1 27'],
	['devel go1.28-0123456789 Mon\n', undefined, 'devel go1.28-0123456789 Mon 28'],
	[undefined, 'package goversion\n\nconst Version = 28\n', 'devel go1.28 28'],
	['nonsense', undefined, undefined],
	[undefined, undefined, undefined],
])('VERSION %j', (version, goversion, expected) => {
	const release = readRelease(version, goversion);
	expect(release && `${release.name} ${release.minor}`).toBe(expected);
});

test('an experiment can be switched off and on', () => {
	const platform = {
		goos: 'ios',
		goarch: 'arm64',
		cgo: true,
		tags: ['goexperiment.noswissmap', 'goexperiment.simd', 'hot'],
	};
	const tags = contextTags({ name: 'go1.2', minor: 2 }, platform, ['swissmap', 'dwarf5']);
	expect([...tags].sort().join(' ')).toBe(
		'arm64 cgo darwin gc go1.1 go1.2 goexperiment.dwarf5 goexperiment.simd hot ios unix',
	);
});
