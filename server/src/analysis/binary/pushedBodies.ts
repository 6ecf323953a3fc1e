/** Functions whose body another package gave them by `//go:linkname`, as far as a program shows it. */
import type { BuildInformation } from './buildInformation.ts';
import type { BinaryFunction } from './functionTable.ts';
import { symbolPackage } from '../allocations/symbolPackage.ts';
import { unescapeImportPath } from '../linker/symbolName.ts';

export interface PushedBody {
	/** `runtime_test.goexit`, as the linker has it. */
	readonly symbol: string;
	/** The directory that the body comes from; within the Go tree counted from its `src`. */
	readonly from: string;
}

/** What the compiler makes of others: its bodies lie where they were inlined or instantiated. */
const made = /\.func\d|\.gowrap\d|\.deferwrap\d|-range\d|-fm$|\[/;

/**
 * The functions whose file lies in another directory than their package. Pulls leave no trace. Without the paths of the modules
 * nothing is said of packages outside the standard library.
 */
export function pushedBodies(
	functions: readonly BinaryFunction[],
	information: BuildInformation | undefined,
): readonly PushedBody[] {
	const runtime = functions.find(({ name }) => name === 'runtime.main');
	if (!runtime) return [];
	const tree = runtime.file.replace(/runtime\/[^/]*$/, '');
	const modules = [information?.main?.path, ...(information?.dependencies.map(({ path }) => path) ?? [])].flatMap(
		(path) => (path ? [path] : []),
	);
	return functions.flatMap(({ name, file }) => {
		const from = file.slice(0, Math.max(0, file.lastIndexOf('/')));
		const owner = unescapeImportPath(symbolPackage(name));
		if (from === '' || file.startsWith('<') || owner === '' || owner === 'main' || made.test(name)) return [];
		if (liesIn(from, owner, tree, modules)) return [];
		return [{ symbol: name, from: from.startsWith(tree) ? from.slice(tree.length) : from }];
	});
}

/** Whether a file of this directory can belong to the package. */
function liesIn(directory: string, owner: string, tree: string, modules: readonly string[]): boolean {
	const isOfModule = (path: string) =>
		modules.some((one) => path === one || path.startsWith(`${one}/`) || path.startsWith(`${one}@`));
	if (directory.startsWith(tree) && !(tree === '' && isOfModule(directory))) {
		const standard = directory.slice(tree.length);
		return [owner, `vendor/${owner}`, `cmd/vendor/${owner}`].includes(standard);
	}
	if (!isOfModule(owner)) return modules.length === 0;
	// On disk capitals are written with !, and versions stand behind @.
	const onDisk = directory
		.split('/')
		.map((part) => part.split('@', 1)[0])
		.join('/')
		.replaceAll('!', '')
		.toLowerCase();
	const path = owner.toLowerCase();
	if (onDisk === path || onDisk.endsWith(`/${path}`)) return true;
	// A module may lie anywhere: what follows its path agrees.
	return modules.some((one) => {
		const rest = path.startsWith(one.toLowerCase()) ? path.slice(one.length) : undefined;
		return rest !== undefined && (rest === '' || onDisk.endsWith(rest));
	});
}
