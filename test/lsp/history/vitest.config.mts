import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const [file = '', line = '0'] = (process.env['OMIT'] ?? '').split(':');

/** The sources without one line, so that a test can be shown to notice what it does. */
const withoutLine = {
	name: 'without-line',
	enforce: 'pre' as const,
	transform(code: string, id: string) {
		if (file === '' || !id.endsWith(file)) return undefined;
		const without = (text: string) => (/^\t+\w+: /.test(text) ? text.replace(/=> .*,$/, '=> {},') : ';');
		return code
			.split('\n')
			.map((text, index) => (index + 1 === Number(line) ? without(text) : text))
			.join('\n');
	},
};

export default defineConfig({
	plugins: [withoutLine],
	root: fileURLToPath(new URL('../../..', import.meta.url)),
	test: {
		include: ['test/lsp/history.test.ts'],
		setupFiles: ['test/support/seed.ts'],
		testTimeout: 3_600_000,
	},
});
