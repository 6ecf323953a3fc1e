/** The directive rules beside real compilers: the same packages, the same lines, release by release. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Finding } from '../../../server/src/analysis/finding.ts';
import { writeFiles } from '../../support/go.ts';
import { gorootOf } from '../../support/downloads.ts';
import { readFixture } from '../../support/markers.ts';
import { asCompilerSays, ruleOfMessage } from './compilerWords.ts';
import { type DirectiveFixture, directiveFixtures } from './directiveFixtures.ts';
import { findingsOf, nameOf } from './view.ts';

const releases = ['1.21.13', '1.22.12', '1.23.12', '1.24.12', '1.25.8', '1.26.8', '1.27.0'];

const cases = Object.entries(directiveFixtures)
	.filter(([, fixture]) => fixture.pureOnly === undefined)
	.map(([title, fixture], at) => ({ title, fixture, folder: `f${at}` }));

let root = '';
beforeAll(() => {
	root = mkdtempSync(join(tmpdir(), 'linkscape-compiler-'));
	for (const { fixture, folder } of cases) {
		const foreign = fixture.foreign === undefined ? {} : { [fixture.foreign]: '' };
		const files = { ...readFixture(fixture.source).files, ...foreign };
		const place = join(root, moduleOf(fixture), folder);
		writeFiles(place, files);
		writeFiles(join(root, moduleOf(fixture)), {
			'go.mod': `module example.com/fixtures\n\ngo ${fixture.goVersion ?? '1.21'}\n`,
		});
	}
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

function moduleOf({ goVersion, goarch }: DirectiveFixture): string {
	return `${goarch ?? 'plain'}-go${goVersion ?? '1.21'}`;
}

for (const release of releases) {
	const minor = Number(release.split('.')[1]);
	const goroot = gorootOf(release);
	describe.skipIf(goroot === undefined)(`go${release}`, () => {
		let said: ReadonlyMap<string, readonly string[]>;
		beforeAll(() => {
			said = new Map(
				[...new Set(cases.map(({ fixture }) => moduleOf(fixture)))].flatMap((module) => compile(module, goroot ?? '')),
			);
		});
		const applicable = cases.filter(({ fixture }) => (fixture.since ?? 0) <= minor && minor <= (fixture.until ?? 99));
		test.each(applicable)('$title', ({ fixture, folder }) => {
			const { source, goVersion, goarch, foreign } = fixture;
			const read = readFixture(source);
			const findings = findingsOf(read, {
				goVersion: goVersion ?? '1.21',
				toolchain: `go${release}`,
				goarch,
				hasForeignSources: foreign !== undefined,
			});
			const ours = findings.flatMap((finding) => spell(finding, read.files));
			expect([...new Set([...ours, ...(fixture.follows ?? [])])].sort()).toEqual(said.get(folder) ?? []);
		});
	});
}

/** File, line and rule, for findings that repeat what the compiler says. */
function spell(finding: Finding, files: Readonly<Record<string, string>>): string[] {
	const name = nameOf(finding.file);
	const said = asCompilerSays(finding, files[name] ?? '');
	return said === undefined ? [] : [`${name}:${said}`];
}

/** Folder → `a.go:4 rule` for each error of the compiler; its own words where no rule speaks for it. */
function compile(module: string, goroot: string): [string, readonly string[]][] {
	const env = {
		...process.env,
		GOROOT: goroot,
		GOTOOLCHAIN: 'local',
		GOFLAGS: '-buildvcs=false',
		...(module.startsWith('wasm') ? { GOOS: 'js', GOARCH: 'wasm' } : { GOOS: 'linux', GOARCH: 'amd64' }),
	};
	const args = ['build', '-gcflags=-e', './...'];
	const { stderr } = spawnSync(join(goroot, 'bin/go'), args, { cwd: join(root, module), env, encoding: 'utf8' });
	const errors = new Map<string, Set<string>>();
	for (const line of stderr.split('\n')) {
		const [, folder = '', file = '', number = '', message = ''] =
			/^(?:\.\/)?(\w+)\/(\S+?):(\d+):\d+: (.*)$/.exec(line) ?? [];
		if (folder === '') continue;
		const list = errors.get(folder) ?? new Set();
		errors.set(folder, list.add(`${file}:${number} ${ruleOfMessage(message) ?? message}`));
	}
	return [...errors].map(([folder, list]) => [folder, [...list].sort()]);
}
