import { isAbsolute, join } from '../../toolchain/paths.ts';
import type { Environment } from '../../toolchain/runProcess.ts';

/** What the user said about Go. All of it may come from a workspace only when that is trusted; the client sees to it. */
export interface GoSettings {
	/** `linkscape.go.path`; empty: found by itself. */
	readonly path: string;
	readonly allowDownloads: boolean;
	/** What the user told the Go extension. */
	readonly extension: GoExtension;
	/** Absolute paths of the open folders: no program is taken from inside them. */
	readonly folders: readonly string[];
	/** The environment of this process. */
	readonly environment: Environment;
}

export interface GoExtension {
	/** Absolute path of the go command that the Go extension runs, as it says itself. */
	readonly go?: string;
	readonly goroot?: string;
	readonly alternateTools?: Readonly<Record<string, string>>;
	readonly toolsEnvVars?: Readonly<Record<string, string>>;
	readonly buildTags?: string;
	readonly buildFlags?: readonly string[];
	readonly goplsEnv?: Readonly<Record<string, string>>;
	readonly goplsBuildFlags?: readonly string[];
}

/** What the user told the Go extension, without what it answers itself. */
export function withoutGo(extension: GoExtension): GoExtension {
	return Object.fromEntries(Object.entries(extension).filter(([name]) => name !== 'go'));
}

/** The variables that the user's settings add; the ones for gopls win, as they do in the Go extension. */
export function settingsEnvironment(settings: GoSettings): Environment {
	const said = { ...settings.extension.toolsEnvVars, ...settings.extension.goplsEnv };
	const expanded = Object.entries(said).map(([name, value]) => [name, expandVariables(String(value), settings)]);
	return Object.fromEntries(expanded.filter(([, value]) => value !== undefined)) as Environment;
}

/**
 * A setting's text with `~`, `${env:NAME}`, `${userHome}` and, where one folder is open, `${workspaceFolder}` filled in;
 * `undefined` when it names something else, which only the editor would know.
 */
export function expandVariables(text: string, settings: GoSettings): string | undefined {
	const home = settings.environment['HOME'] ?? settings.environment['USERPROFILE'] ?? '';
	const values: Readonly<Record<string, string | undefined>> = {
		userHome: home,
		workspaceFolder: settings.folders[0],
		workspaceRoot: settings.folders[0],
	};
	const filled = text.replace(/\$\{(env:)?([^}]*)\}/g, (whole, env: string | undefined, name: string) => {
		return (env === undefined ? values[name] : (settings.environment[name] ?? '')) ?? whole;
	});
	if (filled.includes('${')) return undefined;
	return /^~(?=[/\\]|$)/.test(filled) ? join(home, filled.slice(1)) : filled;
}

/** An absolute path out of a setting, or `undefined`. */
export function pathSetting(text: string | undefined, settings: GoSettings): string | undefined {
	const path = text && expandVariables(text, settings);
	return path && isAbsolute(path) ? path : undefined;
}
