import { defineConfig } from 'vitest/config';

export default defineConfig({
	test: {
		include: ['test/**/*.test.ts'],
		setupFiles: ['test/support/seed.ts'],
		exclude: ['test/editor/**', '**/node_modules/**'],
		testTimeout: 120_000,
		hookTimeout: 300_000,
	},
});
