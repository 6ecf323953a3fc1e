/** Functions as people write them (`./p.F`, `./p.T.M`, `./p.(*T).M`, `./p.F.func1`), and as the compiler names what it made of them. */
import { escapeImportPath } from '../linker/symbolName.ts';

/** One way to read what was written: a package, and a name in it. */
export interface WrittenName {
	/** A directory (`.`, `./p`, `/m/p`) or an import path. */
	readonly package: string;
	/** What stands behind the package: `F`, `(*T).M`, `F.func1`. */
	readonly name: string;
	/** What the package has to be called for this to be meant: `p` of `./p.F` where there is no directory `p`. */
	readonly packageName?: string;
}

/**
 * The ways to read a name that somebody wrote, the likeliest first: a package's path may have dots itself, and the package in the
 * working directory need not be named. Empty when it is no name.
 */
export function readWrittenName(written: string): readonly WrittenName[] {
	const text = written.trim().replaceAll('\\', '/');
	const bare = withoutBrackets(text);
	if (bare === '' || /\s/.test(bare) || bare.endsWith('.') || bare.endsWith('/')) return [];
	const parenthesis = text.search(/[([]/);
	const path = parenthesis < 0 ? text : text.slice(0, parenthesis);
	const slash = path.lastIndexOf('/');
	const readings: WrittenName[] = [];
	for (let dot = text.indexOf('.', slash + 1); dot > slash && dot <= path.length; dot = text.indexOf('.', dot + 1)) {
		const before = text.slice(0, dot);
		// `./F` and `../F` name the package itself by dots alone.
		const isDots = /(?:^|\/)\.*$/.test(before);
		if (!isDots && isName(text.slice(dot + 1))) readings.push({ package: before, name: text.slice(dot + 1) });
	}
	// The longest path first: what is behind it is a function, and not a method of a type that is named like a package.
	readings.reverse();
	const own = /^(\.{0,2}\/)*/.exec(text)?.[0] ?? '';
	const rest = text.slice(own.length).replace(/^\.(?=[^.])/, '');
	const here = own === '' ? '.' : own.slice(0, -1);
	if (!rest.includes('/') && isName(rest)) readings.push({ package: here, name: rest });
	const [, packageName, inside = ''] = /^([\p{L}_][\p{L}\p{N}_]*)\.(.+)$/su.exec(rest) ?? [];
	if (packageName !== undefined && !inside.includes('/') && isName(inside)) {
		readings.push({ package: here, name: inside, packageName });
	}
	return readings;
}

/** `F`, `T.M`, `(*T).M`, each with what the compiler appends for closures, wrappers and loop bodies. */
function isName(text: string): boolean {
	const name = withoutBrackets(text);
	return /^(?:\(\*[\p{L}_][\p{L}\p{N}_]*\)\.)?[\p{L}_][\p{L}\p{N}_]*(?:[.-][\p{L}\p{N}_]+)*$/u.test(name);
}

/** Without type arguments, however deep: `T[go.shape.[]int].M` → `T.M`. */
export function withoutBrackets(text: string): string {
	if (!text.includes('[')) return text;
	let depth = 0;
	let kept = '';
	for (const character of text) {
		if (character === '[') depth++;
		else if (character === ']') depth = Math.max(0, depth - 1);
		else if (depth === 0) kept += character;
	}
	return kept;
}

/** What a name says of the declaration that it belongs to. */
export interface NamedDeclaration {
	/** The type of the receiver, without its arguments; undefined for a function. */
	readonly receiver: string | undefined;
	readonly pointer: boolean;
	readonly name: string;
}

/**
 * The declarations that a name may belong to, the likeliest first: `T.M` is a method, `F.func1` a closure in F, and `(*T).M.func1`
 * one in a method.
 */
export function namedDeclarations(written: string): readonly NamedDeclaration[] {
	const name = withoutBrackets(written);
	const [, type, rest = ''] = /^\(\*([^()]+)\)\.(.+)$/.exec(name) ?? [];
	if (type !== undefined) return [{ receiver: type, pointer: true, name: first(rest) }];
	const [one = '', two] = name.split(/[.-]/);
	const alone: NamedDeclaration = { receiver: undefined, pointer: false, name: one };
	if (two === undefined || name[one.length] !== '.') return [alone];
	return [{ receiver: one, pointer: false, name: two }, alone];
}

function first(text: string): string {
	return text.split(/[.-]/, 1)[0] ?? text;
}

/** Whether a symbol is the function itself, an instance of it, or a closure or wrapper in it. */
export function symbolMatcher(importPath: string, written: string): (symbol: string) => boolean {
	const prefix = `${escapeImportPath(importPath)}.`;
	const instance = written.includes('[') ? prefix + written : undefined;
	const name = prefix + withoutBrackets(written);
	return (symbol) => {
		if (!symbol.startsWith(prefix)) return false;
		if (instance !== undefined && !symbol.startsWith(instance)) return false;
		const bare = withoutBrackets(symbol);
		if (!bare.startsWith(name)) return false;
		const rest = bare.slice(name.length);
		// `init.0` is a function of its own, and `F.G` a method of a type F.
		return rest === '' || /^(?:[.-](?:func|range|gowrap|deferwrap|fm)\d*(?:[.-]\w+)*)$/.test(rest);
	};
}

/** A symbol as a reader writes it, with the package's last element only: `lib.(*T).M`. */
export function shortSymbol(symbol: string): string {
	const bracket = symbol.indexOf('[');
	const path = bracket < 0 ? symbol : symbol.slice(0, bracket);
	return symbol.slice(path.lastIndexOf('/') + 1).replaceAll('%2e', '.');
}
