// Writes the table that server/src/analysis/linker/versionTable.ts reads.
//
//   "LSV1", length of the head (32 bits, little endian), head, blocks
//
// Head and blocks are Brotli over UTF-8; the head is the JSON of `Head`, a block holds the lines of some packages:
// `@package`, then `name⇥pattern⇥signature⇥…`. A pattern is an index (base 36) into the head's `patterns`, and says for each
// platform and release with a letter what the linker does and with a second one which of the row's signatures holds.
// A few packages share a block: one alone compresses badly, all together take long to decode.
import { brotliCompressSync, constants } from 'node:zlib';

const blockSize = 64 * 1024;

/**
 * @typedef {{ letter: string, signature: string }} Cell
 * @typedef {object} Table
 * @property {readonly string[]} releases oldest first
 * @property {readonly string[]} platforms
 * @property {Map<string, (Cell | undefined)[]>} symbols for each symbol one cell a platform and release, releases of one platform in a row
 */

/**
 * @param {Table} table
 * @param {(symbol: string) => { prefix: string, name: string }} split
 */
export function encodeTable({ releases, platforms, symbols }, split) {
	const packages = new Map();
	const patterns = new Map();
	for (const symbol of [...symbols.keys()].sort()) {
		const signatures = [];
		let pattern = '';
		for (const cell of symbols.get(symbol)) {
			if (!cell) {
				pattern += '..';
				continue;
			}
			if (!signatures.includes(cell.signature)) signatures.push(cell.signature);
			pattern += cell.letter + String.fromCharCode(97 + signatures.indexOf(cell.signature));
		}
		patterns.set(pattern, (patterns.get(pattern) ?? 0) + 1);
		const { prefix, name } = split(symbol);
		if (!packages.has(prefix)) packages.set(prefix, []);
		packages.get(prefix).push({ name, pattern, signatures });
	}
	// Frequent patterns get the short numbers.
	const ranked = [...patterns].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).map(([pattern]) => pattern);
	const rank = new Map(ranked.map((pattern, index) => [pattern, index.toString(36)]));
	const texts = [...packages]
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.map(([prefix, rows]) => {
			const lines = rows.map(({ name, pattern, signatures }) => [name, rank.get(pattern), ...signatures].join('\t'));
			return { prefix, text: [`@${prefix}`, ...lines].join('\n') };
		});
	const blocks = [];
	const parts = [];
	let start = 0;
	for (const group of groups(texts)) {
		const part = compress(group.map(({ text }) => text).join('\n'));
		blocks.push({ packages: group.map(({ prefix }) => prefix), start, end: start + part.length });
		parts.push(part);
		start += part.length;
	}
	const head = compress(JSON.stringify({ format: 1, releases, platforms, patterns: ranked, blocks }));
	const intro = Buffer.alloc(8);
	intro.write('LSV1');
	intro.writeUInt32LE(head.length, 4);
	return Buffer.concat([intro, head, ...parts]);
}

function groups(texts) {
	const found = [[]];
	let size = 0;
	for (const item of texts) {
		if (size > 0 && size + item.text.length > blockSize) {
			found.push([]);
			size = 0;
		}
		found.at(-1).push(item);
		size += item.text.length;
	}
	return found;
}

function compress(text) {
	const bytes = Buffer.from(text);
	return brotliCompressSync(bytes, {
		params: {
			[constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
			[constants.BROTLI_PARAM_LGWIN]: 18,
			[constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
		},
	});
}
