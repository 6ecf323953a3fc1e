import { expect, test } from 'vitest';
import { moduleOf, serverStopped, statusText, withoutAddresses, withProfile } from '../../client/src/statusText.ts';
import type { ModuleStatus } from '../../server/src/protocol/requests.ts';

const module = (change: Partial<ModuleStatus>): ModuleStatus => ({
	uri: 'file:///m',
	state: 'ready',
	go: 'go1.26.8',
	goSource: '/usr/local/go/bin/go, from PATH',
	detail: '',
	summary: '',
	cause: '',
	actions: [],
	...change,
});

const source = '/usr/local/go/bin/go, from PATH';

const chooseGo = { title: 'Choose Go…', command: 'linkscape.chooseGo', arguments: [] };
const long = 'main.go:3: no required module provides package example.com/some/where/very/far/away/v2';

// Text and detail stand in one line with the link to the menu, which must not leave the window.
test.each<[Partial<ModuleStatus>, string, string, string, string]>([
	[{}, 'Linkscape go1.26.8', source, 'information', 'check'],
	[
		{ goSource: `/home/somebody/sdk/with/a/long/path/go1.26.8${source}` },
		'Linkscape go1.26.8',
		'…ath/go1.26.8/usr/local/go/bin/go, from PATH',
		'information',
		'check',
	],
	[{ detail: 'GOFLAGS has -gcflags' }, 'Linkscape go1.26.8', 'GOFLAGS has -gcflags', 'warning', 'warning'],
	[{ state: 'analysing' }, 'Linkscape go1.26.8 …', 'analysing', 'information', 'sync~spin'],
	[{ state: 'analysing', go: '' }, 'Linkscape …', 'analysing', 'information', 'sync~spin'],
	[
		{
			state: 'paused',
			detail: 'package does not compile: lib/net.go:12',
			summary: 'does not compile (net.go:12)',
			cause: 'source',
		},
		'Linkscape: does not compile (net.go:12)',
		'hints paused',
		'warning',
		'debug-pause',
	],
	[
		{ state: 'paused', detail: long, summary: 'a package is in no module of go.mod', cause: 'missing-requirement' },
		'Linkscape: a package is in no module of go.mod',
		'hints paused',
		'warning',
		'debug-pause',
	],
	[
		{ state: 'paused', summary: 'escape hints are off', cause: 'off' },
		'Linkscape: escape hints are off',
		source,
		'information',
		'debug-pause',
	],
	[
		{
			state: 'no-go',
			go: 'go1.20.14',
			detail: long,
			summary: 'go1.20.14 is too old (needs 1.21)',
			cause: 'go-too-old',
			actions: [chooseGo],
		},
		'Linkscape: go1.20.14 is too old (needs 1.21)',
		'linkname checks only',
		'warning',
		'warning',
	],
	[
		{ state: 'restricted', go: '', summary: 'restricted mode', cause: 'restricted' },
		'Linkscape: restricted mode',
		'nothing is run',
		'information',
		'shield',
	],
])('%j', (change, text, detail, severity, icon) => {
	const status = statusText(module(change));
	expect(status).toMatchObject({ text, detail, severity, icon, busy: change.state === 'analysing' });
	expect(`${text} ${detail}`.length).toBeLessThan(90);
	expect(status.actions).toEqual(change.actions ?? []);
	if (change.detail) expect(status.details).toContain(change.detail);
});

test('a profile that cannot be read is told', () => {
	const status = statusText(module({}));
	expect(withProfile(status, '')).toBe(status);
	expect(withProfile(status, 'There is no profile x.')).toEqual({
		...status,
		detail: 'the profile cannot be read',
		details: ['There is no profile x.', source],
		severity: 'warning',
		icon: 'warning',
	});
	expect(withProfile(serverStopped, 'There is no profile x.').severity).toBe('error');
});

test('the innermost module holds a file, and a name that only starts alike does not', () => {
	const modules = ['file:///w', 'file:///w/nested', 'file:///w/nest'].map((uri) => module({ uri }));
	expect(moduleOf('file:///w/nested/a.go', modules)?.uri).toBe('file:///w/nested');
	expect(moduleOf('file:///w/nestedness/a.go', modules)?.uri).toBe('file:///w');
	expect(moduleOf('file:///elsewhere/a.go', modules)).toBeUndefined();
});

test.each([
	['go: https://example.com/@v/list: 404', ['go: https', '\\:', '//example.com/', '\\@', 'v/list: 404']],
	['see WWW.example.com', ['see WWW', '\\.', 'example.com']],
	['a.go:3: undefined: x', ['a.go:3: undefined: x']],
])('%j has no address to make a link of', (text, parts) => {
	const written = withoutAddresses(text).map(({ part, escaped }) => (escaped ? `\\${part}` : part));
	expect(written).toEqual(parts);
	expect(written.join('').replaceAll('\\', '')).toBe(text);
});
