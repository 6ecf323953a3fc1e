/** Whatever stands in the files: nothing is thrown, and every place that is named lies in the text. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyEdits } from '../../../server/src/analysis/text/textEdit.ts';
import { readFixture } from '../../support/markers.ts';
import { directiveFixtures } from './directiveFixtures.ts';
import { findingsOf, nameOf } from './view.ts';

const texts = Object.values(directiveFixtures).flatMap(({ source }) => Object.values(readFixture(source).files));

/** A fixture with a piece taken out and something put in. */
const damaged = fc
	.tuple(
		fc.constantFrom(...texts),
		fc.nat(),
		fc.nat(40),
		fc.constantFrom('', '{', '}', '`', '"', '/*', '*/', '//go:', '\r', '(', ')', '\n', '\ufeff', '𝄞'),
	)
	.map(([text, at, length, piece]) => {
		const start = at % (text.length + 1);
		return text.slice(0, start) + piece + text.slice(start + length);
	});

test('damaged files', () => {
	fc.assert(
		fc.property(fc.array(damaged, { minLength: 1, maxLength: 3 }), (sources) => {
			const files = Object.fromEntries(sources.map((source, at) => [`f${at}.go`, source]));
			for (const { file, span, fixes, related = [] } of findingsOf({ files, expected: [] })) {
				const length = files[nameOf(file)]?.length ?? -1;
				expect(0 <= span.start && span.start < span.end && span.end <= length).toBe(true);
				for (const place of related) expect(place.span.end <= (files[nameOf(place.file)]?.length ?? -1)).toBe(true);
				for (const edit of fixes.flatMap(({ edits }) => edits)) {
					if (edit.kind !== 'change') continue;
					const text = files[nameOf(edit.file)] ?? '';
					const added = edit.edits.reduce(
						(sum, { newText, span: old }) => sum + newText.length - (old.end - old.start),
						0,
					);
					expect(applyEdits(text, edit.edits).length).toBe(text.length + added);
				}
			}
		}),
		{ numRuns: 1500 },
	);
});

test('a directive of 100 kB, and a line of 200 kB', () => {
	const long = 'x'.repeat(100_000);
	const source = `package p\n\nimport _ "unsafe"\n\n//go:linkname ${long} ${long}\n//go:${long}\nvar s = "${long}${long}" //go:${long}\n`;
	const findings = findingsOf({ files: { 'a.go': source }, expected: [] });
	expect(findings.map(({ rule }) => rule)).toEqual(['linkname-local', 'directive-misplaced']);
	expect(Math.max(...findings.map(({ message }) => message.length))).toBeLessThan(200);
});
