/** Allocations among what "does not escape": buffers that overflow, slices that grow, copies that are made. */
import { fitsCapacity, needsNoCopy } from '../syntax/allocationSites.ts';
import { sizeOfType, underlying } from '../syntax/goTypes.ts';
import type { SyntaxNode, SyntaxTable } from '../syntax/syntaxTable.ts';
import { hasConstantSize } from './makeSizes.ts';
import {
	type SiteVerdict,
	type SiteContext,
	growth,
	heap,
	isNumeric,
	smallBuffer,
	stays,
	typeArgument,
} from './siteContext.ts';
import type { SubjectForm } from './subjectForm.ts';

/** What the compiler keeps off the heap, and which of it allocates all the same. */
export function verdictOfStaying(context: SiteContext, form: SubjectForm): SiteVerdict {
	const { site, subject, table, zeroCopy, declarations } = context;
	switch (form) {
		case 'append':
			return subject.node !== undefined && fitsCapacity(table, subject.node) ? stays : growth;
		case 'concatenation':
			return isNumeric(declarations, table, subject.node) ? stays : smallBuffer;
		case 'make-slice': {
			if (hasConstantSize(site.subject)) return stays;
			// strconv.FormatFloat asks for 24 bytes or little more, and SSA sees that.
			if (isAppended(table, subject.node) || /\bmax\(strconv\./.test(site.subject)) return stays;
			return hasLargeElements(context) ? heap : smallBuffer;
		}
		case 'string-conversion': {
			if (zeroCopy) return { verdict: 'stack', because: 'no-copy' };
			// An inlined callee that converts what it is given compares it or looks it up: bytes.Equal is the commonest.
			if (subject.node === undefined && subject.place !== undefined) {
				return /\(.*\(/s.test(site.subject.replace(/^\(.*?\)/, '')) ? smallBuffer : stays;
			}
			if (subject.node !== undefined && needsNoCopy(table, subject.node))
				return { verdict: 'stack', because: 'no-copy' };
			return smallBuffer;
		}
		case 'make-map':
			return hasConstantSize(site.subject) ? stays : { verdict: 'maybe-heap', because: 'many-entries' };
		case 'constant':
		case 'pointer':
		case 'new':
		case 'make':
		case 'slice-literal':
		case 'map-literal':
		case 'composite':
		case 'func':
		case 'variadic':
		case 'value':
		case 'variable':
			return stays;
	}
}

/** Slices of elements over 32 bytes get no buffer. */
function hasLargeElements({ subject, table, declarations }: SiteContext): boolean {
	const type = typeArgument(table, subject.node);
	const made =
		type === undefined ? undefined : underlying(declarations, { kind: 'written', at: { table, node: type } });
	const layout = made?.kind === 'slice' ? sizeOfType(declarations, made.of) : undefined;
	return layout !== undefined && layout.size > 32;
}

/** `append(s, make([]T, n)...)` grows `s` instead of making a slice. */
function isAppended(table: SyntaxTable, node: SyntaxNode | undefined): boolean {
	if (node === undefined) return false;
	const argument = table.parent(node);
	const call = table.parent(table.parent(argument));
	return table.kind(argument) === 'variadic_argument' && table.textOf(call).startsWith('append(');
}
