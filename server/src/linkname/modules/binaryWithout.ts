/** Programs and tests of the user that are sure to refer to a symbol which only others of them define. */
import type { LackingBinary } from '../../analysis/linkname/modules/moduleView.ts';
import type { Build } from '../../world/modules/build.ts';
import { ownValue } from '../../world/goroot/symbolFacts.ts';
import { type Binary, binariesOf, isReachedIn } from './surelyReached.ts';

/** A function of a package that stands for the symbol. */
export interface Stub {
	readonly importPath: string;
	readonly name: string;
}

/**
 * The first binary that refers to the function and contains none of the packages that define its symbol; a program rather than a test.
 *
 * @param providers import paths of all packages that define the symbol
 */
export async function binaryWithout(
	providers: readonly string[],
	stub: Stub,
	build: Build,
): Promise<LackingBinary | undefined> {
	const graph = await build.graph();
	return firstThatRefers(stub, build, async ({ from, test }) => {
		const { packages } = graph.reach(from.importPath, test);
		return !providers.some((path) => packages.has(path));
	});
}

/**
 * The same for `main.f`: of each program its own, and of tests none, since `go test` compiles package main under its import path.
 */
export async function binaryWithoutMain(symbol: string, stub: Stub, build: Build): Promise<LackingBinary | undefined> {
	return firstThatRefers(stub, build, async ({ from, test }) => {
		if (test) return true;
		const { facts, uncertain, elsewhere } = await build.symbols(from);
		return !uncertain && !elsewhere.has(symbol) && ownValue(facts.definitions, symbol) === undefined;
	});
}

async function firstThatRefers(
	{ importPath, name }: Stub,
	build: Build,
	lacks: (binary: Binary) => Promise<boolean>,
): Promise<LackingBinary | undefined> {
	const graph = await build.graph();
	const target = graph.packages.get(importPath);
	if (!target) return undefined;
	for (const binary of binariesOf(graph)) {
		if ((await lacks(binary)) && (await isReachedIn(binary, target, name, graph, build))) {
			return { importPath: binary.from.importPath, test: binary.test };
		}
	}
	return undefined;
}
