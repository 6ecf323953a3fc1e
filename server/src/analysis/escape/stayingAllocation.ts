/** Allocations among what "does not escape": buffers that overflow, slices that grow, copies that are made. */
import { fitsCapacity, needsNoCopy } from '../syntax/allocationSites.ts';
import type { PackageDeclarations } from '../syntax/declarations.ts';
import { type GoType, sizeOfType, underlying } from '../syntax/goTypes.ts';
import { operandType, typeOf } from '../syntax/inferNodeType.ts';
import { isLookedUpOnce } from '../syntax/lookedUpOnce.ts';
import type { SyntaxNode, SyntaxTable } from '../syntax/syntaxTable.ts';
import { constantSize } from './makeSizes.ts';
import {
	type SiteVerdict,
	type SiteContext,
	verdictOfGrowth,
	heap,
	isNumeric,
	madeKind,
	manyEntries,
	smallBuffer,
	stays,
	typeArgument,
} from './siteContext.ts';
import type { SubjectForm } from './subjectForm.ts';

/** What the compiler keeps off the heap, and which of it allocates all the same. */
export function verdictOfStaying(context: SiteContext, form: SubjectForm): SiteVerdict {
	const { site, subject, table, declarations } = context;
	switch (form) {
		case 'append':
			return subject.node !== undefined && fitsCapacity(table, subject.node) ? stays : verdictOfGrowth(context);
		case 'concatenation':
			return isNumeric(declarations, table, subject.node) ? stays : smallBuffer;
		case 'make': {
			const kind = madeKind(context);
			if (kind === 'map') return mapOfSize(constantSize(site.subject));
			return kind === 'slice' ? verdictOfStaying(context, 'make-slice') : stays;
		}
		case 'make-slice': {
			if (constantSize(site.subject) !== undefined) return stays;
			// strconv.FormatFloat asks for 24 bytes or little more, and SSA sees that.
			if (isAppended(table, subject.node) || /\bmax\(strconv\./.test(site.subject)) return stays;
			// slices.Grow, inlined, appends it: `append(s[:cap(s)], make([]S, n)...)`.
			if (subject.node === undefined && site.subject.endsWith(', slices.n)')) return stays;
			return hasLargeElements(context) ? heap : smallBuffer;
		}
		case 'string-conversion':
			return verdictOfConversion(context);
		case 'make-map':
			return mapOfSize(constantSize(site.subject));
		case 'map-literal':
			return mapOfSize(subject.node === undefined ? 0 : literalLength(table, subject.node));
		case 'composite':
		case 'value':
			return isLargeBoxed(context) ? { verdict: 'heap', because: 'boxed', form: 'value' } : stays;
		case 'constant':
		case 'pointer':
		case 'new':
		case 'slice-literal':
		case 'func':
		case 'variadic':
		case 'variable':
			return stays;
	}
}

/** A map on the stack has room for one group of entries (internal/runtime/maps, and one bucket before Go 1.24). */
const entriesOnStack = 8;

function mapOfSize(entries: number | undefined): SiteVerdict {
	if (entries === undefined) return { verdict: 'maybe-heap', because: 'many-entries' };
	return entries > entriesOnStack ? manyEntries : stays;
}

function literalLength(table: SyntaxTable, literal: SyntaxNode): number {
	const value = table.children(literal).find((child) => table.kind(child) === 'literal_value');
	const isElement = (child: SyntaxNode) => /^(?:keyed|literal)_element$/.test(table.kind(child));
	return value === undefined ? 0 : table.children(value).filter(isElement).length;
}

/** Bytes of the largest value that the compiler copies to the stack for an interface that does not escape (walk.dataWord; measured with Go 1.21 to 1.27). */
const largestBoxOnStack = 1024;

function isLargeBoxed({ subject, table, declarations }: SiteContext): boolean {
	const { node } = subject;
	// A parameter prints its name as well: nothing is copied for that.
	if (node === undefined || table.kind(table.parent(node)).endsWith('parameter_declaration')) return false;
	const type = typeOf(declarations, { table, node });
	const kind = type && underlying(declarations, type)?.kind;
	if (!type || (kind !== 'struct' && kind !== 'array')) return false;
	return (sizeOfType(declarations, type)?.size ?? 0) > largestBoxOnStack;
}

function verdictOfConversion({ site, subject, table, zeroCopy, declarations, minor }: SiteContext): SiteVerdict {
	const { node } = subject;
	if (zeroCopy) return noCopy;
	// An inlined callee that converts what it is given compares it or looks it up: bytes.Equal is the commonest.
	if (node === undefined && subject.place !== undefined) {
		// bytes.Buffer.String hands its result on, and a copy is made for that.
		if (/^string\(bytes\.[\p{L}\p{N}_]+\.buf\[/u.test(site.subject)) return smallBuffer;
		return /\(.*\(/s.test(site.subject.replace(/^\(.*?\)/, '')) ? smallBuffer : stays;
	}
	if (node === undefined) return smallBuffer;
	const toString = site.subject.startsWith('string(');
	const operand = elementOf(operandType(declarations, { table, node }), declarations);
	// string(r) of one rune has a buffer of its own, and the bytes of a constant are copied to the stack.
	if (toString && operand === 'number') return stays;
	if (/^\(\[\](?:byte|uint8)\)\((?:"|`|nil\))/.test(site.subject)) return stays;
	// Bytes can be looked at as a string, runes have to be decoded.
	if (/^\(?\[\](?:rune|int32)\)?\(/.test(site.subject) || operand === 'runes') return smallBuffer;
	if (needsNoCopy(table, node, toString ? 'string' : 'bytes', minor)) return noCopy;
	return toString && minor >= 25 && isLookedUpOnce(declarations, { table, node }) ? noCopy : smallBuffer;
}

const noCopy: SiteVerdict = { verdict: 'stack', because: 'no-copy' };

function elementOf(type: GoType | undefined, declarations: PackageDeclarations): 'number' | 'runes' | 'other' {
	const made = type && underlying(declarations, type);
	if (made?.kind === 'basic') return made.name === 'string' ? 'other' : 'number';
	if (made?.kind !== 'slice') return 'other';
	const element = underlying(declarations, made.of);
	return element?.kind === 'basic' && /^(?:rune|int32)$/.test(element.name) ? 'runes' : 'other';
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
