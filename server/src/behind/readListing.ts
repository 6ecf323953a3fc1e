/** Compiles a unit for its assembly. */
import { createListingReader, type ListingWishes } from '../analysis/listing/listingReader.ts';
import { fewCollections, listingFlags } from '../toolchain/goCommand.ts';
import { formatError } from '../escape/runs/compileError.ts';
import { runList } from '../escape/runs/runList.ts';
import { runUnit } from '../escape/runs/runUnit.ts';
import { BehindProblem } from './problem.ts';
import { type Asker, type PackageUnit, asSentence } from './packageUnit.ts';

/** Milliseconds: a package of 40,000 lines takes three seconds on a quiet machine. */
const timeout = 5 * 60_000;

/**
 * Reads the assembly of a unit, by the compiler alone where that can be done: then nothing gets into the build cache.
 *
 * @throws BehindProblem when it does not compile
 */
export async function readListing(
	unit: PackageUnit,
	asker: Asker,
	wishes: ListingWishes,
	signal: AbortSignal,
): Promise<void> {
	const reader = createListingReader(wishes);
	const { context, plan } = unit;
	if (plan) {
		const onLine = (line: string) => {
			if (!reader.line(line)) wishes.onMessage?.(line);
			return undefined;
		};
		const environment = fewCollections(context.environment);
		const request = { context, plan, buffers: asker.buffers, flags: listingFlags, environment, timeout, onLine };
		const ran = await runUnit(request, signal);
		if (ran.kind === 'failed') {
			throw new BehindProblem(asSentence(`The package does not compile: ${formatError(ran.error, asker.directory)}`));
		}
		if (ran.kind === 'compiled') {
			reader.end();
			return;
		}
	}
	await readByGoCommand(unit, asker, wishes, signal);
}

/** For cgo, profiles and instrumented builds. */
async function readByGoCommand(
	{ context, run, listed }: PackageUnit,
	asker: Asker,
	wishes: ListingWishes,
	signal: AbortSignal,
): Promise<void> {
	const reader = createListingReader(wishes);
	let isOwn = false;
	const keepLine = (line: string) => {
		if (line.startsWith('# ')) isOwn = line === `# ${listed.ImportPath}`;
		if (!isOwn || reader.line(line)) return !isOwn;
		wishes.onMessage?.(line);
		return true;
	};
	// The go command lets the compiler work on several functions at once, and tables would be printed into each other.
	const compilerFlags = ['-c=1', ...listingFlags].join(' ');
	const list = { context, ...run, buffers: asker.buffers, dependencies: false, compilerFlags, keepLine };
	const ran = await runList(list, signal);
	reader.end();
	if (ran.kind === 'failed')
		throw new BehindProblem(asSentence(`The package does not compile: ${formatError(ran.error, asker.directory)}`));
}
