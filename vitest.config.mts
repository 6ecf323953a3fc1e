import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * What takes longest: begun last, one of them would run alone in the end while the other cores wait. Neighbours begin together: where one
 * compiles the standard library first, the other should do something else, or both compile it.
 */
const longest = [
	'linkname/fixes/alternatives',
	'escape/runs/runners',
	'linkname/fixes/sameOutput',
	'cli/exitCodes',
	'linkname/fixes/fixKinds',
	'attack/attack',
	'linkname/fixes/variants',
	'escape/escapeAnalysis',
	'analysis/escape/allocTruth',
	'linkname/standard/verdicts',
	'cli/underFire',
	'analysis/escape/stdLines',
	'linkname/fixes/published',
	'linkname/modules/moduleTargets',
	'cli/sameFixes',
	'linkname/modules/dependencies',
	'world/goroot/linkerTruth',
	'analysis/profile/costProfile',
	'world/goroot/realBuilds',
	'package/reproducible',
].map((name) => resolve(import.meta.dirname, `test/${name}.test.ts`));

for (const file of longest)
	if (!existsSync(file)) throw new Error(`${file} is named in vitest.config.mts and is gone.`);

class LongestFirst extends BaseSequencer {
	override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
		const others = (await super.sort(files)).filter(({ moduleId }) => !longest.includes(moduleId));
		const first = longest.flatMap((file) => files.filter(({ moduleId }) => moduleId === file));
		return [...first, ...others];
	}
}

export default defineConfig({
	test: {
		include: ['test/**/*.test.ts'],
		setupFiles: ['test/support/seed.ts'],
		exclude: ['test/editor/**', '**/node_modules/**'],
		testTimeout: 120_000,
		hookTimeout: 300_000,
		sequence: { sequencer: LongestFirst },
		// One more than Vitest takes on two cores: most tests wait for the go command.
		maxWorkers: Math.max(2, availableParallelism()),
	},
});
