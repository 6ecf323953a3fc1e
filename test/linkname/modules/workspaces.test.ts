/** Which go.work and which go.mod count: said by GOWORK and GOFLAGS, and meant by the go command. */
import { describe, expect, test } from 'vitest';
import { temporaryModule } from '../../support/go.ts';
import { build, check, haveGo, promisesFailure } from './support.ts';

const pulls = `package dep

import _ "unsafe"

//go:linkname stop runtime.gcStart
func stop(a, b, c uintptr)

func Use() { stop(0, 0, 0) }
`;
const depModule = 'module example.com/dep\n\ngo 1.22\n';
const requires = 'module example.com/m\n\ngo 1.22\n\nrequire example.com/dep v1.0.0\n\n';

/** The program has the bad dependency by its go.mod, and the good one by go.work or by good.mod. */
const files = {
	'm/go.mod': `${requires}replace example.com/dep => ../bad\n`,
	'm/good.mod': `${requires}replace example.com/dep => ../good\n`,
	'm/main.go': 'package main\n\nimport "example.com/dep"\n\nfunc main() { dep.Use() }\n',
	'go.work': 'go 1.22\n\nuse (\n\t./m\n\t./good\n)\n',
	'other/go.work': 'go 1.22\n\nuse (\n\t../m\n\t../good\n)\n',
	'foreign/go.work': 'go 1.22\n\nuse ../good\n',
	'bad/go.mod': depModule,
	'bad/dep.go': pulls,
	'good/go.mod': depModule,
	'good/dep.go': 'package dep\n\nfunc Use() {}\n',
};

describe.skipIf(!haveGo)('the module is judged', () => {
	const cases: readonly [name: string, options: { work?: string; flags?: string }, links: boolean][] = [
		['with the go.work above it', {}, true],
		['without one, by GOWORK=off', { work: 'off' }, false],
		['with the one that GOWORK names', { work: 'ROOT/other/go.work' }, true],
		['with another go.mod, by -modfile', { work: 'off', flags: '-modfile=good.mod' }, true],
	];

	test.each(cases)(
		'%s',
		async (_, { work, flags = '' }, links) => {
			const root = temporaryModule(files);
			const gowork = work?.replace('ROOT', root);
			const { findings } = await check(`${root}/m`, { flags, ...(gowork !== undefined && { work: gowork }) });
			expect(promisesFailure(findings)).toBe(!links);
			const { ok, output } = await build(`${root}/m`, '1.26.8', flags, { GOWORK: gowork ?? '' });
			expect(output).toMatch(links ? /^$/ : /invalid reference to runtime\.gcStart/);
			expect(ok).toBe(links);
		},
		60_000,
	);

	test('by itself, where go.work does not use it; the go command builds nothing then', async () => {
		const root = temporaryModule(files);
		const work = `${root}/foreign/go.work`;
		expect(promisesFailure((await check(`${root}/m`, { work })).findings)).toBe(true);
		expect((await build(`${root}/m`, '1.26.8', '', { GOWORK: work })).ok).toBe(false);
	}, 60_000);

	test('once, where the tree that is checked holds the dependency itself', async () => {
		const { 'go.work': _, ...alone } = files;
		const root = temporaryModule({ ...alone, 'n/go.mod': files['m/go.mod'], 'n/main.go': files['m/main.go'] });
		const said = async (directory: string) => {
			const { findings } = await check(directory);
			return findings.map(({ file, rule }) => `${file.slice(root.length + 1)} ${rule}`);
		};
		expect(await said(root)).toEqual(['bad/dep.go linkname-refused']);
		expect(await said(`${root}/n`)).toEqual(['n/main.go linkname-dependency-refused']);
	});
});
