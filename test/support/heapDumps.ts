/** Writes heap dumps as runtime/heapdump.go does. */

export interface WrittenObject {
	readonly address: number;
	/** Its words. */
	readonly words: readonly number[];
	/** Which of them are pointers. */
	readonly pointers: readonly number[];
}

export interface WrittenDump {
	readonly pointerSize?: 4 | 8;
	readonly bigEndian?: boolean;
	readonly objects?: readonly WrittenObject[];
	/** The variables with values. */
	readonly data?: WrittenObject;
	readonly goroutines?: readonly {
		readonly id: number;
		readonly startedAt: number;
		readonly waitReason: string;
		/** The innermost first; `hidden`: words that are in no list of pointers. */
		readonly frames: readonly (Omit<WrittenObject, 'address'> & { readonly function: string })[];
	}[];
	readonly buckets?: readonly {
		readonly id: number;
		readonly size: number;
		readonly stack: readonly { readonly function: string; readonly file: string; readonly line: number }[];
	}[];
	/** Address → bucket. */
	readonly samples?: readonly (readonly [number, number])[];
}

export function heapDump(dump: WrittenDump): Uint8Array {
	const { pointerSize = 8, bigEndian = false, objects = [], data, goroutines = [], buckets = [], samples = [] } = dump;
	const bytes: number[] = [...Buffer.from('go1.7 heap dump\n')];
	const number = (...values: readonly number[]) => {
		for (const value of values) {
			let rest = BigInt(value);
			while (rest >= 0x80n) {
				bytes.push(Number(rest & 0x7fn) | 0x80);
				rest >>= 7n;
			}
			bytes.push(Number(rest));
		}
	};
	const memory = (content: Uint8Array) => {
		number(content.length);
		bytes.push(...content);
	};
	const text = (written: string) => memory(Buffer.from(written));
	const words = (values: readonly number[], pointers: readonly number[]) => {
		const content = Buffer.alloc(values.length * pointerSize);
		values.forEach((value, index) => {
			const at = index * pointerSize;
			const little = Buffer.alloc(8);
			little.writeBigUInt64LE(BigInt(value));
			const word = little.subarray(0, pointerSize);
			content.set(bigEndian ? word.reverse() : word, at);
		});
		const fields = () => {
			for (const index of pointers) number(1, index * pointerSize);
			number(0);
		};
		return { content, fields };
	};
	const range = (tag: number, { address, words: values, pointers }: WrittenObject) => {
		const { content, fields } = words(values, pointers);
		number(tag, address);
		memory(content);
		fields();
	};
	number(6, bigEndian ? 1 : 0, pointerSize, 0, 0);
	text('amd64');
	text('go1.26.8');
	number(2);
	for (const object of objects) range(1, object);
	for (const { id, startedAt, waitReason, frames } of goroutines) {
		number(4, 0, 0, id, startedAt, 4, 0, 0, 0);
		text(waitReason);
		number(0, 0, 0, 0);
		for (const frame of frames) {
			const { content, fields } = words(frame.words, frame.pointers);
			number(5, 0, 0, 0);
			memory(content);
			number(0, 0, 0);
			text(frame.function);
			fields();
		}
	}
	if (data) range(12, data);
	number(10, ...Array.from({ length: 281 }, () => 0));
	for (const { id, size, stack } of buckets) {
		number(16, id, size, stack.length);
		for (const place of stack) {
			text(place.function);
			text(place.file);
			number(place.line);
		}
		number(1, 0);
	}
	for (const [address, bucket] of samples) number(17, address, bucket);
	number(0);
	return Uint8Array.from(bytes);
}
