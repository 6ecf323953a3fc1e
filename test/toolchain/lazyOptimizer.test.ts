import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { optimizeLater } from '../../server/src/toolchain/lazyOptimizer.ts';

test('V8 knows the flag: it says nothing about one that it does not know', () => {
	expect(optimizeLater).not.toThrow();
	const options = execFileSync(process.execPath, ['--v8-options'], { encoding: 'utf8' });
	expect(options).toMatch(/^ {2}--interrupt-budget \(/m);
});
