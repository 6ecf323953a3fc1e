/** What is known of a place when it is asked whether it allocates, and how the answer looks. */
import { type AppendRoom, appendRoom, roomInFunction } from '../syntax/appendRoom.ts';
import type { PackageDeclarations } from '../syntax/declarations.ts';
import { argumentsOf } from '../syntax/expressions.ts';
import { underlying } from '../syntax/goTypes.ts';
import { typeOf } from '../syntax/inferNodeType.ts';
import { functionNamed } from '../syntax/packageFunctions.ts';
import type { Subject } from '../syntax/subjectSpan.ts';
import type { SyntaxNode, SyntaxTable } from '../syntax/syntaxTable.ts';
import type { Verdict } from './escapeHint.ts';
import type { Site } from './parseBuildOutput.ts';
import type { SubjectForm } from './subjectForm.ts';

export interface SiteContext {
	readonly site: Site;
	readonly subject: Subject;
	readonly table: SyntaxTable;
	readonly declarations: PackageDeclarations;
	/** A `zero-copy string->[]byte conversion` line stands at the same place (Go 1.22+). */
	readonly zeroCopy: boolean;
	/** 26 for go1.26.8. */
	readonly minor: number;
	/** The functions whose bodies were inlined at the same place, as the compiler names them. */
	readonly inlinedCallees: readonly string[];
}

/** A verdict, and what it hangs on. */
export interface Allocation {
	readonly verdict: Verdict;
	readonly because:
		| 'made'
		| 'boxed'
		| 'constant'
		| 'no-size'
		| 'single-byte'
		| 'no-captures'
		| 'no-copy'
		| 'stays'
		| 'small-number'
		| 'zero-number'
		| 'empty-string'
		| 'nil-slice'
		| 'unknown-type'
		| 'growth'
		| 'small-buffer'
		| 'many-entries'
		| 'inlined-panic'
		| 'inlined-branch'
		| 'pooled'
		| 'dead-branch'
		| 'leaves-the-stack'
		| 'some-types'
		| 'in-callee'
		| 'pool-miss'
		| 'not-inlined'
		| 'has-room'
		| 'lent-room'
		| 'reserved-room'
		| 'once';
	readonly form: SubjectForm;
}

/** A verdict on its way; `form` where the place is something else than its text says. */
export type SiteVerdict = Pick<Allocation, 'verdict' | 'because'> & { readonly form?: SubjectForm };

export const heap: SiteVerdict = { verdict: 'heap', because: 'made' };
export const noSize: SiteVerdict = { verdict: 'static', because: 'no-size' };
export const constant: SiteVerdict = { verdict: 'static', because: 'constant' };
export const noCaptures: SiteVerdict = { verdict: 'static', because: 'no-captures' };
export const stays: SiteVerdict = { verdict: 'stack', because: 'stays' };
export const smallBuffer: SiteVerdict = { verdict: 'maybe-heap', because: 'small-buffer' };
export const manyEntries: SiteVerdict = { verdict: 'heap', because: 'many-entries' };
const growth: SiteVerdict = { verdict: 'maybe-heap', because: 'growth' };

/** What `append` costs where it grows a slice, by what the code shows of its room. */
export function verdictOfGrowth(context: SiteContext): SiteVerdict {
	const room = roomOf(context);
	if (room === 'unknown') return growth;
	return { verdict: 'maybe-heap', because: becauseOfRoom[room] };
}

const becauseOfRoom = { proven: 'has-room', lent: 'lent-room', reserved: 'reserved-room' } as const;

function roomOf({ declarations, table, subject: { node }, inlinedCallees }: SiteContext): AppendRoom {
	if (node !== undefined) {
		return table.kind(node) === 'call_expression' ? appendRoom(declarations, table, node) : 'unknown';
	}
	// Which of the functions that were inlined here holds it is not known.
	const declared = inlinedCallees.map((callee) => functionNamed(declarations, callee));
	const appending = declared.flatMap((each) => (each && /\bappend\(/.test(each.table.textOf(each.node)) ? [each] : []));
	if (declared.includes(undefined) || appending.length === 0) return 'unknown';
	const rooms = appending.map((each) => roomInFunction(declarations, each));
	return (['unknown', 'reserved', 'lent'] as const).find((room) => rooms.includes(room)) ?? 'proven';
}

/** True when `a + b` adds numbers. */
export function isNumeric(
	declarations: PackageDeclarations,
	table: SyntaxTable,
	node: SyntaxNode | undefined,
): boolean {
	if (node === undefined) return false;
	const type = typeOf(declarations, { table, node });
	const made = type && underlying(declarations, type);
	return made?.kind === 'basic' && made.name !== 'string';
}

/** The `T` of `make(T, n)` and `new(T)`. */
export function typeArgument(table: SyntaxTable, call: SyntaxNode | undefined): SyntaxNode | undefined {
	return call === undefined ? undefined : argumentsOf(table, call)[0];
}

/** What kind of type a `make` names, where the package declares it: `make(Names, n)`. */
export function madeKind({ table, declarations, subject }: SiteContext): 'slice' | 'map' | undefined {
	const type = typeArgument(table, subject.node);
	const made =
		type === undefined ? undefined : underlying(declarations, { kind: 'written', at: { table, node: type } });
	return made?.kind === 'slice' || made?.kind === 'map' ? made.kind : undefined;
}
