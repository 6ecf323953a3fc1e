/** What the user told the Go extension, so that Linkscape runs the same `go` with the same flags. */
import { homedir } from 'node:os';
import type { GoExtensionSettings } from '../../server/src/protocol/requests.ts';

/**
 * The Go extension's settings, by a `read` that knows which levels count. `folder` is the path that
 * `${workspaceFolder}` stands for.
 */
export function goExtensionSettings(read: (key: string) => unknown, folder: string | undefined): GoExtensionSettings {
	const gopls = read('gopls');
	const settings = {
		goroot: text(read('go.goroot')),
		alternateTools: record(read('go.alternateTools')),
		toolsEnvVars: record(read('go.toolsEnvVars')),
		buildTags: text(read('go.buildTags')),
		buildFlags: list(read('go.buildFlags')),
		goplsEnv: record(goplsOption(gopls, 'env')),
		goplsBuildFlags: list(goplsOption(gopls, 'buildFlags')),
	};
	return withoutUndefined(resolveVariables(settings, folder));
}

/** gopls takes `build.env` and the older `env`; VS Code nests the key when it was written as `gopls.build.env`. */
function goplsOption(gopls: unknown, name: string): unknown {
	if (!isObject(gopls)) return undefined;
	const build = gopls['build'];
	return gopls[`build.${name}`] ?? (isObject(build) ? build[name] : undefined) ?? gopls[name];
}

/** Replaces the variables that the Go extension replaces: `${workspaceFolder}`, `${env:NAME}` and a leading `~`. */
function resolveVariables<T>(value: T, folder: string | undefined): T {
	const replace = (string: string): string =>
		string
			.replace(/\$\{workspace(?:Folder|Root)\}/g, () => folder ?? '')
			.replace(/\$\{env:([^}]+)\}/g, (_, name: string) => process.env[name] ?? '')
			.replace(/^~(?=$|[/\\])/, () => homedir());
	const visit = (part: unknown): unknown => {
		if (typeof part === 'string') return replace(part);
		if (Array.isArray(part)) return part.map(visit);
		if (isObject(part)) return Object.fromEntries(Object.entries(part).map(([key, inner]) => [key, visit(inner)]));
		return part;
	};
	return visit(value) as T;
}

type WithoutUndefined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function withoutUndefined<T extends object>(value: T): WithoutUndefined<T> {
	return Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined)) as WithoutUndefined<T>;
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text(value: unknown): string | undefined {
	return typeof value === 'string' && value !== '' ? value : undefined;
}

function list(value: unknown): readonly string[] | undefined {
	return Array.isArray(value) && value.length > 0 ? value.map(String) : undefined;
}

function record(value: unknown): Readonly<Record<string, string>> | undefined {
	if (!isObject(value)) return undefined;
	const entries = Object.entries(value).filter(([, inner]) => inner !== null);
	return entries.length > 0 ? Object.fromEntries(entries.map(([key, inner]) => [key, String(inner)])) : undefined;
}
