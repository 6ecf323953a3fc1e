/** A target that everybody may call: whoever pulls it can do without the pull. */
import { parseSymbol } from '../../linker/symbolName.ts';
import type { VersionCell } from '../../linker/versionTable.ts';
import type { SignatureComparison } from '../../signature/compareSignatures.ts';
import { parseSignature } from '../../signature/parseType.ts';
import { splitList } from '../../signature/splitList.ts';
import { closingIndex, tokenize } from '../../signature/tokens.ts';
import { likelyName } from '../../signature/typeScope.ts';
import { type Alternative, isPublic } from './alternative.ts';
import type { TargetDefinition } from './targetView.ts';

/**
 * The call of `strings.Index` for a pull of it, `d.MultipathTCP()` for `net.(*Dialer).MultipathTCP`. Undefined for what is not
 * exported, and where the pull's types are not the target's own: a call would not compile.
 */
export function exportedEquivalent(
	symbol: string,
	definition: TargetDefinition | undefined,
	comparison: SignatureComparison | undefined,
	history: readonly VersionCell[],
): Alternative | undefined {
	const parts = parseSymbol(symbol);
	if (!parts || !isPublic(symbol) || comparison?.verdict !== 'identical') return undefined;
	// What another declaration defines, as runtime.timeSleep does for time.Sleep, is compared with that one.
	if (!definition || definition.push || definition.kind === 'var') return undefined;
	const text = comparison.target.slice('func'.length);
	const written = parseSignature(text);
	if (written.variadic) return undefined;
	const since = history.findIndex((cell) => 'kind' in cell);
	const first = history[since];
	if (!first) return undefined;

	const { parameters, results } = parseSignature(definition.signature);
	const called = parameters.map(({ name }, at) => (name === undefined || name === '_' ? `a${at}` : name));
	const { receiver, importPath, name } = parts;
	const names = receiver ? ['receiver', ...called] : called;
	if (names.length !== written.parameters.length || new Set(names).size !== names.length) return undefined;
	const callee = receiver ? `receiver.${receiver.method}` : `${likelyName(importPath)}.${name}`;
	const tokens = tokenize(text);
	const closing = tokens[closingIndex(tokens, 0)]?.start ?? text.length;
	const types = splitList(text.slice(1, closing));
	return {
		imports: receiver ? [] : [importPath],
		expr: `${results.length === 0 ? '' : 'return '}${callee}(${called.join(', ')})`,
		text: symbol,
		signature: `(${names.map((one, at) => `${one} ${types[at]}`).join(', ')})${text.slice(closing + 1)}`,
		// What the oldest recorded release has may be older.
		since: since === 0 ? '1.0' : `1.${first.minor}`,
		identical: true,
	};
}
