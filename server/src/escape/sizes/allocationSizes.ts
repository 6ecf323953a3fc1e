/** How many bytes the objects behind escape hints take, by the types of the build and the size classes of its Go tree. */
import { allocatedType } from '../../analysis/escape/allocatedType.ts';
import type { EscapeHint } from '../../analysis/escape/escapeHint.ts';
import {
	costText,
	objectCost,
	parseSizeClasses,
	type SizeClasses,
	sizeClassFiles,
} from '../../analysis/escape/sizeClasses.ts';
import { readFileFacts } from '../../analysis/linkname/fileFacts.ts';
import { layoutOf } from '../../analysis/signature/layout.ts';
import type { Layout } from '../../analysis/signature/layoutShape.ts';
import { machineOf } from '../../analysis/signature/machine.ts';
import { measuring } from '../../analysis/signature/measuring.ts';
import { parseType } from '../../analysis/signature/parseType.ts';
import { packageTypes, type TypeScope } from '../../analysis/signature/typeScope.ts';
import type { Span } from '../../analysis/text/span.ts';
import { readText } from '../../toolchain/files.ts';
import { dirname, join } from '../../toolchain/paths.ts';
import type { GoModules } from '../../world/go/goModules.ts';
import type { GoSettings } from '../../world/go/goSettings.ts';
import { createModuleBuilds } from '../../world/modules/moduleBuilds.ts';
import { surroundingsOf } from '../../world/build/surroundings.ts';
import type { PackageStore } from '../../world/packages/packageStore.ts';
import { isBuiltIn } from '../../analysis/build/buildContext.ts';
import type { TargetSources } from '../../world/build/targetSources.ts';

export interface AllocationSizes {
	/** `48 B, size class 48, has pointers`; empty when the type or the Go tree is not known. `text`: of its file; `around`: the function. */
	of(hint: EscapeHint, text: string | undefined, around: Span | undefined): Promise<string>;
	/** Types on disk or settings changed. */
	forget(): void;
}

export interface AllocationSizesDeps {
	readonly store: PackageStore;
	readonly modules: GoModules;
	readonly settings: () => GoSettings;
	readonly sources: TargetSources;
}

interface Measured {
	readonly layout: Layout;
	readonly goroot: string;
	readonly minor: number;
	readonly pointerSize: number;
}

/** Types lead through more packages than this only in broken code. */
const mostRounds = 12;

export function createAllocationSizes({ store, modules, settings, sources }: AllocationSizesDeps): AllocationSizes {
	const builds = createModuleBuilds(settings, sources);
	const tables = new Map<string, Promise<SizeClasses | undefined>>();

	function classesOf(goroot: string): Promise<SizeClasses | undefined> {
		let table = tables.get(goroot);
		if (!table) tables.set(goroot, (table = readSizeClasses(goroot)));
		return table;
	}

	async function layout(path: string, type: string): Promise<Measured | undefined> {
		const directory = dirname(path);
		const { files } = await store.package(directory);
		const file = files.get(path);
		if (!file) return undefined;
		const facts = [...files].map(([one, scanned]) => readFileFacts({ path: one, file: scanned }));
		const own = facts.find((one) => one.path === path);
		if (!own) return undefined;
		const around = await surroundingsOf(own, modules, settings(), sources);
		const { context, target } = around;
		const build = await builds.of(around);
		if (!context || target.goroot === undefined || !around.isBuilt) return undefined;
		const built = facts.filter((one) => isBuiltIn(one, context) && one.file.packageName === file.packageName);
		const importPath = (await build?.places.importPath(directory)) ?? unnamed;
		const types = packageTypes(
			importPath,
			built.map((one) => one.file),
		);
		const scope: TypeScope = { packages: build?.types ?? noPackages, own: types, file };
		const machine = machineOf(context.goarch, context.minor);
		for (let round = 0; round < mostRounds; round++) {
			const to = measuring(machine);
			const found = layoutOf(parseType(type), scope, to);
			if (found)
				return { layout: found, goroot: target.goroot, minor: context.minor, pointerSize: machine.pointerSize };
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
			const found = await layout(hint.file, allocated.type);
			const classes = found && (await classesOf(found.goroot));
			if (!found || !classes) return '';
			return costText(objectCost(found.layout, allocated.count, classes, found));
		},
		forget() {
			builds.forget();
			tables.clear();
		},
	};
}

/** Looks like a path of a module, so that nothing is taken for the standard library's own. */
const unnamed = 'example.com/unnamed';

const noPackages = { find: () => undefined };

async function readSizeClasses(goroot: string): Promise<SizeClasses | undefined> {
	for (const name of sizeClassFiles) {
		const text = await readText(join(goroot, 'src', ...name.split('/')));
		const classes = text && parseSizeClasses(text);
		if (classes) return classes;
	}
	return undefined;
}
