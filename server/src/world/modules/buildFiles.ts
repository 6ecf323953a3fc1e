/** Where the build list of a module is read from: as its Go says, or as the files say where no Go can be asked. */
import type { GoContext, NoGo } from '../go/goContext.ts';
import { type GoSettings, settingsEnvironment } from '../go/goSettings.ts';
import { moduleCacheOf } from '../go/moduleCache.ts';
import { moduleDirectory, workFileOf } from '../go/moduleDirectory.ts';
import type { ModuleFiles } from './moduleBuild.ts';

/**
 * Runs nothing. Undefined outside of modules.
 *
 * @param directory one inside of the module
 */
export async function buildFiles(
	go: GoContext | NoGo,
	directory: string,
	settings: GoSettings,
): Promise<ModuleFiles | undefined> {
	if (go.kind === 'go') {
		const { moduleFile, workFile, moduleCache, allFlags: flags } = go;
		return moduleFile === undefined ? undefined : { moduleFile, workFile, moduleCache, flags };
	}
	const { moduleFile, directory: root } = await moduleDirectory(directory);
	if (moduleFile === undefined) return undefined;
	const environment = { ...settings.environment, ...settingsEnvironment(settings) };
	return {
		moduleFile,
		workFile: await workFileOf(root, environment['GOWORK']),
		moduleCache: moduleCacheOf(environment),
		flags: (environment['GOFLAGS'] ?? '').split(/\s+/),
	};
}
