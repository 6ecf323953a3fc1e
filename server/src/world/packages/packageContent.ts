import { contentHash } from '../../toolchain/contentHash.ts';
import { fileStatus, listDirectory, readText } from '../../toolchain/files.ts';
import { dirname, join } from '../../toolchain/paths.ts';

/** What the Go files of a directory contain right now, unsaved texts included. */
export interface PackageContent {
	/** The same for the same files with the same texts. */
	readonly key: string;
	/** Absolute path → hash of its text. */
	readonly hashes: ReadonlyMap<string, string>;
}

/** Absolute path → text, of the documents that are open. */
export type OpenTexts = ReadonlyMap<string, string>;

/** Knows the hashes of files without reading them twice. */
export interface ContentReader {
	content(directory: string, open: OpenTexts): Promise<PackageContent>;
	/** The open Go texts that differ from what is on the disk; of one directory only, where it is named. */
	unsaved(open: OpenTexts, directory?: string): Promise<OpenTexts>;
}

export function createContentReader(): ContentReader {
	const known = new Map<string, { readonly modified: number; readonly size: number; readonly hash: string }>();
	/** Of open files: several ask about each text. */
	const hashed = new Map<string, { readonly text: string; readonly hash: string }>();

	function openHash(path: string, text: string): string {
		const before = hashed.get(path);
		if (before?.text === text) return before.hash;
		const hash = contentHash(text);
		hashed.set(path, { text, hash });
		return hash;
	}

	async function savedHash(path: string): Promise<string | undefined> {
		const status = await fileStatus(path);
		if (status?.kind !== 'file') {
			known.delete(path);
			return undefined;
		}
		const before = known.get(path);
		if (before?.modified === status.modified && before.size === status.size) return before.hash;
		const text = await readText(path);
		if (text === undefined) return undefined;
		const hash = contentHash(text);
		known.set(path, { modified: status.modified, size: status.size, hash });
		return hash;
	}

	return {
		async content(directory, open) {
			const saved = (await listDirectory(directory)).map(({ name }) => join(directory, name));
			const unsaved = [...open.keys()].filter((path) => dirname(path) === directory);
			const hashes = new Map<string, string>();
			for (const path of hashed.keys()) if (!open.has(path)) hashed.delete(path);
			for (const path of [...new Set([...saved, ...unsaved])].filter(isGoFile).sort()) {
				const text = open.get(path);
				const hash = text === undefined ? await savedHash(path) : openHash(path, text);
				if (hash !== undefined) hashes.set(path, hash);
			}
			return { key: contentHash([...hashes].map((entry) => entry.join(' ')).join('\n')), hashes };
		},
		async unsaved(open, directory) {
			const differing: [string, string][] = [];
			for (const [path, text] of open) {
				if (directory !== undefined && dirname(path) !== directory) continue;
				if (isGoFile(path) && (await savedHash(path)) !== openHash(path, text)) differing.push([path, text]);
			}
			return new Map(differing);
		},
	};
}

/** The text of each file: the open one, else the one on the disk, as `saved` reads it; files that cannot be read are left out. */
export async function readOpenTexts(
	files: readonly string[],
	open: OpenTexts,
	saved: (path: string) => Promise<string | undefined> = readText,
): Promise<ReadonlyMap<string, string>> {
	const texts = await Promise.all(files.map(async (file) => [file, open.get(file) ?? (await saved(file))] as const));
	return new Map(texts.flatMap(([file, text]) => (text === undefined ? [] : [[file, text] as const])));
}

function isGoFile(path: string): boolean {
	return path.endsWith('.go');
}
