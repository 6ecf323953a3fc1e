import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { EscapeHint, PackageEscapes } from '../../../server/src/analysis/escape/escapeHint.ts';
import { type WantedPackage, explainPublished, whyNoPublished } from '../../support/compiledPackage.ts';

interface Truth {
	readonly file: string;
	readonly line: number;
	/** In bytes, as the compiler reports it. */
	readonly column: number;
	/** The verdict line; null for an allocation without one. */
	readonly text: string | null;
	readonly truth: 'allocates' | 'sometimes' | 'never';
}

const folder = fileURLToPath(new URL('../../oracle/alloc-truth', import.meta.url));
const packages = (
	JSON.parse(readFileSync(join(folder, 'packages.json'), 'utf8')) as (WantedPackage & { id: string })[]
).map(({ go, ...rest }) => ({ ...rest, go: go.split(' ')[0] ?? go }));

const missing = whyNoPublished();
if (missing !== undefined) {
	if (process.env['CI'] === 'true') throw new Error(`Published packages are needed: ${missing}`);
	console.log(`Skipped: which verdicts allocate (${missing})`);
}

const allocates = (hint: EscapeHint | undefined) => hint?.verdict === 'heap' || hint?.verdict === 'maybe-heap';

describe.skipIf(missing !== undefined)('verdicts against what was compiled', () => {
	const totals = { heap: 0, sure: 0, shown: 0, right: 0, hidden: 0, sites: 0, found: 0 };

	test.each(packages)('$id', { timeout: 300_000 }, async (wanted) => {
		const escapes = await explainPublished(wanted);
		expect(escapes.unknown).toEqual([]);
		const lines = gunzipSync(readFileSync(join(folder, `${wanted.id}.jsonl.gz`)))
			.toString('utf8')
			.trim()
			.split('\n');
		for (const line of lines) count(JSON.parse(line) as Truth, escapes);
	});

	function count(truth: Truth, escapes: PackageEscapes): void {
		const hint = hintFor(truth, escapes);
		const real = truth.truth !== 'never';
		if (real) {
			totals.sites++;
			if (allocates(hint)) totals.found++;
		}
		if (truth.text === null || !hint) return;
		if (hint.verdict === 'heap') {
			totals.heap++;
			if (truth.truth === 'allocates') totals.sure++;
		}
		if (allocates(hint)) {
			totals.shown++;
			if (real) totals.right++;
		}
		if (hint.verdict === 'static' && real) totals.hidden++;
	}

	test('all together', () => {
		console.log(
			`heap is sure ${percent(totals.sure, totals.heap)}, heap or maybe-heap is right ${percent(totals.right, totals.shown)}, ` +
				`static hides ${totals.hidden}, shown ${percent(totals.found, totals.sites)} of ${totals.sites} allocating sites`,
		);
		expect(totals.sites).toBeGreaterThan(1500);
		expect(totals.sure / totals.heap).toBeGreaterThanOrEqual(0.995);
		expect(totals.right / totals.shown).toBeGreaterThanOrEqual(0.98);
		expect(totals.hidden).toBe(0);
		expect(totals.found / totals.sites).toBeGreaterThanOrEqual(0.995);
	});
});

/** A verdict line is found by its place and text; an allocation without one by its line. */
function hintFor(truth: Truth, { hints }: PackageEscapes): EscapeHint | undefined {
	const near = hints.filter(
		(hint) =>
			hint.verdict !== 'leak' && basename(hint.file) === basename(truth.file) && hint.position.line === truth.line,
	);
	if (truth.text === null) return near.find(allocates);
	const subject = truth.text
		.replace(/ \[header only\]$/, '')
		.replace(/^moved to heap: | (?:escapes to heap|does not escape)$/g, '');
	return near.find((hint) => hint.position.byteColumn === truth.column && hint.subject === subject);
}

function percent(part: number, whole: number): string {
	return `${((100 * part) / whole).toFixed(1)} %`;
}
