/** Findings that need the other packages of a build: about targets outside the standard library, and about dependencies. */
import type { Finding } from '../../analysis/finding.ts';
import type { FileFacts } from '../../analysis/linkname/fileFacts.ts';
import { checkModuleTarget } from '../../analysis/linkname/modules/checkModuleTarget.ts';
import { dependencyRefused } from '../../analysis/linkname/modules/dependencyRefused.ts';
import type { PackageIndex } from '../../analysis/linkname/packageIndex.ts';
import { moduleView } from '../buildList/partners.ts';
import { refusedImports } from '../buildList/refusedImports.ts';
import type { ModuleBuild } from './moduleBuild.ts';

export interface OtherSides {
	/** What stands in a file about the other side of its directives. Asked twice for the same text it answers at once. */
	ofFile(facts: FileFacts, index: PackageIndex): Promise<readonly Finding[]>;
	/** Imports that bring in what the linker refuses, by the file that holds them. */
	imports(): Promise<ReadonlyMap<string, readonly Finding[]>>;
	/** The build has been read, so that questions take milliseconds. */
	readonly warm: boolean;
	/** Files changed. */
	forget(): void;
}

/**
 * @param go the Go in use as users call it: `go1.26`
 * @param checkDisabledBy what turns the linker's check off, if anything does
 */
export function createOtherSides(build: ModuleBuild, go: string, checkDisabledBy: string | undefined): OtherSides {
	let known = new WeakMap<FileFacts, Promise<readonly Finding[]>>();
	let refused: Promise<ReadonlyMap<string, readonly Finding[]>> | undefined;
	let warm = false;

	async function judge(facts: FileFacts, index: PackageIndex): Promise<readonly Finding[]> {
		if (index.std || facts.linknames.length === 0) return [];
		const opened = await build.open();
		const views = await Promise.all(facts.linknames.map((linkname) => moduleView(linkname, facts, index, opened)));
		warm = true;
		return views.flatMap(checkModuleTarget);
	}

	async function judgeImports(): Promise<ReadonlyMap<string, readonly Finding[]>> {
		const found = new Map<string, Finding[]>();
		for (const one of await refusedImports(await build.open())) {
			const finding = dependencyRefused(one, go, checkDisabledBy);
			found.set(one.file, [...(found.get(one.file) ?? []), finding]);
		}
		return found;
	}

	return {
		ofFile(facts, index) {
			let answer = known.get(facts);
			if (!answer) {
				answer = judge(facts, index);
				known.set(facts, answer);
			}
			return answer;
		},
		imports: () => (refused ??= judgeImports()),
		get warm() {
			return warm;
		},
		forget() {
			build.forget();
			known = new WeakMap();
			refused = undefined;
			warm = false;
		},
	};
}
