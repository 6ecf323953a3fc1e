#!/usr/bin/env node
// Records what the compilers of several Go versions say about the fixtures of the escape analysis.
//   node scripts/record-escape-output.mjs [goX.Y.Z …]
// Writes test/fixtures/escape/goX.Y/NAME.txt for each test/fixtures/escape/NAME.go. Needs the go command; toolchains that are not
// installed are downloaded by it.
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const fixtures = join(dirname(fileURLToPath(import.meta.url)), '../test/fixtures/escape');
const versions = process.argv.slice(2);
if (versions.length === 0) {
	versions.push('go1.21.13', 'go1.22.12', 'go1.23.12', 'go1.24.12', 'go1.25.8', 'go1.26.8', 'go1.27.0');
}

for (const version of versions) {
	const minor = /^go1\.\d+/.exec(version)[0];
	mkdirSync(join(fixtures, minor), { recursive: true });
	for (const file of readdirSync(fixtures).filter((name) => name.endsWith('.go'))) {
		const output = compile(version, minor, join(fixtures, file));
		writeFileSync(join(fixtures, minor, file.replace(/\.go$/, '.txt')), output);
		console.log(`${version} ${file}: ${output.split('\n').length} lines`);
	}
}

function compile(version, minor, fixture) {
	const folder = mkdtempSync(join(tmpdir(), 'fixture-'));
	try {
		copyFileSync(fixture, join(folder, 'fixture.go'));
		writeFileSync(join(folder, 'go.mod'), `module example.com/fixture\n\n${minor.replace('go', 'go ')}\n`);
		const env = { ...process.env, GOTOOLCHAIN: version, GOFLAGS: '-buildvcs=false', GOWORK: 'off' };
		// The hints stand on stderr; a shell joins the streams of one run in order.
		return execFileSync('sh', ['-c', 'go list -export -trimpath=false -gcflags=-m=2 . 2>&1 >/dev/null'], {
			cwd: folder,
			env,
			encoding: 'utf8',
			maxBuffer: 1 << 28,
		});
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}
