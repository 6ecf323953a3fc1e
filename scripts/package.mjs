// npm run package: makes linkscape-VERSION.vsix and says how big it is.
import { relative } from 'node:path';
import { root } from './repository.mjs';
import { setUp } from './setup.mjs';

await setUp();
const { largestVsix, packageVsix } = await import('./vsix.mjs');

const { file, bytes } = await packageVsix();
console.log(`${relative(root, file)}: ${(bytes / 1024).toFixed(0)} kB of at most ${largestVsix / 1024} kB`);
if (bytes > largestVsix) {
	console.error('The package is too big.');
	process.exitCode = 1;
}
