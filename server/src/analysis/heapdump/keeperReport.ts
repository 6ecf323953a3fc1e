/** `keepers.json` of a capture: who kept what the lines of a module made, in the heap dumps of a test process. */
import { byteCount, percent } from '../profile/costWords.ts';
import { type KeeperKind, keeperKind, keeperWords } from './keeperWords.ts';
import type { Keeper, KeptLine } from './keptBy.ts';

export const keepersName = 'keepers.json';

export interface KeeperReport {
	readonly version: 1;
	/** The path of the module; empty for code that is in none. */
	readonly module: string;
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
export function keeperReport(module: string, dumps: readonly (readonly KeptLine[])[]): KeeperReport {
	const most = new Map<string, KeptLine>();
	for (const line of dumps.flat()) {
		const key = `${line.file}:${line.line} ${line.madeBy}`;
		const known = most.get(key);
		if (!known || line.bytes > known.bytes) most.set(key, line);
	}
	return {
		version: 1,
		module,
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

/** Understands the text of the file; undefined for any other one. Lines that are not what they should be are left out. */
export function readKeepers(text: string): KeeperReport | undefined {
	let read: unknown;
	try {
		read = JSON.parse(text);
	} catch {
		return undefined;
	}
	const { version, module, dumps, lines } = (read ?? {}) as Readonly<Record<string, unknown>>;
	if (version !== 1 || typeof module !== 'string' || !Array.isArray(lines)) return undefined;
	return { version, module, dumps: Number(dumps) || 0, lines: lines.filter(isLine) };
}

function isLine(read: unknown): read is ReportedLine {
	const { file, line, bytes, objects, keepers } = (read ?? {}) as Readonly<Record<string, unknown>>;
	const isNumbered = [line, bytes, objects].every((each) => typeof each === 'number');
	return typeof file === 'string' && isNumbered && Array.isArray(keepers) && keepers.every(isKeeper);
}

function isKeeper(read: unknown): boolean {
	const { text, share } = (read ?? {}) as Readonly<Record<string, unknown>>;
	return typeof text === 'string' && typeof share === 'number';
}

/** What is known of a file of the module, by the 1-based line; objects that were made by what a line calls are left out. */
export function keptInFile(
	{ module, lines }: KeeperReport,
	{ path, importPath }: { readonly path: string; readonly importPath: string },
): ReadonlyMap<number, ReportedLine> {
	const written = path.replaceAll('\\', '/');
	const isMeant = ({ file }: ReportedLine) => {
		if (!written.endsWith(`/${file}`)) return false;
		const directory = file.slice(0, Math.max(0, file.lastIndexOf('/')));
		return importPath === '' || importPath === (directory === '' ? module : `${module}/${directory}`);
	};
	return new Map(lines.filter((line) => line.madeBy === 'line' && isMeant(line)).map((each) => [each.line, each]));
}

/** `kept by package variable p.cache (map) (97 % of 1.05 MB in a heap dump)`; the two that keep most. */
export function keptWords({ bytes, keepers }: ReportedLine): string {
	const [first, second] = keepers;
	if (!first) return '';
	const others = second && second.share >= leastShare ? `, and ${second.text} (${percent(second.share)})` : '';
	return `kept by ${first.text} (${percent(first.share)} of ${byteCount(bytes)} in a heap dump)${others}`;
}

/** Less of a line is not worth a word. */
const leastShare = 0.1;
