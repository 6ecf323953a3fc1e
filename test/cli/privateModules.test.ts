/** Downloads are off: a module that go would fetch from its own host is missing, and no host is asked for it. */
import { chmodSync, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { goTest, temporaryModule } from '../support/go.ts';
import { type Cli, createCli } from './runCli.ts';

let cli: Cli;
beforeAll(async () => {
	cli = await createCli();
});
afterAll(() => cli.dispose());

const lib = 'git.corp.invalid/team/lib.git';

describe.skipIf(process.platform === 'win32')('a required module that is not on this machine', () => {
	goTest.each([
		{ GOPRIVATE: '*.corp.invalid' },
		{ GONOPROXY: '*.corp.invalid' },
		{ GOPRIVATE: '*', GOFLAGS: '-mod=mod' },
	])('%j', async (settings) => {
		const folder = temporaryModule({
			'go.mod': `module example.com/m\n\ngo 1.21\n\nrequire ${lib} v1.2.3\n`,
			'go.sum': `${lib} v1.2.3 h1:kunALQeHf1/185U1i0GOB/fy1IPRDDpuoOOqRReG57U=\n${lib} v1.2.3/go.mod h1:oPkhp1MJrh7nUepCBck5+mAzfO9JrbApNNgaTdGDITg=\n`,
			'main.go': `package main\n\nimport _ "${lib}"\n\nfunc main() {}\n`,
			'bin/git': `#!/bin/sh\necho "$@" >> "$ASKED"\nexit 1\n`,
		});
		chmodSync(join(folder, 'bin/git'), 0o755);
		const asked = join(folder, 'asked');
		const { code, stderr } = await cli.run(['escapes', '.'], {
			cwd: folder,
			env: {
				...process.env,
				...settings,
				PATH: `${join(folder, 'bin')}${delimiter}${process.env['PATH']}`,
				GOENV: 'off',
				GOMODCACHE: join(folder, 'modules'),
				ASKED: asked,
			},
		});
		expect(existsSync(asked), stderr).toBe(false);
		expect(code).toBe(2);
		expect(stderr).toContain('is not on this machine, and downloads are not allowed');
	});
});
