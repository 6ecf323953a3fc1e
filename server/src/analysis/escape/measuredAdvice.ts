/** The advice of a hint where a remedy was measured for what stands there; elsewhere that of its class. */
import { adviceOf, type RemedySite } from '../remedies/remedy.ts';
import { remedies } from '../remedies/remedyTable.ts';
import type { PackageDeclarations } from '../syntax/declarations.ts';
import { functionNamed } from '../syntax/packageFunctions.ts';
import type { SyntaxNode, SyntaxTable } from '../syntax/syntaxTable.ts';
import type { EscapeHint } from './escapeHint.ts';

/** As much of a statement as is looked at: what escapes stands near its beginning. */
const longestSource = 300;

/** @param minor 26 for go1.26.8 */
export function withMeasuredAdvice(
	hint: EscapeHint,
	{
		table,
		minor,
		declarations,
	}: { readonly table: SyntaxTable; readonly minor: number; readonly declarations: PackageDeclarations },
): EscapeHint {
	if (hint.advice === '') return hint;
	const statement = statementOf(table, table.at(hint.span.start));
	const start = table.start(statement);
	// Of a loop or a condition, what stands before its body.
	const body = table.children(statement).find((child) => table.kind(child) === 'block');
	const end = body === undefined ? table.end(statement) : table.start(body);
	const callee = calleeOfHint(hint);
	const source = table.text.slice(start, Math.min(end, start + longestSource)).replace(/\s+/g, ' ');
	// Room for all that is to come is the remedy.
	if (hint.class === 'append-growth' && hint.inlined && /\bslices\.Grow\(/.test(source)) return { ...hint, advice: '' };
	const advice = adviceOf(remedies, {
		class: hint.class,
		source,
		subject: hint.subject,
		callee,
		foreign: callee === undefined ? undefined : foreignLanguage(declarations, callee),
		inLoop: hint.inLoop,
		imports: (path) => table.text.includes(`"${path}"`),
		minor,
	});
	return advice === undefined ? hint : { ...hint, advice };
}

function statementOf(table: SyntaxTable, node: SyntaxNode): SyntaxNode {
	let at = node;
	while (table.parent(at) > 0 && !/_statement$|^(?:short_)?var_declaration$/.test(table.kind(at)))
		at = table.parent(at);
	return at;
}

/** The function or method that the last call on its way hands it to: `io.ReadAtLeast`, `(*sync.Pool).Put`. */
function calleeOfHint({ flow }: EscapeHint): string | undefined {
	const text = flow.findLast(({ why }) => why === 'call parameter')?.text ?? '';
	return /^((?:\([^()]*\)|[\p{L}\p{N}_.])+)\(/u.exec(text)?.[1];
}

/** What a function without a body in Go is written in. */
function foreignLanguage(declarations: PackageDeclarations, callee: string): RemedySite['foreign'] {
	if (/^(?:_Cfunc_|C\.)/.test(callee)) return 'c';
	const declared = functionNamed(declarations, callee);
	if (!declared) return undefined;
	const { table, node } = declared;
	return table.children(node).some((child) => table.kind(child) === 'block') ? undefined : 'assembly';
}
