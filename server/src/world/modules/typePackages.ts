/** The packages that types lead into while signatures are compared, read as they are asked for. */
import { compareSignatures, type SignatureComparison } from '../../analysis/signature/compareSignatures.ts';
import type { Machine } from '../../analysis/signature/machine.ts';
import type { Signature } from '../../analysis/signature/signature.ts';
import { packageTypes, type Packages, type PackageTypes } from '../../analysis/signature/typeScope.ts';
import { scanGoFile } from '../../analysis/source/scanGoFile.ts';
import { join } from '../../toolchain/paths.ts';
import type { GorootFiles } from '../goroot/gorootTree.ts';
import { isBuilt } from '../../analysis/build/isBuilt.ts';
import type { HeaderStore } from './packageHeaders.ts';
import type { PackagePlaces } from './packagePlaces.ts';
import { oncePerKey } from '../answers/oncePerKey.ts';

export interface TypePackages extends Packages {
	/** Reads packages by import path; those that are not on this machine stay unknown. */
	read(paths: Iterable<string>): Promise<void>;
	/** Compares; packages that turn out to be needed are read, and the comparison is made again. */
	compare(local: Signature, target: Signature, machine: Machine): Promise<SignatureComparison>;
}

/** Types lead through more packages than this only in broken code. */
const mostRounds = 12;

export function createTypePackages(
	places: PackagePlaces,
	headers: HeaderStore,
	files: GorootFiles,
	goroot: string | undefined,
	tags: ReadonlySet<string>,
): TypePackages {
	const known = new Map<string, PackageTypes>();
	const ended = new Set<string>();
	const isVendored = (importer: string) => !/^[^/]*\./.test(importer) || importer.startsWith('vendor/');

	const find = (path: string, importer: string) =>
		isVendored(importer) ? (known.get(`vendor/${path}`) ?? known.get(path)) : known.get(path);

	/** Who asks later waits for the same read. */
	const read = oncePerKey(async (path: string): Promise<void> => {
		await readOnce(path);
		ended.add(path);
	});

	async function readOnce(path: string): Promise<void> {
		const place = await places.place(path);
		let directory = place.kind === 'found' ? place.directory : undefined;
		if (place.kind === 'std' && goroot !== undefined) directory = join(goroot, 'src', path);
		if (directory === undefined) {
			// What std imports of golang.org/x lies in its own vendor directory.
			if (goroot !== undefined && path.startsWith('golang.org/x/')) await read(`vendor/${path}`);
			return;
		}
		const built = (await headers.headers(directory)).files.filter((file) => !file.test && isBuilt(file, tags));
		const texts = await Promise.all(built.map(({ path: file }) => files.readText(file)));
		known.set(
			path,
			packageTypes(
				path,
				texts.flatMap((text) => (text === undefined ? [] : scanGoFile(text))),
			),
		);
	}

	return {
		find,
		async read(paths) {
			await Promise.all([...paths].map(read));
		},
		async compare(local, target, machine) {
			let comparison = compareSignatures(local, target, machine);
			for (let round = 0; round < mostRounds && comparison.verdict === 'unknown'; round++) {
				const wanted = comparison.missing.filter((path) => !ended.has(path));
				if (wanted.length === 0) break;
				await Promise.all(wanted.map(read));
				comparison = compareSignatures(local, target, machine);
			}
			return comparison;
		},
	};
}
