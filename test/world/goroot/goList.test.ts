/** Which files a context builds, and what imports bring in: our reading of a Go tree beside `go list`. */
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { describe, expect, test } from 'vitest';
import * as files from '../../../server/src/toolchain/files.ts';
import { createGorootIndex } from '../../../server/src/world/goroot/gorootIndex.ts';
import { goPath } from '../../support/go.ts';
import { gorootOf } from '../../support/downloads.ts';

const contexts = [
	{ release: '1.21.13', goos: 'windows', goarch: '386', cgo: false },
	{ release: '1.26.8', goos: 'linux', goarch: 'amd64', cgo: true },
	{ release: '1.27.0', goos: 'darwin', goarch: 'arm64', cgo: false },
	{ release: '1.27.0', goos: 'js', goarch: 'wasm', cgo: false },
];

describe.each(contexts)('Go $release on $goos/$goarch, cgo $cgo', ({ release, goos, goarch, cgo }) => {
	const goroot = gorootOf(release);

	test.skipIf(goroot === undefined)('same files, same packages, same dependencies', async () => {
		const index = createGorootIndex({
			goroot: goroot ?? '',
			goos,
			goarch,
			cgo,
			tags: [],
			files,
			cacheDirectory: undefined,
		});
		const listed = listStd(release, goos, goarch, cgo);
		expect(listed.length).toBeGreaterThan(250);
		const differences: string[] = [];
		for (const { importPath, names, dependencies } of listed) {
			const ours = ((await index.packageFacts(importPath))?.files ?? []).toSorted().join(' ');
			if (ours !== names) differences.push(`${importPath}: ${names}; ours: ${ours}`);
			const closure = await index.closure([importPath]);
			for (const one of dependencies) if (!closure.has(one)) differences.push(`${importPath} needs ${one}`);
		}
		expect(differences).toEqual([]);
		const known = new Set(listed.map(({ importPath }) => importPath));
		expect((await index.packages()).filter((importPath) => !known.has(importPath))).toEqual(['unsafe']);
	});
});

function listStd(release: string, goos: string, goarch: string, cgo: boolean) {
	const env = { ...process.env, GOTOOLCHAIN: `go${release}`, GOOS: goos, GOARCH: goarch, CGO_ENABLED: cgo ? '1' : '0' };
	const format = '{{.ImportPath}}|{{join .GoFiles " "}} {{join .CgoFiles " "}} {{join .SFiles " "}}|{{join .Deps " "}}';
	const output = execFileSync(goPath ?? '', ['list', '-e', '-f', format, 'std'], {
		cwd: tmpdir(),
		env,
		encoding: 'utf8',
	});
	return output
		.trim()
		.split('\n')
		.map((line) => {
			const [importPath = '', names = '', dependencies = ''] = line.split('|');
			return {
				importPath,
				// The C compiler's assembly (`.S`) defines nothing that Go can name.
				names: names
					.split(/\s+/)
					.filter((name) => name !== '' && !name.endsWith('.S'))
					.sort()
					.join(' '),
				dependencies: dependencies.split(' ').filter((one) => one !== '' && one !== 'unsafe'),
			};
		})
		.filter(({ importPath }) => importPath !== 'unsafe' && importPath !== 'builtin');
}
