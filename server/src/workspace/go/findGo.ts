import { isFile, realPath } from '../../toolchain/files.ts';
import { delimiter, isAbsolute, isInside, join } from '../../toolchain/paths.ts';
import { type GoSettings, expandVariables, pathSetting, settingsEnvironment } from './goSettings.ts';

export type FoundGo =
	| { readonly kind: 'found'; readonly path: string /** `/usr/local/go/bin/go, from PATH` */; readonly source: string }
	| { readonly kind: 'missing' /** One sentence. */; readonly problem: string };

/**
 * Which go command to run: `linkscape.go.path`, what the user told the Go extension (`go.alternateTools`, `go.goroot`),
 * or the first on PATH. Always an absolute path. What was set by hand but is not there is reported, not skipped: another
 * Go would give other answers. On PATH, relative entries and entries inside an open folder are passed over.
 */
export async function findGo(settings: GoSettings): Promise<FoundGo> {
	const { extension } = settings;
	if (settings.path !== '') return named(pathSetting(settings.path, settings), settings.path, 'linkscape.go.path');
	const alternate = extension.alternateTools?.['go'];
	if (alternate) {
		const path = expandVariables(alternate, settings) ?? alternate;
		if (isAbsolute(path)) return named(path, alternate, 'go.alternateTools');
		return onPath(settings, path, `go.alternateTools (${alternate}) on PATH`);
	}
	if (extension.goroot) {
		const goroot = pathSetting(extension.goroot, settings);
		return named(goroot && join(goroot, 'bin', programName('go')), extension.goroot, 'go.goroot');
	}
	return onPath(settings, 'go', 'PATH');
}

async function named(path: string | undefined, said: string, setting: string): Promise<FoundGo> {
	if (path === undefined) return { kind: 'missing', problem: `${setting} is not an absolute path: ${said}` };
	if (await isFile(path)) return { kind: 'found', path, source: `${path}, from ${setting}` };
	return { kind: 'missing', problem: `${setting} names a program that does not exist: ${path}` };
}

async function onPath(settings: GoSettings, name: string, source: string): Promise<FoundGo> {
	const path = await findProgram(name, settings);
	if (path !== undefined) return { kind: 'found', path, source: `${path}, from ${source}` };
	return { kind: 'missing', problem: `No Go was found: there is no ${name} command on PATH.` };
}

/** The first program of that name on PATH, absolute; relative entries and those inside an open folder are passed over. */
export async function findProgram(name: string, settings: GoSettings): Promise<string | undefined> {
	const environment = { ...settings.environment, ...settingsEnvironment(settings) };
	return findProgramIn(pathVariable(environment).split(delimiter), name, settings);
}

/** The same, of directories beside PATH. */
export async function findProgramIn(
	directories: readonly string[],
	name: string,
	settings: GoSettings,
): Promise<string | undefined> {
	const folders = await Promise.all(settings.folders.map(async (folder) => (await realPath(folder)) ?? folder));
	for (const directory of directories) {
		if (!isAbsolute(directory)) continue;
		const path = join(directory, programName(name));
		const real = await realPath(path);
		if (real === undefined || !(await isFile(real))) continue;
		if (folders.some((folder) => isInside(folder, real)) || folders.some((folder) => isInside(folder, path))) continue;
		return path;
	}
	return undefined;
}

/** Windows spells the variable as it likes: `Path`. */
function pathVariable(environment: Readonly<Record<string, string | undefined>>): string {
	const name = Object.keys(environment).find((key) => key.toUpperCase() === 'PATH' && environment[key]);
	return (name && environment[name]) || '';
}

function programName(name: string): string {
	return process.platform === 'win32' && !/\.exe$/i.test(name) ? `${name}.exe` : name;
}
