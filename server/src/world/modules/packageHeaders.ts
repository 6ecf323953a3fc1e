/** The heads of the Go files of directories: each directory read once, until it is forgotten. */
import { type FileHeader, readHeader } from '../../analysis/module/fileHeader.ts';
import { isForeignSource, isGoSource } from '../../analysis/linkname/packageView.ts';
import pLimit from 'p-limit';
import { type FileConstraint, fileConstraint } from '../../analysis/build/isBuilt.ts';
import { join } from '../../toolchain/paths.ts';
import type { GorootFiles } from '../goroot/gorootTree.ts';

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

/** More files than this at a time do not come faster, and some systems allow few open ones. */
const batch = 32;

export function createHeaderStore(files: Pick<GorootFiles, 'readText' | 'listDirectory'>): HeaderStore {
	const known = new Map<string, Promise<PackageHeaders>>();
	const limited = pLimit(batch);

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
		const text = await files.readText(path);
		if (text === undefined) return undefined;
		const header = readHeader(text);
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
		headers(directory) {
			let answer = known.get(directory);
			if (!answer) {
				answer = read(directory);
				known.set(directory, answer);
			}
			return answer;
		},
	};
}
