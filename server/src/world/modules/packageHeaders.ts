/** The heads of the Go files of directories: each directory read once, until it is forgotten. */
import { type FileHeader, readHeader } from '../../analysis/module/fileHeader.ts';
import { isForeignSource, isGoSource } from '../../analysis/linkname/packageView.ts';
import pLimit from 'p-limit';
import { type FileConstraint, fileConstraint } from '../../analysis/build/isBuilt.ts';
import { join } from '../../toolchain/paths.ts';
import type { GorootFiles } from '../goroot/gorootTree.ts';
import { oncePerKey } from '../answers/oncePerKey.ts';

export interface HeaderFile extends FileHeader {
	readonly path: string;
	/** Base name. */
	readonly name: string;
	readonly test: boolean;
	readonly importsC: boolean;
	/** `buildConstraint`, parsed. */
	readonly constraint: FileConstraint;
	/** `//go:linkname` stands somewhere in it. */
	readonly mentionsLinkname: boolean;
}

export interface PackageHeaders {
	readonly directory: string;
	readonly files: readonly HeaderFile[];
	/** It holds assembly or other languages, so that functions may lack a body. */
	readonly hasForeignSources: boolean;
	/** Names of the directories in it. */
	readonly directories: readonly string[];
	/** It holds a go.mod. */
	readonly isModule: boolean;
}

export interface HeaderStore {
	headers(directory: string): Promise<PackageHeaders>;
}

/**
 * Strings cut out of a text keep all of it in memory (V8 slices from 13 characters on): 75 KB for each file of a large module. Paths
 * that many files import are kept once.
 */
function detached({ packageName, buildConstraint, imports }: FileHeader): FileHeader {
	return {
		packageName: copied(packageName),
		buildConstraint: buildConstraint === undefined ? undefined : copied(buildConstraint),
		imports: imports.map(({ path, span }) => ({ path: copied(path), span })),
	};
}

const copies = new Map<string, string>();

/** Strings that are kept to be shared; the imports of a large module are some thousands. */
const mostCopies = 50_000;

function copied(text: string): string {
	const known = copies.get(text);
	if (known !== undefined) return known;
	const copy = Buffer.from(text).toString();
	if (copies.size >= mostCopies) copies.clear();
	copies.set(copy, copy);
	return copy;
}

/** More files than this at a time do not come faster, and some systems allow few open ones. */
const batch = 32;

type HeaderFiles = Pick<GorootFiles, 'readText' | 'listDirectory' | 'fileStatus'>;

interface ReadHeader {
	/** What the file was like when it was read: its time and size. */
	readonly stamp: string;
	readonly header: HeaderFile | undefined;
}

/** Files that were read once through these functions, for all stores: those are made anew whenever something changes on the disk. */
const readBefore = new WeakMap<HeaderFiles, Map<string, ReadHeader>>();

/** Milliseconds: a file that was written just now may be written again without that its time shows it. */
const coarsestClock = 2_000;

/** Files whose heads are remembered; a module has less. */
const mostRemembered = 100_000;

export function createHeaderStore(files: HeaderFiles): HeaderStore {
	const limited = pLimit(batch);
	const remembered = readBefore.get(files) ?? new Map<string, ReadHeader>();
	readBefore.set(files, remembered);

	async function read(directory: string): Promise<PackageHeaders> {
		const entries = await limited(() => files.listDirectory(directory));
		const names = entries.filter(({ kind }) => kind !== 'directory').map(({ name }) => name);
		const found = await Promise.all(names.filter(isGoSource).map((name) => limited(() => readFile(directory, name))));
		return {
			directory,
			files: found.flatMap((file) => file ?? []),
			hasForeignSources: names.some(isForeignSource),
			directories: entries.filter(({ kind }) => kind === 'directory').map(({ name }) => name),
			isModule: names.includes('go.mod'),
		};
	}

	async function readFile(directory: string, name: string): Promise<HeaderFile | undefined> {
		const path = join(directory, name);
		const status = await files.fileStatus(path);
		if (status === undefined) return undefined;
		const stamp = `${status.modified}/${status.size}`;
		const before = remembered.get(path);
		if (before?.stamp === stamp) return before.header;
		const header = await readHeaderFile(path, name);
		if (Date.now() - status.modified < coarsestClock) return header;
		if (remembered.size >= mostRemembered) remembered.clear();
		remembered.set(path, { stamp, header });
		return header;
	}

	async function readHeaderFile(path: string, name: string): Promise<HeaderFile | undefined> {
		const text = await files.readText(path);
		if (text === undefined) return undefined;
		const header = detached(readHeader(text));
		return {
			...header,
			path,
			name,
			test: name.endsWith('_test.go'),
			constraint: fileConstraint(header.buildConstraint),
			importsC: header.imports.some((one) => one.path === 'C'),
			mentionsLinkname: text.includes('//go:linkname'),
		};
	}

	return {
		headers: oncePerKey(read),
	};
}
