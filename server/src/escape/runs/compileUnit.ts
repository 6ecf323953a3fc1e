import type { ListedPackage } from '../../toolchain/goCommand.ts';
import { isAbsolute, join } from '../../toolchain/paths.ts';
import { type CompileError, type ErrorPlace, listError } from './compileError.ts';

/** What is compiled in one go: a package, the package together with its tests, or its external tests. */
export interface CompileUnit {
	/** As `go list` spells it: `p`, `p [p.test]`, `p_test [p.test]`. */
	readonly importPath: string;
	/** Absolute paths of the Go files as they were written by hand. */
	readonly files: readonly string[];
	readonly result: CompileResult;
	/** What `go list` said about it. */
	readonly listed: ListedPackage;
}

export type CompileResult =
	/** Lines of `-m=2`; paths are absolute or relative to the working directory of the run. */
	{ readonly kind: 'compiled'; readonly output: string } | { readonly kind: 'failed'; readonly error: CompileError };

/**
 * The units among the listed packages, each file in exactly one of them: the package with its tests stands for the
 * package alone, unless only the tests are broken.
 */
export function compileUnits(
	listed: readonly ListedPackage[],
	outputs: ReadonlyMap<string, string>,
	place: ErrorPlace,
): readonly CompileUnit[] {
	const directories = new Map(listed.map((each) => [each.ImportPath, each.Dir]));
	const named = listed.filter((each) => {
		if (each.DepOnly || each.Dir === undefined) return false;
		const isTestMain = each.ImportPath.endsWith('.test') && directories.get(each.ImportPath.slice(0, -5)) === each.Dir;
		return !isTestMain && (each.ForTest === undefined || directories.get(each.ForTest) === each.Dir);
	});
	const units = named.map((each): CompileUnit => {
		return { importPath: each.ImportPath, files: goFiles(each), result: resultOf(each, outputs, place), listed: each };
	});
	const single = units.flatMap((unit) => withoutDouble(unit, units));
	// A directory that holds only tests has a package without files, which is an error to the go command.
	return single.some(({ files }) => files.length > 0) ? single.filter(({ files }) => files.length > 0) : single;
}

function withoutDouble(unit: CompileUnit, units: readonly CompileUnit[]): readonly CompileUnit[] {
	const twin = units.find((other) => other !== unit && baseName(other) === baseName(unit));
	if (twin === undefined) return [unit];
	const [alone, tested] = unit.listed.ForTest === undefined ? [unit, twin] : [twin, unit];
	const testedStands = tested.result.kind === 'compiled';
	if (unit === alone) return testedStands ? [] : [unit];
	return testedStands ? [unit] : [{ ...unit, files: unit.files.filter((file) => !alone.files.includes(file)) }];
}

/** `p` for `p [p.test]`. */
export function baseName({ importPath }: { readonly importPath: string }): string {
	return importPath.split(' [', 1)[0] ?? '';
}

/** Absolute paths of what was written by hand. */
export function goFiles({ Dir = '', GoFiles = [], CgoFiles = [] }: ListedPackage): readonly string[] {
	return [...GoFiles, ...CgoFiles].map((file) => (isAbsolute(file) ? file : join(Dir, file)));
}

function resultOf(each: ListedPackage, outputs: ReadonlyMap<string, string>, place: ErrorPlace): CompileResult {
	const error = each.Error ?? each.DepsErrors?.[0];
	if (error !== undefined) return { kind: 'failed', error: listError(error, place) };
	return { kind: 'compiled', output: outputs.get(each.ImportPath) ?? '' };
}

/**
 * The same while it is being printed: answers for each line whether it is to be kept elsewhere, which is what stands in no block.
 *
 * @param onBlock the name of a package, and the lines about it that are needed, as soon as the next block begins
 */
export function createBlockReader(
	isNeeded: (line: string) => boolean,
	onBlock: (name: string, output: string) => void,
): { readonly feed: (line: string) => boolean; end(): void } {
	let name: string | undefined;
	// A line is a part of a large text that would live as long as it does: what is joined is a copy.
	let joined: string[] = [];
	let lines: string[] = [];
	const join = () => {
		if (lines.length > 0) joined.push(lines.join('\n'));
		lines = [];
	};
	const end = () => {
		join();
		if (name !== undefined) onBlock(name, joined.join('\n'));
		name = undefined;
		joined = [];
	};
	return {
		feed(line) {
			// Words of the go command itself may stand anywhere.
			if (line.startsWith('go: ')) return true;
			const needed = isNeeded(line);
			if (line.startsWith('# ')) {
				end();
				name = line.slice(2);
				return false;
			}
			if (name === undefined) return true;
			if (needed && lines.push(line) >= 1000) join();
			return false;
		},
		end,
	};
}

/** Cuts what the go command printed into the blocks of its packages: after a line `# import/path` come its lines. */
export function outputBlocks(stderr: string): ReadonlyMap<string, string> {
	const blocks = new Map<string, string>();
	const headers = [...stderr.matchAll(/^# (.+)\n/gm)];
	headers.forEach((header, index) => {
		const name = header[1] ?? '';
		const block = stderr.slice(header.index + header[0].length, headers[index + 1]?.index);
		blocks.set(name, (blocks.get(name) ?? '') + block);
	});
	return blocks;
}
