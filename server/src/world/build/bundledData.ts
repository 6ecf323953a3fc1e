/** The tables that come with the program, read when they are first needed: what became of std symbols, and what to use instead. */
import type { AlternativeEntry } from '../../analysis/linkname/targets/alternative.ts';
import { readRuntimeCalls, type RuntimeCallTable } from '../../analysis/machine/runtimeCalls.ts';
import { openVersionTable, type VersionRow, type VersionTable } from '../../analysis/linker/versionTable.ts';
import { readBytes, readText } from '../../toolchain/files.ts';
import { inflate } from '../../toolchain/inflate.ts';
import { join } from '../../toolchain/paths.ts';

export interface BundledData {
	/** Undefined when the table is missing or of another format. Its rows are kept: they are asked for at every keystroke. */
	versions(): Promise<VersionTable | undefined>;
	/** By symbol. */
	alternatives(): Promise<ReadonlyMap<string, AlternativeEntry>>;
	/** Packages of the recorded releases, by import path as symbols spell it. */
	packages(): Promise<ReadonlySet<string>>;
	/** What the calls mean that compilers insert. Undefined when the table is missing or damaged. */
	runtimeCalls(): Promise<RuntimeCallTable | undefined>;
}

/**
 * @param directory the one of versions.bin and alternatives.json
 * @param onProblem is given one sentence for each of the files that turns out to be missing or damaged
 */
export function createBundledData(directory: string, onProblem: (sentence: string) => void = () => {}): BundledData {
	let versions: Promise<VersionTable | undefined> | undefined;
	let alternatives: Promise<ReadonlyMap<string, AlternativeEntry>> | undefined;
	let packages: Promise<ReadonlySet<string>> | undefined;
	let runtimeCalls: Promise<RuntimeCallTable | undefined> | undefined;

	async function readVersions(): Promise<VersionTable | undefined> {
		const file = join(directory, 'versions.bin');
		const bytes = await readBytes(file);
		try {
			const table = bytes && openVersionTable(bytes, inflate);
			if (table) return keepingRows(table);
		} catch {
			// What cannot be inflated is damaged.
		}
		onProblem(unusable(file, bytes));
		return undefined;
	}

	async function readAlternatives(): Promise<ReadonlyMap<string, AlternativeEntry>> {
		const file = join(directory, 'alternatives.json');
		const text = await readText(file);
		try {
			const entries = JSON.parse(text ?? '') as readonly AlternativeEntry[];
			return new Map(entries.map((entry) => [entry.target, entry]));
		} catch {
			onProblem(unusable(file, text));
			return new Map();
		}
	}

	async function readPackages(): Promise<ReadonlySet<string>> {
		const symbols = (await (versions ??= readVersions()))?.symbols() ?? [];
		const found = new Set<string>();
		for (const symbol of symbols) found.add(symbol.slice(0, symbol.indexOf('.', symbol.lastIndexOf('/') + 1)));
		return found;
	}

	async function readCalls(): Promise<RuntimeCallTable | undefined> {
		const file = join(directory, 'runtime-calls.json');
		const text = await readText(file);
		const table = text === undefined ? undefined : readRuntimeCalls(text);
		if (!table) onProblem(unusable(file, text));
		return table;
	}

	return {
		versions: () => (versions ??= readVersions()),
		alternatives: () => (alternatives ??= readAlternatives()),
		packages: () => (packages ??= readPackages()),
		runtimeCalls: () => (runtimeCalls ??= readCalls()),
	};
}

/** The sentence about a file without which nothing is known about the symbols of Go releases. */
function unusable(file: string, content: unknown): string {
	return `${file} is ${content === undefined ? 'missing' : 'damaged'}: this installation of Linkscape is incomplete; please install it again.`;
}

function keepingRows(table: VersionTable): VersionTable {
	const rows = new Map<string, VersionRow | undefined>();
	return {
		...table,
		row(symbol, platform) {
			const key = `${platform} ${symbol}`;
			if (!rows.has(key)) rows.set(key, table.row(symbol, platform));
			return rows.get(key);
		},
	};
}
