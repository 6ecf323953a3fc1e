import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');

test('docs/security.md names a test that is there for each attack', () => {
	const page = readFileSync(join(root, 'docs/security.md'), 'utf8');
	const rows = /\n## Attacks\n\n.*\n.*\n((?:\|.*\n)+)/.exec(page)?.[1]?.trim().split('\n') ?? [];
	expect(rows.length).toBeGreaterThan(10);
	for (const row of rows) {
		const tests = [...row.matchAll(/`(test\/[^`]+)`/g)].map((match) => match[1] ?? '');
		expect(tests, row).not.toEqual([]);
		expect(tests.filter((file) => !existsSync(join(root, file)))).toEqual([]);
	}
});
