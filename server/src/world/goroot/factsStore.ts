/** Facts on disk, under a directory that the caller names. A file that is not exactly what was written counts as absent. */
import { contentHash } from '../../toolchain/contentHash.ts';
import { join } from '../../toolchain/paths.ts';
import { trimCache } from '../../toolchain/trimCache.ts';
import type { GorootFiles } from './gorootTree.ts';

export interface FactsStore {
	/** What was saved under this name and stamp; `undefined` when that is missing, damaged, or of another time. */
	load(name: string, stamp: string): Promise<unknown>;
	/** Keeps a value; a disk that refuses is no error. */
	save(name: string, stamp: string, value: unknown): Promise<void>;
}

// Raise it when the shape of the facts or the way they are found changes.
const format = 6;

/** Directories that this process has looked after: they grow only when something is saved. */
const trimmed = new Set<string>();

/** A store for one context; `key` says which (tree, platform, tags). Without a directory nothing is kept. */
export function createFactsStore(directory: string | undefined, key: string, files: GorootFiles): FactsStore {
	if (directory === undefined) return { load: async () => undefined, save: async () => {} };
	const context = contentHash(`${format}\n${key}`);
	const pathOf = (name: string) => join(directory, 'goroot', context, `${encodeURIComponent(name)}.json`);
	return {
		async load(name, stamp) {
			const text = await files.readText(pathOf(name));
			if (text === undefined) return undefined;
			const headerEnd = text.indexOf('\n');
			const body = text.slice(headerEnd + 1);
			if (text.slice(0, headerEnd) !== header(name, stamp, body)) return undefined;
			return JSON.parse(body);
		},
		async save(name, stamp, value) {
			const body = JSON.stringify(value);
			await files.writeText(pathOf(name), `${header(name, stamp, body)}\n${body}`);
			if (trimmed.has(directory)) return;
			trimmed.add(directory);
			void trimCache(directory);
		},
	};
}

function header(name: string, stamp: string, body: string): string {
	return `linkscape ${format} ${contentHash(`${name}\n${stamp}\n${body}`)}`;
}
