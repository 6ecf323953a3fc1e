/** A whole package, listed and compiled once, for questions about all of its functions. */
import type { InlinedCall, ListedFunction } from '../../server/src/analysis/listing/listedFunction.ts';
import type { ListingWishes } from '../../server/src/analysis/listing/listingReader.ts';
import { type Asker, contextOfPlace, listPackage, type PackageUnit } from '../../server/src/behind/packageUnit.ts';
import { readListing } from '../../server/src/behind/readListing.ts';

export interface ListedUnit {
	readonly unit: PackageUnit;
	readonly functions: readonly ListedFunction[];
	/** For what asks for the listing of the package. */
	readonly read: (wishes: ListingWishes) => Promise<void>;
}

const never = new AbortController().signal;

/** @param pattern an import path, or `.` for the package of the asker's directory */
export async function listedUnit(pattern: string, asker: Asker): Promise<ListedUnit> {
	const place = { directory: asker.directory, pattern };
	const context = await contextOfPlace(place, asker, never);
	const [unit] = await listPackage(place, context, asker, never);
	if (!unit) throw new Error(`${pattern} is no package`);
	const functions: ListedFunction[] = [];
	const inlined: { call: InlinedCall; symbol: string }[] = [];
	const wishes: ListingWishes = {
		isWanted: () => true,
		onFunction: (found) => functions.push(found),
		onInlined: (call, symbol) => inlined.push({ call, symbol }),
	};
	await readListing(unit, asker, wishes, never);
	const read = (wanted: ListingWishes) => {
		for (const one of functions) if (wanted.isWanted(one.symbol)) wanted.onFunction(one);
		for (const { call, symbol } of inlined) wanted.onInlined?.(call, symbol);
		return Promise.resolve();
	};
	return { unit, functions, read };
}
