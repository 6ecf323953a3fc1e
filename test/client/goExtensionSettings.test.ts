import { homedir } from 'node:os';
import { expect, test } from 'vitest';
import { goExtensionSettings } from '../../client/src/goExtensionSettings.ts';

const settings = (values: Record<string, unknown>) => goExtensionSettings((key) => values[key], '/w');

test('what nobody set, or set to nothing, is left out', () => {
	expect(settings({})).toEqual({});
	expect(settings({ 'go.goroot': null, 'go.alternateTools': {}, 'go.buildFlags': [], 'go.buildTags': '' })).toEqual({});
});

test('variables are those of the Go extension', () => {
	process.env['LINKSCAPE_TEST'] = 'value';
	expect(
		settings({
			'go.goroot': '~/go',
			'go.alternateTools': { go: '${workspaceFolder}/bin/go' },
			'go.toolsEnvVars': { A: '${env:LINKSCAPE_TEST}', B: '${env:LINKSCAPE_UNSET}', C: 'a~b', D: 1, E: null },
			'go.buildTags': 'a,b',
			'go.buildFlags': ['-tags=x'],
		}),
	).toEqual({
		goroot: `${homedir()}/go`,
		alternateTools: { go: '/w/bin/go' },
		toolsEnvVars: { A: 'value', B: '', C: 'a~b', D: '1' },
		buildTags: 'a,b',
		buildFlags: ['-tags=x'],
	});
});

test.each([
	{ 'build.env': { A: '1' }, 'build.buildFlags': ['-x'], env: { A: 'old' } },
	{ build: { env: { A: '1' }, buildFlags: ['-x'] } },
	{ env: { A: '1' }, buildFlags: ['-x'] },
])('every spelling of the options of gopls is understood: %j', (gopls) => {
	expect(settings({ gopls })).toEqual({ goplsEnv: { A: '1' }, goplsBuildFlags: ['-x'] });
});

test('values of the wrong type are no values', () => {
	expect(settings({ 'go.goroot': 1, 'go.alternateTools': [], 'go.buildFlags': 'x', gopls: 'x' })).toEqual({});
});
