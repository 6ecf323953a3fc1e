// Judges what one file's directives name, in a new process: cold with an empty cache directory, warm with a filled one.
// Arguments: GOROOT, cache directory, symbols. Prints milliseconds from the first question to the last answer.
import { performance } from 'node:perf_hooks';
import * as files from '../../../server/src/toolchain/files.ts';
import { createGorootIndex } from '../../../server/src/world/goroot/gorootIndex.ts';

const [goroot = '', cacheDirectory = '', ...symbols] = process.argv.slice(2);
const platform = { goos: 'linux', goarch: 'amd64', cgo: false, tags: [] };
const started = performance.now();
const index = createGorootIndex({ goroot, ...platform, files, cacheDirectory });
for (const symbol of symbols) {
	const verdict = await index.judge({ symbol, as: 'func' });
	if (verdict.state === 'unknown') throw new Error(verdict.message);
}
console.log(performance.now() - started);
