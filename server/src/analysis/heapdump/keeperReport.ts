/** `keepers.json` of a capture: who kept what the lines of a module made, in the heap dumps of a test process. */
import { type KeeperKind, keeperKind, keeperWords } from './keeperWords.ts';
import type { Keeper, KeptLine } from './keptBy.ts';

export const keepersName = 'keepers.json';

export interface KeeperReport {
	readonly version: 1;
	/** How many heap dumps were read; of each line the one counts in which most of it is kept. */
	readonly dumps: number;
	/** What is kept most comes first. Files are relative to the directory of the module, with `/`. */
	readonly lines: readonly ReportedLine[];
}

export interface ReportedLine extends Omit<KeptLine, 'keepers'> {
	readonly keepers: readonly ReportedKeeper[];
}

export interface ReportedKeeper extends Keeper {
	readonly kind: KeeperKind;
	/** `package variable p.cache (map)` */
	readonly text: string;
	readonly bytes: number;
	readonly objects: number;
	/** Of the bytes of the line, from 0 to 1. */
	readonly share: number;
}

/** Keepers of a line beyond so many are left out. */
const mostKeepers = 20;

/** @param dumps what each dump says; at least one */
export function keeperReport(dumps: readonly (readonly KeptLine[])[]): KeeperReport {
	const most = new Map<string, KeptLine>();
	for (const line of dumps.flat()) {
		const key = `${line.file}:${line.line} ${line.function}`;
		const known = most.get(key);
		if (!known || line.bytes > known.bytes) most.set(key, line);
	}
	return {
		version: 1,
		dumps: dumps.length,
		lines: [...most.values()].sort((a, b) => b.bytes - a.bytes).map(reported),
	};
}

function reported(line: KeptLine): ReportedLine {
	const nameOf = (file: string) => file.slice(file.lastIndexOf('/') + 1);
	return {
		...line,
		keepers: line.keepers.slice(0, mostKeepers).map((keeper) => ({
			...keeper,
			kind: keeperKind(keeper),
			text: keeperWords(keeper, nameOf),
			share: keeper.bytes / line.bytes,
		})),
	};
}
