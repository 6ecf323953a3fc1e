import { writeText } from '../../toolchain/files.ts';
import { join } from '../../toolchain/paths.ts';

/** Unsaved texts as files that the go command and the compiler can read. */
export interface Overlay {
	/** Absolute path of the file for `-overlay`; `undefined` when nothing is unsaved and nothing hidden. */
	readonly file: string | undefined;
	/** Absolute path of a written buffer → the file it stands for. */
	readonly realOf: ReadonlyMap<string, string>;
	/** The other way round. */
	readonly bufferOf: ReadonlyMap<string, string>;
}

/**
 * Writes the unsaved texts (absolute path → text) into a directory that the caller removes.
 *
 * @param hidden absolute paths of files that the go command takes for absent
 */
export async function writeOverlay(
	buffers: ReadonlyMap<string, string>,
	directory: string,
	hidden: readonly string[] = [],
): Promise<Overlay> {
	const realOf = new Map<string, string>();
	const bufferOf = new Map<string, string>();
	for (const [path, text] of buffers) {
		const buffer = join(directory, `${realOf.size}.go`);
		await writeText(buffer, text);
		realOf.set(buffer, path);
		bufferOf.set(path, buffer);
	}
	const absent = hidden.filter((path) => !bufferOf.has(path));
	if (buffers.size + hidden.length === 0) return { file: undefined, realOf, bufferOf };
	const file = join(directory, 'overlay.json');
	await writeText(
		file,
		JSON.stringify({ Replace: Object.fromEntries([...bufferOf, ...absent.map((path) => [path, ''])]) }),
	);
	return { file, realOf, bufferOf };
}
