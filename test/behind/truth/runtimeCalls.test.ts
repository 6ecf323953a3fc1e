/**
 * Every call of the run-time in the code of the standard library has a meaning, in every release: `npm run behind-truth -- calls`.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { describe, expect } from 'vitest';
import { instructionCalls } from '../../../server/src/analysis/machine/instructionCalls.ts';
import { readRuntimeCalls } from '../../../server/src/analysis/machine/runtimeCalls.ts';
import { goPath, goTest } from '../../support/go.ts';
import { listedUnit } from '../../support/listedPackage.ts';
import { askerOf, builds, compared, goEnvironmentOf } from './builds.ts';

const table = readRuntimeCalls(readFileSync('server/data/runtime-calls.json', 'utf8'));

describe.runIf(compared.includes('calls')).each(builds)('calls of $go $goarch', (build) => {
	goTest(
		'all have a meaning',
		async () => {
			const env = { ...goEnvironmentOf(build), GOFLAGS: '' };
			const listed = execFileSync(goPath ?? '', ['list', 'std'], { cwd: tmpdir(), env, encoding: 'utf8' });
			const paths = process.env['TRUTH_PACKAGES']?.split(',') ?? listed.split('\n').filter((path) => path !== '');
			const asker = askerOf(tmpdir(), build);
			const unknown = new Map<string, string>();
			let known = 0;
			for (const path of paths) {
				// Its calls of itself are written in its source.
				if (/^(?:runtime|internal\/runtime\/.*|runtime\/internal\/.*|unsafe)$/.test(path)) continue;
				const { unit, functions } = await listedUnit(path, asker);
				const texts = [...unit.files.values()].map(({ text }) => text).join('\n');
				for (const one of functions) {
					// Instances of generic functions of package runtime (AddCleanup) are compiled with who uses them.
					if (!table || one.symbol.startsWith('runtime.')) continue;
					instructionCalls(one, table).forEach((call, index) => {
						if (call?.kind === 'runtime') known++;
						if (call?.kind !== 'direct' || !/^runtime\.[a-z]/.test(call.symbol)) return;
						const { inlined } = one.instructions[index] ?? { inlined: [] };
						const byRuntime = inlined.some((each) => /^(?:runtime|internal\/runtime\/\w+)\./.test(each.function));
						// A directive of the package pulls it: then the source calls it.
						if (!byRuntime && !texts.includes(` ${call.symbol}`)) unknown.set(call.symbol, one.symbol);
					});
				}
			}
			console.log(`go${build.go} ${build.goarch}: ${known} calls with a meaning, ${unknown.size} without`);
			expect([...unknown]).toEqual([]);
			expect(known).toBeGreaterThan(100);
		},
		3_600_000,
	);
});
