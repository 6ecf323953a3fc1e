// What one release does with every symbol of its standard library, on one platform. Bundled by record-go-versions.mjs.
import type { Definition } from '../../server/src/analysis/linker/packageFacts.ts';
import { verdictLetters } from '../../server/src/analysis/linker/versionTable.ts';
import * as files from '../../server/src/toolchain/files.ts';
import { createGorootIndex, type GorootIndex, type GorootVerdict } from '../../server/src/world/goroot/gorootIndex.ts';

export interface RecordedCell {
	readonly letter: string;
	/** With `=` before it: the type of a variable. */
	readonly signature: string;
}

/**
 * Cells by symbol. A symbol counts as present when it is there with cgo or without, and what it is without cgo is what is recorded
 * first: that is how most of the library is built either way.
 */
export async function readRelease(goroot: string, goos: string, goarch: string): Promise<Map<string, RecordedCell>> {
	const cells = new Map<string, RecordedCell>();
	for (const cgo of [false, true]) {
		const index = createGorootIndex({ goroot, goos, goarch, cgo, tags: [], files, cacheDirectory: undefined });
		const state = await index.state();
		if (state.kind === 'broken') throw new Error(state.message);
		for (const importPath of await index.packages()) {
			const facts = await index.packageFacts(importPath);
			for (const symbol of Object.keys(facts?.definitions ?? {}))
				if (!cells.has(symbol)) cells.set(symbol, await readCell(index, symbol));
		}
		for (const symbol of state.tree.rules.made) {
			const { state: made, why } = verdictLetters.m;
			const verdict = await index.judge({ symbol, as: 'var' });
			if (verdict.state === made && verdict.why === why) cells.set(symbol, { letter: 'm', signature: '=' });
		}
	}
	return cells;
}

async function readCell(index: GorootIndex, symbol: string): Promise<RecordedCell> {
	const definition = (await index.symbol(symbol))?.definition as Definition;
	const verdict = await index.judge({ symbol, as: definition.kind === 'var' ? 'var' : 'func' });
	return { letter: letterOf(verdict), signature: (definition.kind === 'var' ? '=' : '') + definition.signature };
}

function letterOf(verdict: GorootVerdict): string {
	const why = verdict.state === 'unknown' ? '' : verdict.why;
	const state = verdict.state === 'undefined' ? 'absent' : verdict.state;
	const found = Object.entries(verdictLetters).find(([, one]) => one.state === state && one.why === why);
	if (!found) throw new Error(`The table has no letter for ${verdict.state} ${why}.`);
	return found[0];
}
