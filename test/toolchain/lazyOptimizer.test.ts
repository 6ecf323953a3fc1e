import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { temporaryModule } from '../support/go.ts';

/** Whether V8 optimizes a function of some 100 bytes of bytecode that is called 3,000 times, after this statement. */
async function optimizes(first: string): Promise<boolean> {
	const program = join(temporaryModule({}), 'program.mjs');
	const contents = `
		import { optimizeLater } from './server/src/toolchain/lazyOptimizer.ts';
		${first};
		function called(n) { let sum = 0; for (let i = 0; i < 10; i++) sum += i ^ n; return sum; }
		let sum = 0;
		for (let i = 0; i < 3000; i++) sum += called(i);
		console.log(sum, optimizeLater.name);
	`;
	const stdin = { contents, resolveDir: process.cwd() };
	await build({ stdin, bundle: true, platform: 'node', format: 'esm', outfile: program });
	const output = execFileSync(process.execPath, ['--trace-opt', program], { encoding: 'utf8' });
	expect(output).toMatch(/^\d+ optimizeLater$/m);
	return output.includes('JSFunction called');
}

test('V8 optimizes only what runs for long', async () => {
	expect(await optimizes('')).toBe(true);
	expect(await optimizes('optimizeLater()')).toBe(false);
});
