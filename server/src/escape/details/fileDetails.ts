/** Checks that stay in the compiled code of a file: asked for by hand, shown until the file is edited. */
import { backEndFlags, type BackEndLine, parseBackEndLine } from '../../analysis/escape/backEndLines.ts';
import { createPathResolver } from '../../analysis/escape/outputPaths.ts';
import { backEndListArguments } from '../../toolchain/goCommand.ts';
import { readText } from '../../toolchain/files.ts';
import { dirname, isInside } from '../../toolchain/paths.ts';
import { withTemporaryDirectory } from '../../toolchain/temporaryDirectory.ts';
import { writeOverlay } from '../../world/packages/overlay.ts';
import { unfitFiles } from '../../world/packages/unfitFiles.ts';
import { createContentReader, type OpenTexts } from '../../world/packages/packageContent.ts';
import type { GoContext } from '../../world/go/goContext.ts';
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

const timeout = 5 * 60_000;
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
			const ran = await compile(path, context, await reader.unsaved(open, dirname(path)), signal);
			if (typeof ran === 'string') return ran;
			shown.set(path, { text, lines: byLine(ran) });
			return ran.length > 0
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

async function compile(
	path: string,
	context: GoContext,
	unsaved: OpenTexts,
	signal: AbortSignal,
): Promise<readonly BackEndLine[] | string> {
	const { toolchain, go, environment, buildFlags } = context;
	const directory = dirname(path);
	const absolute = createPathResolver(directory, [path]);
	const build = () =>
		withTemporaryDirectory(async (temporary) => {
			const { hidden } = await unfitFiles(context, directory, ['.']);
			const overlay = await writeOverlay(outside(unsaved, context), temporary, hidden);
			const tests = path.endsWith('_test.go');
			const args = backEndListArguments({ overlay: overlay.file, tests, buildFlags, compilerFlags: backEndFlags });
			const env = { ...environment, GOTMPDIR: temporary };
			const ran = await toolchain.run({ file: go, args, cwd: directory, env, timeout }, signal);
			if (ran.exitCode !== 0) return 'The package does not compile.';
			const lines = ran.stderr.split('\n').flatMap((line) => parseBackEndLine(line) ?? []);
			return lines.filter(({ file }) => {
				const real = absolute(file);
				return (overlay.realOf.get(real) ?? real) === path;
			});
		});
	return toolchain.builds.run(context.directory, build, signal);
}

/** The go command takes no overlay for files of the module cache. */
function outside(texts: OpenTexts, { moduleCache }: GoContext): OpenTexts {
	return new Map([...texts].filter(([path]) => moduleCache === '' || !isInside(moduleCache, path)));
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
