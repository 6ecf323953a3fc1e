/** The variables of `go env -w`, as the go command itself reads them. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { goEnvironment } from '../../../server/src/world/go/goEnvFile.ts';
import { goPath, goTest, temporaryModule } from '../../support/go.ts';

const kept = `GOFLAGS=-mod=mod -tags=a,b
# GOWORK=off
GOWORK=/elsewhere/go.work
NOT=ours
GOMODCACHE=/first
GOMODCACHE=/cache
`;

goTest('fill what the environment leaves empty, as go env says', async () => {
	const GOENV = join(temporaryModule({ env: kept }), 'env');
	const environment = { ...process.env, GOENV, GOMODCACHE: '', GOFLAGS: '', GOWORK: 'off' };
	const names = ['GOFLAGS', 'GOMODCACHE', 'GOWORK'];
	const found = await goEnvironment(environment);
	expect(names.map((name) => found[name])).toEqual(['-mod=mod -tags=a,b', '/cache', 'off']);
	const said = execFileSync(goPath ?? '', ['env', ...names], { env: environment, encoding: 'utf8' });
	expect(said.trim().split('\n')).toEqual(names.map((name) => found[name]));
	expect(found['NOT']).toBeUndefined();
});

test.each([
	['a file that is not there', '/nonexistent/env'],
	['no file', 'off'],
])('are none with %s', async (_, GOENV) => {
	expect(await goEnvironment({ GOENV })).toEqual({ GOENV });
});

test.skipIf(process.platform === 'win32')('lie in the directory for settings', async () => {
	const root = temporaryModule({
		'config/go/env': 'GOWORK=off\n',
		'.config/go/env': 'GOWORK=off\n',
		'Library/Application Support/go/env': 'GOWORK=off\n',
	});
	expect((await goEnvironment({ HOME: root }))['GOWORK']).toBe('off');
	const named = await goEnvironment({
		HOME: process.platform === 'darwin' ? root : '',
		XDG_CONFIG_HOME: `${root}/config`,
	});
	expect(named['GOWORK']).toBe('off');
});

goTest('are none where the directory for settings is a relative path, as go env says', async () => {
	const root = temporaryModule({ 'config/go/env': 'GOWORK=off\nGOFLAGS=-mod=mod\n' });
	const before = process.cwd();
	process.chdir(root);
	try {
		const environment = { PATH: process.env['PATH'], GOCACHE: root, XDG_CONFIG_HOME: 'config', HOME: root };
		const said = execFileSync(goPath ?? '', ['env', 'GOFLAGS'], { cwd: root, env: environment, encoding: 'utf8' });
		const found = process.platform === 'linux' ? await goEnvironment(environment) : {};
		expect([found['GOFLAGS'] ?? '', found['GOWORK']]).toEqual([said.trim(), undefined]);
	} finally {
		process.chdir(before);
	}
});
