/**
 * What Linkscape says about targets against what four Go releases do with the same module: a rule that says the build breaks
 * stands for a build that broke, and silence for one that did not. `LONG=1` builds with every release.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import type { Finding } from '../../../server/src/analysis/finding.ts';
import { bundledTargets } from '../../../server/src/bundledTargets.ts';
import { checkTree } from '../../../server/src/linkname/check/checkTree.ts';
import { checkTreeTargets } from '../../../server/src/linkname/standard/checkTreeTargets.ts';
import { goPath, temporaryModule } from '../../support/go.ts';
import { gorootOf } from '../../support/downloads.ts';
import { long } from '../../support/long.ts';
import { modules } from './targetFixtures.ts';

const releases = ['1.22.12', '1.24.12', '1.26.8', '1.27.0'];
const goroots = new Map(releases.map((release) => [release, gorootOf(release)]));
const targets = bundledTargets({});
const never = new AbortController().signal;

/** With these the go command, or the linker, ends with an error. */
const breaking = new Set(['linkname-undefined', 'linkname-refused', 'linkname-redefined']);

for (const [title, { files, expected, unchecked, needsTree }] of Object.entries(modules)) {
	test.skipIf([...goroots.values()].includes(undefined))(title, async () => {
		// Of neighbours with the same verdict, the newest release builds the module for all.
		const wanted = releases.map((_, at) => expected[at] ?? expected[0]);
		const building = releases.filter((_, at) => long || wanted[at] !== wanted[at + 1]);
		const module = temporaryModule({ 'go.mod': 'module example.com/m\n\ngo 1.22\n', ...files });
		const said: Record<string, string> = {};
		const built: Record<string, boolean> = {};
		await Promise.all(
			releases.map(async (release) => {
				const goroot = goroots.get(release);
				const context = { go: `go${release}`, goroot, goos: 'linux', goarch: 'amd64', cgo: false, tags: [] };
				const check = checkTreeTargets(context, {}, targets, never);
				const request = { paths: [module], directory: module, toolchain: context.go };
				const { findings } = await checkTree(request, check, never);
				said[release] = loudRules(findings).join(' ');
				// Without the tree, the bundled table says less, and nothing else.
				const recorded = checkTreeTargets({ ...context, goroot: undefined }, {}, targets, never);
				const fromTable = loudRules((await checkTree(request, recorded, never)).findings);
				if (!needsTree) expect(said[release].split(' ')).toEqual(expect.arrayContaining(fromTable));
				if (building.includes(release)) built[release] = await builds(module, release, unchecked);
			}),
		);
		expect(said).toEqual(Object.fromEntries(releases.map((release, at) => [release, wanted[at]])));
		const promised = building.map((release) => {
			return [release, !said[release]?.split(' ').some((rule) => breaking.has(rule))];
		});
		expect(built).toEqual(Object.fromEntries(promised));
	});
}

function loudRules(findings: readonly Finding[]): string[] {
	return findings.filter(({ severity }) => severity === 'error' || severity === 'warning').map(({ rule }) => rule);
}

/** True when `go build` makes a program of the module. */
async function builds(module: string, release: string, unchecked = false): Promise<boolean> {
	// Go 1.22 checks nothing and has no such flag.
	// Without what only debuggers read, which takes a third of the time of a link.
	const ldflags = unchecked && release !== '1.22.12' ? '-s -checklinkname=0' : '-s';
	const env = { ...process.env, GOTOOLCHAIN: `go${release}`, CGO_ENABLED: '0', GOFLAGS: '-buildvcs=false' };
	const run = promisify(execFile)(goPath ?? '', ['build', `-ldflags=${ldflags}`, '-o', '/dev/null', '.'], {
		cwd: module,
		env,
	});
	return run.then(
		() => true,
		() => false,
	);
}
