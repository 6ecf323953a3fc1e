/** docs/security.md says what the tests try; `UPDATE=1` writes its table of the attacks on programs, files and hosts. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { attacks } from './attack/attacks.ts';

const root = join(import.meta.dirname, '..');
const file = join(root, 'docs/security.md');

test('docs/security.md names a test that is there for each attack', () => {
	const page = readFileSync(file, 'utf8');
	const rows =
		/\n## Attacks on what is read and shown\n\n.*\n.*\n((?:\|.*\n)+)/.exec(page)?.[1]?.trim().split('\n') ?? [];
	expect(rows.length).toBeGreaterThan(10);
	for (const row of rows) {
		const tests = [...row.matchAll(/`(test\/[^`]+)`/g)].map((match) => match[1] ?? '');
		expect(tests, row).not.toEqual([]);
		expect(tests.filter((path) => !existsSync(join(root, path)))).toEqual([]);
	}
});

test('docs/security.md lists the attacks that are tried, and what they come to', () => {
	const outcome = (named: readonly string[] = []) => (named.length === 0 ? '–' : `runs \`${named.join('`, `')}\``);
	const rows = attacks.map(({ name, what, named }) =>
		[
			'',
			` \`${name}\` `,
			` ${what.replaceAll('|', '\\|')} `,
			` – `,
			` ${outcome(named?.trusted)} `,
			` ${outcome(named?.cli)} `,
			'',
		].join('|'),
	);
	const table = [
		'| attack | what the repository tries | Restricted Mode | trusted | command line |',
		'|---|---|---|---|---|',
		...rows,
	];
	const page = readFileSync(file, 'utf8');
	const expected = page.replace(
		/(<!-- attacks -->\n)[^]*?(\n<!-- end of attacks -->)/,
		(_, start: string, end: string) => start + table.join('\n') + end,
	);
	if (process.env['UPDATE'] === '1') writeFileSync(file, expected);
	else expect(page).toBe(expected);
	expect(page).toContain('<!-- end of attacks -->');
	expect(new Set(attacks.map(({ name }) => name)).size).toBe(attacks.length);
});
