// What Linkscape says to pulls in one build. Bundled by record-linker-truth.mjs.
import type { Platform } from '../../server/src/analysis/build/buildTags.ts';
import { isMadeByToolchain } from '../../server/src/analysis/linker/symbolName.ts';
import * as files from '../../server/src/toolchain/files.ts';
import { createGorootIndex, type GorootIndex } from '../../server/src/world/goroot/gorootIndex.ts';

export interface Context extends Platform {
	readonly goroot: string;
}

/** Answers of the linker; a variable that finds nothing under its name links. */
export type Answer = 'links' | 'refused' | 'undefined';

export interface Truth {
	readonly symbol: string;
	readonly asFunction: Answer;
	readonly asVariable: Answer;
}

/** Every symbol that the sources of these packages define or pull. */
export async function declaredSymbols(context: Context, packages: readonly string[]): Promise<string[]> {
	const index = openIndex(context);
	const symbols = new Set<string>();
	for (const importPath of packages) {
		const facts = await index.packageFacts(importPath);
		for (const symbol of Object.keys({ ...facts?.definitions, ...facts?.pulls })) symbols.add(symbol);
	}
	return [...symbols];
}

/** Whether a directive can name the symbol, and a declaration has made it. */
export function isPullable(symbol: string): boolean {
	if (!/^[^\s[\]"$]+$/.test(symbol) || isMadeByToolchain(symbol)) return false;
	// Closures that were inlined, instances of generics, and methods that no code can call:
	// `text/template.Template.text/template/parse.next`, unexported, of a type of another package that is embedded.
	return !/^(?:main\.|go\.shape\.)|\.func\d+\.|\.\d+$|^(?!vendor\/)[^.]*\.[^.]*\.[^.]*\./.test(symbol);
}

/** The symbols on which Linkscape differs from the linker, by kind: what the one says, and the other. */
export async function differences(context: Context, truth: readonly Truth[]): Promise<Map<string, string[]>> {
	const index = openIndex(context);
	const found = new Map<string, string[]>();
	for (const { symbol, asFunction, asVariable } of truth) {
		for (const [as, answer] of [['func', asFunction] as const, ['var', asVariable] as const]) {
			const verdict = await index.judge({ symbol, as, from: 'main' });
			const same = as === 'func' ? verdict.state === answer : (verdict.state === 'refused') === (answer === 'refused');
			if (same) continue;
			const why = verdict.state === 'unknown' ? verdict.message : verdict.why;
			const shape = verdict.state === 'unknown' ? undefined : verdict.facts.definition?.shape;
			const kind = `${as}: ${answer}, and Linkscape says ${verdict.state} (${why}; ${shape ?? 'no definition'})`;
			const symbols = found.get(kind);
			if (symbols) symbols.push(symbol);
			else found.set(kind, [symbol]);
		}
	}
	return found;
}

function openIndex(context: Context): GorootIndex {
	return createGorootIndex({ ...context, files, cacheDirectory: undefined });
}
