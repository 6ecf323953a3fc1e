/** The Go that somebody names for one question, instead of that of the module: another release, another platform. */
import { listedPorts, portProblem } from '../../analysis/build/ports.ts';
import { fileStatus, readText } from '../../toolchain/files.ts';
import { join, resolve } from '../../toolchain/paths.ts';
import type { Toolchain } from '../../toolchain/toolchain.ts';
import { createGoContext, type GoContext, type NoGo } from './goContext.ts';
import type { GoSettings } from './goSettings.ts';
import { installedTrees, treeOf, writtenVersion } from './goTrees.ts';
import { moduleDirectory } from './moduleDirectory.ts';

export interface GoChoice {
	/** `1.24.12`, `go1.24`. */
	readonly go?: string | undefined;
	/** A source tree with its go command; relative to `from`. */
	readonly goroot?: string | undefined;
	readonly goos?: string | undefined;
	readonly goarch?: string | undefined;
	readonly tags?: readonly string[] | undefined;
}

/** The context of a directory's module under a choice; one sentence when there is none. */
export async function chosenContext(
	directory: string,
	choice: GoChoice,
	from: { readonly settings: GoSettings; readonly toolchain: Toolchain; readonly directory: string },
	signal: AbortSignal,
): Promise<GoContext | string> {
	const goroot = await chosenRoot(choice, from);
	if (typeof goroot === 'object') return goroot.problem;
	const { settings, toolchain } = from;
	const named = goroot !== undefined;
	const variables = {
		...(named && { GOTOOLCHAIN: 'local', GOROOT: goroot }),
		...(choice.goos !== undefined && { GOOS: choice.goos }),
		...(choice.goarch !== undefined && { GOARCH: choice.goarch }),
	};
	const tags = choice.tags?.length ? { buildTags: choice.tags.join(',') } : {};
	const chosen: GoSettings = {
		...settings,
		...(named && { path: join(goroot, 'bin', process.platform === 'win32' ? 'go.exe' : 'go') }),
		extension: { ...settings.extension, ...tags, toolsEnvVars: { ...settings.extension.toolsEnvVars, ...variables } },
	};
	const context: GoContext | NoGo = await createGoContext(await moduleDirectory(directory), chosen, toolchain, signal);
	if (context.kind === 'no-go') return context.problem;
	const ports = await readText(join(context.goroot, 'src/internal/platform/zosarch.go'));
	return portProblem(context.goos, context.goarch, listedPorts(ports ?? '')) ?? context;
}

async function chosenRoot(
	{ go, goroot }: GoChoice,
	{ settings, directory }: { readonly settings: GoSettings; readonly directory: string },
): Promise<string | undefined | { readonly problem: string }> {
	if (goroot !== undefined) {
		const root = resolve(directory, goroot);
		const found = await fileStatus(join(root, 'bin'));
		return found?.kind === 'directory' ? root : { problem: `${goroot} holds no Go: there is no bin/go in it.` };
	}
	if (go === undefined) return undefined;
	const version = writtenVersion(go);
	if (!version) return { problem: `${go} is not a Go version; write it like 1.26.8.` };
	const trees = await installedTrees(settings);
	const found = treeOf(version, trees);
	if (found !== undefined) return found;
	const known = [...new Set(trees.map((tree) => tree.version.text))].join(', ');
	return { problem: `${version.text} is not on this machine${known === '' ? '' : `; there are ${known}`}.` };
}
