import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const [file = '', line = '0', cause = ''] = (process.env['OMIT'] ?? '').split(':');

/** The sources without one dependency or statement, so that a test can be shown to notice what it does. */
const weakened = {
	name: 'weakened',
	enforce: 'pre' as const,
	transform(code: string, id: string) {
		if (file === '' || !id.endsWith(file)) return undefined;
		const without = (text: string) => (cause === '' ? ';' : text.replace(new RegExp(`'${cause}'(?:, )?`), ''));
		return code
			.split('\n')
			.map((text, index) => (index + 1 === Number(line) ? without(text) : text))
			.join('\n');
	},
};

export default defineConfig({
	plugins: [weakened],
	root: fileURLToPath(new URL('../../..', import.meta.url)),
	test: {
		// With those that show alone what histories meet too seldom.
		include: [
			'test/lsp/history.test.ts',
			...(file === ''
				? []
				: ['test/escape/provenFixes.test.ts', 'test/escape/hints/*.test.ts', 'test/lsp/related.test.ts']),
		],
		setupFiles: ['test/support/seed.ts'],
		testTimeout: 3_600_000,
	},
});
