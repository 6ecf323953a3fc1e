/** What the compiler writes about types for the run-time, from its listing: sizes and pointer maps. */

export interface TypeDescriptor {
	readonly size: number;
	/** Bytes up to the end of the last pointer. */
	readonly pointerBytes: number;
	/** One character a word, up to the last pointer: `p` or `.`; undefined where the run-time works it out itself. */
	readonly words: string | undefined;
}

/**
 * Reads `type:p.T SRODATA …` of `compile -S`, Go 1.21 to 1.27: the first two words of a descriptor are size and pointer bytes, and the name
 * of its bitmap (`runtime.gcbits.HEX`) is the bitmap.
 */
export function createDescriptorReader(pointerSize: number) {
	const found = new Map<string, TypeDescriptor>();
	let current: { readonly name: string; readonly bytes: number[]; bits: string | undefined } | undefined;

	function finish(): void {
		if (!current || current.bytes.length < 2 * pointerSize) return;
		const word = (index: number) => {
			const bytes = current?.bytes.slice(index * pointerSize, (index + 1) * pointerSize) ?? [];
			return bytes.reduceRight((value, byte) => value * 256 + byte, 0);
		};
		const pointerBytes = word(1);
		const words = current.bits === undefined ? undefined : mapOf(current.bits, pointerBytes / pointerSize);
		found.set(current.name, { size: word(0), pointerBytes, words });
	}

	return {
		line(text: string): void {
			const header = /^type:(.+?) SRODATA /.exec(text);
			if (header || (current && !text.startsWith('\t'))) {
				finish();
				current = header ? { name: header[1] ?? '', bytes: [], bits: undefined } : undefined;
				return;
			}
			if (!current) return;
			const hex = /^\t0x([0-9a-f]+) ((?:[0-9a-f]{2} ){1,16})/.exec(text);
			if (hex && Number.parseInt(hex[1] ?? '', 16) === current.bytes.length && current.bytes.length < 2 * pointerSize) {
				current.bytes.push(
					...(hex[2] ?? '')
						.trim()
						.split(' ')
						.map((byte) => Number.parseInt(byte, 16)),
				);
			}
			current.bits ??= /^\trel .* runtime\.gcbits\.([0-9a-f]*)\+0$/.exec(text)?.[1];
		},
		/** Type as the compiler spells it (`example.com/m.T`) → what it says. */
		end(): ReadonlyMap<string, TypeDescriptor> {
			finish();
			current = undefined;
			return found;
		},
	};
}

function mapOf(bits: string, words: number): string {
	let map = '';
	for (let index = 0; index < words; index++) {
		const byte = Number.parseInt(bits.slice((index >> 3) * 2, (index >> 3) * 2 + 2), 16);
		map += (byte >> (index & 7)) & 1 ? 'p' : '.';
	}
	return map;
}
