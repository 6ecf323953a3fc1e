/** Which directories below the open folders hold linkname directives, so that only those are read as packages. */
import { dirname, isInside, join } from '../../toolchain/paths.ts';
import type { Changes } from '../../world/answers/changes.ts';
import type { GorootFiles } from '../../world/goroot/gorootTree.ts';

export interface LinknameDirectories {
	/** Sorted. What the disk said counts for a moment; a file that did not change since is not read again. */
	below(roots: readonly string[]): Promise<readonly string[]>;
}

/** Milliseconds. */
const freshness = 3_000;

/** Files read at a time: the disk is kept busy, and no limit of open files is met. */
const batch = 32;

export function createLinknameDirectories(changes: Changes, files: GorootFiles): LinknameDirectories {
	const mentions = new Map<string, { readonly stamp: string; readonly found: boolean }>();
	const walks = new Map<string, { readonly at: number; readonly found: Promise<readonly string[]> }>();
	changes.on(['files'], () => walks.clear());

	async function walk(root: string): Promise<readonly string[]> {
		const sources: string[] = [];
		let open = [root];
		while (open.length > 0) {
			const next: string[] = [];
			for (let at = 0; at < open.length; at += batch) {
				await Promise.all(
					open.slice(at, at + batch).map(async (directory) => {
						for (const { kind, name } of await files.listDirectory(directory)) {
							if (/^[._]/.test(name)) continue;
							if (kind === 'directory' && !skipped.has(name)) next.push(join(directory, name));
							if (kind !== 'directory' && name.endsWith('.go')) sources.push(join(directory, name));
						}
					}),
				);
			}
			open = next;
		}
		const found = new Set<string>();
		for (let at = 0; at < sources.length; at += batch) {
			const some = sources.slice(at, at + batch);
			const answers = await Promise.all(some.map(mentionsLinkname));
			some.forEach((path, one) => answers[one] && found.add(dirname(path)));
		}
		return [...found].sort();
	}

	async function mentionsLinkname(path: string): Promise<boolean> {
		const status = await files.fileStatus(path);
		const stamp = `${status?.modified} ${status?.size}`;
		const known = mentions.get(path);
		if (known?.stamp === stamp) return known.found;
		const found = (await files.readText(path))?.includes('//go:linkname') ?? false;
		mentions.set(path, { stamp, found });
		return found;
	}

	return {
		async below(roots) {
			const outer = roots.filter((root) => !roots.some((other) => other !== root && isInside(other, root)));
			const found = await Promise.all(
				[...new Set(outer)].map((root) => {
					let last = walks.get(root);
					if (!last || Date.now() - last.at > freshness)
						walks.set(root, (last = { at: Date.now(), found: walk(root) }));
					return last.found;
				}),
			);
			return found.flat();
		},
	};
}

/** Never part of `./...`, or somebody else's. */
const skipped = new Set(['vendor', 'testdata', 'node_modules']);
