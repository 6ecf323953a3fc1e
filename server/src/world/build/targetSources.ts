/** Where the answers about targets come from: the Go tree in use, one index for each build context, and the bundled tables. */
import { goMinor } from '../../analysis/linkname/goMinor.ts';
import type { Machine } from '../../analysis/signature/machine.ts';
import { machineOf } from '../../analysis/signature/machine.ts';
import { createGorootIndex, type GorootIndex } from '../goroot/gorootIndex.ts';
import { isEnvironmentTag } from '../go/environmentTags.ts';
import type { GorootFiles } from '../goroot/gorootTree.ts';
import type { BuildContext } from '../../analysis/build/buildContext.ts';
import type { BundledData } from './bundledData.ts';
import { createLookups, type Lookups } from './lookups.ts';

/** The Go by which targets are judged; `CheckContext` of the command line is one. */
export interface TargetContext {
	/** `go1.26.8`; empty when there is none: then the newest recorded release answers. */
	readonly go: string;
	/** The source tree of that Go; undefined when it is not on this machine. */
	readonly goroot: string | undefined;
	readonly goos: string;
	readonly goarch: string;
	readonly cgo: boolean;
	readonly tags: readonly string[];
	/** GOMODCACHE, where it is known. */
	readonly moduleCache?: string | undefined;
}

/** One context of one Go tree. */
export interface Tree {
	readonly goroot: string;
	readonly index: GorootIndex;
	readonly key: string;
}

export interface TargetSources {
	readonly lookups: Lookups;
	readonly data: BundledData;
	readonly files: GorootFiles;
	tree(goroot: string, context: BuildContext): Tree;
	/** One sentence for each Go tree that was asked and cannot be judged: the bundled table answered for it. */
	problems(): Promise<readonly string[]>;
	/** Why a Go tree cannot be judged by, one sentence; undefined when it can. */
	treeProblem(goroot: string, context: TargetContext): Promise<string | undefined>;
	/** Looks whether the Go trees changed on disk; true when one did, and its answers are forgotten. */
	refresh(): Promise<boolean>;
	/** Lets much go of what was read, for who goes through many modules and is between two questions: it is read again when it is asked for. */
	trim(): void;
}

/** Answers hold the files that they are about, and there is a tree for each platform: some megabytes both. */
const [mostAnswers, mostTrees] = [1_000, 4];

export function createTargetSources(
	files: GorootFiles,
	data: BundledData,
	cacheDirectory: string | undefined,
	onFailure: (error: unknown) => void,
): TargetSources {
	const lookups = createLookups(onFailure);
	const trees = new Map<string, Tree>();
	const treeOf: TargetSources['tree'] = (goroot, { goos, goarch, cgo, tags }) => {
		const own = tags.filter(concernsStd).sort();
		const key = [goroot, goos, goarch, cgo, ...own].join(' ');
		let tree = trees.get(key);
		if (!tree) {
			const index = createGorootIndex({ goroot, goos, goarch, cgo, tags: own, files, cacheDirectory });
			tree = { goroot, index, key };
			trees.set(key, tree);
		}
		return tree;
	};
	return {
		lookups,
		data,
		files,
		tree: treeOf,
		async treeProblem(goroot, context) {
			const state = await treeOf(goroot, { ...context, minor: goMinor(context.go) ?? 0 }).index.state();
			return state.kind === 'broken' ? state.message : undefined;
		},
		async problems() {
			const states = await Promise.all([...trees.values()].map(({ index }) => index.state()));
			return [...new Set(states.flatMap((state) => (state.kind === 'broken' ? [state.message] : [])))];
		},
		trim() {
			if (lookups.size() > mostAnswers) lookups.forget('');
			if (trees.size > mostTrees) trees.clear();
		},
		async refresh() {
			let changed = false;
			for (const { index, key } of trees.values()) {
				const state = await index.state();
				// A checkout changes with every save in it; its answers last until the server starts again.
				if (state.kind === 'ready' && state.tree.development) continue;
				if (!(await index.refresh())) continue;
				changed = true;
				lookups.forget(key);
			}
			return changed;
		},
	};
}

/** The tags that some file of the standard library asks for (Go 1.21 to 1.27): others make no tree of their own. */
function concernsStd(tag: string): boolean {
	return stdTags.has(tag) || isEnvironmentTag(tag);
}

const stdTags = new Set(
	'purego race msan asan netgo netcgo osusergo boringcrypto faketime math_big_pure_go compiler_bootstrap libfuzzer timetzdata static nethttpomithttp2 appengine debuglog debugtrace'.split(
		' ',
	),
);

export function machineOfContext({ goarch, minor }: BuildContext): Machine {
	return machineOf(goarch, minor);
}
