import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { EscapeHint } from '../../../server/src/analysis/escape/escapeHint.ts';
import type { FileEscapes } from '../../../server/src/escape/hints/fileEscapes.ts';
import { createHintSizes } from '../../../server/src/escape/sizes/hintSizes.ts';
import { createChanges } from '../../../server/src/world/answers/changes.ts';

const text = 'package m\n\ntype P struct{ a int }\n\nvar kept *P\n\nfunc f() { kept = &P{} }\n';
const start = text.indexOf('&P{}');
const hint = {
	file: '/m/a.go',
	span: { start, end: start + 4 },
	function: 'f',
	verdict: 'heap',
	class: 'stored',
	subject: '&P{}',
} as EscapeHint;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test.each(['files', 'build'] as const)('when %s change, the same hints are measured again', async (cause) => {
	const changes = createChanges();
	let size = 8;
	const escapes = { state: 'fresh', hints: [hint], functions: [] } as unknown as FileEscapes;
	const sizes = createHintSizes({
		changes,
		sizes: { measurer: async () => async () => ({ size, takes: size, pointers: false, text: '' }) as never },
		escapes: () => escapes,
		textOf: () => text,
		onChange: () => {},
		onError: (error) => expect.fail(String(error)),
	});
	const measured = async () => {
		sizes.of('/m/a.go');
		await vi.advanceTimersByTimeAsync(1_000);
		return sizes.of('/m/a.go')(hint);
	};
	expect(await measured()).toBe(8);
	size = 16;
	expect(await measured()).toBe(8);
	if (cause === 'files') changes.filesChanged(['/m/b.go']);
	else changes.buildChanged();
	expect(await measured()).toBe(16);
	sizes.dispose();
});
