/** `F` for `F[int]`, `(*T).M` for `(*T[K, V]).M`: without what stands in brackets. */
export function withoutTypeArguments(text: string): string {
	if (!text.includes('[')) return text;
	let kept = '';
	let depth = 0;
	for (const character of text) {
		if (character === '[') depth++;
		if (depth === 0) kept += character;
		if (character === ']' && depth > 0) depth--;
	}
	return kept;
}
