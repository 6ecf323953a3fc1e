/** Minimal version selection: which version of each module a build uses (cmd/go/internal/modload, readModGraph). */
import { type GoMod, listsEverything, type ModuleId } from './goMod.ts';
import { compareVersions } from './moduleVersion.ts';

/**
 * Path → version. `read` gives the go.mod of a dependency with replacements applied; for one that is not known (not in the
 * module cache) what other modules ask for decides alone.
 *
 * Since Go 1.17 the graph is pruned: a go.mod that lists everything answers for what is below it. A single module of
 * that kind needs no other file.
 */
export async function selectVersions(
	mains: readonly GoMod[],
	read: (module: ModuleId) => Promise<GoMod | undefined>,
): Promise<ReadonlyMap<string, string>> {
	const selected = new Map<string, string>();
	const excluded = new Set(mains.flatMap(({ excludes }) => excludes.map(spell)));
	const own = new Set(mains.map(({ path }) => path));
	const seen = new Set<string>();

	async function require({ requires }: GoMod, follow: 'all' | 'pruned' | 'none'): Promise<void> {
		await Promise.all(
			requires.map(async (module) => {
				if (own.has(module.path) || excluded.has(spell(module))) return;
				const known = selected.get(module.path);
				if (known === undefined || compareVersions(module.version, known) > 0)
					selected.set(module.path, module.version);
				if (follow !== 'none') await visit(module, follow);
			}),
		);
	}

	async function visit(module: ModuleId, follow: 'all' | 'pruned'): Promise<void> {
		const key = `${follow} ${spell(module)}`;
		if (seen.has(key) || seen.has(`all ${spell(module)}`)) return;
		seen.add(key);
		const file = await read(module);
		if (!file) return;
		if (follow === 'all' || !listsEverything(file.goVersion)) await require(file, 'all');
		else await require(file, 'none');
	}

	const [only] = mains;
	if (mains.length === 1 && only && listsEverything(only.goVersion)) {
		await require(only, 'none');
	} else {
		await Promise.all(mains.map((main) => require(main, listsEverything(main.goVersion) ? 'pruned' : 'all')));
	}
	return selected;
}

function spell({ path, version }: ModuleId): string {
	return `${path}@${version}`;
}
