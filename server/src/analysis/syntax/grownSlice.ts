/** Which slice an append grows: appends of one function to the same one share its growth. */
import { functionOwner, meaningAt, type PackageDeclarations } from './declarations.ts';
import { argumentsOf, calleeOf } from './expressions.ts';
import type { SyntaxNode, SyntaxTable } from './syntaxTable.ts';

/**
 * A name for the slice that `append(s, …)` grows, or `b.WriteByte(…)` of a buffer, the same for all that grow it in one function or func
 * literal. Undefined for what is no variable or field, as the result of a call.
 */
export function grownSlice(
	declarations: PackageDeclarations,
	table: SyntaxTable,
	call: SyntaxNode,
): string | undefined {
	if (table.kind(call) !== 'call_expression') return undefined;
	const grown = calleeOf(table, call) === 'append' ? argumentsOf(table, call)[0] : writtenTo(table, call);
	const owner = functionOwner(table, call);
	if (grown === undefined || owner === undefined) return undefined;
	const slice = table.kind(grown) === 'slice_expression' ? grown + 1 : grown;
	const text = table.textOf(slice);
	if (!/^[\p{L}\p{N}_.]{1,80}$/u.test(text)) return undefined;
	// Names may be declared again in an inner block.
	const root = text.split('.', 1)[0] ?? '';
	const meaning = meaningAt(declarations, { table, node: slice }, root);
	if (meaning?.kind !== 'variable') return undefined;
	return `${owner} ${meaning.value?.node ?? ''} ${meaning.type?.node ?? ''} ${meaning.index} ${text}`;
}

/** The `b` of `b.WriteString(s)`, which is inlined for buffers and builders. */
function writtenTo(table: SyntaxTable, call: SyntaxNode): SyntaxNode | undefined {
	const callee = call + 1;
	if (table.kind(callee) !== 'selector_expression') return undefined;
	return /\.Write(?:Byte|Rune|String)?$/.test(table.textOf(callee)) ? callee + 1 : undefined;
}
