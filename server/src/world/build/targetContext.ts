/** By which Go an editor's files are judged: the one of their module; where nothing may be run, the one that lies on PATH. */
import { isFile } from '../../toolchain/files.ts';
import { join } from '../../toolchain/paths.ts';
import type { GoContext, NoGo } from '../go/goContext.ts';
import type { GoSettings } from '../go/goSettings.ts';
import { hostPlatform } from '../go/hostPlatform.ts';
import { treeOnPath } from '../go/treeOnPath.ts';
import type { TargetContext } from './targetSources.ts';

/** Runs nothing. */
export async function targetContext(go: GoContext | NoGo, settings: GoSettings): Promise<TargetContext> {
	if (go.kind === 'go') {
		const { version, goroot, goos, goarch, cgo, tags, moduleCache } = go;
		return { go: version.text, goroot, goos, goarch, cgo, tags, moduleCache };
	}
	const { environment } = settings;
	const host = hostPlatform();
	const platform = {
		goos: environment['GOOS'] || host.goos,
		goarch: environment['GOARCH'] || host.goarch,
		cgo: environment['CGO_ENABLED'] !== '0',
		tags: settings.extension.buildTags?.split(/[\s,]+/).filter((tag) => tag !== '') ?? [],
	};
	const tree = await treeOnPath(settings);
	if (!tree || !(await isFile(join(tree.goroot, 'src', 'runtime', 'proc.go')))) {
		return { ...platform, go: tree?.version ?? go.version?.text ?? '', goroot: undefined };
	}
	return { ...platform, go: tree.version, goroot: tree.goroot };
}
