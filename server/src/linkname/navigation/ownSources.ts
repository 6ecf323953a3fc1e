/** The directives of the user's own sources: the open folders, and the module of the file that is looked at. */
import { packagePath } from '../../analysis/linkname/packagePath.ts';
import type { Linkname } from '../../analysis/linkname/directive.ts';
import { bindLinkname } from '../../analysis/linkname/linknameForm.ts';
import type { PackageIndex, Placed } from '../../analysis/linkname/packageIndex.ts';
import { dirname, isInside } from '../../toolchain/paths.ts';
import type { Changes } from '../../world/answers/changes.ts';
import type { GoSettings } from '../../world/go/goSettings.ts';
import { moduleDirectory } from '../../world/go/moduleDirectory.ts';
import type { CheckedFile, LinknameChecks } from '../linknameChecks.ts';
import type { PackageStore } from '../../world/packages/packageStore.ts';
import type { TargetSources } from '../../world/build/targetSources.ts';
import type { FoundPlace } from './foundPlace.ts';
import { createLinknameDirectories } from './linknameDirectories.ts';
import { symbolOf } from './symbolAt.ts';

export interface OwnSources {
	/** The declarations that get a symbol's name by a push, in whatever build. */
	pushes(symbol: string, from: CheckedFile): Promise<FoundPlace[]>;
	/** The directives about a symbol, of every platform and build tag. */
	mentions(symbol: string, from: CheckedFile): Promise<FoundPlace[]>;
}

export interface OwnSourcesDeps {
	readonly changes: Changes;
	readonly store: PackageStore;
	readonly linknames: LinknameChecks;
	readonly settings: () => GoSettings;
	readonly targets: TargetSources;
}

interface Mention extends Placed<Linkname> {
	readonly index: PackageIndex;
}

export function createOwnSources({ changes, store, linknames, settings, targets }: OwnSourcesDeps): OwnSources {
	const directories = createLinknameDirectories(changes, targets.files);

	async function about(symbol: string, { facts, index }: CheckedFile): Promise<Mention[]> {
		const { folders } = settings();
		const roots = [...folders];
		if (!index.std && !folders.some((folder) => isInside(folder, facts.path))) {
			roots.push((await moduleDirectory(dirname(facts.path))).directory);
		}
		const found = new Set(await directories.below(roots));
		for (const path of store.openPaths()) {
			if ((store.file(path)?.directives.length ?? 0) > 0) found.add(dirname(path));
		}
		const packages = await Promise.all([...found].map((directory) => linknames.index(directory)));
		// The linker calls every command `main`: those of another one are not meant.
		const isCommand = facts.file.packageName === 'main' && symbol.startsWith('main.');
		return packages
			.flatMap((one) => mentionsIn(one, symbol))
			.filter((one) => !isCommand || one.index.directory === index.directory || one.facts.file.packageName !== 'main');
	}

	return {
		async pushes(symbol, from) {
			return (await about(symbol, from)).flatMap(({ item, facts, index }): FoundPlace[] => {
				const { form, declaration } = bindLinkname(item, facts, index);
				if (form !== 'push' || !declaration) return [];
				const { path, file } = declaration.facts;
				const importPath = packagePath(declaration.facts, index.importPath);
				return [{ path, text: file.text, span: declaration.item.nameSpan, importPath, kind: 'declaration' }];
			});
		},
		async mentions(symbol, from) {
			return (await about(symbol, from)).map(({ item, facts: { path, file }, facts, index }) => {
				const { span } = item.target ?? item.local;
				return { path, text: file.text, span, importPath: packagePath(facts, index.importPath), kind: 'directive' };
			});
		},
	};
}

function mentionsIn(index: PackageIndex, symbol: string): Mention[] {
	return index.files.flatMap((facts) =>
		facts.linknames
			.filter((linkname) => symbolOf(linkname, facts, index) === symbol)
			.map((item) => ({ facts, item, index })),
	);
}
