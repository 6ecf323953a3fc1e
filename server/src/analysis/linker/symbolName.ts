/** Linker symbols as text: `path/to/pkg.name`, `pkg.(*T).method`, `pkg.T.method`. */

/**
 * The form of an import path inside symbol names (objabi.PathToPrefix): dots after the last slash, `%`, `"`, blanks,
 * control bytes and everything outside ASCII become `%xx`. `gopkg.in/yaml.v2` → `gopkg.in/yaml%2ev2`.
 */
export function escapeImportPath(importPath: string): string {
	const lastSlash = importPath.lastIndexOf('/');
	let escaped = '';
	let at = 0;
	for (const character of importPath) {
		const code = character.codePointAt(0) ?? 0;
		const plain = code > 0x20 && code < 0x7f && character !== '%' && character !== '"';
		escaped += plain && !(character === '.' && at > lastSlash) ? character : escapedBytes(code);
		at += character.length;
	}
	return escaped;
}

/** The import path that {@link escapeImportPath} made this of. Malformed escapes stay as they are. */
export function unescapeImportPath(prefix: string): string {
	if (!prefix.includes('%')) return prefix;
	return prefix.replace(/(?:%[0-9a-f]{2})+/g, (bytes) => {
		try {
			return decodeURIComponent(bytes);
		} catch {
			return bytes;
		}
	});
}

export interface SymbolParts {
	/** As the linker spells it, escapes included. */
	readonly prefix: string;
	readonly importPath: string;
	/** What follows the package: `nanotime`, `(*Once).doSlow`. */
	readonly name: string;
	/** For a method: its receiver's type and whether that is a pointer. */
	readonly receiver: { readonly type: string; readonly pointer: boolean; readonly method: string } | undefined;
}

/** Splits at the first dot after the last slash; `undefined` for a name without a package (`crosscall2`). */
export function parseSymbol(symbol: string): SymbolParts | undefined {
	// Slashes inside brackets belong to type arguments: `pkg.G[other/pkg.T]`.
	const bracket = symbol.indexOf('[');
	const path = bracket < 0 ? symbol : symbol.slice(0, bracket);
	const dot = path.indexOf('.', path.lastIndexOf('/') + 1);
	if (dot <= 0 || dot === symbol.length - 1) return undefined;
	const prefix = symbol.slice(0, dot);
	const name = symbol.slice(dot + 1);
	const method = /^(?:\(\*([^()[\]]+)\)|([^().[\]]+))\.([^.[\]]+)$/.exec(name);
	const receiver = method
		? { type: method[1] ?? method[2] ?? '', pointer: method[1] !== undefined, method: method[3] ?? '' }
		: undefined;
	return { prefix, importPath: unescapeImportPath(prefix), name, receiver };
}

function escapedBytes(code: number): string {
	const bytes: number[] = [];
	if (code < 0x80) bytes.push(code);
	else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 63));
	else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
	else bytes.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
	return bytes.map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
}

/**
 * True for a name that no declaration gives: compiler and linker make such symbols by themselves (`os..inittask`, `p.F.func1`,
 * `p.(*T).M-fm`, `go:buildid`, `type:int`), and which of them there are depends on what the code becomes.
 */
export function isMadeByToolchain(symbol: string): boolean {
	// `os.init` and `os.init.0`: what initializes the package. A method may have the name too.
	if (/(?:^|\/)[^./]+\.init(?:\.\d+)?$/.test(symbol)) return true;
	return /:|\.\.|-fm$|-range\d+$|\.(?:func|gowrap|deferwrap|arginfo|wrapinfo)\d+(?:\.\d+)*$|\.(?:stkobj|args_stackmap|opendefer)$/.test(
		symbol,
	);
}

/** `os` of `os..inittask`, the list of what initializes a package; undefined for any other symbol. */
export function initializedPackage(symbol: string): string | undefined {
	return symbol.endsWith('..inittask') ? unescapeImportPath(symbol.slice(0, -'..inittask'.length)) : undefined;
}

/** `runtime.etext`: a bound of a section, which the linker defines and no source declares (cmd/link/internal/ld/data.go, Go 1.18 to 1.27). */
export function isSectionBound(symbol: string): boolean {
	return /^runtime\.(?:e?(?:text|data|bss|noptrdata|noptrbss|rodata|types|gcdata|gcbss|covctrs|symtab|pclntab)|end)$/.test(
		symbol,
	);
}
