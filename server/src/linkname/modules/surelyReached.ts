/** Whether a program or a test is sure to refer to a function: what `main`, tests and the initialization of packages call, step by step. */
import { isBuilt } from '../../analysis/build/isBuilt.ts';
import { type SureCall, sureCalls } from '../../analysis/reference/sureCalls.ts';
import { isExported } from '../../analysis/source/exportedName.ts';
import { scanGoFile } from '../../analysis/source/scanGoFile.ts';
import type { Build } from '../../world/modules/build.ts';
import type { GraphPackage, ImportGraph } from '../../world/modules/importGraph.ts';
import type { PackageSymbols } from '../../world/modules/packageSymbols.ts';

/** What the linker makes of a package: a program, or with `test` what `go test` runs. */
export interface Binary {
	readonly from: GraphPackage;
	readonly test: boolean;
}

/** Programs and tests of the user's modules, those with imports that cannot be followed left out. */
export function binariesOf(graph: ImportGraph): readonly Binary[] {
	const programs = graph.programs.map((from) => ({ from, test: false }));
	const tests = graph.own.filter(({ hasTests }) => hasTests).map((from) => ({ from, test: true }));
	return [...programs, ...tests].filter(({ from, test }) => graph.reach(from.importPath, test).complete);
}

/**
 * Whether a program is sure to refer to a function of `target`. Where no program contains a package of the user: whether others
 * can call what does.
 */
export async function isSurelyUsed(target: GraphPackage, name: string, build: Build): Promise<boolean> {
	const graph = await build.graph();
	const isInProgram = graph.programs.some((one) => graph.reach(one.importPath).packages.has(target.importPath));
	if (isInProgram || target.module.kind !== 'main') return isSurelyReached(target, name, graph, build);
	return isExported(name) || namesOffered(await build.symbols(target)).has(name);
}

const offered = new WeakMap<PackageSymbols, ReadonlySet<string>>();

/** What a package calls from its initialization and from what others can call. */
function namesOffered(symbols: PackageSymbols): ReadonlySet<string> {
	const known = offered.get(symbols);
	if (known) return known;
	const calls = new Map<string, SureCall[]>();
	for (const call of callsIn(symbols)) {
		const others = calls.get(call.from);
		if (others) others.push(call);
		else calls.set(call.from, [call]);
	}
	const used = new Set([...calls.keys()].filter((from) => from === 'init' || isOffered(from)));
	// Grows while it is walked through.
	for (const from of used) {
		for (const { path, inLiteral, name } of calls.get(from) ?? []) if (path === undefined && !inLiteral) used.add(name);
	}
	offered.set(symbols, used);
	return used;
}

/** `F` and `T.M`: a program that calls it may be anywhere. */
function isOffered(name: string): boolean {
	return name.split('.').every(isExported);
}

/** @param name a function of `target` */
export async function isSurelyReached(
	target: GraphPackage,
	name: string,
	graph: ImportGraph,
	build: Build,
): Promise<boolean> {
	for (const from of graph.programs) {
		if (await isReachedIn({ from, test: false }, target, name, graph, build)) return true;
	}
	return false;
}

/** @param name a function of `target`, declared in a file that is no test */
export async function isReachedIn(
	binary: Binary,
	target: GraphPackage,
	name: string,
	graph: ImportGraph,
	build: Build,
): Promise<boolean> {
	let answers = reached.get(graph);
	if (!answers) reached.set(graph, (answers = new Map()));
	const key = `${binary.from.importPath} ${binary.test} ${target.importPath}`;
	let names = answers.get(key);
	if (!names) answers.set(key, (names = namesReached(binary, target, graph, build)));
	return (await names).has(name);
}

const reached = new WeakMap<ImportGraph, Map<string, Promise<ReadonlySet<string>>>>();

/** What of the target's functions the binary is sure to refer to. */
async function namesReached(
	{ from, test }: Binary,
	target: GraphPackage,
	graph: ImportGraph,
	build: Build,
): Promise<ReadonlySet<string>> {
	const names = new Set<string>();
	const { packages } = graph.reach(from.importPath, test);
	if (!packages.has(target.importPath)) return names;
	// Only packages that lead to the target can call it.
	const between = new Set([...packages].filter((path) => graph.reach(path).packages.has(target.importPath)));
	const open = [...between].map((path) => ({ path, from: 'init' }));
	const tests = test ? await testCalls(from, build) : new Map<string, readonly SureCall[]>();
	if (!test) open.push({ path: from.importPath, from: 'main' });
	for (const [path, calls] of tests) {
		between.add(path);
		for (const call of calls) if (isTest(call.from)) open.push({ path, from: call.from });
	}
	const seen = new Set<string>();
	for (let next = open.pop(); next !== undefined; next = open.pop()) {
		const { path, from: caller } = next;
		if (path === target.importPath) names.add(caller);
		if (seen.has(`${path} ${caller}`) || !between.has(path)) continue;
		seen.add(`${path} ${caller}`);
		for (const call of await callsOf(path)) {
			// The function refers to its literals: for a test that hands them to t.Run that is enough.
			if (call.from === caller && (!call.inLiteral || isTest(caller))) {
				open.push({ path: call.path ?? path, from: call.name });
			}
		}
	}
	return names;

	async function callsOf(path: string): Promise<readonly SureCall[]> {
		const ofTests = tests.get(path);
		if (ofTests) return ofTests;
		const found = graph.packages.get(path);
		return found ? callsIn(await build.symbols(found)) : [];
	}
}

function isTest(name: string): boolean {
	return /^(?:Test|Benchmark|Fuzz|Example)(?!\p{Ll})/u.test(name);
}

/** What the package calls together with its tests, and the tests in a package of their own, `p_test`: by import path. */
async function testCalls(
	{ importPath, directory, name }: GraphPackage,
	build: Build,
): Promise<Map<string, readonly SureCall[]>> {
	const headers = (await build.headers.headers(directory)).files.filter((one) => one.test && isBuilt(one, build.tags));
	const read = await Promise.all(
		headers.map(async ({ path, packageName }) => {
			const file = scanGoFile((await build.options.files.readText(path)) ?? '');
			return { file, external: packageName !== name };
		}),
	);
	const own = (await build.symbols({ importPath, directory, name })).files;
	const inside = [...own, ...read.filter(({ external }) => !external)];
	const outside = read.filter(({ external }) => external);
	return new Map([
		[importPath, sureCalls(inside.map(({ file }) => file))],
		[`${importPath}_test`, sureCalls(outside.map(({ file }) => file))],
	]);
}

const callsOfPackages = new WeakMap<PackageSymbols, readonly SureCall[]>();

function callsIn(symbols: PackageSymbols): readonly SureCall[] {
	let calls = callsOfPackages.get(symbols);
	if (!calls) {
		calls = sureCalls(symbols.files.map(({ file }) => file));
		callsOfPackages.set(symbols, calls);
	}
	return calls;
}
