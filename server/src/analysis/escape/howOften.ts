/** What the place of a sure allocation says about how often it is made. */
import type { PackageDeclarations } from '../syntax/declarations.ts';
import type { SyntaxNode, SyntaxTable } from '../syntax/syntaxTable.ts';
import type { Subject } from '../syntax/subjectSpan.ts';
import { isBehindBranch } from './inlinedBranch.ts';
import type { Allocation } from './siteContext.ts';

export interface AllocationPlace {
	readonly table: SyntaxTable;
	readonly declarations: PackageDeclarations;
	readonly subject: Subject;
	/** As the compiler prints it. */
	readonly printed: string;
	/** The functions that were inlined at the place. */
	readonly inlinedCallees: readonly string[];
	/** The function around can be inlined. */
	readonly canInline: boolean;
}

/** The allocation, with the verdict `maybe-heap` where the line may run without it, or runs once. */
export function inItsPlace(allocation: Allocation, place: AllocationPlace): Allocation {
	const { table, declarations, subject, printed, inlinedCallees, canInline } = place;
	const { node } = subject;
	const at = node ?? subject.place;
	if (allocation.verdict !== 'heap' || at === undefined) return allocation;
	const maybe = (because: Allocation['because']): Allocation => ({ ...allocation, verdict: 'maybe-heap', because });
	if (isInitializer(table, at)) return maybe('once');
	if (isInPoolNew(table, at)) return maybe('pool-miss');
	if (node !== undefined && canInline && isReturnedIterator(table, node)) return maybe('not-inlined');
	const isCopy = node === undefined && inlinedCallees.length > 0;
	return isCopy && isBehindBranch(declarations, inlinedCallees, printed) ? maybe('inlined-branch') : allocation;
}

/** A part of what a package-level variable is initialized with: made once, before main. */
export function isInitializer(table: SyntaxTable, node: SyntaxNode): boolean {
	for (let at = node; at > 0; at = table.parent(at)) {
		if (/^(?:function_declaration|method_declaration)$/.test(table.kind(at))) return false;
		// What is in a closure is made when it is called.
		if (at !== node && table.kind(at) === 'func_literal') return false;
	}
	return true;
}

/** In `New: func() any { … }` of a `sync.Pool`, or what is assigned to `pool.New`. */
function isInPoolNew(table: SyntaxTable, node: SyntaxNode): boolean {
	for (let at = table.parent(node); at > 0; at = table.parent(at)) {
		if (table.kind(at) !== 'func_literal') continue;
		const element = table.parent(at);
		const pair = table.parent(element);
		if (table.kind(pair) === 'keyed_element') {
			const literal = table.parent(table.parent(pair));
			return table.textOf(pair + 1) === 'New' && table.textOf(literal + 1) === 'sync.Pool';
		}
		return table.kind(pair) === 'assignment_statement' && /\.New$/.test(table.textOf(pair + 1));
	}
	return false;
}

/** `return func(yield func(T) bool) { … }`: where the call is inlined, which a range over it does, the func literal stays on the stack. */
function isReturnedIterator(table: SyntaxTable, node: SyntaxNode): boolean {
	if (table.kind(node) !== 'func_literal') return false;
	const parent = table.parent(node);
	const statement = table.kind(parent) === 'expression_list' ? table.parent(parent) : parent;
	if (table.kind(statement) !== 'return_statement') return false;
	const list = table.children(node).find((child) => table.kind(child) === 'parameter_list');
	return list !== undefined && /^\(\s*[\p{L}\p{N}_]+\s+func\s*\([^()]*\)\s*bool\s*\)$/u.test(table.textOf(list));
}
