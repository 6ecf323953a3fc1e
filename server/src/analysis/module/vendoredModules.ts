/** vendor/modules.txt as data: which module each vendored package is from. */
import type { ModuleId } from './goMod.ts';

/** Import path → module. Lines: `# path version [=> …]`, `## explicit; go 1.20`, `import/path`. */
export function parseVendoredModules(text: string): ReadonlyMap<string, ModuleId> {
	const packages = new Map<string, ModuleId>();
	let module: ModuleId | undefined;
	for (const line of text.split(/\r?\n/)) {
		const [mark, path, version] = line.trim().split(/\s+/);
		if (mark === '#' && path !== undefined) {
			module = { path, version: version !== undefined && version !== '=>' ? version : '' };
		} else if (mark !== undefined && mark !== '' && !mark.startsWith('#') && module) {
			packages.set(mark, module);
		}
	}
	return packages;
}
