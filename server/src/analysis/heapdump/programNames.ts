/** What lies at an address of a running program, by the tables of its file. */
import { holderOf } from '../binary/binaryImage.ts';
import { imageOf } from '../binary/binaryReport.ts';
import { MalformedBinary } from '../binary/byteView.ts';
import { readFunctionTable } from '../binary/functionTable.ts';
import { unescapeImportPath } from '../linker/symbolName.ts';

export interface ProgramNames {
	/** The package variable that holds an address: `example.com/m/p.cache`. */
	variable(address: number): string | undefined;
	/** The function that begins exactly there. */
	function(entry: number): string | undefined;
	/** The function that an instruction belongs to. */
	around(address: number): string | undefined;
	/** Where a variable lies; undefined for one that the linker left out. */
	address(variable: string): number | undefined;
}

/**
 * @param data where its variables begin in memory: it may have been loaded elsewhere than the file says
 * @returns one clause of what is wrong with the file, as `has no symbols`, when that is so
 */
export function programNames(bytes: Uint8Array, data: number | undefined): ProgramNames | string {
	try {
		const image = imageOf(bytes);
		if (!image) return 'is no program';
		const start = image.symbols.find(({ name }) => name === 'runtime.data');
		const moved = start && data !== undefined ? data - start.address : 0;
		const variables = image.symbols.filter(({ kind, name, size }) => kind === 'data' && size > 0 && !isMark(name));
		if (variables.length === 0) return 'has no symbols';
		const functions = readFunctionTable(bytes.subarray(image.start), image)?.functions ?? [];
		const byName = new Map(variables.map(({ name, address }) => [name, address + moved]));
		const nameOf = (found: { readonly name: string } | undefined) => found && unescapeImportPath(found.name);
		return {
			variable: (address) => nameOf(holderOf(variables, address - moved)),
			function(entry) {
				const found = holderOf(functions, entry - moved);
				return found?.address === entry - moved ? nameOf(found) : undefined;
			},
			around: (address) => nameOf(holderOf(functions, address - moved)),
			address: (variable) => byName.get(variable),
		};
	} catch (error) {
		if (error instanceof MalformedBinary) return `is damaged: ${error.message}`;
		throw error;
	}
}

/** Names of where sections begin and end, which formats without sizes take for variables. */
function isMark(name: string): boolean {
	return /^runtime\.e?(?:data|bss|noptrdata|noptrbss|gcdata|gcbss|rodata|types|text)$/.test(name);
}
