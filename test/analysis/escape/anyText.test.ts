import fc from 'fast-check';
import { expect, test } from 'vitest';
import { explainPackage } from '../../../server/src/analysis/escape/explainPackage.ts';
import { goParser } from '../../support/goParser.ts';
import { recordedFixture } from '../../support/escapeFixtures.ts';

test('whatever the source has become since it was compiled, hints have spans inside it', async () => {
	const { source, output } = await recordedFixture('classes', 'go1.26');
	const parser = await goParser();
	fc.assert(
		fc.property(fc.nat(source.length), fc.nat(200), fc.string({ maxLength: 20 }), (start, length, inserted) => {
			const text = source.slice(0, start) + inserted + source.slice(start + length);
			const sources = new Map([['/fixture/fixture.go', text]]);
			const { hints } = explainPackage(output, sources, { directory: '/fixture', goVersion: 'go1.26', parser });
			for (const hint of hints) {
				expect(hint.span.start).toBeGreaterThanOrEqual(0);
				expect(hint.span.end).toBeLessThanOrEqual(text.length);
				if (text.length > 0) expect(hint.span.end).toBeGreaterThan(hint.span.start);
			}
		}),
		{ numRuns: 60 },
	);
});

test('any text is a source', async () => {
	const { output } = await recordedFixture('classes', 'go1.26');
	const parser = await goParser();
	const text = fc.oneof(
		fc.string({ unit: 'binary' }),
		fc.constantFrom('', '{', 'package p\nfunc f() {', '`', '\ufeffpackage p'),
	);
	fc.assert(
		fc.property(text, (source) => {
			explainPackage(output, new Map([['/fixture/fixture.go', source]]), {
				directory: '/fixture',
				goVersion: '',
				parser,
			});
		}),
		{ numRuns: 60 },
	);
});
