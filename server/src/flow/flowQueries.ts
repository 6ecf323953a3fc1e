/** Where values go, and what calls allocate: one question each, about a function that somebody names. */
import type { AllocationReport, CallTreeSite, CallStep } from '../analysis/allocations/callTree.ts';
import { readableSymbol } from '../analysis/allocations/symbolPackage.ts';
import { type FunctionQuery, parseFunctionQuery } from '../analysis/dataflow/functionQuery.ts';
import type { FlowGraph } from '../analysis/dataflow/flowGraph.ts';
import type { DeclaredFunction } from '../analysis/dataflow/indexedPackage.ts';
import { scanGoFile } from '../analysis/source/scanGoFile.ts';
import type { GoFile } from '../analysis/source/goFile.ts';
import type { GoParser } from '../analysis/syntax/goParser.ts';
import { withoutBrackets } from '../analysis/listing/functionName.ts';
import { lastWord } from '../analysis/text/lastWord.ts';
import { LineIndex } from '../analysis/text/lineIndex.ts';
import { goFiles } from '../escape/runs/compileUnit.ts';
import { fileStatus, readText } from '../toolchain/files.ts';
import { dirname, isAbsolute, isInside } from '../toolchain/paths.ts';
import type { ListedPackage } from '../toolchain/goCommand.ts';
import { Unusable } from '../toolchain/unusable.ts';
import type { GoContext } from '../world/go/goContext.ts';
import type { GoModules } from '../world/go/goModules.ts';
import { type AskedPlace, placeOfPackage } from '../world/packages/askedPlace.ts';
import { functionCalled, parametersCalled } from './functionCalled.ts';
import { type RootFunction, searchAllocations } from './allocationSearch.ts';
import { searchFlow } from './flowSearch.ts';
import { targetAt } from './flowTarget.ts';
import { createLoadingWorld, type LoadingWorld } from './flowWorlds.ts';
import { listBuild, type ListedBuild } from './listedBuild.ts';
import { createObjectStore, objectName, type ObjectStore } from './objectStore.ts';
import { oncePerKey } from '../world/answers/oncePerKey.ts';

export interface QueriedFunction {
	readonly importPath: string;
	/** `F`, `T.M`, `(*T).M`. */
	readonly name: string;
	/** Absolute path, 1-based line and column (UTF-16) of the name. */
	readonly file: string;
	readonly line: number;
	readonly column: number;
}

export interface FlowAnswer {
	readonly context: GoContext;
	readonly function: QueriedFunction;
	/** One for each parameter that was asked about. */
	readonly flows: readonly { readonly parameter: string; readonly graph: FlowGraph }[];
	/** What could not be compiled, one sentence each. */
	readonly problems: readonly string[];
}

export interface AllocationAnswer extends AllocationReport {
	readonly context: GoContext;
	readonly function: QueriedFunction;
	/** The text of the line of each site, in their order; empty when it cannot be read. */
	readonly texts: readonly string[];
}

/** `to`: where it goes; `from`: where it comes from; `allocations`: what the call may allocate. */
export type FlowAsk = 'to' | 'from' | 'allocations';

export interface FlowPosition {
	/** Absolute path. */
	readonly file: string;
	/** 1-based line, and 1-based column in UTF-16 units, of the text on the disk. */
	readonly line: number;
	readonly column: number;
}

export interface PlaceAnswer {
	/** What was asked about, as a reader would name it: `value of (*Cache).Put`. */
	readonly about: string;
	readonly flow?: FlowAnswer;
	readonly allocations?: AllocationAnswer;
}

export interface FlowQueries {
	/**
	 * Where a parameter goes, or a result comes from. `text`: `./store.(*Cache).Put:value`.
	 *
	 * @throws Unusable with one sentence
	 */
	flow(text: string, directory: string, signal: AbortSignal): Promise<FlowAnswer>;
	/**
	 * The same for what stands at a place of a file: an argument, a parameter or a variable. Of a call, `allocations` asks about the callee,
	 * else about the function around the place. @throws Unusable
	 */
	at(place: FlowPosition, ask: FlowAsk, signal: AbortSignal): Promise<PlaceAnswer>;
	/** What a call of the function may allocate: `noalloc` holds when the verdict is `holds`. @throws Unusable */
	allocations(text: string, directory: string, signal: AbortSignal): Promise<AllocationAnswer>;
}

