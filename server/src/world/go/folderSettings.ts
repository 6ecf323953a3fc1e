import { isInside } from '../../toolchain/paths.ts';
import type { Environment } from '../../toolchain/runProcess.ts';
import type { GoExtension, GoSettings } from './goSettings.ts';

/** What the user said about Go, for the window and for each of its folders. */
export interface WindowSettings {
	readonly goPath: string;
	readonly allowDownloads: boolean;
	readonly goExtension: GoExtension;
	readonly folders: readonly { readonly path: string; readonly goExtension: GoExtension }[];
}

/** The settings that hold in a directory: those of the innermost folder around it, if it has any, else the window's. */
export function settingsIn(window: WindowSettings, environment: Environment, directory?: string): GoSettings {
	const around = window.folders.filter(({ path }) => directory !== undefined && isInside(path, directory));
	const [own] = around.sort((a, b) => b.path.length - a.path.length);
	const others = window.folders.filter((folder) => folder !== own);
	return {
		path: window.goPath,
		allowDownloads: window.allowDownloads,
		extension: own && Object.keys(own.goExtension).length > 0 ? own.goExtension : window.goExtension,
		// The first one is what `${workspaceFolder}` means.
		folders: [...(own ? [own] : []), ...others].map((folder) => folder.path),
		environment,
	};
}
