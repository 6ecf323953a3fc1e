/** Whether a program is sure to refer to a function: what `main` and the initialization of packages call, step by step. */
import { type SureCall, sureCalls } from '../../analysis/reference/sureCalls.ts';
import { isExported } from '../../analysis/source/exportedName.ts';
import type { Build } from '../../world/modules/build.ts';
import type { GraphPackage, ImportGraph } from '../../world/modules/importGraph.ts';

/**
 * Whether a program is sure to refer to a function of `target`. Where no program contains a package of the user: whether others
 * can call what does.
 */
export async function isSurelyUsed(target: GraphPackage, name: string, build: Build): Promise<boolean> {
	const graph = await build.graph();
	const isInProgram = graph.programs.some((one) => graph.reach(one.importPath).packages.has(target.importPath));
	if (isInProgram || target.module.kind !== 'main') return isSurelyReached(target, name, graph, build);
	const calls = sureCalls((await build.symbols(target)).files.map(({ file }) => file));
	const used = new Set(calls.map(({ from }) => from).filter((from) => from === 'init' || isOffered(from)));
	// Grows while it is walked through.
	for (const from of used) {
		for (const call of calls) if (call.from === from && call.path === undefined && !call.inLiteral) used.add(call.name);
	}
	return used.has(name) || isExported(name);
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
	const calls = new Map<string, Promise<readonly SureCall[]>>();
	for (const program of graph.programs) {
		const { packages } = graph.reach(program.importPath);
		if (!packages.has(target.importPath)) continue;
		// Only packages that lead to the target can call it.
		const between = [...packages].filter((path) => graph.reach(path).packages.has(target.importPath));
		if (await reaches(program, between)) return true;
	}
	return false;

	async function reaches(program: GraphPackage, between: readonly string[]): Promise<boolean> {
		const open = between.map((path) => ({ path, from: 'init' }));
		open.push({ path: program.importPath, from: 'main' });
		const seen = new Set<string>();
		for (let next = open.pop(); next !== undefined; next = open.pop()) {
			const { path, from } = next;
			if (path === target.importPath && from === name) return true;
			if (seen.has(`${path} ${from}`) || !between.includes(path)) continue;
			seen.add(`${path} ${from}`);
			for (const call of await callsOf(path)) {
				if (call.from === from && !call.inLiteral) open.push({ path: call.path ?? path, from: call.name });
			}
		}
		return false;
	}

	function callsOf(path: string): Promise<readonly SureCall[]> {
		let answer = calls.get(path);
		if (!answer) {
			const from = graph.packages.get(path);
			answer = from
				? build.symbols(from).then(({ files }) => sureCalls(files.map(({ file }) => file)))
				: Promise.resolve([]);
			calls.set(path, answer);
		}
		return answer;
	}
}
