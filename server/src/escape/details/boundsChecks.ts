/** The bounds checks among what the back end leaves in the code. */
import { readText } from '../../toolchain/files.ts';
import { dirname } from '../../toolchain/paths.ts';
import type { GoModules } from '../../world/go/goModules.ts';
import { runBackEnd } from '../runs/runBackEnd.ts';

/** The lines of `FileDetails.of` with a bounds check, 1-based. */
export function boundsCheckLines(details: ReadonlyMap<number, readonly string[]>): ReadonlySet<number> {
	return new Set([...details].flatMap(([line, texts]) => (texts.some(isBoundsCheck) ? [line] : [])));
}

function isBoundsCheck(text: string): boolean {
	return text.endsWith('bounds check');
}

/** The lines with a bounds check in a file as it is on the disk; one sentence when they cannot be found out. */
export async function boundsChecksOf(
	path: string,
	modules: GoModules,
	signal: AbortSignal,
): Promise<ReadonlySet<number> | string> {
	const context = await modules.contextOf(path, signal);
	if (context.kind === 'no-go') return context.problem;
	if (context.moduleFile === undefined || (await readText(path)) === undefined) return 'This needs a file of a module.';
	const directory = dirname(path);
	const tests = path.endsWith('_test.go');
	const ran = await runBackEnd({ directory, context, unsaved: new Map(), files: [path], tests }, signal);
	if (typeof ran === 'string') return ran;
	return new Set(ran.filter(({ file, text }) => file === path && isBoundsCheck(text)).map(({ line }) => line));
}
