/** The tables that come with the program, read when they are first needed: what became of std symbols, and what to use instead. */
import type { AlternativeEntry } from '../../analysis/linkname/targets/alternative.ts';
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
}

/** @param directory the one of versions.bin and alternatives.json */
export function createBundledData(directory: string): BundledData {
	let versions: Promise<VersionTable | undefined> | undefined;
	let alternatives: Promise<ReadonlyMap<string, AlternativeEntry>> | undefined;
	let packages: Promise<ReadonlySet<string>> | undefined;

	async function readVersions(): Promise<VersionTable | undefined> {
		const bytes = await readBytes(join(directory, 'versions.bin'));
		const table = bytes && openVersionTable(bytes, inflate);
		return table && keepingRows(table);
	}

	async function readAlternatives(): Promise<ReadonlyMap<string, AlternativeEntry>> {
		const text = await readText(join(directory, 'alternatives.json'));
		const entries = JSON.parse(text ?? '[]') as readonly AlternativeEntry[];
		return new Map(entries.map((entry) => [entry.target, entry]));
	}

	async function readPackages(): Promise<ReadonlySet<string>> {
		const symbols = (await (versions ??= readVersions()))?.symbols() ?? [];
		const found = new Set<string>();
		for (const symbol of symbols) found.add(symbol.slice(0, symbol.indexOf('.', symbol.lastIndexOf('/') + 1)));
		return found;
	}

	return {
		versions: () => (versions ??= readVersions()),
		alternatives: () => (alternatives ??= readAlternatives()),
		packages: () => (packages ??= readPackages()),
	};
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
