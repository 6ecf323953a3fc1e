/** How many bytes the objects behind escape hints take, by the types of the build and the size classes of its Go tree. */
import { type AllocatedType, allocatedType } from '../../analysis/escape/allocatedType.ts';
import type { EscapeHint } from '../../analysis/escape/escapeHint.ts';
import { costText, objectCost, type ObjectCost, type SizeClasses } from '../../analysis/escape/sizeClasses.ts';
import { layoutOf } from '../../analysis/signature/layout.ts';
import type { Layout } from '../../analysis/signature/layoutShape.ts';
import { type Machine, machineOf } from '../../analysis/signature/machine.ts';
import { measuring } from '../../analysis/signature/measuring.ts';
import { parseType } from '../../analysis/signature/parseType.ts';
import { packageTypes, type TypeScope } from '../../analysis/signature/typeScope.ts';
import type { Span } from '../../analysis/text/span.ts';
import { dirname } from '../../toolchain/paths.ts';
import { createAnswers } from '../../world/answers/answers.ts';
import type { Changes } from '../../world/answers/changes.ts';
import type { GoModules } from '../../world/go/goModules.ts';
import type { GoSettings } from '../../world/go/goSettings.ts';
import type { Build } from '../../world/modules/build.ts';
import { createModuleBuilds } from '../../world/modules/moduleBuilds.ts';
import { surroundingsOf } from '../../world/build/surroundings.ts';
import { readSizeClasses } from './readSizeClasses.ts';
import type { PackageStore } from '../../world/packages/packageStore.ts';
import { buildSource, isBuiltIn } from '../../analysis/build/buildContext.ts';
import type { GoFile } from '../../analysis/source/goFile.ts';
import type { TargetSources } from '../../world/build/targetSources.ts';
import { oncePerKey } from '../../world/answers/oncePerKey.ts';

export interface AllocationSizes {
	/** `48 B, size class 48, has pointers`; empty when the type or the Go tree is not known. `text`: of its file; `around`: the function. */
	of(hint: EscapeHint, text: string | undefined, around: Span | undefined): Promise<string>;
	/**
	 * For many hints of one file, whose types are read once: what an object takes, undefined where it is not known. Nothing is known of a
	 * file that no build has.
	 */
	measurer(path: string): Promise<Measurer | undefined>;
}

export type Measurer = (allocated: AllocatedType) => Promise<ObjectCost | undefined>;

export interface AllocationSizesDeps {
	readonly changes: Changes;
	readonly store: PackageStore;
	readonly modules: GoModules;
	readonly settings: () => GoSettings;
	readonly sources: TargetSources;
}

/** The types that a file can name, and the machine they are laid out for. */
interface FileScope {
	readonly scope: TypeScope;
	readonly build: Build | undefined;
	readonly importPath: string;
	readonly machine: Machine;
	readonly goroot: string;
	readonly minor: number;
}

/** Go trees whose size classes are kept. */
const mostTables = 8;

/** Types lead through more packages than this only in broken code. */
const mostRounds = 12;

export function createAllocationSizes({
	changes,
	store,
	modules,
	settings,
	sources,
}: AllocationSizesDeps): AllocationSizes {
	const builds = createModuleBuilds(changes, settings, sources);
	// A Go tree does not change but for an update in place, and Go 1.21 to 1.27 have the same classes.
	const tables = createAnswers<SizeClasses | undefined>({ changes, dependsOn: [], most: mostTables });
	const classesOf = (goroot: string) => tables.of(goroot, () => readSizeClasses(goroot));

	async function scopeOf(path: string): Promise<FileScope | undefined> {
		const directory = dirname(path);
		const { files } = await store.package(directory);
		const file = files.get(path);
		if (!file) return undefined;
		const around = await surroundingsOf(buildSource(path, file), modules, settings(), sources);
		const { context, target } = around;
		const build = await builds.of(around);
		if (!context || target.goroot === undefined || !around.isBuilt) return undefined;
		const isTogether = ([one, scanned]: readonly [string, GoFile]) =>
			scanned.packageName === file.packageName && isBuiltIn(buildSource(one, scanned), context);
		const built = [...files].filter(isTogether).map(([, scanned]) => scanned);
		const importPath = (await build?.places.importPath(directory)) ?? unnamed;
		const types = packageTypes(importPath, built);
		const scope: TypeScope = { packages: build?.types ?? noPackages, own: types, file };
		const machine = machineOf(context.goarch, context.minor);
		return { scope, build, importPath, machine, goroot: target.goroot, minor: context.minor };
	}

	async function layoutIn({ scope, build, importPath, machine }: FileScope, type: string): Promise<Layout | undefined> {
		for (let round = 0; round < mostRounds; round++) {
			const to = measuring(machine);
			const found = layoutOf(parseType(type), scope, to);
			if (found) return found;
			const wanted = [...to.missing].filter((name) => !build?.types.find(name, importPath));
			if (!build || wanted.length === 0) return undefined;
			await build.types.read(wanted);
		}
		return undefined;
	}

	return {
		async of(hint, text, around) {
			const allocated = text === undefined ? undefined : allocatedType(hint, text, around);
			if (!allocated) return '';
			const scope = await scopeOf(hint.file);
			const layout = scope && (await layoutIn(scope, allocated.type));
			const classes = scope && (await classesOf(scope.goroot));
			if (!scope || !layout || !classes) return '';
			const { minor, machine } = scope;
			return costText(objectCost(layout, allocated.count, classes, { minor, pointerSize: machine.pointerSize }));
		},
		async measurer(path) {
			const scope = await scopeOf(path);
			const classes = scope && (await classesOf(scope.goroot));
			if (!scope || !classes) return undefined;
			const layoutNamed = oncePerKey((type: string) => layoutIn(scope, type));
			return async ({ type, count }) => {
				const layout = await layoutNamed(type);
				const { minor, machine } = scope;
				return layout && objectCost(layout, count, classes, { minor, pointerSize: machine.pointerSize });
			};
		},
	};
}

/** Looks like a path of a module, so that nothing is taken for the standard library's own. */
const unnamed = 'example.com/unnamed';

const noPackages = { find: () => undefined };
