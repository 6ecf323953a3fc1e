/** Every fix that is offered for published modules, one after the other: what built before it builds after it. */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import type { Fix } from '../../../server/src/analysis/finding.ts';
import { goPath, temporaryModule } from '../../support/go.ts';
import { gorootOf } from '../../support/goroots.ts';
import { apply, findingsIn, go, unformatted } from './support.ts';

/** `PUBLISHED='module@version …'` names others. */
const modules = (
	process.env['PUBLISHED'] ??
	'github.com/zhangyunhao116/fastrand@v0.3.0 github.com/sethvargo/go-limiter@v0.7.2 github.com/tetratelabs/wazero@v1.7.0'
).split(' ');
const releases = ['1.22.12', '1.26.8'];
const builds = releases.flatMap((release) => [[release, 'build'] as const, [release, 'vet'] as const]);
const missing = releases.some((release) => gorootOf(release) === undefined);

for (const name of modules) {
	const source = missing ? undefined : downloaded(name);
	test.skipIf(source === undefined)(
		name,
		async () => {
			const module = temporaryModule({});
			cpSync(source ?? '', module, { recursive: true });
			execFileSync('chmod', ['-R', 'u+w', module]);
			const unclean = new Set(unformatted(module));
			let fixes = 0;
			const before = new Map<string, boolean>();
			for (const finding of await findingsIn(module, '1.26.8')) {
				for (const fix of finding.fixes) {
					if (fix.edits.length === 0) continue;
					const what = `${finding.file}: ${fix.title}`;
					fixes++;
					const directory = dirname(finding.file);
					for (const [release, command] of builds) {
						const key = `${directory} ${release} ${command}`;
						if (!before.has(key)) before.set(key, (await go(directory, release, command, '.')).ok);
					}
					const undo = saved(fix);
					apply(fix);
					// What is taken over from a file that gofmt would change it would change there as well.
					const spoilt = unclean.has(finding.file) ? [] : unformatted(directory).filter((path) => !unclean.has(path));
					expect(spoilt, what).toEqual([]);
					for (const [release, command] of builds) {
						if (!before.get(`${directory} ${release} ${command}`)) continue;
						expect(await go(directory, release, command, '.'), `${what} with ${release}`).toMatchObject({ ok: true });
					}
					undo();
				}
			}
			expect(fixes).toBeGreaterThan(0);
		},
		600_000,
	);
}

function saved(fix: Fix): () => void {
	const texts = fix.edits.map(({ file }) => [file, existsSync(file) ? readFileSync(file) : undefined] as const);
	return () => {
		for (const [file, text] of texts) {
			if (text === undefined) rmSync(file);
			else writeFileSync(file, text);
		}
	};
}

/** Where the module lies; undefined, with a line, where it cannot be had. */
function downloaded(module: string): string | undefined {
	try {
		const text = execFileSync(goPath ?? '', ['mod', 'download', '-json', module], { encoding: 'utf8', stdio: 'pipe' });
		return (JSON.parse(text) as { Dir: string }).Dir;
	} catch (error) {
		if (process.env['CI']) throw error;
		console.warn(`SKIPPED: fixes of ${module}, which cannot be downloaded.`);
		return undefined;
	}
}