export interface FlowQueriesDeps {
	readonly modules: GoModules;
	/** Loaded at the first question. */
	readonly parser: () => Promise<GoParser>;
}

/** A build that was listed, while none of its files changes. */
interface KnownBuild {
	readonly stamp: string;
	readonly build: ListedBuild;
	readonly world: LoadingWorld;
	/** Of the same packages, compiled; undefined before somebody asks for allocations. */
	objects?: Promise<ObjectStore>;
}

/** Builds that are remembered: each holds what was read of its packages. */
const mostBuilds = 3;

export function createFlowQueries({ modules, parser }: FlowQueriesDeps): FlowQueries {
	const known = new Map<string, KnownBuild>();

	async function find(text: string, from: string, signal: AbortSignal) {
		const query = parseFunctionQuery(text);
		if (!query) throw new Unusable(`${text} is no function; expected e.g. ./store.(*Cache).Put:value`);
		const found = await findPackage(query, from, signal);
		const declared = functionCalled(found.package, found.meaning);
		return { ...found, query, declared };
	}

	/** The first meaning whose package is there. */
	async function findPackage(query: FunctionQuery, from: string, signal: AbortSignal) {
		for (const meaning of query.meanings) {
			const place = await placeOfPackage(meaning.pattern, from);
			if (!place) continue;
			const context = await modules.contextOfDirectory(place.directory, signal);
			if (context.kind === 'no-go') throw new Unusable(context.problem.replace(/\.$/, ''));
			const entry = await buildOf(context, place, signal);
			const listed = [...entry.build.values()].find((each) => isAskedFor(each, place));
			if (listed?.Dir === undefined || goFiles(listed).length === 0) continue;
			if (meaning.packageName !== undefined && listed.Name !== meaning.packageName) continue;
			const found = await whenLoaded(() => entry.world.package(listed.ImportPath), entry.world, signal);
			if (found) return { context, place, entry, listed, package: found, meaning };
		}
		const [first] = query.meanings;
		throw new Unusable(`There is no package ${first?.pattern} here with Go files that are built`);
	}

	async function buildOf(
		context: GoContext,
		{ directory, pattern }: AskedPlace,
		signal: AbortSignal,
	): Promise<KnownBuild> {
		const key = `${context.go} ${directory} ${pattern}`;
		const before = known.get(key);
		if (before && before.stamp === (await stampOf(context, before.build))) return before;
		const build = await listBuild(context, directory, [pattern, 'runtime'], false, signal);
		const world = createLoadingWorld({ context, directory, build, parser: await parser() });
		const entry: KnownBuild = { stamp: await stampOf(context, build), build, world };
		known.delete(key);
		known.set(key, entry);
		const [oldest] = known.keys();
		if (oldest !== undefined && known.size > mostBuilds) known.delete(oldest);
		return entry;
	}

	return {
		async flow(text, directory, signal) {
			const { context, entry, declared, query } = await find(text, directory, signal);
			const flows: { parameter: string; graph: FlowGraph }[] = [];
			for (const parameter of parametersCalled(declared, query)) {
				const graph = await searchFlow({ function: declared, parameter }, entry.world, signal);
				flows.push({ parameter: parameter === 'result' ? 'result' : parameter.name, graph });
			}
			return { context, function: queried(declared), flows, problems: [...new Set(entry.world.problems)] };
		},
		async allocations(text, directory, signal) {
			return allocationsOf(await find(text, directory, signal), signal);
		},
		async at({ file, line, column }, ask, signal) {
			const found = await findPlace(file, line, column, signal);
			const { context, entry } = found;
			const { declared, target } = await whenLoaded(() => targetAt(found, ask, entry.world), entry.world, signal);
			if (ask === 'allocations') {
				const listed = entry.build.get(declared.file.package.importPath);
				if (!listed) throw new Unusable(`${declared.name} is not a part of this build`);
				const allocations = await allocationsOf({ ...found, listed, declared }, signal);
				return { about: declared.name, allocations };
			}
			const graph = await searchFlow({ function: declared, parameter: target }, entry.world, signal);
			const parameter = target === 'result' ? 'result' : target.name;
			const flow = { context, function: queried(declared), flows: [{ parameter, graph }], problems: [] };
			return { about: `${parameter} of ${declared.name}`, flow };
		},
	};

	/** The function of a file's package that a place stands in. */
	async function findPlace(file: string, line: number, column: number, signal: AbortSignal) {
		const place: AskedPlace = { directory: dirname(file), pattern: '.' };
		const context = await modules.contextOfDirectory(place.directory, signal);
		if (context.kind === 'no-go') throw new Unusable(context.problem.replace(/\.$/, ''));
		const entry = await buildOf(context, place, signal);
		const listed = [...entry.build.values()].find((each) => isAskedFor(each, place));
		const found = listed && (await whenLoaded(() => entry.world.package(listed.ImportPath), entry.world, signal));
		const indexed = found?.files.find(({ path }) => path === file);
		if (!listed || !found || !indexed) throw new Unusable('This file is not a part of its package in this build');
		const offset = indexed.lines().offset(line - 1, column - 1);
		const around = [...found.functions.values()].find(({ file: own, declaration: { span } }) => {
			return own === indexed && span.start <= offset && offset <= span.end;
		});
		if (!around) throw new Unusable('There is no function here');
		return { context, place, entry, listed, around, offset };
	}

	async function allocationsOf(
		{ context, place, entry, listed, declared }: AllocationQuestion,
		signal: AbortSignal,
	): Promise<AllocationAnswer> {
		entry.objects ??= compiled(context, place, signal);
		entry.objects.catch(() => delete entry.objects);
		const objects = await entry.objects;
		const roots = await rootsOf(
			declared,
			objectName(listed),
			objects,
			[...entry.build.values()].filter(({ Standard }) => !Standard).map(objectName),
		);
		const report = await searchAllocations(roots, objects, signal);
		const shown = await readable(report, context.goroot);
		const none: CallTreeSite = {
			kind: 'unknown-function',
			how: 'sometimes',
			what: declared.generic
				? 'it is generic, and its package holds no instance of it'
				: 'the compiler made no code for it',
			when: '',
			callee: '',
			path: [],
		};
		const sites = roots.length === 0 || report.functions === 0 ? [none] : shown.sites;
		const verdict = sites === shown.sites ? report.verdict : 'may';
		return {
			context,
			function: queried(declared),
			...report,
			verdict,
			sites,
			texts: sites === shown.sites ? shown.texts : [''],
		};
	}

	async function compiled(
		context: GoContext,
		{ directory, pattern }: AskedPlace,
		signal: AbortSignal,
	): Promise<ObjectStore> {
		const build = await listBuild(context, directory, [pattern, 'runtime'], true, signal);
		const failed = [...build.values()].find((each) => each.Error !== undefined || (each.DepsErrors?.length ?? 0) > 0);
		const own = [...build.values()].find((each) => isAskedFor(each, { directory, pattern }));
		if (own?.Export === undefined) {
			const reason = failed?.Error?.Err ?? failed?.DepsErrors?.[0]?.Err ?? '';
			const line = reason.split('\n').find((each) => each !== '' && !each.startsWith('#'));
			throw new Unusable(`${own?.ImportPath ?? pattern} does not compile${line ? `: ${line.replace(/\.$/, '')}` : ''}`);
		}
		return createObjectStore(context, build);
	}
}

