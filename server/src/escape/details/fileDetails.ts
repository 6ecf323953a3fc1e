/** Checks that stay in the compiled code of a file: asked for by hand, shown until the file is edited. */
import type { BackEndLine } from '../../analysis/escape/backEndLines.ts';
import { readText } from '../../toolchain/files.ts';
import { dirname } from '../../toolchain/paths.ts';
import { runBackEnd } from '../runs/runBackEnd.ts';
import { createContentReader, type OpenTexts } from '../../world/packages/packageContent.ts';
import type { GoModules } from '../../world/go/goModules.ts';

export interface FileDetails {
	/** Compiles the package of a file to its end; answers one sentence of what went wrong, empty when all is well. */
	show(path: string, open: OpenTexts, signal: AbortSignal): Promise<string>;
	hide(path: string): void;
	/** Line (1-based) → what stays in its code; empty unless shown for exactly this text. */
	of(path: string, text: string): ReadonlyMap<number, readonly string[]>;
	isShown(path: string): boolean;
}

interface Shown {
	readonly text: string;
	readonly lines: ReadonlyMap<number, readonly string[]>;
}

const none: Shown['lines'] = new Map();

export function createFileDetails(modules: GoModules): FileDetails {
	const shown = new Map<string, Shown>();
	const reader = createContentReader();
	return {
		async show(path, open, signal) {
			// Right after the start an editor may ask before it has opened the file.
			const text = open.get(path) ?? (await readText(path));
			const context = await modules.contextOf(path, signal);
			if (context.kind === 'no-go') return context.problem;
			if (text === undefined || context.moduleFile === undefined) return 'This needs a file of a module.';
			const unsaved = await reader.unsaved(open, dirname(path));
			const ran = await runBackEnd(
				{ directory: dirname(path), context, unsaved, files: [path], tests: isTest(path) },
				signal,
			);
			if (typeof ran === 'string') return ran;
			const own = ran.filter(({ file }) => file === path);
			shown.set(path, { text, lines: byLine(own) });
			return own.length > 0
				? ''
				: 'No bounds checks, nil checks, write barriers or deferred calls remain in this file.';
		},
		hide: (path) => void shown.delete(path),
		of(path, text) {
			const found = shown.get(path);
			return found?.text === text ? found.lines : none;
		},
		isShown: (path) => shown.has(path),
	};
}

function isTest(path: string): boolean {
	return path.endsWith('_test.go');
}

function byLine(found: readonly BackEndLine[]): ReadonlyMap<number, readonly string[]> {
	const lines = new Map<number, string[]>();
	for (const { line, text } of found) {
		const texts = lines.get(line);
		if (texts) texts.push(text);
		else lines.set(line, [text]);
	}
	return lines;
}
