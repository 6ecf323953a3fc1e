import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
	test: {
		include: ['test/**/*.test.ts'],
		setupFiles: ['test/support/seed.ts'],
		exclude: ['test/editor/**', '**/node_modules/**'],
		testTimeout: 120_000,
		hookTimeout: 300_000,
		// One more than Vitest takes on two cores: most tests wait for the go command.
		maxWorkers: Math.max(2, availableParallelism()),
	},
});
