/** A few pulls through `go build` itself, in releases that no recorded truth covers. */
import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import * as files from '../../../server/src/toolchain/files.ts';
import { createGorootIndex } from '../../../server/src/world/goroot/gorootIndex.ts';
import { goPath, temporaryModule } from '../../support/go.ts';
import { gorootOf } from '../../support/downloads.ts';
import { long } from '../../support/long.ts';

// What differs from release to release: pushed, wrapped assembly, a builtin, a method that comes by embedding.
const symbols = ['runtime.nanotime', 'runtime.asmcgocall', 'runtime.newobject', 'bufio.(*ReadWriter).fill'];

const releases = long ? ['1.21.13', '1.23.12', '1.25.8', '1.27.0'] : ['1.21.13', '1.27.0'];

describe.each(releases)('Go %s', (release) => {
	const goroot = gorootOf(release);
	const platform = { goos: 'linux', goarch: 'amd64', cgo: false, tags: [] };
	const index = createGorootIndex({ goroot: goroot ?? '', ...platform, files, cacheDirectory: undefined });

	test.skipIf(goroot === undefined).each(symbols)('%s', async (symbol) => {
		expect((await index.judge({ symbol, as: 'func' })).state).toBe(build(release, symbol));
	});
});

function build(release: string, symbol: string): string {
	const directory = temporaryModule({
		'go.mod': 'module example.com/pull\n\ngo 1.18\n',
		'main.go': `package main

import (
	_ "bufio"
	_ "unsafe"
)

//go:linkname pull ${symbol}
func pull()

func main() { pull() }
`,
	});
	const env = { ...process.env, GOTOOLCHAIN: `go${release}`, GOOS: 'linux', GOARCH: 'amd64', CGO_ENABLED: '0' };
	const output = process.platform === 'win32' ? 'NUL' : '/dev/null';
	const { status, stderr } = spawnSync(goPath ?? '', ['build', '-o', output, '.'], {
		cwd: directory,
		env,
		encoding: 'utf8',
	});
	if (status === 0) return 'links';
	if (stderr.includes(`invalid reference to ${symbol}`)) return 'refused';
	return stderr.includes(`relocation target ${symbol} not defined`) ? 'undefined' : stderr;
}
