import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

let collect: (() => void) | undefined;

/**
 * Collects garbage now. What a compiler prints about a large package is 10 MB of text, and V8 leaves such garbage lying
 * for as long as nothing else needs memory: 221 MB stay resident where 120 MB are in use. Takes some 80 ms, so it is for
 * moments when nobody waits.
 *
 * Twice, since the pages that the first collection empties are given back by the next: after the analysis of 37,000 lines
 * 162 MB stay resident after one, 138 MB after two (Node.js 20.20).
 */
export function releaseMemory(): void {
	if (!collect) {
		setFlagsFromString('--expose-gc');
		collect = runInNewContext('gc') as () => void;
	}
	collect();
	collect();
}
