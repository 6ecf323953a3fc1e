/** What the compiler makes of function literals and `init` functions: names that no declaration gives. */
import { tokensOf } from '../reference/codeTokens.ts';
import type { GoFile } from '../source/goFile.ts';
import type { DeclaredName } from './packageFacts.ts';

export type MadeFunction =
	/** `F.func1`, `(*T).m.gowrap2`, `init.func1`: of a literal, or of what `go` and `defer` call. */
	| { readonly kind: 'literal'; readonly within: string; readonly number: number; readonly literal: boolean }
	/** `init.0`: the first `func init` of the package, in the order of its files. */
	| { readonly kind: 'init'; readonly number: number };

/** @param name of a symbol, without its package */
export function madeFunction(name: string): MadeFunction | undefined {
	const init = /^init\.(\d+)$/.exec(name);
	if (init) return { kind: 'init', number: Number(init[1]) };
	const made = /^(.+?)\.(func|gowrap|deferwrap)(\d+)(?:\.\d+|\.(?:func|gowrap|deferwrap)\d+)*$/.exec(name);
	if (!made) return undefined;
	return { kind: 'literal', within: made[1] ?? '', number: Number(made[3]), literal: made[2] === 'func' };
}

/**
 * Whether the package surely has no such function. What the compiler inlines away or never reaches has none either: that is not asked.
 *
 * @param files of the package, as the build takes them
 * @param names everything that it declares
 */
export function isSurelyAbsent(
	made: MadeFunction,
	files: readonly GoFile[],
	names: Readonly<Record<string, DeclaredName>>,
): boolean {
	if (made.kind === 'init') return made.number >= initFunctions(files);
	const { within, number, literal } = made;
	const init = /^init\.(\d+)$/.exec(within);
	if (init) return Number(init[1]) >= initFunctions(files);
	if (within === 'init' || within === 'glob.') return false;
	const name = within.replace(/^\(\*([^)]+)\)/, '$1');
	const declared = (one: string) => Object.hasOwn(names, one);
	// `F.G.func1` is of G, inlined in F.
	if (!declared(name)) return !declared(name.split('.')[0] ?? '') || /^\(\*/.test(within);
	return literal && !name.includes('.') && number > literalsIn(name, files);
}

function initFunctions(files: readonly GoFile[]): number {
	return files
		.flatMap(({ declarations }) => declarations)
		.filter((one) => one.kind === 'func' && !one.receiver && one.name === 'init').length;
}

/** The word `func` in the bodies that go by this name. */
function literalsIn(name: string, files: readonly GoFile[]): number {
	let count = 0;
	for (const { text, declarations } of files) {
		for (const one of declarations) {
			if (one.kind !== 'func' || one.receiver || one.name !== name || !one.body) continue;
			count += tokensOf(text, one.body).filter((token) => token.kind === 'name' && token.text === 'func').length;
		}
	}
	return count;
}
