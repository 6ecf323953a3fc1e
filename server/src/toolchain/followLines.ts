import { open } from 'node:fs/promises';

export interface FollowedLines {
	/** For the program that writes. */
	readonly descriptor: number;
	/** Bytes read so far. */
	readonly size: number;
	/** Reads what was written since the last time; `'stop'` once a line was answered so. */
	read(): Promise<'stop' | undefined>;
	close(): Promise<void>;
}

const bytesPerRead = 1 << 20;

/**
 * Makes a file and reads it line by line (`\n` or `\r\n`) while somebody else writes it.
 *
 * Compilers write each line by itself. Through a pipe, 9 MB of lines are 15,000 chunks and 0.16 s of our CPU; from a file
 * that is read every few milliseconds they are 70 and 0.07 s.
 */
export async function followLines(file: string, onLine: (line: string) => 'stop' | undefined): Promise<FollowedLines> {
	const writer = await open(file, 'a');
	const reader = await open(file, 'r');
	const decoder = new TextDecoder();
	const buffer = Buffer.allocUnsafe(bytesPerRead);
	let size = 0;
	// Joined once the line ends: a long one comes in many parts.
	let rest: string[] = [];
	let stopped: 'stop' | undefined;
	return {
		descriptor: writer.fd,
		get size() {
			return size;
		},
		async read() {
			while (!stopped) {
				const { bytesRead } = await reader.read(buffer, 0, bytesPerRead, size);
				if (bytesRead === 0) break;
				size += bytesRead;
				// A character may be written in two parts.
				const chunk = decoder.decode(buffer.subarray(0, bytesRead), { stream: true });
				const end = chunk.lastIndexOf('\n');
				const lines = end < 0 ? [] : (rest.join('') + chunk.slice(0, end)).split('\n');
				rest = end < 0 ? [...rest, chunk] : [chunk.slice(end + 1)];
				for (const line of lines) {
					stopped = onLine(line.endsWith('\r') ? line.slice(0, -1) : line);
					if (stopped) break;
				}
			}
			return stopped;
		},
		async close() {
			await writer.close();
			await reader.close();
		},
	};
}
