/** An order in which packages can be handed on while they are compiled: what is imported stands before who imports it. Pure. */

export interface OrderedPackage {
	readonly importPath: string;
	/** Import paths, of other packages as well. */
	readonly imports: readonly string[];
}

export interface PackageOrder<T> {
	/** The result of a package. What it imports was compiled before it: of those without a result nothing will come. */
	add(importPath: string, result: T): void;
	/** A package has no place in the order: its result comes by another way. */
	pass(importPath: string): void;
	/** Nothing more will come. */
	end(): void;
}

/**
 * Hands on the results in one order, the same for each run, whatever order they come in.
 *
 * @param onNext called for each package that has a result, as soon as all before it have one or never will
 */
export function createPackageOrder<T>(
	packages: readonly OrderedPackage[],
	onNext: (result: T) => void,
): PackageOrder<T> {
	const byPath = new Map(packages.map((each) => [each.importPath, each]));
	const order = dependenciesFirst(packages, byPath);
	const results = new Map<string, T | undefined>();
	let next = 0;

	function settle(importPath: string): void {
		for (const path of byPath.get(importPath)?.imports ?? []) {
			if (!byPath.has(path) || results.has(path)) continue;
			results.set(path, undefined);
			settle(path);
		}
	}

	function handOn(): void {
		for (let path = order[next]; path !== undefined && results.has(path); path = order[++next]) {
			const result = results.get(path);
			results.set(path, undefined);
			if (result !== undefined) onNext(result);
		}
	}

	return {
		add(importPath, result) {
			results.set(importPath, result);
			settle(importPath);
			handOn();
		},
		pass(importPath) {
			results.set(importPath, undefined);
			settle(importPath);
			handOn();
		},
		end() {
			for (const path of order) if (!results.has(path)) results.set(path, undefined);
			handOn();
		},
	};
}

/** Depth first, by name where nothing else decides. */
function dependenciesFirst(
	packages: readonly OrderedPackage[],
	byPath: ReadonlyMap<string, OrderedPackage>,
): readonly string[] {
	const order: string[] = [];
	const seen = new Set<string>();
	const visit = (path: string) => {
		const found = byPath.get(path);
		if (!found || seen.has(path)) return;
		seen.add(path);
		for (const other of [...found.imports].sort()) visit(other);
		order.push(path);
	};
	for (const { importPath } of [...packages].sort((a, b) => (a.importPath < b.importPath ? -1 : 1))) visit(importPath);
	return order;
}
