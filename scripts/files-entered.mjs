// npm run files-entered [-- --list]: how many of our files one keystroke, a hover, a definition and a save enter.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setUp } from './setup.mjs';
import { root } from './repository.mjs';

await setUp();
const { bundleOptions } = await import('./bundles.mjs');
const { build } = await import('esbuild');
const folder = mkdtempSync(join(root, 'out', 'files-entered-'));
const [, server] = bundleOptions({ minify: false });
const outfile = join(folder, 'filesEntered.mjs');
try {
	await build({ ...server, entryPoints: ['test/bench/support/filesEntered.ts'], outfile, sourcemap: false });
	const { status } = spawnSync(process.execPath, [outfile, ...process.argv.slice(2)], { stdio: 'inherit' });
	process.exitCode = status ?? 1;
} finally {
	rmSync(folder, { recursive: true, force: true });
}
