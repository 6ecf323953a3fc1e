// npm run package: makes linkscape-VERSION.vsix and the npm package linkscape-VERSION.tgz, and says how big they are.
import { relative } from 'node:path';
import { root } from './repository.mjs';
import { setUp } from './setup.mjs';

await setUp();
const { largestVsix, packageVsix } = await import('./vsix.mjs');
const { largestNpmPackage, packNpm } = await import('./npmPackage.mjs');

report(await packageVsix(), largestVsix);
// The bundles are the same.
report(await packNpm(), largestNpmPackage);

/** @param {{ file: string, bytes: number }} made @param {number} largest */
function report({ file, bytes }, largest) {
	console.log(`${relative(root, file)}: ${kilobytes(bytes)} of at most ${kilobytes(largest)}`);
	if (bytes <= largest) return;
	console.error('The package is too big.');
	process.exitCode = 1;
}

/** @param {number} bytes */
function kilobytes(bytes) {
	return `${(bytes / 1000).toFixed(0)} kB`;
}
