// npm run build: bundles the client, the language server and the command line as they are shipped.
//   --watch   for development: readable, with source maps, and again after every change
import { setUp } from './setup.mjs';

await setUp();
const { build, watch } = await import('./bundles.mjs');

if (process.argv.includes('--watch')) {
	await watch();
	console.log('Watching for changes.');
} else {
	await build();
}
