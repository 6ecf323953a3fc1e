/** The programs of cmd/link's own test of linknames, with the answers that stand in that test, for each Go that has it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { describe, expect, test } from 'vitest';
import { bundledTargets } from '../../../server/src/bundledTargets.ts';
import { checkTree } from '../../../server/src/linkname/check/checkTree.ts';
import { checkTreeTargets } from '../../../server/src/linkname/standard/checkTreeTargets.ts';
import { gorootOf } from '../../support/downloads.ts';
import { temporaryModule } from '../../support/go.ts';

const targets = bundledTargets({});
const never = new AbortController().signal;

describe.each(['1.23.12', '1.24.12', '1.25.8', '1.26.8', '1.27.0'])('go%s', (release) => {
	const goroot = gorootOf(release);
	test.skipIf(goroot === undefined)('cmd/link/testdata/linkname', async () => {
		const cmdLink = join(goroot ?? '', 'src/cmd/link');
		const answers = answersOf(readFileSync(join(cmdLink, 'link_test.go'), 'utf8'));
		const module = moduleOf(join(cmdLink, 'testdata/linkname'));
		const context = { go: `go${release}`, goroot, goos: 'linux', goarch: 'amd64', cgo: false, tags: [] };
		const request = { paths: [module], directory: module, toolchain: context.go };
		const { findings } = await checkTree(request, checkTreeTargets(context, {}, targets, never), never);

		const errors = findings.filter(({ severity }) => severity === 'error');
		const refused = new Set(errors.map(({ file }) => relative(module, file).split(sep)[0] ?? ''));
		const wanted = [...answers].filter(([, links]) => !links).map(([name]) => name);
		expect([...refused].sort()).toEqual(wanted.sort());
		expect(answers.size).toBeGreaterThan(wanted.length);
	});
});

/** `{"coro.go", false},` in the table of TestCheckLinkname; on amd64 functions are called with registers. */
function answersOf(linkTest: string): Map<string, boolean> {
	const table = /func TestCheckLinkname\([^]*?\n\}\n/.exec(linkTest)?.[0] ?? '';
	const lines = table.matchAll(/\{"([\w.]+)", (true|false|!buildcfg\.Experiment\.RegabiWrappers)\},/g);
	return new Map([...lines].map(([, name = '', links]) => [name.replace('.go', ''), links === 'true']));
}

/** A module with a directory for each program. */
function moduleOf(programs: string): string {
	const files: Record<string, string> = { 'go.mod': 'module example.com/m\n\ngo 1.23\n' };
	for (const entry of readdirSync(programs, { recursive: true, withFileTypes: true })) {
		if (!entry.isFile()) continue;
		const path = join(entry.parentPath, entry.name);
		const name = relative(programs, path).split(sep).join('/');
		const text = readFileSync(path, 'utf8').replaceAll('cmd/link/testdata/linkname', 'example.com/m');
		files[name.includes('/') ? name : `${name.replace('.go', '')}/${name}`] = text;
	}
	return temporaryModule(files);
}