interface AllocationQuestion {
	readonly context: GoContext;
	readonly place: AskedPlace;
	readonly entry: KnownBuild;
	/** The package of the function. */
	readonly listed: ListedPackage;
	readonly declared: DeclaredFunction;
}

function isAskedFor(
	{ Dir, ImportPath }: { readonly Dir?: string; readonly ImportPath: string },
	{ directory, pattern }: AskedPlace,
): boolean {
	return pattern === '.' ? Dir === directory : ImportPath === pattern;
}

async function whenLoaded<T>(ask: () => T, world: LoadingWorld, signal: AbortSignal): Promise<T> {
	for (;;) {
		const answer = ask();
		if (!(await world.load(signal))) return answer;
	}
}

/** Changes when a file of the module, or what it requires, does. */
async function stampOf({ moduleFile, moduleCache, goroot }: GoContext, build: ListedBuild): Promise<string> {
	const own = [...build.values()].filter(({ Dir = '', Standard }) => {
		return !Standard && Dir !== '' && !isInside(goroot, Dir) && !(moduleCache !== '' && isInside(moduleCache, Dir));
	});
	const directories = own.map(({ Dir = '' }) => Dir);
	const files = [...(moduleFile ? [moduleFile] : []), ...directories, ...own.flatMap(goFiles)];
	const states = await Promise.all(files.map(fileStatus));
	return states.map((state) => (state ? `${state.modified}/${state.size}` : '-')).join(' ');
}

