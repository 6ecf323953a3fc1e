/** The advice of a hint where a remedy was measured for what stands there; elsewhere that of its class. */
import { adviceOf, type RemedySite } from '../remedies/remedy.ts';
import { remedies } from '../remedies/remedyTable.ts';
import { functionOwner, type PackageDeclarations } from '../syntax/declarations.ts';
import { isConversion, nodesAtCompilerOffset } from '../syntax/expressions.ts';
import { underlying } from '../syntax/goTypes.ts';
import { operandType } from '../syntax/inferNodeType.ts';
import { functionNamed } from '../syntax/packageFunctions.ts';
import type { SyntaxNode, SyntaxTable } from '../syntax/syntaxTable.ts';
import type { EscapeHint } from './escapeHint.ts';
import { type Sharing, sharingOf } from './sharedVariable.ts';

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
	const sharing = sharingOf(hint, table, declarations);
	if (sharing !== undefined) return { ...hint, advice: sharedAdvice[sharing] };
	const advice = adviceOf(remedies, {
		class: hint.class,
		source,
		subject: hint.subject,
		callee,
		foreign: callee === undefined ? undefined : foreignLanguage(declarations, callee),
		inLoop: hint.inLoop,
		isError: isReturnedAsError(hint, table, statement),
		imports: (path) => table.text.includes(`"${path}"`),
		minor,
	});
	if (advice !== undefined) return { ...hint, advice };
	return isStringOfRunes(hint, table, declarations) ? { ...hint, advice: runesAdvice } : hint;
}

const sharedAdvice: Readonly<Record<Sharing, string>> = {
	goroutine:
		'The goroutine and its starter share it, so no copy can take its place: make it a field of a struct that lives on, or send the result on a channel.',
	closure:
		'The closure changes it, so no copy can take its place: let the closure return the result, or make the variable a field of a struct that lives on.',
};

const runesAdvice =
	'Runes are encoded for that: keep the text as a string, and range over it where its runes are needed.';

/** `string(r)` of a []rune, which allocates also where a string of bytes needs no copy. */
function isStringOfRunes(hint: EscapeHint, table: SyntaxTable, declarations: PackageDeclarations): boolean {
	if (hint.class !== 'string-conversion' || !hint.subject.startsWith('string(')) return false;
	const node = nodesAtCompilerOffset(table, hint.span.start).find((each) => isConversion(table, each));
	let at = node ?? table.at(hint.span.start);
	while (at > 0 && !isConversion(table, at) && table.start(at) === hint.span.start) at = table.parent(at);
	const type = isConversion(table, at) ? operandType(declarations, { table, node: at }) : undefined;
	const made = type && underlying(declarations, type);
	const element = made?.kind === 'slice' ? underlying(declarations, made.of) : undefined;
	return element?.kind === 'basic' && /^(?:rune|int32)$/.test(element.name);
}

/** The value is the last one of a return in a function whose last result is an error. */
function isReturnedAsError({ flow, span }: EscapeHint, table: SyntaxTable, statement: SyntaxNode): boolean {
	if (table.kind(statement) !== 'return_statement' || flow.at(-1)?.why !== 'return') return false;
	const values = table.children(table.children(statement)[1] ?? statement).filter((each) => table.kind(each) !== ',');
	const last = values.at(-1);
	const owner = functionOwner(table, statement);
	if (last === undefined || owner === undefined || table.start(last) !== span.start) return false;
	const body = table.children(owner).at(-1) ?? owner;
	return /[\s(,]error\)?\s*$/.test(table.text.slice(table.start(owner), table.start(body)));
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
