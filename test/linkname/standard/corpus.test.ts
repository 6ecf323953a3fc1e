/** Published modules: an error on a directive stands for a program that did not link, and silence for one that did. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { moduleDirectory } from '../../support/downloads.ts';
import { check, haveGo, releases } from '../modules/support.ts';

interface PackageTruth {
	readonly module: string;
	readonly version: string;
	readonly package: string;
	readonly directives: readonly {
		readonly file: string;
		readonly line: number;
		readonly target: string;
		readonly active: readonly string[];
	}[];
	readonly links: Readonly<Record<string, boolean>>;
	readonly named: Readonly<Record<string, string>>;
}

const lines = readFileSync('test/oracle/corpus/packages.jsonl', 'utf8').trim().split('\n');
const truth = lines.map((line) => JSON.parse(line) as PackageTruth);
const modules = [...new Set(truth.map(({ module, version }) => `${module}@${version}`))];

const rulesOfRefusal = new Set([
	'linkname-refused',
	'linkname-undefined',
	'linkname-redefined',
	'linkname-provider-not-imported',
]);

describe.skipIf(!haveGo).each(modules)('%s', (module) => {
	const directory = haveGo ? moduleDirectory(module) : undefined;
	const packages = truth.filter(({ module: path, version }) => `${path}@${version}` === module);

	test.skipIf(directory === undefined).each(releases)('go%s', async (release) => {
		const { findings, texts } = await check(directory ?? '', { release });
		const blamed = findings
			.filter(({ rule, severity }) => severity === 'error' && rulesOfRefusal.has(rule))
			.map(({ file, span, target }) => {
				const line = (texts.get(file) ?? '').slice(0, span.start).split('\n').length;
				return { place: `${file}:${line}`, target };
			});
		for (const { directives, links, named, package: path } of packages) {
			if (links[release] === undefined) continue;
			const active = directives.filter((one) => one.active.includes(release));
			const places = new Set(active.map(({ file, line }) => `${join(directory ?? '', file)}:${line}`));
			const targets = blamed.filter(({ place }) => places.has(place)).map(({ target }) => target);
			expect({ path, links: targets.length === 0 }).toEqual({ path, links: links[release] });
			if (named[release] !== undefined) expect(targets).toContain(named[release]);
		}
	});
});
