/** Findings that need the other packages of a build: about targets outside the standard library, and about dependencies. */
import type { Finding } from '../../analysis/finding.ts';
import type { FileFacts } from '../../analysis/linkname/fileFacts.ts';
import { checkModuleTarget } from '../../analysis/linkname/modules/checkModuleTarget.ts';
import type { BrokenModule, ReportContext } from '../../analysis/linkname/modules/dependencyRefused.ts';
import type { ModuleView } from '../../analysis/linkname/modules/moduleView.ts';
import type { Linkname } from '../../analysis/linkname/directive.ts';
import type { PackageIndex } from '../../analysis/linkname/packageIndex.ts';
import type { Build } from '../../world/modules/build.ts';
import { brokenModules } from '../modules/brokenModules.ts';
import { foreignBodies, mayAwaitBodies } from '../modules/foreignBodies.ts';
import { moduleView } from '../modules/moduleTargets.ts';
import { findingsAtImports, findingsAtRequirements, findingsOnce } from './dependencyFindings.ts';
import { findingsInAssembly } from './assemblyFindings.ts';
import type { ModuleBuild } from '../../world/modules/moduleBuild.ts';

export interface Counterparts {
	/** What stands in a file about the other side of its directives. Asked twice for the same text it answers at once. */
	ofFile(facts: FileFacts, index: PackageIndex): Promise<readonly Finding[]>;
	/**
	 * What breaks every program beside the directives of Go files, each once, in the files that are looked at, as they stand on disk:
	 * modules of the build, and the module's own assembly.
	 */
	ofBuild(isLookedAt: (path: string) => boolean): Promise<readonly Finding[]>;
	/** What stands in an open Go file, without waiting for a build that has not been read yet: then `more` settles when it has. */
	known(facts: FileFacts, index: PackageIndex): Promise<KnownCounterparts>;
	/** The same for the module's go.mod with this text. */
	knownOfModule(text: string): Promise<KnownCounterparts>;
	/** Everything about the other side of one directive; waits for the build to be read. */
	view(linkname: Linkname, facts: FileFacts, index: PackageIndex): Promise<ModuleView>;
	/** One sentence for each thing of the build that could not be read. */
	problems(): Promise<readonly string[]>;
	/** Files changed on disk. What was said before stands until the build has been read again. */
	forget(): void;
}

export interface KnownCounterparts {
	readonly findings: readonly Finding[];
	readonly more: Promise<void> | undefined;
}

export function createCounterparts(build: ModuleBuild, judging: ReportContext): Counterparts {
	let current = createReading(build);
	/** What was read before the files changed: it answers until they have been read again. */
	let former: Reading | undefined;

	async function inFile(reading: Reading, facts: FileFacts, index: PackageIndex): Promise<readonly Finding[]> {
		const [own, broken] = await Promise.all([reading.ofFile(facts, index), reading.broken()]);
		return [...own, ...findingsAtImports(broken, facts.path, facts.file, judging)];
	}

	async function inModule(reading: Reading, text: string): Promise<readonly Finding[]> {
		return findingsAtRequirements(await reading.broken(), build.moduleFile, text, judging);
	}

	/** Asks the reading of today, or the one before while that is not there yet. */
	async function known(ask: (reading: Reading) => Promise<readonly Finding[]>): Promise<KnownCounterparts> {
		const reading = current;
		if (reading.warm) return { findings: await ask(reading), more: undefined };
		const more = ask(reading).then(() => {
			// From now on it answers alone.
			reading.warm = true;
			if (reading === current) former = undefined;
		});
		return { findings: former ? await ask(former) : [], more };
	}

	return {
		ofFile: (facts, index) => current.ofFile(facts, index),
		async ofBuild(isLookedAt) {
			const opened = await build.open();
			const assembly = await findingsInAssembly(opened, isLookedAt, judging);
			const broken = await current.broken();
			if (broken.length === 0) return assembly;
			const text = (await opened.options.files.readText(build.moduleFile)) ?? '';
			return [...assembly, ...findingsOnce(broken, { path: build.moduleFile, text }, isLookedAt, judging)];
		},
		known: (facts, index) => known((reading) => inFile(reading, facts, index)),
		knownOfModule: (text) => known((reading) => inModule(reading, text)),
		view: async (linkname, facts, index) => moduleView(linkname, facts, index, await build.open()),
		problems: async () => (await build.open()).list.problems,
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
	broken(): Promise<readonly BrokenModule[]>;
}

function createReading(build: ModuleBuild): Reading {
	const asked = new WeakMap<FileFacts, Promise<readonly Finding[]>>();
	let opened: Promise<Build> | undefined;
	let broken: Promise<readonly BrokenModule[]> | undefined;
	const open = () => (opened ??= build.open());

	async function judge(facts: FileFacts, index: PackageIndex): Promise<readonly Finding[]> {
		if (index.std) return [];
		const bodies = mayAwaitBodies(facts, index) ? await foreignBodies(facts, index, await open()) : [];
		if (facts.linknames.length === 0) return bodies;
		const found = await open();
		const views = await Promise.all(facts.linknames.map((linkname) => moduleView(linkname, facts, index, found)));
		return [...bodies, ...views.flatMap(checkModuleTarget)];
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
		broken: () => (broken ??= open().then(brokenModules)),
	};
}
