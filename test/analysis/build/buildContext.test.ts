import { expect, test } from 'vitest';
import { readFileFacts } from '../../../server/src/analysis/linkname/fileFacts.ts';
import { scanGoFile } from '../../../server/src/analysis/source/scanGoFile.ts';
import { nearestBuild } from '../../../server/src/analysis/build/buildContext.ts';

const linux = { minor: 26, goos: 'linux', goarch: 'amd64', cgo: true, tags: [] };
const minors = [27, 25, 24, 23, 22, 21];

/** File name and head of a file → what sets the build apart in which it is judged; `none`: no build takes it. */
const cases: readonly (readonly [name: string, head: string, difference: string])[] = [
	['a.go', '', ''],
	['a_linux.go', '', ''],
	['a_windows.go', '', 'GOOS=windows'],
	['a_arm64.go', '', 'GOARCH=arm64'],
	['a_darwin_arm64.go', '', 'GOOS=darwin GOARCH=arm64'],
	['a_js_wasm.go', '', 'GOOS=js GOARCH=wasm'],
	['a_test.go', '', ''],
	['a.go', '//go:build unix && !android', ''],
	['a.go', '//go:build windows || darwin', 'GOOS=darwin'],
	['a.go', '//go:build !linux', 'GOOS=darwin'],
	['a.go', '//go:build hot', '-tags=hot'],
	['a.go', '//go:build hot && windows', 'GOOS=windows -tags=hot'],
	['a.go', '//go:build race', '-race'],
	['a.go', '//go:build race && hot', '-race -tags=hot'],
	['a.go', '//go:build goexperiment.arenas', 'GOEXPERIMENT=arenas'],
	['a.go', '//go:build !cgo', 'CGO_ENABLED=0'],
	['a.go', '//go:build go1.21', ''],
	['a.go', '//go:build !go1.22', 'go1.21'],
	['a.go', '//go:build go1.22 && !go1.24', 'go1.23'],
	['a.go', '//go:build go1.27', 'go1.27'],
	['a.go', '//go:build ignore', ''],
	['a.go', '//go:build tinygo', 'none'],
	['a.go', '//go:build linux && !linux', 'none'],
	['a.go', '//go:build (((', 'none'],
];

test.each(cases)('%s %s', (name, head, difference) => {
	const file = scanGoFile(`${head}\n\npackage p\n`);
	const facts = readFileFacts({ path: `/p/${name}`, file });
	expect(nearestBuild(facts, linux, minors)?.difference ?? 'none').toBe(difference);
});
