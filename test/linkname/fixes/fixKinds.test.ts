/**
 * Every kind of fix on modules that make it hard: applied for real, then formatted, vetted, built and run, by several Go releases where the
 * table says that they differ. `LONG=1` builds all with two, and also the modules as they were before.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryModule } from '../../support/go.ts';
import { gorootOf } from '../../support/downloads.ts';
import { long } from '../../support/long.ts';
import { apply, findingsIn, go, unformatted } from './support.ts';
import { fixModules } from './fixModules.ts';

const releases = ['1.22.12', '1.26.8', '1.27.0'];
const missing = releases.some((release) => gorootOf(release) === undefined);

for (const [name, one] of Object.entries(fixModules)) {
	const {
		title,
		line = '1.22',
		judge = '1.26.8',
		files,
		built = long ? ['1.22.12', '1.26.8'] : ['1.26.8'],
		after = {},
		gone = [],
		output,
	} = one;
	test.skipIf(missing)(name, async () => {
		const module = temporaryModule({ 'go.mod': `module example.com/m\n\ngo ${line}\n`, ...files });
		if (!one.unclean) expect(unformatted(module)).toEqual([]);
		const findings = (await findingsIn(module, judge)).filter(({ file }) => file.endsWith(one.fixIn ?? ''));
		const fixes = findings.flatMap((finding) => finding.fixes);
		const fix = fixes.find((candidate) => candidate.title.startsWith(title));
		if (one.refused) {
			expect(fixes.map((candidate) => candidate.title).filter((said) => said.startsWith(title))).toEqual([]);
			return;
		}
		expect(fixes.map((candidate) => candidate.title)).toContainEqual(expect.stringContaining(title));
		if (!fix) return;
		// Where the module builds with its pull, it says the same without; the table says what that is for nearly all.
		const ranBefore = long || output === undefined ? built : [];
		const before = await Promise.all(ranBefore.map((release) => go(module, release, 'run', '.')));
		apply(fix);
		if (!one.unclean || one.fixIn)
			expect(unformatted(module).filter((path) => !path.endsWith(one.fixIn ?? 'none'))).toEqual([]);
		for (const [file, text] of Object.entries(after)) expect(readFileSync(join(module, file), 'utf8')).toBe(text);
		for (const file of gone) expect(existsSync(join(module, file)), file).toBe(false);
		for (const [at, release] of built.entries()) {
			// The newest vet knows all that older ones do.
			if (at === built.length - 1) {
				expect(await go(module, release, 'vet', './...'), release).toEqual({ ok: true, output: '' });
			}
			const ran = await go(module, release, 'run', '.');
			expect(ran, release).toEqual({ ok: true, output: output ?? ran.output });
			expect(ran.output).not.toBe('');
			if (before[at]?.ok) expect(before[at].output, release).toBe(ran.output);
		}
		if (Object.keys(files).some((file) => file.endsWith('_test.go'))) {
			expect(await go(module, built[0] ?? '', 'test', './...')).toMatchObject({ ok: true });
		}
	});
}
