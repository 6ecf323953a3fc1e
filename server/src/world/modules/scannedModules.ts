/**
 * Which packages of a module may concern the linker beyond their own code, told by their bytes: nothing is decoded, and nothing is
 * kept of packages that cannot.
 */
import { isForeignSource, isGoSource } from '../../analysis/linkname/packageView.ts';
import { join } from '../../toolchain/paths.ts';
import { createSlices } from '../../toolchain/slices.ts';
import { createTreeReader, type TreeReader } from '../../toolchain/treeReader.ts';

export interface ScannedPackage {
	/** Absolute path. */
	readonly directory: string;
	/** The same below the module, with forward slashes; empty for the module's own directory. */
	readonly below: string;
	/** `//go:linkname` stands in a file that is no test. */
	readonly mentionsLinkname: boolean;
	/** It holds assembly or other languages. */
	readonly hasForeignSources: boolean;
}

export interface ScanOptions {
	/** Whether Go files are looked into; without it only names are read, and `mentionsLinkname` is false. */
	readonly linknames: boolean;
	/** Only what `./...` names: no `testdata`, no `_x`, no `.x`, no `vendor`. */
	readonly patterns: boolean;
}

/** The packages of the module in a directory that mention linknames or hold other languages, nested modules left out. */
export async function scanModule(root: string, options: ScanOptions): Promise<readonly ScannedPackage[]> {
	const reader = createTreeReader();
	const pause = createSlices();
	const found: ScannedPackage[] = [];
	const open = [''];
	for (let below = open.pop(); below !== undefined; below = open.pop()) {
		await pause();
		const directory = join(root, below);
		const entries = reader.list(directory) ?? [];
		if (below !== '' && entries.some(({ kind, name }) => kind === 'file' && name === 'go.mod')) continue;
		for (const { kind, name } of entries) {
			if (kind === 'directory' && !(options.patterns && isPassedOver(name))) {
				open.push(below === '' ? name : `${below}/${name}`);
			}
		}
		const files = entries.filter(({ kind }) => kind === 'file').map(({ name }) => name);
		const sources = files.filter((name) => isGoSource(name) && !name.endsWith('_test.go'));
		if (sources.length === 0) continue;
		const hasForeignSources = files.some(isForeignSource);
		const mentionsLinkname = options.linknames && (await anyMentions(directory, sources, reader, pause));
		if (hasForeignSources || mentionsLinkname) found.push({ directory, below, mentionsLinkname, hasForeignSources });
	}
	return found;
}

async function anyMentions(
	directory: string,
	names: readonly string[],
	reader: TreeReader,
	pause: ReturnType<typeof createSlices>,
): Promise<boolean> {
	for (const name of names) {
		if (reader.bytes(join(directory, name))?.includes('//go:linkname')) return true;
		await pause();
	}
	return false;
}

function isPassedOver(name: string): boolean {
	return name === 'testdata' || name === 'vendor' || /^[._]/.test(name);
}

const cached = new Map<string, Promise<readonly ScannedPackage[]>>();

/** The same for a module version in the module cache, which never changes: each is looked into once in a process. */
export function scanCachedModule(directory: string): Promise<readonly ScannedPackage[]> {
	let found = cached.get(directory);
	if (!found) {
		found = scanModule(directory, { linknames: true, patterns: false });
		cached.set(directory, found);
	}
	return found;
}
