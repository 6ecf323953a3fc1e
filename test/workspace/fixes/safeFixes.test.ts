/** What is applied without asking: only what cannot change the program, until nothing of it is left. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { applySafeFixes } from '../../../server/src/workspace/modules/applyFixes.ts';
import { temporaryModule } from '../../support/go.ts';
import { gorootOf } from '../../support/goroots.ts';
import { findingsIn, go, unformatted } from './support.ts';

const main = `package main

import (
	"fmt"
	_ "unsafe"
)

//go:linkname compare runtime.cmpstring
func compare(a, b string) int

//go:linkname index internal/bytealg.IndexByteString
func index(string, byte) int

//go:linkname fastrand runtime.fastrand
func fastrand() uint32

func main() {
	_ = fastrand()
	fmt.Println(compare("a", "b"), index("abc", 'c'))
}
`;

test.skipIf(gorootOf('1.26.8') === undefined)('the safe ones, round after round, and no other', async () => {
	const module = temporaryModule({ 'go.mod': 'module example.com/m\n\ngo 1.22\n', 'main.go': main });
	const path = join(module, 'main.go');
	for (let round = 0; round < 5; round++) {
		const findings = await findingsIn(module, '1.26.8');
		const { fixed, failed } = await applySafeFixes(findings, new Map([[path, readFileSync(path, 'utf8')]]));
		expect(failed).toEqual([]);
		if (fixed === 0) break;
	}
	const text = readFileSync(path, 'utf8');
	expect(text).toContain('strings.Compare(a, b)');
	expect(text).toContain('strings.IndexByte(s, c)');
	expect(text).toContain('//go:linkname fastrand runtime.fastrand');
	expect(unformatted(module)).toEqual([]);
	for (const release of ['1.22.12', '1.26.8', '1.27.0']) {
		expect(await go(module, release, 'run', '.')).toEqual({ ok: true, output: '-1 2\n' });
	}
});
