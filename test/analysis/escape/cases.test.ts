import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { EscapeHint } from '../../../server/src/analysis/escape/escapeHint.ts';
import { explainPackage } from '../../../server/src/analysis/escape/explainPackage.ts';
import { goParser } from '../../support/goParser.ts';

const folder = fileURLToPath(new URL('../../oracle/escape', import.meta.url));
const classes = JSON.parse(readFileSync(join(folder, 'classes.json'), 'utf8')) as Record<string, string[]>;
const names = readdirSync(folder).filter((name) => !name.includes('.') && classes[name] !== undefined);

/** What the compiler said about one of the files of a case, and how many allocations were counted. */
function recorded(name: string, file: string): { output: string; allocations: number } {
	const text = readFileSync(join(folder, name, 'expected.txt'), 'utf8');
	const [counts = '', ...rest] = (text.split(`## ${file}`)[1] ?? '').split('\n## ')[0]?.split('\n') ?? [];
	const output = rest.filter((line) => line.startsWith(`${file}:`)).join('\n');
	return { output, allocations: Number(/allocs\/op=(\d+)/.exec(counts)?.[1]) };
}

async function hintsOf(name: string, file: string): Promise<readonly EscapeHint[]> {
	const source = readFileSync(join(folder, name, file), 'utf8');
	const options = { directory: '/case', goVersion: 'go1.26.8', parser: await goParser() };
	return explainPackage(recorded(name, file).output, new Map([[`/case/${file}`, source]]), options).hints;
}

const allocates = (hint: EscapeHint) => hint.verdict === 'heap' || hint.verdict === 'maybe-heap';

describe('cases whose allocations were counted', () => {
	test.each(names)('%s: the allocation has its class', async (name) => {
		const hints = await hintsOf(name, 'bad.go');
		const wanted = classes[name] ?? [];
		if (wanted.includes('static')) expect(hints.filter((hint) => hint.verdict === 'heap')).toEqual([]);
		else if (wanted.includes('maybe-heap')) expect(hints.map((hint) => hint.verdict)).toContain('maybe-heap');
		else expect(hints.filter(allocates).some((hint) => wanted.includes(hint.class))).toBe(true);
	});

	const clean = names.filter((name) => {
		const { output, allocations } = recorded(name, 'good.go');
		return allocations === 0 && !/(escapes|moved) to heap/.test(output);
	});
	test.each(clean)('%s: the version without allocations is left alone', async (name) => {
		const hints = await hintsOf(name, 'good.go');
		expect(hints.filter((hint) => hint.verdict === 'heap')).toEqual([]);
	});

	test('there are such cases', () => {
		expect(names.length).toBe(27);
		expect(clean.length).toBeGreaterThan(10);
	});
});
