/** The packages of a build as a search sees them: read, and compiled, when it asks for them. */
import { type CalleeWorld, findCarriers, parameterKey } from '../analysis/dataflow/carriers.ts';
import { type FlowWorld } from '../analysis/dataflow/flowExpansion.ts';
import { parametersOfFunction, type FlowParameter } from '../analysis/dataflow/functionParameters.ts';
import { type DeclaredFunction, type IndexedPackage, indexPackageTexts } from '../analysis/dataflow/indexedPackage.ts';
import { type FlowFacts, type ParameterVerdict, readParameterFacts } from '../analysis/dataflow/parameterFacts.ts';
import { valueUses } from '../analysis/dataflow/valueUses.ts';
import { createPathResolver } from '../analysis/escape/outputPaths.ts';
import type { GoParser } from '../analysis/syntax/goParser.ts';
import { baseName, goFiles } from '../escape/runs/compileUnit.ts';
import { runList } from '../escape/runs/runList.ts';
import { readOpenTexts } from '../world/packages/packageContent.ts';
import type { GoContext } from '../world/go/goContext.ts';
import type { ListedPackage } from '../toolchain/goCommand.ts';
import { resolve } from '../toolchain/paths.ts';
import type { ListedBuild } from './listedBuild.ts';

export interface LoadingWorld extends FlowWorld {
	/** Loads what was asked for since the last call and is not there yet; false when there was nothing. */
	load(signal: AbortSignal): Promise<boolean>;
	/** Why packages have no verdicts, one sentence each. */
	readonly problems: readonly string[];
}

export interface WorldDeps {
	readonly context: GoContext;
	/** The working directory of the runs. */
	readonly directory: string;
	readonly build: ListedBuild;
	readonly parser: GoParser;
}

/** How deep a store through a parameter is followed into callees. */
const deepestStore = 3;

export function createLoadingWorld({ context, directory, build, parser }: WorldDeps): LoadingWorld {
	const packages = new Map<string, IndexedPackage | undefined>();
	const facts = new Map<string, FlowFacts | undefined>();
	const wantedPackages = new Set<string>();
	const wantedFacts = new Set<string>();
	const problems: string[] = [];
	const stores = new Map<string, ReadonlySet<number>>();
	let depth = 0;

	const world: CalleeWorld = {
		package(importPath) {
			if (packages.has(importPath)) return packages.get(importPath);
			if (build.has(importPath)) wantedPackages.add(importPath);
			return undefined;
		},
		facts(importPath) {
			if (facts.has(importPath)) return facts.get(importPath);
			if (build.has(importPath)) wantedFacts.add(importPath);
			return undefined;
		},
		verdicts(declared, parameter) {
			const own = world.facts(declared.file.package.importPath);
			const { file } = declared;
			const { line, column } = positionOf(declared, parameter);
			if (!declared.generic) {
				if (!own) return undefined;
				const said = own.verdicts(file.path, line, column, parameter.name);
				return said.length > 0 || own.spokeOf(file.path, lineOfName(declared)) ? said : undefined;
			}
			// Instances are compiled in the packages that use them.
			const found: ParameterVerdict[] = [];
			for (const each of facts.values()) found.push(...(each?.verdicts(file.path, line, column, parameter.name) ?? []));
			if (found.length > 0) return found;
			const name = lineOfName(declared);
			return [...facts.values()].some((each) => each?.spokeOf(file.path, name)) ? [{ kind: 'stays' }] : undefined;
		},
		storesInto(declared, parameter) {
			const key = `${declared.file.path} ${declared.key} ${parameter.index}`;
			const known = stores.get(key);
			if (known || depth >= deepestStore || parameter.name === '') return known ?? new Set();
			// A function that calls itself stores nothing new.
			stores.set(key, new Set());
			const waiting = wantedPackages.size + wantedFacts.size;
			depth++;
			const found = storedThrough(declared, parameter);
			depth--;
			if (wantedPackages.size + wantedFacts.size > waiting) stores.delete(key);
			else stores.set(key, found);
			return found;
		},
	};

	function storedThrough(declared: DeclaredFunction, parameter: FlowParameter): ReadonlySet<number> {
		const start = parameterKey(declared, parameter);
		if (start === undefined || declared.declaration.body === undefined) return new Set();
		const parsed = declared.parsed();
		const uses = valueUses(world, parsed, parametersOfFunction(declared), findCarriers(world, parsed, [start]));
		return new Set(uses.flatMap((use) => (use.kind === 'ends' && use.through !== undefined ? [use.through] : [])));
	}

	async function loadPackages(): Promise<void> {
		const wanted = [...wantedPackages];
		wantedPackages.clear();
		await Promise.all(
			wanted.map(async (importPath) => {
				const listed = build.get(importPath);
				packages.set(importPath, listed && (await indexListed(listed)));
			}),
		);
	}

	async function indexListed(listed: ListedPackage): Promise<IndexedPackage> {
		const texts = await readOpenTexts(goFiles(listed), new Map());
		const { ImportPath, Standard, ImportMap = {} } = listed;
		return indexPackageTexts(
			{ importPath: ImportPath, standard: Standard === true, texts, importMap: ImportMap },
			parser,
		);
	}

	async function loadFacts(signal: AbortSignal): Promise<void> {
		const wanted = [...wantedFacts].filter((path) => path !== 'unsafe' && path !== 'C');
		wantedFacts.clear();
		if (wanted.length === 0) return;
		for (const path of wanted) facts.set(path, undefined);
		const request = { context, directory, patterns: wanted, buffers: new Map(), tests: false, dependencies: false };
		const ran = await runList(request, signal);
		if (ran.kind === 'failed') {
			problems.push(ran.error.message);
			return;
		}
		for (const unit of ran.units) {
			if (unit.result.kind === 'failed') problems.push(`${baseName(unit)}: ${unit.result.error.message}`);
			else facts.set(baseName(unit), readParameterFacts(unit.result.output, directory, unit.files));
		}
	}

	return {
		...world,
		problems,
		lastStep(declared, parameter) {
			const { line } = positionOf(declared, parameter);
			return facts.get(declared.file.package.importPath)?.lastStep(declared.file.path, line, parameter.name);
		},
		absolute(printed, { file }) {
			const known = file.package.files.map(({ path }) => path);
			return createPathResolver(directory, known)(printed) || resolve(directory, printed);
		},
		async load(signal) {
			if (wantedPackages.size === 0 && wantedFacts.size === 0) return false;
			stores.clear();
			await loadPackages();
			await loadFacts(signal);
			return true;
		},
	};
}

function positionOf(
	{ file }: DeclaredFunction,
	{ at }: FlowParameter,
): { readonly line: number; readonly column: number } {
	return file.lines().bytePosition(at.in.table.start(at.node) + at.in.shift);
}

function lineOfName({ file, declaration }: DeclaredFunction): number {
	return file.lines().bytePosition(declaration.nameSpan.start).line;
}
