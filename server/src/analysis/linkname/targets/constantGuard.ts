/** Code behind `if name {`: when the name is a constant that is false, nothing of it is compiled. */
import type { GoFile } from '../../source/goFile.ts';
import { closes, opens, tokensOf, type CodeToken } from '../../reference/codeTokens.ts';
import { spanText, type Span } from '../../text/span.ts';

/** The first operand of an `if` around an offset of a function body, when it is a plain name: `on` of `if on && x {`. */
export function guardOf(text: string, body: Span, offset: number): string | undefined {
	const tokens = tokensOf(text, { start: body.start, end: offset });
	let depth = 0;
	for (let at = tokens.length - 1; at > 0; at--) {
		if (closes(tokens[at])) depth++;
		else if (!opens(tokens[at])) continue;
		else if (depth > 0) depth--;
		else if (tokens[at]?.text === '{') {
			const guard = guardOfBlock(tokens, at);
			if (guard !== undefined) return guard;
		}
	}
	return undefined;
}

/** @param brace the opening brace of the block */
function guardOfBlock(tokens: readonly CodeToken[], brace: number): string | undefined {
	for (
		let at = brace - 1;
		at >= 0 && tokens[at]?.kind !== 'semicolon' && !/^[{}]$/.test(tokens[at]?.text ?? '');
		at--
	) {
		if (tokens[at]?.text !== 'if' || tokens[at]?.kind !== 'name') continue;
		const name = tokens[at + 1];
		const next = tokens[at + 2]?.text;
		return name?.kind === 'name' && (next === '{' || next === '&') ? name.text : undefined;
	}
	return undefined;
}

/** True when these files declare the name as a constant that is false, and as nothing else. */
export function isFalse(name: string, files: readonly GoFile[]): boolean {
	const found = files.flatMap(({ text, declarations }) => {
		return declarations.filter((one) => one.name === name).map((declaration) => ({ text, declaration }));
	});
	if (found.length === 0) return name === 'false';
	return found.every(({ text, declaration }) => {
		return (
			declaration.kind === 'const' &&
			declaration.value !== undefined &&
			spanText(text, declaration.value).trim() === 'false'
		);
	});
}
