import { expect, test } from 'vitest';
import { compareVersions, escapeForCache, isPrerelease } from '../../../server/src/analysis/module/moduleVersion.ts';

/** Each stands before the next (semver.org, clause 11, and golang.org/x/mod/semver). */
const ascending = [
	'nonsense',
	'v0.0.0-20240102030405-abcdefabcdef',
	'v0.0.0-20240202030405-000000000000',
	'v0.0.0',
	'v0.9.0',
	'v0.10.0',
	'v1.0.0-1',
	'v1.0.0-2',
	'v1.0.0-10',
	'v1.0.0-alpha',
	'v1.0.0-alpha.1',
	'v1.0.0-alpha.beta',
	'v1.0.0-beta',
	'v1.0.0-beta.2',
	'v1.0.0-beta.11',
	'v1.0.0-rc.1',
	'v1.0.0',
	'v1.0.1-0.20240102030405-abcdefabcdef',
	'v1.0.1',
	'v1.2',
	'v1.2.1',
	'v2.0.0+incompatible',
	'v10.0.0',
];

test.each(ascending.slice(1).map((version, at) => [ascending[at] ?? '', version]))('%s before %s', (a, b) => {
	expect(Math.sign(compareVersions(a, b))).toBe(-1);
	expect(Math.sign(compareVersions(b, a))).toBe(1);
});

test('an order: sorting finds the one of the table from any other', () => {
	const shuffled = ascending
		.filter((_, at) => at % 2 === 0)
		.concat(ascending.filter((_, at) => at % 2 === 1).reverse());
	expect(shuffled.sort(compareVersions)).toEqual(ascending);
});

test.each([
	['v1.0.0', 'v1.0.0'],
	['v2.0.0+incompatible', 'v2.0.0'],
	['', 'nonsense'],
])('%s and %s stand in one place', (a, b) => {
	expect(compareVersions(a, b)).toBe(0);
});

test.each([
	['v1.0.0', false],
	['v1.0.0-rc.1', true],
	['v0.0.0-20240102030405-abcdefabcdef', true],
	['v2.0.0+incompatible', false],
	['nonsense', false],
])('%s is a prerelease: %s', (version, expected) => {
	expect(isPrerelease(version)).toBe(expected);
});

test.each([
	['github.com/BurntSushi/toml', 'github.com/!burnt!sushi/toml'],
	['example.com/plain', 'example.com/plain'],
	['v1.0.0-RC1', 'v1.0.0-!r!c1'],
])('%s is %s in the module cache', (path, expected) => {
	expect(escapeForCache(path)).toBe(expected);
});
