/** Every fix that is offered for published modules, one after the other: what built before it builds after it. */
import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { gorootOf, moduleDirectory } from '../../support/downloads.ts';
import { long } from '../../support/long.ts';
import { copyOf, saved } from './publishedModules.ts';
import { apply, findingsIn, go, unformatted } from './support.ts';

const small = 'github.com/zhangyunhao116/fastrand@v0.3.0 github.com/sethvargo/go-limiter@v0.7.2';
/** Takes a minute to build from nothing. */
const large = 'github.com/tetratelabs/wazero@v1.7.0';
/** `PUBLISHED='module@version …'` names others. */
const modules = (process.env['PUBLISHED'] ?? (long ? `${small} ${large}` : small)).split(' ');
const releases = ['1.22.12', '1.26.8'];
/** The newest vet knows all that older ones do. */
const newest = [['1.26.8', 'build'] as const, ['1.26.8', 'vet'] as const];
const buildsOf = (name: string) => (name === large ? newest : [['1.22.12', 'build'] as const, ...newest]);
const missing = releases.some((release) => gorootOf(release) === undefined);

for (const name of modules) {
	const source = missing ? undefined : moduleDirectory(name);
	test.skipIf(source === undefined)(
		name,
		async () => {
			const module = copyOf(source ?? '');
			const builds = buildsOf(name);
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
