/** By which build the command line judges, where the Go is named and not asked. */
import { execFileSync } from 'node:child_process';
import { describe, expect } from 'vitest';
import { createToolchain } from '../../../server/src/toolchain/toolchain.ts';
import { findContext } from '../../../server/src/linkname/check/checkContext.ts';
import { goPath, goTest, temporaryModule } from '../../support/go.ts';

const nothing = { goroot: undefined, go: undefined, goos: undefined, goarch: undefined, tags: [] };
const deps = { toolchain: createToolchain(), releases: ['go1.18.10', 'go1.27.0'], treeProblem: async () => undefined };
const never = new AbortController().signal;

describe('the platform of a build', () => {
	goTest.each([
		['of this machine', {}, { CGO_ENABLED: '1' }],
		['of the environment', {}, { GOOS: 'windows', GOARCH: 'arm64' }],
		['that is named', { goos: 'plan9', goarch: 'amd64' }, {}],
		['that is named, with cgo', { goos: 'windows', goarch: 'amd64' }, { CGO_ENABLED: '1' }],
		['with cgo turned off', {}, { CGO_ENABLED: '0' }],
		['with tags', {}, { CGO_ENABLED: '1', GOFLAGS: '-trimpath -tags=a,b' }],
	])('%s', async (_, named, variables) => {
		// What is empty counts as not set.
		const environment = { ...process.env, GOOS: '', GOARCH: '', CGO_ENABLED: '', GOFLAGS: '', ...variables };
		const directory = temporaryModule({ 'go.mod': 'module m\n\ngo 1.21\n' });
		const request = { ...nothing, ...named, directory, path: '.', environment };
		const asked = { ...environment, ...('goos' in named && { GOOS: named.goos, GOARCH: named.goarch }) };
		const names = ['GOOS', 'GOARCH', 'CGO_ENABLED', 'GOROOT'];
		const options = { cwd: directory, env: asked, encoding: 'utf8' } as const;
		const [goos, goarch, cgo, goroot] = execFileSync(goPath ?? '', ['env', ...names], options)
			.trim()
			.split('\n');
		const expected = { goos, goarch, cgo: cgo === '1', tags: 'GOFLAGS' in variables ? ['a', 'b'] : [] };
		expect(await findContext({ ...request, goroot }, deps, never)).toMatchObject(expected);
	});

	goTest('with what GOEXPERIMENT and GOFIPS140 set, beside named tags too', async () => {
		const goroot = temporaryModule({
			VERSION: 'go1.26.8',
			'lib/fips140/certified.txt': 'v1.0.0-c2097c7c\n',
			'lib/fips140/v1.0.0-c2097c7c.zip': '',
		});
		const tagsWith = async (GOFIPS140: string) => {
			const environment = { ...process.env, GOFLAGS: '', GOEXPERIMENT: 'arenas', GOFIPS140 };
			return (
				await findContext({ ...nothing, tags: ['a'], goroot, directory: goroot, path: '.', environment }, deps, never)
			).tags;
		};
		expect(await tagsWith('certified')).toEqual(['a', 'goexperiment.arenas', 'fips140v1.0']);
		expect(await tagsWith('v1.0.0-c2097c7c')).toEqual(['a', 'goexperiment.arenas', 'fips140v1.0']);
		for (const none of ['off', 'latest', '', 'v9.9.9', '../x']) {
			expect(await tagsWith(none)).toEqual(['a', 'goexperiment.arenas']);
		}
	});

	goTest('that is named beside the Go of the module has no cgo', async () => {
		const directory = temporaryModule({ 'go.mod': 'module m\n\ngo 1.21\n' });
		const request = { ...nothing, goos: 'plan9', goarch: 'amd64', directory, path: '.', environment: process.env };
		const found = await findContext(request, deps, never);
		expect(found).toMatchObject({ goos: 'plan9', goarch: 'amd64', cgo: process.env['CGO_ENABLED'] === '1' });
	});
});
