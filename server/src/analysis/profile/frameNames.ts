/** From the names in a profile to those in the source. */

export interface FunctionName {
	/** The path of the package; `main` for a program. */
	readonly package: string;
	/** As Go writes it, without type arguments: `newP`, `(*T).M`, `T.M`, `(*T).M.func1`. */
	readonly name: string;
}

/** Splits `example.com/m/p.(*T[go.shape.int]).M`; the path as import declarations have it. */
export function functionName(symbol: string): FunctionName {
	// Type arguments may hold slashes and dots of other packages.
	const plain = withoutTypeArguments(symbol);
	// In a symbol the dots of a path's last element are written `%2e` (cmd/internal/objabi/path.go).
	const dot = plain.indexOf('.', plain.lastIndexOf('/') + 1);
	return dot < 0
		? { package: '', name: plain }
		: { package: withoutEscapes(plain.slice(0, dot)), name: plain.slice(dot + 1) };
}

function withoutEscapes(path: string): string {
	return path.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

function withoutTypeArguments(symbol: string): string {
	if (!symbol.includes('[')) return symbol;
	let depth = 0;
	let kept = '';
	for (const sign of symbol) {
		if (sign === '[') depth++;
		if (depth === 0) kept += sign;
		if (sign === ']') depth--;
	}
	return kept;
}

/**
 * Whether a function of a profile is this declared one, or a literal or the body of a range over a function in it: `(*T).M.func1`,
 * `F-range1`, and, where the declared one was inlined into another, `other.(*T).M.func1`.
 *
 * @param declared as Go writes it: `newP`, `(*T).M`
 */
export function belongsTo(name: string, declared: string): boolean {
	if (declared === '' || name === declared) return declared !== '';
	for (let at = name.indexOf(declared); at >= 0; at = name.indexOf(declared, at + 1)) {
		if (at > 0 && name[at - 1] !== '.') continue;
		// `T.M` is a method and no literal of T, so only what the compiler makes up may follow.
		if (madeUpEnd.test(name.slice(at + declared.length))) return true;
	}
	return false;
}

/** Whether the name is of no declared function, but of a literal, a body or a wrapper in one. */
export function isMadeUp(name: string): boolean {
	return madeUpPart.test(name);
}

/**
 * Literals (`.func1`, in literals `.1`), bodies of ranges over functions (`-range1`, since Go 1.23), method values (`-fm`), and wrappers of
 * what `go` and `defer` call (closureName in cmd/compile/internal/ir/func.go, Go 1.21 to 1.27).
 */
const madeUpEnd = /^(?:\.(?:func|gowrap|deferwrap)?\d|-range\d|-fm$)/;
const madeUpPart = /(?:\.(?:func|gowrap|deferwrap)?\d|-range\d|-fm$)/;

/** What runs on behalf of the code that calls it: its time is theirs. */
export function isRuntime(symbol: string): boolean {
	return /^(?:runtime|runtime\/internal\/[\w/]+|internal\/runtime\/[\w/]+|internal\/bytealg)\./.test(symbol);
}

/** Whether a goroutine of the garbage collector, or what it makes others do, is on the way (runtime/mgc*.go, Go 1.21 to 1.27). */
export function isCollector(symbol: string): boolean {
	return /^runtime\.(?:gcBgMarkWorker|gcAssistAlloc|gcStart|gcMarkTermination|bgsweep|bgscavenge|gcDrain|markroot)/.test(
		symbol,
	);
}
