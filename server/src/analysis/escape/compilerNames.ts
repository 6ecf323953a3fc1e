/** Names that only the compiler has: results without a name, temporaries, shapes of type arguments. */

/** `"a" + ~r0`, `.autotmp_3`, `... argument`, `#state1`, `maps..dict`, `go.shape.int`, `new(<node DYNAMICTYPE>)`, `p.f@8`. */
export function hasCompilerNames(printed: string): boolean {
	return /~[rRb]\d|\.autotmp_|\.\.\. argument|#[\p{L}_]|\.dict\b|go\.shape\.|<node |[\p{L}\p{N}_]@\d/u.test(printed);
}
