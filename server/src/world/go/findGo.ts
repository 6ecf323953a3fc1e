import { isFile, realPath } from '../../toolchain/files.ts';
import { delimiter, isAbsolute, isInside, join } from '../../toolchain/paths.ts';
import type { Environment } from '../../toolchain/runProcess.ts';
import { type GoSettings, expandVariables, pathSetting, settingsEnvironment } from './goSettings.ts';

export type FoundGo =
	| { readonly kind: 'found'; readonly path: string /** `/usr/local/go/bin/go, from PATH` */; readonly source: string }
	| { readonly kind: 'missing' /** One sentence. */; readonly problem: string };

/**
 * Which go command to run: `linkscape.go.path`, what the user told the Go extension (`go.alternateTools`, `go.goroot`),
 * the one that the Go extension says it runs, or the first on PATH. Always an absolute path. What was set by hand but is not
 * there is reported, not skipped: another Go would give other answers. What nobody set by hand is never taken from a relative
 * entry of PATH or from inside an open folder.
 */
export async function findGo(settings: GoSettings): Promise<FoundGo> {
	const { extension } = settings;
	if (settings.path !== '') return named(pathSetting(settings.path, settings), settings.path, 'linkscape.go.path');
	const alternate = extension.alternateTools?.['go'];
	if (alternate) {
		const path = expandVariables(alternate, settings) ?? alternate;
		if (isAbsolute(path)) return named(path, alternate, 'go.alternateTools');
		return unnamed(settings, path, `go.alternateTools (${alternate}) on PATH`);
	}
	if (extension.goroot) {
		const goroot = pathSetting(extension.goroot, settings);
		return named(goroot && join(goroot, 'bin', programName('go')), extension.goroot, 'go.goroot');
	}
	return unnamed(settings, 'go', 'PATH');
}

/** The Go that was chosen in the Go extension is no setting: only the extension itself can say which one it is. */
async function unnamed(settings: GoSettings, name: string, source: string): Promise<FoundGo> {
	const found = await onPath(settings, name, source);
	const { go } = settings.extension;
	if (go === undefined || !isAbsolute(go) || !(await isProgram(go, await realFolders(settings)))) return found;
	if (found.kind === 'found' && (await realPath(found.path)) === (await realPath(go))) return found;
	return { kind: 'found', path: go, source: `${go}, from the Go extension` };
}

async function named(path: string | undefined, said: string, setting: string): Promise<FoundGo> {
	if (path === undefined) return { kind: 'missing', problem: `${setting} is not an absolute path: ${said}` };
	if (await isFile(path)) return { kind: 'found', path, source: `${path}, from ${setting}` };
	return { kind: 'missing', problem: `${setting} names a program that does not exist: ${path}` };
}

async function onPath(settings: GoSettings, name: string, source: string): Promise<FoundGo> {
	const path = await findProgram(name, settings);
	if (path !== undefined) return { kind: 'found', path, source: `${path}, from ${source}` };
	return { kind: 'missing', problem: `Go not found: no ${name} on PATH.` };
}

/** The first program of that name on PATH, absolute; relative entries and those inside an open folder are passed over. */
export async function findProgram(name: string, settings: GoSettings): Promise<string | undefined> {
	const environment = { ...settings.environment, ...settingsEnvironment(settings) };
	const path = environment[pathName(environment) ?? ''] ?? '';
	return findProgramIn(path.split(delimiter), name, settings);
}

/** The same, of directories beside PATH. */
export async function findProgramIn(
	directories: readonly string[],
	name: string,
	settings: GoSettings,
): Promise<string | undefined> {
	const folders = await realFolders(settings);
	for (const directory of directories) {
		if (!isAbsolute(directory)) continue;
		const path = join(directory, programName(name));
		if (await isProgram(path, folders)) return path;
	}
	return undefined;
}

/**
 * The change to PATH for programs that look up others in it: the go command finds `gcc`, `pkg-config`, and the Go that a `toolchain`
 * line names. Without relative entries and those that lead into an open folder; empty when there are none.
 */
export async function searchPath(settings: GoSettings): Promise<Environment> {
	const environment = { ...settings.environment, ...settingsEnvironment(settings) };
	const name = pathName(environment);
	if (name === undefined) return {};
	const folders = await realFolders(settings);
	const entries = (environment[name] ?? '').split(delimiter);
	const isRefused = await Promise.all(
		entries.map(async (entry) => {
			// Windows allows quotes around an entry.
			const directory = entry.replaceAll('"', '');
			const real = (await realPath(directory)) ?? directory;
			return !isAbsolute(directory) || folders.some((folder) => isInside(folder, directory) || isInside(folder, real));
		}),
	);
	return isRefused.includes(true) ? { [name]: entries.filter((_, at) => !isRefused[at]).join(delimiter) } : {};
}

/** The open folders, without symbolic links. */
function realFolders({ folders }: GoSettings): Promise<readonly string[]> {
	return Promise.all(folders.map(async (folder) => (await realPath(folder)) ?? folder));
}

/** A file outside of all folders. */
async function isProgram(path: string, folders: readonly string[]): Promise<boolean> {
	const real = await realPath(path);
	if (real === undefined || !(await isFile(real))) return false;
	return !folders.some((folder) => isInside(folder, real) || isInside(folder, path));
}

/** Windows spells the variable as it likes: `Path`. */
function pathName(environment: Environment): string | undefined {
	return Object.keys(environment).find((key) => key.toUpperCase() === 'PATH' && environment[key]);
}

function programName(name: string): string {
	return process.platform === 'win32' && !/\.exe$/i.test(name) ? `${name}.exe` : name;
}
