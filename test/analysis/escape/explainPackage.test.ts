import { describe, expect, test } from 'vitest';
import { explainPackage } from '../../../server/src/analysis/escape/explainPackage.ts';
import { goParser } from '../../support/goParser.ts';
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

	test.each([
		['append(kept, p)', 'call parameter'],
		['copy(kept, []*P{...})', 'copied slice'],
	])('%s puts its argument into a slice, it is no function that keeps it', async (text, why) => {
		const source = 'package p\n\nfunc add() { p := &P{1}; kept = append(kept, p) }\n';
		const at = '/fixture/a.go:3:19';
		const output = [
			`${at}: &P{...} escapes to heap in add:`,
			`${at}:   flow: {heap} ← &{storage for &P{...}}:`,
			`${at}:     from ${text} (${why}) at /fixture/a.go:3:39`,
			`${at}: &P{...} escapes to heap`,
		].join('\n');
		const options = { directory: '/fixture', goVersion: 'go1.26.8', parser: await goParser() };
		const { hints } = explainPackage(output, new Map([['/fixture/a.go', source]]), options);
		expect(hints.find((hint) => hint.subject === '&P{...}')).toMatchObject({
			class: 'stored',
			label: 'heap: stored',
			message: `&P{...} goes to the heap: it is put into a slice that outlives the call, by \`${text}\`.`,
			advice: expect.stringMatching(/^Let the slice hold values/),
		});
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
		expect(hint?.label).toBe('heap: passed to keep');
		expect(hint?.flow.map((step) => step.text).slice(-2)).toEqual(['keep(&i)', 'kept = p']);
	});
});
