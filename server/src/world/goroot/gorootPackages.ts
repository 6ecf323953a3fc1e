/** The facts of a Go tree's packages: each read once, kept in memory and on disk. */
import type { PackageFacts } from '../../analysis/linker/packageFacts.ts';
import type { GoFile } from '../../analysis/source/goFile.ts';
import { scanGoFile } from '../../analysis/source/scanGoFile.ts';
import { createFactsStore } from './factsStore.ts';
import { type GorootFiles, type GorootTree, isFrozenAway } from './gorootTree.ts';
import { type PushIndex, readPushIndex } from './pushIndex.ts';
import { readPackage } from './readPackage.ts';
import { oncePerKey } from '../answers/oncePerKey.ts';

export interface GorootPackages {
	readonly tree: GorootTree;
	/** `undefined` when the context builds no such package. */
	facts(importPath: string): Promise<PackageFacts | undefined>;
	pushes(): Promise<PushIndex>;
	/** One scanned file of the tree; `undefined` when it cannot be read or is not Go. */
	goFile(path: string): Promise<GoFile | undefined>;
}

// Scanned files hold their text; hovering and comparing signatures come back to few of them.
const scannedFilesKept = 64;

export function createGorootPackages(
	tree: GorootTree,
	files: GorootFiles,
	cacheDirectory: string | undefined,
): GorootPackages {
	const { goroot, platform, release } = tree;
	const key = [goroot, release.name, platform.goos, platform.goarch, platform.cgo, tree.tags.join(' ')].join('\n');
	// The sources of a checkout change under it: what was read yesterday says nothing today.
	const store = createFactsStore(tree.development ? undefined : cacheDirectory, key, files);
	const scanned = new Map<string, Promise<GoFile | undefined>>();
	let pushes: Promise<PushIndex> | undefined;

	async function stored<T>(name: string, read: () => Promise<T>, keep: (value: T) => boolean): Promise<T> {
		const loaded = await store.load(name, tree.stamp);
		if (loaded !== undefined) return loaded as T;
		const fresh = await read();
		if (keep(fresh)) void store.save(name, tree.stamp, fresh);
		return fresh;
	}

	return {
		tree,
		facts: oncePerKey(async (importPath) => {
			if (isFrozenAway(tree, importPath)) return undefined;
			return stored(`package ${importPath}`, () => readPackage(tree, importPath, files), isWhole);
		}),
		pushes() {
			pushes ??= stored(
				'pushes',
				() => readPushIndex(tree, files),
				() => true,
			);
			return pushes;
		},
		goFile(path) {
			let file = scanned.get(path);
			scanned.delete(path);
			file ??= path.endsWith('.go')
				? files.readText(path).then((text) => (text === undefined ? undefined : scanGoFile(text)))
				: Promise.resolve(undefined);
			scanned.set(path, file);
			for (const oldest of scanned.keys()) {
				if (scanned.size <= scannedFilesKept) break;
				scanned.delete(oldest);
			}
			return file;
		},
	};
}

/** What could not be read today may be readable tomorrow. */
function isWhole(facts: PackageFacts | undefined): boolean {
	return facts !== undefined && !facts.unreadable;
}
