// The recorded table, taken apart again. Bundled by record-go-versions.mjs.
import { parseSymbol } from '../../server/src/analysis/linker/symbolName.ts';
import { type VersionTable, verdictLetters } from '../../server/src/analysis/linker/versionTable.ts';
import type { RecordedCell } from './readRelease.ts';

export { openVersionTable } from '../../server/src/analysis/linker/versionTable.ts';

/** The cells of one release on one platform. */
export function tableCells(table: VersionTable, release: string, platform: string): Map<string, RecordedCell> {
	const cells = new Map<string, RecordedCell>();
	const index = table.releases.indexOf(release);
	for (const symbol of table.symbols()) {
		const cell = table.row(symbol, platform)?.versions[index];
		if (!cell || !('kind' in cell)) continue;
		const letter = Object.entries(verdictLetters).find(([, one]) => one.state === cell.state && one.why === cell.why);
		cells.set(symbol, { letter: letter?.[0] ?? '.', signature: (cell.kind === 'var' ? '=' : '') + cell.signature });
	}
	return cells;
}

/** Package and name, as the table keeps them apart. */
export function splitSymbol(symbol: string): { readonly prefix: string; readonly name: string } {
	const parts = parseSymbol(symbol);
	return parts ? { prefix: parts.prefix, name: parts.name } : { prefix: '', name: symbol };
}
