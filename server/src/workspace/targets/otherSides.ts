/** Findings that need the other packages of a build: about targets outside the standard library, and about dependencies. */
import type { Finding } from '../../analysis/finding.ts';
import type { FileFacts } from '../../analysis/linkname/fileFacts.ts';
import { checkModuleTarget } from '../../analysis/linkname/modules/checkModuleTarget.ts';
import { dependencyRefused, type RefusedImport } from '../../analysis/linkname/modules/dependencyRefused.ts';
import type { PackageIndex } from '../../analysis/linkname/packageIndex.ts';
import type { Build } from '../buildList/build.ts';
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
	let current = createReading(build);
	/** What was read before the files changed: it answers until they have been read again. */
	let former: Reading | undefined;

	async function all(reading: Reading, facts: FileFacts, index: PackageIndex): Promise<readonly Finding[]> {
		const [own, imports] = await Promise.all([reading.ofFile(facts, index), reading.refused()]);
		const placed = imports.filter(({ file }) => file === facts.path).flatMap((one) => placeIn(one, facts));
		return [...own, ...placed.map((one) => dependencyRefused(one, go, checkDisabledBy))];
	}

	/** The same, and from then on this reading answers alone. */
	async function first(reading: Reading, facts: FileFacts, index: PackageIndex): Promise<void> {
		await all(reading, facts, index);
		reading.warm = true;
		if (reading === current) former = undefined;
	}

	return {
		ofFile: (facts, index) => current.ofFile(facts, index),
		imports: async () => (await current.refused()).map((one) => dependencyRefused(one, go, checkDisabledBy)),
		async known(facts, index) {
			if (current.warm) return { findings: await all(current, facts, index), more: undefined };
			const more = first(current, facts, index);
			return { findings: former ? await all(former, facts, index) : [], more };
		},
		forget() {
			if (current.warm) former = current;
			build.forget();
			current = createReading(build);
		},
	};
}

/** One state of the disk. */
interface Reading {
	/** Everything that an open file asks for first has been read. */
	warm: boolean;
	ofFile(facts: FileFacts, index: PackageIndex): Promise<readonly Finding[]>;
	refused(): Promise<readonly RefusedImport[]>;
}

function createReading(build: ModuleBuild): Reading {
	const asked = new WeakMap<FileFacts, Promise<readonly Finding[]>>();
	let opened: Promise<Build> | undefined;
	let refused: Promise<readonly RefusedImport[]> | undefined;
	const open = () => (opened ??= build.open());

	async function judge(facts: FileFacts, index: PackageIndex): Promise<readonly Finding[]> {
		if (index.std || facts.linknames.length === 0) return [];
		const found = await open();
		const views = await Promise.all(facts.linknames.map((linkname) => moduleView(linkname, facts, index, found)));
		return views.flatMap(checkModuleTarget);
	}

	return {
		warm: false,
		ofFile(facts, index) {
			let answer = asked.get(facts);
			if (!answer) {
				answer = judge(facts, index);
				asked.set(facts, answer);
			}
			return answer;
		},
		refused: () => (refused ??= open().then(refusedImports)),
	};
}

/** The import where it stands in the text of today; nowhere when it is gone. */
function placeIn(refused: RefusedImport, { file }: FileFacts): RefusedImport[] {
	const spec = file.imports.find(({ path }) => path === refused.imported);
	return spec ? [{ ...refused, span: spec.span }] : [];
}
