/** From what somebody wrote to a function of the build. */
import type { FunctionMeaning, FunctionQuery } from '../analysis/dataflow/functionQuery.ts';
import { parametersOfFunction, type FlowParameter } from '../analysis/dataflow/functionParameters.ts';
import type { DeclaredFunction, IndexedPackage } from '../analysis/dataflow/indexedPackage.ts';
import { nearestWord } from '../analysis/text/editDistance.ts';
import { Unusable } from '../toolchain/unusable.ts';

/**
 * The function of a package; a pointer in the receiver may be left out, or be one too many.
 *
 * @throws Unusable that names the nearest function
 */
export function functionCalled(found: IndexedPackage, { function: written }: FunctionMeaning): DeclaredFunction {
	const key = written.replace(/[()*]/g, '');
	const declared = found.functions.get(key);
	if (declared) return declared;
	const promoted = promotedBy(found, key);
	throw new Unusable(`There is no function ${written} in ${found.importPath}${promoted ?? suggestion(found, key)}`);
}

function suggestion({ functions }: IndexedPackage, key: string): string {
	const [type, method] = key.includes('.') ? key.split('.') : [undefined, key];
	const keys = [...functions.keys()];
	const sameMethod = keys.filter(
		(each) => (each.split('.').at(-1) ?? '').toLowerCase() === (method ?? '').toLowerCase(),
	);
	const ofType = type === undefined ? [] : keys.filter((each) => each.startsWith(`${type}.`));
	const nearest =
		nearestWord(key, keys) ?? sameMethod[0] ?? nearestOf(method ?? '', ofType) ?? nearestOf(method ?? '', keys);
	const name = nearest === undefined ? undefined : functions.get(nearest)?.name;
	return name === undefined ? '' : `; did you mean ${name}?`;
}

/** By the last parts alone. */
function nearestOf(method: string, keys: readonly string[]): string | undefined {
	const word = nearestWord(
		method,
		keys.map((each) => each.split('.').at(-1) ?? ''),
	);
	return keys.find((each) => each.split('.').at(-1) === word);
}

/** A method that a type has from a field: only its own declaration can be asked about. */
function promotedBy({ types, functions }: IndexedPackage, key: string): string | undefined {
	const [type, method] = key.split('.');
	if (type === undefined || method === undefined || !types.has(type)) return undefined;
	const others = [...functions.keys()].filter((each) => each.endsWith(`.${method}`));
	const name = others[0] === undefined ? undefined : functions.get(others[0])?.name;
	return name === undefined ? undefined : `; did you mean ${name}?`;
}

/**
 * The parameters that a query asks about: the one it names, else all.
 *
 * @throws Unusable that names the nearest parameter
 */
export function parametersCalled(
	declared: DeclaredFunction,
	{ parameter: name }: FunctionQuery,
): readonly (FlowParameter | 'result')[] {
	const parameters = parametersOfFunction(declared);
	if (name === undefined) return parameters.filter((each) => each.name !== '');
	const found = parameters.find((each) => each.name === name);
	if (found) return [found];
	if (name === 'result') return ['result'];
	const names = parameters.flatMap((each) => (each.name === '' ? [] : [each.name]));
	const near = nearestWord(name, [...names, 'result']);
	const hint =
		near !== undefined
			? `; did you mean ${near}?`
			: names.length === 0
				? '; it has none with a name'
				: `; it has ${names.join(', ')}`;
	throw new Unusable(`${declared.name} has no parameter ${name}${hint}`);
}
