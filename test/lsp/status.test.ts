/** What the status says, and which buttons it has: the table is that of what a user can do about it. */
import { expect, test } from 'vitest';
import { toModuleStatus } from '../../server/src/lsp/features/status.ts';
import { type CompileError, compileFailure } from '../../server/src/escape/runs/compileError.ts';
import type { Obstacle } from '../../server/src/escape/moduleStates.ts';

const broken = (error: CompileError): Obstacle => ({ kind: 'broken', failure: compileFailure(error, '/m') });
const noGo = (reason: 'restricted' | 'missing' | 'too-old' | 'newer-wanted' | 'unusable', version = ''): Obstacle => {
	return { kind: 'no-go', reason, version };
};

test.each<[Obstacle | undefined, string, string, readonly string[]]>([
	[undefined, '', '', []],
	[noGo('missing'), 'go-missing', 'no Go found', ['Choose Go…']],
	[noGo('too-old', 'go1.20.14'), 'go-too-old', 'go1.20.14 is too old (needs 1.21)', ['Choose Go…']],
	[
		noGo('newer-wanted', 'go1.24.1'),
		'go-too-old',
		'go1.24.1 is older than go.mod asks',
		['Allow Downloads', 'Choose Go…'],
	],
	[noGo('unusable'), 'go-unusable', 'Go cannot be run', ['Choose Go…']],
	[noGo('restricted'), 'restricted', 'restricted mode', ['Manage Workspace Trust']],
	[
		broken({ file: '/m/lib/a.go', line: 5, message: 'undefined: x' }),
		'source',
		'does not compile (a.go:5)',
		['Open lib/a.go:5'],
	],
	[
		broken({ file: '/m/go.mod', line: 3, message: 'unknown directive: foo' }),
		'module-file',
		'go.mod is broken',
		['Open go.mod:3'],
	],
	[
		broken({ file: '/m/a.go', line: 3, message: 'no required module provides package example.com/x' }),
		'missing-requirement',
		'a package is in no module of go.mod',
		['Copy “go get example.com/x”', 'Open a.go:3'],
	],
	[
		broken({ file: undefined, line: 0, message: 'p@v1 is not on this machine, and downloads are not allowed' }),
		'missing-module',
		'a module is not downloaded',
		['Allow Downloads'],
	],
])('%j', (obstacle, cause, summary, titles) => {
	const state = obstacle === undefined ? 'ready' : obstacle.kind === 'broken' ? 'paused' : 'no-go';
	const status = toModuleStatus({ directory: '/m', state, go: '', goSource: '', detail: '', obstacle });
	expect(status).toMatchObject({ cause, summary });
	expect(status.actions.map(({ title }) => title)).toEqual(titles);
});

test('a button opens the place of the error', () => {
	const obstacle = broken({ file: '/m/lib/a.go', line: 5, message: 'undefined: x' });
	const status = toModuleStatus({ directory: '/m', state: 'paused', go: '', goSource: '', detail: '', obstacle });
	expect(status.actions[0]).toMatchObject({ command: 'linkscape.open', arguments: ['file:///m/lib/a.go#L5'] });
});
