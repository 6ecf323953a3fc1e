/** Fields that 64-bit functions of sync/atomic are used on. */
import { tokensOf } from '../reference/codeTokens.ts';
import type { GoFile } from '../source/goFile.ts';

/**
 * The names of fields whose address is handed to such a function: `f` of `atomic.AddInt64(&x.f, 1)`. Names are not followed: whoever
 * asks has to know whether another struct has a field of the name.
 */
export function atomicFieldNames(files: Iterable<GoFile>): ReadonlySet<string> {
	const found = new Set<string>();
	for (const file of files) {
		const spec = file.imports.find(({ path }) => path === 'sync/atomic');
		if (!spec) continue;
		const name = spec.name ?? 'atomic';
		const tokens = tokensOf(file.text, { start: 0, end: file.text.length });
		tokens.forEach((token, index) => {
			const call = tokens[index + 2]?.text ?? '';
			if (token.text !== name || tokens[index + 1]?.text !== '.' || !/^[A-Z]\w*64$/.test(call)) return;
			if (tokens[index + 3]?.text !== '(' || tokens[index + 4]?.text !== '&') return;
			let at = index + 5;
			while (tokens[at] && !/^[,)]$/.test(tokens[at]?.text ?? '')) at++;
			if (tokens[at - 2]?.text === '.' && tokens[at - 1]?.kind === 'name') found.add(tokens[at - 1]?.text ?? '');
		});
	}
	return found;
}
