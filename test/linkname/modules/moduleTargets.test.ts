/** Directives that name another package: what is said, and what the go command does with the same module. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { applyEdits } from '../../../server/src/analysis/text/textEdit.ts';
import { temporaryModule } from '../../support/go.ts';
import { readFixture } from '../../support/markers.ts';
import { type ModuleFixture, moduleFixtures } from './moduleFixtures.ts';
import { build, check, haveGo, promisesFailure, spell } from './support.ts';

const goMod = { 'go.mod': 'module example.com/m\n\ngo 1.22\n' };

function write({ source, directory }: ModuleFixture) {
	const { files, expected } = readFixture(source);
	const all = directory === undefined ? { ...goMod, ...files } : files;
	const root = temporaryModule(all);
	return { root, module: join(root, directory ?? ''), files: all, expected };
}

describe.skipIf(!haveGo)('the other side', () => {
	for (const [title, fixture] of Object.entries(moduleFixtures)) {
		for (const release of fixture.releases ?? (['1.26.8'] as const)) {
			test(`${title}, go${release}`, async () => {
				const { root, module, files, expected } = write(fixture);
				const { findings, problems } = await check(module, { release });
				expect(spell(findings, files, root)).toEqual(
					fixture.directory === undefined
						? expected
						: expected.filter((one) => one.startsWith(`${fixture.directory}/`)),
				);
				expect(problems).toEqual([]);
				const { ok, output } = await build(module, release);
				expect({ ok, output }).toEqual({
					ok: !promisesFailure(findings),
					output: expect.stringMatching(fixture.error ?? /^$/),
				});
			}, 60_000);
		}
	}
});

describe.skipIf(!haveGo)('the import that is missing', () => {
	test.each([
		'a package that pushes, and that nothing imports',
		'a package that defines what is pulled, and that nothing imports',
	])(
		'%s: after the fix the program is built, and nothing is left to say',
		async (title) => {
			const fixture = moduleFixtures[title];
			if (!fixture) throw new Error(`There is no fixture ${title}.`);
			const { module } = write(fixture);
			const [finding] = (await check(module)).findings.filter(({ rule }) => rule === 'linkname-provider-not-imported');
			const [fix] = finding?.fixes ?? [];
			expect(fix?.title).toMatch(/^Import example\.com\/m\/\w+ in example\.com\/m$/);
			for (const edit of fix?.edits ?? []) {
				if (edit.kind !== 'change') throw new Error(`Nothing but a change was expected: ${edit.kind}.`);
				writeFileSync(edit.file, applyEdits(readFileSync(edit.file, 'utf8'), edit.edits));
			}
			expect(await build(module, '1.26.8')).toEqual({ ok: true, output: '' });
			expect((await check(module)).findings.filter(({ severity }) => severity === 'error')).toEqual([]);
		},
		60_000,
	);
});