function queried({ file, name, declaration: { nameSpan } }: DeclaredFunction): QueriedFunction {
	const { line, column } = file.lines().position(nameSpan.start);
	return { importPath: file.package.importPath, name, file: file.path, line: line + 1, column: column + 1 };
}

/** The symbols of a function: one, or those of its instances in the packages that may use it. */
async function rootsOf(
	declared: DeclaredFunction,
	importPath: string,
	objects: ObjectStore,
	users: readonly string[],
): Promise<readonly RootFunction[]> {
	const symbol = `${importPath}.${declared.name}`;
	if (!declared.generic) return [{ symbol, importPath }];
	const isInstance = (each: string) =>
		each.startsWith(`${importPath}.`) && each.includes('[') && withoutBrackets(each) === symbol;
	const places = [...new Set([importPath, ...users])];
	const found = await Promise.all(
		places.map(async (place) =>
			(await objects.symbols(place, isInstance)).map((each) => ({ symbol: each, importPath: place })),
		),
	);
	return found.flat();
}

/** With absolute paths, the names of inlined functions, and the text of each line. */
async function readable({ sites }: AllocationReport, goroot: string) {
	const fileOf = oncePerKey(scan);
	const shown: CallTreeSite[] = [];
	const texts: string[] = [];
	for (const site of sites) {
		const path: CallStep[] = [];
		let before = '';
		for (const { function: symbol, file: printed, line } of site.path) {
			const file = printed.replace(/^\$GOROOT(?=[/\\])/, () => goroot);
			const text = await fileOf(file);
			const name = symbol === '' ? functionAtLine(text, line, before) : readableSymbol(symbol);
			before = name;
			path.push({ function: name, file, line });
		}
		const last = path.at(-1);
		const text = last && (await fileOf(last.file));
		texts.push(text === undefined || last === undefined ? '' : lineText(text, last.line));
		shown.push({ ...site, path });
	}
	return { sites: shown, texts };
}

interface ScannedText {
	readonly file: GoFile;
	readonly lines: LineIndex;
}

async function scan(path: string): Promise<ScannedText | undefined> {
	const text = isAbsolute(path) ? await readText(path) : undefined;
	return text === undefined ? undefined : { file: scanGoFile(text), lines: new LineIndex(text) };
}

function functionAtLine(scanned: ScannedText | undefined, line: number, otherwise: string): string {
	if (!scanned) return otherwise;
	const { file, lines } = scanned;
	const { start, end } = lines.lineSpan(line - 1);
	const found = file.declarations.find(
		(each) => each.kind === 'func' && each.span.start <= end && start < each.span.end,
	);
	if (found?.kind !== 'func') return otherwise;
	const receiver = found.receiver && withoutBrackets(file.text.slice(found.receiver.start, found.receiver.end));
	const type = receiver && lastWord(receiver.replace(/[\s)]/g, ' ').trimEnd());
	const on = type === undefined ? '' : receiver?.includes('*') ? `(*${type}).` : `${type}.`;
	return `${file.packageName}.${on}${found.name}`;
}

function lineText({ lines, file }: ScannedText, line: number): string {
	const { start, end } = lines.lineSpan(line - 1);
	return file.text.slice(start, end).trim();
}
