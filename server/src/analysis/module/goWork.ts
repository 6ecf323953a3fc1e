/** go.work as data. */
import { readReplacement, type Replacement } from './goMod.ts';
import { moduleLines } from './moduleLines.ts';

export interface GoWork {
	readonly goVersion: string | undefined;
	/** Directories of the modules, as written. */
	readonly uses: readonly string[];
	/** They go before those of the modules. */
	readonly replaces: readonly Replacement[];
}

export function parseGoWork(text: string): GoWork {
	const lines = moduleLines(text);
	return {
		goVersion: lines.find(({ verb }) => verb === 'go')?.words[0]?.text,
		uses: lines.filter(({ verb }) => verb === 'use').flatMap(({ words }) => words[0]?.text ?? []),
		replaces: lines.filter(({ verb }) => verb === 'replace').flatMap((line) => readReplacement(line) ?? []),
	};
}
