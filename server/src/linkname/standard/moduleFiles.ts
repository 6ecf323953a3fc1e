/** The go.mod files that are open in an editor: which dependency breaks every program stands at its line. */
import { applyIgnores, ignoreFindings, ignoresOfText } from '../../analysis/annotation/ignores.ts';
import type { Finding } from '../../analysis/finding.ts';
import { basename, dirname } from '../../toolchain/paths.ts';
import type { KnownCounterparts, Counterparts } from './counterparts.ts';
import type { ModuleVerdicts } from './moduleVerdicts.ts';

export interface OpenModuleFiles {
	/** True for a path that belongs here and is no Go file. */
	takes(path: string): boolean;
	set(path: string, text: string): void;
	close(path: string): void;
	paths(): readonly string[];
	/** What `follow` makes of what is known now. */
	findings(path: string, follow: Follow): Promise<readonly Finding[]>;
}

type Follow = (others: Counterparts, known: KnownCounterparts) => Promise<readonly Finding[]>;

export function createModuleFiles(judges: ModuleVerdicts): OpenModuleFiles {
	const texts = new Map<string, string>();
	return {
		takes: (path) => basename(path) === 'go.mod',
		set: (path, text) => void texts.set(path, text),
		close: (path) => void texts.delete(path),
		paths: () => [...texts.keys()],
		async findings(path, follow) {
			const text = texts.get(path);
			const others = judges.known(dirname(path))?.others;
			if (text === undefined || !others) return [];
			const found = await follow(others, await others.knownOfModule(text));
			const ignores = ignoresOfText(text);
			return [...applyIgnores(found, ignores.good).kept, ...ignoreFindings(path, ignores, undefined)];
		},
	};
}
