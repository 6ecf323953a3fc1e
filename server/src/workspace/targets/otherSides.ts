/** Findings that need the other packages of a build: about targets outside the standard library, and about dependencies. */
import type { Finding } from '../../analysis/finding.ts';
import type { FileFacts } from '../../analysis/linkname/fileFacts.ts';
import { checkModuleTarget } from '../../analysis/linkname/modules/checkModuleTarget.ts';
import { dependencyRefused, type RefusedImport } from '../../analysis/linkname/modules/dependencyRefused.ts';
import type { PackageIndex } from '../../analysis/linkname/packageIndex.ts';
import { moduleView } from '../buildList/partners.ts';
import { refusedImports } from '../buildList/refusedImports.ts';
import type { ModuleBuild } from './moduleBuild.ts';

export interface OtherSides {
	/** What stands in a file about the other side of its directives. Asked twice for the same text it answers at once. */
	ofFile(facts: FileFacts, index: PackageIndex): Promise<readonly Finding[]>;
	/** Imports that bring in what the linker refuses, placed as they stand on disk. */
	imports(): Promise<readonly Finding[]>;
	/** Both for an open file, without waiting for a build that has not been read yet: then `more` settles when it has. */
	known(facts: FileFacts, index: PackageIndex): Promise<KnownSides>;
	/** Files changed on disk. What was said before stands until the build has been read again. */
	forget(): void;
}

export interface KnownSides {
	readonly findings: readonly Finding[];
	readonly more: Promise<void> | undefined;
}

/**
 * @param go the Go in use as users call it: `go1.26`
 * @param checkDisabledBy what turns the linker's check off, if anything does
 */
export function createOtherSides(build: ModuleBuild, go: string, checkDisabledBy: string | undefined): OtherSides {
	const said = new WeakMap<FileFacts, readonly Finding[]>();
	let asked = new WeakMap<FileFacts, Promise<readonly Finding[]>>();
	let refused: Promise<readonly RefusedImport[]> | undefined;
	let warm = false;

	async function judge(facts: FileFacts, index: PackageIndex): Promise<readonly Finding[]> {
		if (index.std || facts.linknames.length === 0) return [];
		const opened = await build.open();
		const views = await Promise.all(facts.linknames.map((linkname) => moduleView(linkname, facts, index, opened)));
		return views.flatMap(checkModuleTarget);
	}

	function ofFile(facts: FileFacts, index: PackageIndex): Promise<readonly Finding[]> {
		let answer = asked.get(facts);
		if (!answer) {
			answer = judge(facts, index);
			asked.set(facts, answer);
		}
		return answer;
	}

	const readImports = () => (refused ??= build.open().then(refusedImports));

	async function all(facts: FileFacts, index: PackageIndex): Promise<readonly Finding[]> {
		const [own, imports] = await Promise.all([ofFile(facts, index), readImports()]);
		const placed = imports.filter(({ file }) => file === facts.path).flatMap((one) => placeIn(one, facts));
		const findings = [...own, ...placed.map((one) => dependencyRefused(one, go, checkDisabledBy))];
		warm = true;
		said.set(facts, findings);
		return findings;
	}

	return {
		ofFile,
		imports: async () => (await readImports()).map((one) => dependencyRefused(one, go, checkDisabledBy)),
		async known(facts, index) {
			const findings = all(facts, index);
			if (warm) return { findings: await findings, more: undefined };
			return { findings: said.get(facts) ?? [], more: findings.then(() => {}) };
		},
		forget() {
			build.forget();
			asked = new WeakMap();
			refused = undefined;
			warm = false;
		},
	};
}

/** The import where it stands in the text of today; nowhere when it is gone. */
function placeIn(refused: RefusedImport, { file }: FileFacts): RefusedImport[] {
	const spec = file.imports.find(({ path }) => path === refused.imported);
	return spec ? [{ ...refused, span: spec.span }] : [];
}
