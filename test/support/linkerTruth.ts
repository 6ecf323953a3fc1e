/** What linkers said to pulls of the standard library's symbols: test/oracle/linker-truth. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

export interface LinkerTruth {
	readonly symbol: string;
	/** `links`, `refused` or `undefined`. */
	readonly asFunction: string;
	/** `links` or `refused`. */
	readonly asVariable: string;
}

/** @param file below test/oracle/linker-truth */
export function readLinkerTruth(file: string): LinkerTruth[] {
	const text = gunzipSync(readFileSync(`test/oracle/linker-truth/${file}`)).toString('utf8');
	return text
		.trim()
		.split('\n')
		.slice(1)
		.map((line) => {
			const [symbol = '', asFunction = '', asVariable = ''] = line.split('\t');
			return { symbol, asFunction, asVariable };
		});
}
