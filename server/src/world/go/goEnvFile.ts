/** The variables that `go env -w` keeps, for those who must know them without running Go (cmd/go/internal/cfg, initEnvCache). */
import { readText } from '../../toolchain/files.ts';
import { isAbsolute, join } from '../../toolchain/paths.ts';
import type { Environment } from '../../toolchain/runProcess.ts';

/** The environment as the go command sees it: what it leaves empty comes from go's own file. */
export async function goEnvironment(environment: Environment): Promise<Environment> {
	const path = envFile(environment);
	const text = path === undefined ? undefined : await readText(path);
	const kept = Object.entries(parseEnvFile(text ?? '')).filter(([name]) => !environment[name]);
	return { ...environment, ...Object.fromEntries(kept) };
}

/** Lines of the form `NAME=value`; a later one wins, and values may hold anything. */
function parseEnvFile(text: string): Record<string, string> {
	const lines = text.matchAll(/^((?:GO|CGO_)[A-Z0-9_]*)=(.*?)\r?$/gm);
	return Object.fromEntries([...lines].map(([, name, value]) => [name, value]));
}

/** `os.UserConfigDir()/go/env` unless GOENV names another file or none. */
function envFile(environment: Environment): string | undefined {
	const { GOENV, HOME, XDG_CONFIG_HOME, AppData, APPDATA } = environment;
	if (GOENV) return GOENV === 'off' ? undefined : GOENV;
	const windows = AppData ?? APPDATA;
	if (process.platform === 'win32') return windows && join(windows, 'go', 'env');
	if (process.platform === 'darwin') return HOME && join(HOME, 'Library', 'Application Support', 'go', 'env');
	// A relative one is an error for Go, which then reads no file (os.UserConfigDir).
	if (XDG_CONFIG_HOME) return isAbsolute(XDG_CONFIG_HOME) ? join(XDG_CONFIG_HOME, 'go', 'env') : undefined;
	return HOME ? join(HOME, '.config', 'go', 'env') : undefined;
}
