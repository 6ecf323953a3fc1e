/** Fixes of escape hints: what is compiled for them, when, and what is kept of it. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Fix } from '../../server/src/analysis/finding.ts';
import { applyEdits } from '../../server/src/analysis/text/textEdit.ts';
import { noToolchain } from '../../server/src/toolchain/toolchain.ts';
import { createExplain } from '../../server/src/escape/hints/outputReader.ts';
import { createChanges } from '../../server/src/world/answers/changes.ts';
import { createProvenFixes } from '../../server/src/escape/provenFixes.ts';
import { type BenchOptions, createBench } from '../support/escapes.ts';
import { goTest, temporaryModule } from '../support/go.ts';
import { goParser } from '../support/goParser.ts';

const goMod = 'module example.com/m\n\ngo 1.22\n';
const squares = `package m

func Squares(xs []int) []int {
	out := []int{}
	for _, x := range xs {
		out = append(out, square(x))
	}
	return out
}
`;
const square = 'package m\n\nfunc square(x int) int { return x * x }\n';
const name =
	'package m\n\nimport (\n\t"fmt"\n\t"io"\n)\n\nfunc Name(r *io.LimitedReader) string { return fmt.Sprintf("%d", r.N) }\n';
const handedOver = `package m

var Kept *int

var ch = make(chan int)

func Next() int {
	x := 1
	go func() { x++; ch <- x }()
	return <-ch
}
`;

/** A module with one open file, its hints known. */
async function opened(text: string, more: Record<string, string> = {}, options: BenchOptions = {}) {
	const root = temporaryModule({ 'go.mod': goMod, 'a.go': text, ...more });
	const path = join(root, 'a.go');
	const bench = createBench({ explain: createExplain(goParser), ...options });
	const texts = new Map([[path, text]]);
	const changes = createChanges();
	const fixes = createProvenFixes({
		changes,
		modules: bench.modules,
		explain: createExplain(goParser),
		tables: createExplain(goParser).tables,
		texts: () => new Map(texts),
		escapes: (file) => bench.analysis.escapes(file),
		planOf: (file) => bench.analysis.planOf(file),
	});
	bench.analysis.opened(path, text);
	await bench.analysis.settled();
	bench.started.length = 0;
	const ask = (mayRun = true, signal = new AbortController().signal): Promise<readonly Fix[]> =>
		fixes.of({ path, hints: bench.analysis.escapes(path).hints, mayRun }, signal);
	const edit = async (to: string) => {
		texts.set(path, to);
		bench.analysis.changed(path, to);
		await bench.analysis.settled();
		bench.started.length = 0;
	};
	return { ...bench, path, fixes, changes, ask, edit };
}

goTest('one run of the compiler alone proves a fix, and is not repeated for the same text', async () => {
	const { ask, started, path } = await opened(squares, { 'b.go': square });
	expect(await ask(false)).toEqual([]);
	expect(started).toEqual([]);
	const [fix, ...others] = await ask();
	expect(others).toEqual([]);
	expect(fix).toMatchObject({ safety: 'choice', edits: [{ kind: 'change', file: path }] });
	expect(started).toEqual(['compile']);
	expect(await ask(false)).toEqual([fix]);
	expect(started).toEqual(['compile']);
});

goTest('an unsaved text is what the fix is for, and another text is asked again', async () => {
	const { ask, edit, started } = await opened(squares, { 'b.go': square });
	await ask();
	const unsaved = squares.replace('func Squares', '// Squares squares.\nfunc Squares');
	await edit(unsaved);
	expect(await ask(false)).toEqual([]);
	const [fix] = await ask();
	expect(started).toEqual(['compile']);
	const [change] = fix?.edits ?? [];
	expect(change?.kind === 'change' && applyEdits(unsaved, change.edits)).toBe(
		unsaved.replace('out := []int{}', 'out := make([]int, 0, len(xs))'),
	);
});

goTest.each(['files', 'build'] as const)('when its %s change, a fix is proven again', async (cause) => {
	const { ask, changes, started } = await opened(squares, { 'b.go': square });
	await ask();
	if (cause === 'files') changes.filesChanged(['/elsewhere/callee.go']);
	else changes.buildChanged();
	expect(await ask(false)).toEqual([]);
	expect((await ask()).length).toBe(1);
	expect(started).toEqual(['compile', 'compile']);
});

goTest('what another file declares counts once it is known to have changed', async () => {
	const { fixes, analysis, path, changes } = await opened(squares, { 'b.go': square });
	const possible = async () =>
		(await fixes.possible({ path, hints: analysis.escapes(path).hints }, new AbortController().signal)).length;
	expect(await possible()).toBe(1);
	writeFileSync(join(path, '../b.go'), `${square}\nfunc len(xs []int) string { return "" }\n`);
	changes.filesChanged([join(path, '../b.go')]);
	expect(await possible()).toBe(0);
});

goTest('a result that compiles and allocates as before is not offered', async () => {
	const kept = await opened(handedOver.replace('ch <- x', 'Kept = &x; ch <- x'));
	expect(await kept.ask()).toEqual([]);
	expect(kept.started).toEqual(['compile']);
	const { ask } = await opened(handedOver);
	expect((await ask()).map(({ title }) => title)).toEqual(['Pass x to the goroutine as an argument']);
});

goTest('what does not compile, or what other files make wrong, is not offered', async () => {
	const wrongType = await opened(name);
	expect(await wrongType.ask()).toEqual([]);
	expect(wrongType.started).toEqual(['compile']);

	const shadowed = await opened(squares, { 'b.go': `${square}\nfunc len(xs []int) string { return "" }\n` });
	expect(await shadowed.ask()).toEqual([]);
	expect(shadowed.started).toEqual([]);
});

goTest('nothing while the package is broken or its hints are stale', async () => {
	const { ask, edit, analysis, path, started } = await opened(squares, { 'b.go': square });
	await edit(squares.replace('return out', 'return undefined'));
	expect(await ask()).toEqual([]);
	expect(started).toEqual([]);
	await edit(squares);
	analysis.changed(path, `${squares}\n`);
	expect(await ask()).toEqual([]);
	await analysis.settled();
});

goTest('a request that is cancelled ends its compiler and remembers nothing', async () => {
	const { ask, started } = await opened(squares, { 'b.go': square });
	const controller = new AbortController();
	const asked = ask(true, controller.signal);
	controller.abort();
	await expect(asked).rejects.toThrow();
	expect(await ask(false)).toEqual([]);
	expect(await ask()).toHaveLength(1);
	expect(started.filter((each) => each === 'compile').length).toBeLessThanOrEqual(2);
});

goTest('an untrusted workspace offers none', async () => {
	const { ask, started } = await opened(squares, { 'b.go': square }, { toolchain: noToolchain });
	expect(await ask()).toEqual([]);
	expect(started).toEqual([]);
});
