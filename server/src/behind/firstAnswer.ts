/** What somebody wrote may be read in several ways: the first that leads to an answer counts. */
import type { WrittenName } from '../analysis/listing/functionName.ts';
import { placeOfPackage } from '../world/packages/askedPlace.ts';
import type { Asker, PackageUnit } from './packageUnit.ts';
import { BehindProblem } from './problem.ts';

/** @throws BehindProblem of the likeliest reading when none leads to an answer */
export async function firstAnswer<T>(
	readings: readonly WrittenName[],
	asker: Asker,
	answer: (reading: WrittenName) => Promise<T>,
): Promise<T> {
	const problems = new Map<WrittenName, BehindProblem>();
	for (const reading of await inOrder(readings, asker)) {
		try {
			return await answer(reading);
		} catch (error) {
			if (!(error instanceof BehindProblem)) throw error;
			problems.set(reading, error);
		}
	}
	const ordered = readings.map(
		(reading) => problems.get(reading) ?? new BehindProblem(`There is no package in ${reading.package}.`, 'no-package'),
	);
	throw ordered.find(({ kind }) => kind !== 'no-package') ?? ordered[0];
}

/** Directories that exist, then import paths. */
async function inOrder(readings: readonly WrittenName[], { directory }: Asker): Promise<readonly WrittenName[]> {
	const places = await Promise.all(
		readings.map(async (reading) => ({ reading, place: await placeOfPackage(reading.package, directory) })),
	);
	const found = places.filter(({ place }) => place !== undefined);
	const named = found.filter(
		({ reading, place }) => place?.pattern === '.' && reading.package !== '.' && reading.packageName === undefined,
	);
	const own = found.filter(({ reading }) => reading.package === '.' && reading.packageName === undefined);
	const called = found.filter(({ reading }) => reading.packageName !== undefined);
	const paths = found.filter(({ place }) => place?.pattern !== '.');
	return [...named, ...own, ...called, ...paths].map(({ reading }) => reading);
}

/** @throws BehindProblem when the package is called otherwise than the reading wants it */
export function assertCalled({ packageName }: WrittenName, unit: PackageUnit | undefined): void {
	if (packageName === undefined || unit?.listed.Name === packageName) return;
	throw new BehindProblem(`There is no package ${packageName} here.`, 'no-package');
}
