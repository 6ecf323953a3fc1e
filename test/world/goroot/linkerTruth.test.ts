/** Every symbol of three Go releases: our verdict beside the linker's own. */
import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import * as files from '../../../server/src/toolchain/files.ts';
import { createGorootIndex } from '../../../server/src/world/goroot/gorootIndex.ts';
import { gorootOf } from '../../support/downloads.ts';
import { readLinkerTruth } from '../../support/linkerTruth.ts';

const platform = { goos: 'linux', goarch: 'amd64', cgo: false, tags: [] };

describe.each(['1.22.12', '1.24.12', '1.26.8'])('Go %s', (release) => {
	const goroot = gorootOf(release);

	test.skipIf(goroot === undefined)(
		'functions are judged exactly, variables are refused where the linker refuses',
		async () => {
			const index = createGorootIndex({ goroot: goroot ?? '', ...platform, files, cacheDirectory: undefined });
			const truth = readLinkerTruth(`go${release}-linux-amd64.tsv.gz`);
			expect(truth.length).toBeGreaterThan(20_000);
			const wrong: string[] = [];
			for (const { symbol, asFunction, asVariable } of truth) {
				const func = await index.judge({ symbol, as: 'func' });
				if (func.state !== asFunction) wrong.push(`func ${symbol}: ${asFunction}, not ${func.state}`);
				const variable = await index.judge({ symbol, as: 'var' });
				if ((variable.state === 'refused') !== (asVariable === 'refused'))
					wrong.push(`var ${symbol}: ${asVariable}, not ${variable.state}`);
			}
			expect(wrong).toEqual([]);
		},
	);
});

/** The same on other ports and in other build modes, for a sample: `npm run linker-truth -- --record`. */
const samples = readdirSync('test/oracle/linker-truth/samples').filter((name) => name.endsWith('.tsv.gz'));

test.each(samples)('sample %s', async (sample) => {
	const [, release = '', goos = '', goarch = '', options = ''] =
		/^go([^-]+)-(\w+)-(\w+)-?(.*)\.tsv\.gz$/.exec(sample) ?? [];
	const goroot = gorootOf(release);
	if (goroot === undefined) throw new Error(`Go ${release} is needed and cannot be had`);
	const words = options.split('-').filter((word) => word !== '');
	const cgo = words.some((word) => word === 'race' || word === 'cgo');
	const tags = words.filter((word) => word !== 'cgo').map((word) => (word === 'race' ? word : `goexperiment.${word}`));
	const index = createGorootIndex({ goroot, goos, goarch, cgo, tags, files, cacheDirectory: undefined });
	const truth = readLinkerTruth(`samples/${sample}`);
	expect(truth.length).toBeGreaterThan(500);
	const wrong: string[] = [];
	for (const { symbol, asFunction, asVariable } of truth) {
		const func = await index.judge({ symbol, as: 'func' });
		// Refused only where the calling function calls something else as well: nothing is claimed.
		const isUnsure = tags.includes('race') && /^runtime\.racefunc(?:enter|exit)$/.test(symbol);
		if (func.state !== asFunction && !isUnsure) wrong.push(`func ${symbol}: ${asFunction}, not ${func.state}`);
		const variable = await index.judge({ symbol, as: 'var' });
		if ((variable.state === 'refused') !== (asVariable === 'refused'))
			wrong.push(`var ${symbol}: ${asVariable}, not ${variable.state}`);
	}
	expect(wrong).toEqual([]);
});

/** Methods that no declaration gives, of an interface or of what a type embeds: what the linkers of Go 1.22.12 and 1.26.8 said. */
const madeMethods: readonly [symbol: string, go122: string, go126: string][] = [
	['io.WriteCloser.Close', 'links', 'refused'],
	['io.ReadCloser.Read', 'links', 'refused'],
	['io.(*WriteCloser).Close', 'undefined', 'undefined'],
	['io.WriteCloser.Read', 'undefined', 'undefined'],
	// Both interfaces that it embeds have it.
	['archive/zip.fileInfoDirEntry.IsDir', 'links', 'refused'],
	// By the embedded `error`.
	['net/http.(*nothingWrittenError).Error', 'links', 'refused'],
	['net.Error.Error', 'links', 'refused'],
];

describe.each([['1.22.12', 1] as const, ['1.26.8', 2] as const])('Go %s', (release, column) => {
	const goroot = gorootOf(release);

	test.skipIf(goroot === undefined)('methods that the compiler makes are there', async () => {
		const index = createGorootIndex({ goroot: goroot ?? '', ...platform, files, cacheDirectory: undefined });
		const states = await Promise.all(madeMethods.map(([symbol]) => index.judge({ symbol, as: 'func' })));
		expect(states.map(({ state }, at) => `${madeMethods[at]?.[0]} ${state}`)).toEqual(
			madeMethods.map((row) => `${row[0]} ${row[column]}`),
		);
	});
});

/**
 * Variables that take no memory, by what go/types says of the sources; a pulled variable of one byte takes the place of each. Written types,
 * values, and what functions and methods of other packages return.
 */
const emptyVariables: readonly [symbol: string, ...releases: string[]][] = [
	['encoding/binary.LittleEndian', '1.26.8', '1.27.0'],
	['compress/gzip.le', '1.26.8', '1.27.0'],
	['database/sql/driver.Bool', '1.26.8', '1.27.0'],
	['database/sql/driver.DefaultParameterConverter', '1.26.8', '1.27.0'],
	['internal/buildcfg.GOWASM', '1.26.8', '1.27.0'],
	['internal/poll.ErrNetClosing', '1.26.8', '1.27.0'],
	['net.errClosed', '1.26.8', '1.27.0'],
	['net/http.NoBody', '1.26.8', '1.27.0'],
	['net/rpc.invalidRequest', '1.26.8', '1.27.0'],
	['regexp.arrayNoInts', '1.26.8', '1.27.0'],
	['encoding/json.export', '1.27.0'],
	['encoding/json/v2.export', '1.27.0'],
];

describe.each(['1.26.8', '1.27.0'])('Go %s', (release) => {
	const goroot = gorootOf(release);

	test.skipIf(goroot === undefined)('variables without a size give way to what is pulled', async () => {
		const index = createGorootIndex({ goroot: goroot ?? '', ...platform, files, cacheDirectory: undefined });
		const symbols = emptyVariables.flatMap(([symbol, ...releases]) => (releases.includes(release) ? [symbol] : []));
		const states = await Promise.all(symbols.map((symbol) => index.judge({ symbol, as: 'var' })));
		expect(states.map(({ state }) => state)).toEqual(symbols.map(() => 'links'));
		// One that takes no memory either is no larger.
		const equal = await Promise.all(symbols.map((symbol) => index.judge({ symbol, as: 'var', wins: false })));
		expect(equal.map(({ state }) => state)).toEqual(symbols.map(() => 'refused'));
	});
});
