import { expect, test } from 'vitest';
import { moduleOf, serverStopped, statusText, withProfile } from '../../client/src/statusText.ts';
import type { ModuleStatus } from '../../server/src/protocol/requests.ts';

const module = (change: Partial<ModuleStatus>): ModuleStatus => ({
	uri: 'file:///m',
	state: 'ready',
	go: 'go1.26.8',
	goSource: '/usr/local/go/bin/go, from PATH',
	detail: '',
	...change,
});

const source = '/usr/local/go/bin/go, from PATH';

test.each<[Partial<ModuleStatus>, string, string, string]>([
	[{}, 'Linkscape go1.26.8', source, 'information'],
	[{ detail: 'GOFLAGS has -gcflags' }, 'Linkscape go1.26.8', 'GOFLAGS has -gcflags', 'warning'],
	[{ state: 'analysing' }, 'Linkscape go1.26.8 …', 'analysing', 'information'],
	[{ state: 'analysing', go: '' }, 'Linkscape …', 'analysing', 'information'],
	[
		{ state: 'paused', detail: 'package does not compile: net.go:12' },
		'Linkscape go1.26.8: hints paused (package does not compile: net.go:12)',
		source,
		'warning',
	],
	[
		{ state: 'no-go', go: '', goSource: '', detail: 'go is not on PATH' },
		'Linkscape: no Go found, linkname checks only',
		'go is not on PATH',
		'warning',
	],
	[
		{ state: 'restricted', go: '' },
		'Linkscape: restricted mode',
		'linkname checks by parsing only, nothing is run',
		'information',
	],
])('%j', (change, text, detail, severity) => {
	expect(statusText(module(change))).toEqual({ text, detail, severity, busy: change.state === 'analysing' });
});

test('a profile that cannot be read is told', () => {
	const status = statusText(module({}));
	expect(withProfile(status, '')).toBe(status);
	expect(withProfile(status, 'There is no profile x.')).toEqual({
		...status,
		detail: `There is no profile x.; ${source}`,
		severity: 'warning',
	});
	expect(withProfile(serverStopped, 'There is no profile x.').severity).toBe('error');
});

test('the innermost module holds a file, and a name that only starts alike does not', () => {
	const modules = ['file:///w', 'file:///w/nested', 'file:///w/nest'].map((uri) => module({ uri }));
	expect(moduleOf('file:///w/nested/a.go', modules)?.uri).toBe('file:///w/nested');
	expect(moduleOf('file:///w/nestedness/a.go', modules)?.uri).toBe('file:///w');
	expect(moduleOf('file:///elsewhere/a.go', modules)).toBeUndefined();
});
