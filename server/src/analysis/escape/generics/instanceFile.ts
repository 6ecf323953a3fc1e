/** A Go file that makes the compiler compile generic functions which nothing in their package instantiates. */
import type { GoFile } from '../../source/goFile.ts';
import { usualPackageName } from '../../syntax/declarations.ts';
import { constraintScope } from './typeConstraint.ts';
import type { GenericDeclaration, GenericFunction } from './genericFunctions.ts';
import { choices, representativesOf } from './representatives.ts';

export interface InstanceFile {
	readonly text: string;
	/** What each line (1-based) belongs to, for when the compiler rejects it. */
	readonly instances: ReadonlyMap<number, string>;
}

/** Instances of each declaration that are compiled at the same time. */
const together = 2;

/** The base name of the file; it exists only for the compiler. */
export const instanceFileName = 'linkscape_instances.go';

/**
 * The file for the functions, `undefined` when nothing can be tried (any more).
 *
 * @param files of the package, by absolute path
 * @param rejected instances that do not compile, as {@link InstanceFile.instances} names them: others are tried in their place
 */
export function instanceFileFor(
	functions: readonly GenericFunction[],
	files: ReadonlyMap<string, GoFile>,
	rejected: ReadonlySet<string>,
): InstanceFile | undefined {
	const [first] = files.values();
	if (first === undefined) return undefined;
	const scope = constraintScope(files.values());
	const imports = new Map<string, string>();
	const instances = new Map<number, string>();
	const lines: string[] = [];
	const bodies: { readonly lines: readonly string[]; readonly key: string }[] = [];
	for (const by of declarationsOf(functions)) {
		const seen = new Set<string>();
		let taken = 0;
		for (let choice = 0; choice < choices && taken < together; choice++) {
			const found = representativesOf(by.parameters, scope, choice, `linkscape${bodies.length}_`);
			if (!found || seen.has(found.types.join())) continue;
			const key = `${by.kind} ${by.name}#${choice}`;
			if (rejected.has(key)) continue;
			seen.add(found.types.join());
			const instance = `${by.name}[${found.types.join(', ')}]`;
			const value = by.kind === 'type' ? `(*${instance})(nil)` : instance;
			const body = [...found.helpers, `var _ interface{} = ${value}`];
			if (!addImports(imports, files.get(by.file), body.join('\n'))) continue;
			bodies.push({ lines: body, key });
			taken++;
		}
	}
	if (bodies.length === 0) return undefined;
	lines.push(`package ${first.packageName}`, ...[...imports].map(([name, path]) => `import ${name} "${path}"`));
	for (const { lines: body, key } of bodies) {
		for (const line of body) {
			lines.push(line);
			instances.set(lines.length, key);
		}
	}
	return { text: `${lines.join('\n')}\n`, instances };
}

function declarationsOf(functions: readonly GenericFunction[]): Iterable<GenericDeclaration> {
	return new Map(functions.map(({ by }) => [`${by.kind} ${by.name}`, by])).values();
}

/** The packages that a text of a file names; false when another file calls a different package so. */
function addImports(imports: Map<string, string>, file: GoFile | undefined, text: string): boolean {
	for (const [, name = ''] of text.matchAll(/(?<![\p{L}\p{N}_.])([\p{L}_][\p{L}\p{N}_]*)\s*\./gu)) {
		const path = file?.imports.find((each) => (each.name ?? usualPackageName(each.path)) === name)?.path;
		if (path === undefined) continue;
		if ((imports.get(name) ?? path) !== path) return false;
		imports.set(name, path);
	}
	return true;
}
