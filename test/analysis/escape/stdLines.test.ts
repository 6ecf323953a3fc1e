import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { parseBuildOutput } from '../../../server/src/analysis/escape/parseBuildOutput.ts';
import { gorootOf } from '../../support/downloads.ts';
import { long } from '../../support/long.ts';
import { whyNoPublished } from '../../support/compiledPackage.ts';

const run = promisify(execFile);
/** The oldest, the newest and one between them print every form of a line; `LONG=1` asks all. */
const all = ['go1.21.13', 'go1.22.12', 'go1.23.12', 'go1.24.12', 'go1.25.8', 'go1.26.8', 'go1.27.0'];
const versions = long ? all : ['go1.21.13', 'go1.26.8', 'go1.27.0'];
/** Generics, closures, range-over-func, reflection, big functions, interfaces: all kinds of messages. */
const sample = [
	'encoding/json',
	'reflect',
	'slices',
	'sync/atomic',
	'testing',
	'text/template',
	'net/url',
	'go/printer',
];

const missing = whyNoPublished();
if (missing !== undefined) {
	if (process.env['CI'] === 'true') throw new Error(`Toolchains are needed: ${missing}`);
	console.log(`Skipped: the compilers of other Go versions (${missing})`);
}

describe.skipIf(missing !== undefined)('no line of the standard library is unknown', () => {
	test.each(versions)('%s', { timeout: 300_000 }, async (version) => {
		gorootOf(version.slice(2));
		const { stderr } = await run('go', ['list', '-export', '-gcflags=-m=2', ...sample], {
			cwd: tmpdir(),
			env: { ...process.env, GOTOOLCHAIN: version, GOWORK: 'off' },
			maxBuffer: 1 << 28,
		});
		const report = parseBuildOutput(stderr);
		expect(report.sites.length).toBeGreaterThan(1000);
		expect(report.unknown).toEqual([]);
	});
});
