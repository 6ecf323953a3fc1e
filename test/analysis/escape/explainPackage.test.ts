import { describe, expect, test } from 'vitest';
import {
	fixtureNames,
	foundHints,
	recordedFixture,
	recordedVersions,
	wantedHints,
} from '../../support/escapeFixtures.ts';

describe.each(recordedVersions)('%s', (version) => {
	test.each(fixtureNames)('%s: the hints that its comments name, and no others', async (name) => {
		const fixture = await recordedFixture(name, version);
		expect(foundHints(fixture).sort()).toEqual(wantedHints(fixture.source, version).sort());
	});

	test.each(fixtureNames)('%s: every line of the output is understood', async (name) => {
		const { escapes } = await recordedFixture(name, version);
		expect(escapes.unknown).toEqual([]);
	});

	test.each(fixtureNames)('%s: spans are not empty and steps stand in the file', async (name) => {
		const { escapes, source } = await recordedFixture(name, version);
		const lineCount = source.split('\n').length;
		for (const hint of escapes.hints) {
			expect(hint.span.end, hint.label).toBeGreaterThan(hint.span.start);
			expect(hint.span.end).toBeLessThanOrEqual(source.length);
			for (const step of hint.flow) expect(step.line).toBeLessThanOrEqual(lineCount);
		}
	});
});

describe('what a hint says', () => {
	test('follows a chain to its root', async () => {
		const { escapes } = await recordedFixture('classes', 'go1.26');
		const hint = escapes.hints.find((each) => each.subject === 'make([]byte, 100)');
		expect(hint).toMatchObject({ function: 'chained', class: 'returned', level: 1, label: 'heap: returned' });
		expect(hint?.flow.at(-1)).toMatchObject({ text: 'return result', why: 'return' });
	});

	test('names the callee that keeps an argument', async () => {
		const { escapes } = await recordedFixture('classes', 'go1.26');
		const hint = escapes.hints.find((each) => each.class === 'reflection');
		expect(hint?.message).toContain('json.Unmarshal');
	});

	test('knows what each function costs and leaks', async () => {
		const { escapes } = await recordedFixture('classes', 'go1.26');
		const report = (name: string) => escapes.functions.find((each) => each.name === name);
		expect(report('returned')?.inline).toEqual({ can: false, reason: 'marked go:noinline' });
		expect(report('keep')?.leaks).toEqual(['p']);
		expect(report('(*node).length')?.inline).toMatchObject({ can: true });
		expect(report('panicked')?.inline.can).toBe(true);
	});

	test('notes captures', async () => {
		const { escapes } = await recordedFixture('classes', 'go1.26');
		expect(escapes.notes.map((note) => note.kind)).toContain('captured-by-reference');
	});

	test('folds the instances of a generic function into one', async () => {
		const { escapes } = await recordedFixture('classes', 'go1.26');
		const hints = escapes.hints.filter((each) => each.function === 'generic' && each.verdict === 'heap');
		expect(hints).toHaveLength(1);
		expect([...(hints[0]?.instances ?? [])].sort()).toEqual(['int', 'string']);
		expect(hints[0]?.message).not.toContain('go.shape');
	});

	test('follows an argument into the function that keeps it', async () => {
		const { escapes } = await recordedFixture('classes', 'go1.26');
		const hint = escapes.hints.find((each) => each.function === 'loop' && each.verdict === 'heap');
		expect(hint?.label).toBe('heap: kept by keep');
		expect(hint?.flow.map((step) => step.text).slice(-2)).toEqual(['keep(&i)', 'kept = p']);
	});
});
