/** `//go:noescape`, where the target has it: the compiler's word about the callers, before and after. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryModule } from '../../support/go.ts';
import { gorootOf } from '../../support/downloads.ts';
import { apply, findingsIn, go } from './support.ts';

const release = '1.26.8';

const program = `package main

import "unsafe"

//go:linkname wipe runtime.memclrNoHeapPointers
func wipe(p unsafe.Pointer, n uintptr)

func main() {
	number := 1
	wipe(unsafe.Pointer(&number), unsafe.Sizeof(number))
	println(number)
}
`;

test.skipIf(gorootOf(release) === undefined)('a variable of the caller stays on the stack after the fix', async () => {
	const module = temporaryModule({ 'go.mod': 'module example.com/m\n\ngo 1.22\n', 'main.go': program, 'stub.s': '' });
	const said = () => go(module, release, 'build', '-gcflags=-m', '-o', join(module, 'program'), '.');
	expect(await said()).toMatchObject({ ok: true, output: expect.stringContaining('moved to heap: number') as string });
	const fixes = (await findingsIn(module, release)).flatMap((finding) => finding.fixes);
	const fix = fixes.find(({ title }) => title.startsWith('Add //go:noescape'));
	if (!fix) throw new Error('the fix is not offered');
	apply(fix);
	expect(await said()).toMatchObject({ ok: true, output: expect.not.stringContaining('moved to heap') as string });
	expect(await go(module, release, 'run', '.')).toEqual({ ok: true, output: '0\n' });
});
