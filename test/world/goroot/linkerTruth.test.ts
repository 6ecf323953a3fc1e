/** Every symbol of three Go releases: our verdict beside the linker's own. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import * as files from '../../../server/src/toolchain/files.ts';
import { createGorootIndex } from '../../../server/src/world/goroot/gorootIndex.ts';
import { gorootOf } from '../../support/downloads.ts';

const platform = { goos: 'linux', goarch: 'amd64', cgo: false, tags: [] };

describe.each(['1.22.12', '1.24.12', '1.26.8'])('Go %s', (release) => {
	const goroot = gorootOf(release);

	test.skipIf(goroot === undefined)(
		'functions are judged exactly, variables are refused where the linker refuses',
		async () => {
			const index = createGorootIndex({ goroot: goroot ?? '', ...platform, files, cacheDirectory: undefined });
			const truth = readTruth(release);
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

function readTruth(release: string) {
	const file = `test/oracle/linker-truth/go${release}-linux-amd64.tsv.gz`;
	const lines = gunzipSync(readFileSync(file)).toString('utf8').trim().split('\n').slice(1);
	return lines.map((line) => {
		const [symbol = '', asFunction = '', asVariable = ''] = line.split('\t');
		return { symbol, asFunction, asVariable };
	});
}
