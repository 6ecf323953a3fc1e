/**
 * Which of the compiler's verdicts cost an allocation. "escapes to heap" says where a value would have to live, not that
 * it has to be made: about half of these verdicts never reach the allocator, and some that "do not escape" do.
 */
import { capturesOf, isGeneric } from '../syntax/captures.ts';
import { isConstantExpression, isFixed } from '../syntax/constantNodes.ts';
import { meaningAt, type PackageDeclarations } from '../syntax/declarations.ts';
import { argumentsOf, calleeOf, isConversion } from '../syntax/expressions.ts';
import { type GoType, boxingCost, sizeOfType, underlying } from '../syntax/goTypes.ts';
import { methodOf, operandType, typeOf } from '../syntax/inferNodeType.ts';
import { isGuardedByKind } from '../syntax/kindGuard.ts';
import { closuresOf, functionNamed, parameterType } from '../syntax/packageFunctions.ts';
import type { SyntaxNode } from '../syntax/syntaxTable.ts';
import { hasNoElements } from './makeSizes.ts';
import type { Site } from './parseBuildOutput.ts';
import {
	type Allocation,
	type SiteVerdict,
	type SiteContext,
	constant,
	verdictOfGrowth,
	heap,
	isNumeric,
	noCaptures,
	noSize,
	typeArgument,
} from './siteContext.ts';
import { verdictOfStaying } from './stayingAllocation.ts';
import { type SubjectForm, formOf } from './subjectForm.ts';

export function verdictOfAllocation(context: SiteContext): Allocation {
	const { decision, subject } = context.site;
	const form = decision === 'moved' ? 'variable' : formOf(subject);
	const judged = decision === 'stays' ? verdictOfStaying(context, form) : judgeEscaping(context, form);
	return { ...judged, form: judged.form ?? form };
}

function judgeEscaping(context: SiteContext, form: SubjectForm): SiteVerdict {
	const { site, subject, table, declarations } = context;
	switch (form) {
		case 'constant':
			return constant;
		case 'append':
			return verdictOfGrowth(context);
		case 'pointer':
			return judgePointer(context);
		case 'new':
			return sizeOf(context, typeArgument(table, subject.node))?.size === 0 ? noSize : heap;
		case 'make-slice':
			return hasNoElements(site.subject) ? noSize : heap;
		case 'slice-literal':
			return judgeSliceLiteral(site);
		case 'composite':
			return judgeComposite(context);
		case 'func':
			return judgeFunc(context);
		case 'string-conversion':
			return judgeStringConversion(context);
		case 'concatenation':
			return isNumeric(declarations, table, subject.node) ? judgeBoxed(context) : heap;
		case 'make':
		case 'variable':
		case 'make-map':
		case 'map-literal':
		case 'variadic':
			return heap;
		case 'value':
			return judgeBoxed(context);
	}
}

/** `&T{…}`. */
function judgePointer(context: SiteContext): SiteVerdict {
	const { subject, table, declarations, site } = context;
	if (subject.node !== undefined) {
		const literal = table.children(subject.node)[1];
		const type = literal === undefined ? undefined : typeOf(declarations, { table, node: literal });
		return type && sizeOfType(declarations, type)?.size === 0 ? noSize : heap;
	}
	// What an inlined callee makes for its panic is gone when the branch turns out dead, which the text does not show.
	if (inlinedPanics.test(site.subject)) {
		const dead = subject.place !== undefined && isGuardedByKind(declarations, { table, node: subject.place });
		return dead ? { verdict: 'static', because: 'dead-branch' } : { verdict: 'maybe-heap', because: 'inlined-panic' };
	}
	if (isErrorOfErrorf(context)) return { verdict: 'heap', because: 'in-callee' };
	const type = declaredType(context, site.subject.slice(1));
	return type && sizeOfType(declarations, type)?.size === 0 ? noSize : heap;
}

/**
 * The error that fmt.Errorf would make of a format in which there is nothing to format (inlined since Go 1.26): with arguments or a verb the
 * error is made in what fmt.Errorf calls, which cannot be inlined.
 */
function isErrorOfErrorf({ site, subject, table, declarations }: SiteContext): boolean {
	const { place } = subject;
	if (!site.subject.startsWith('&errors.errorString{') || place === undefined) return false;
	if (table.kind(place) !== 'call_expression' || calleeOf(table, place) !== 'fmt.Errorf') return false;
	if (meaningAt(declarations, { table, node: place }, 'fmt')?.kind === 'variable') return false;
	const [format, ...rest] = argumentsOf(table, place);
	return rest.length > 0 || (format !== undefined && table.textOf(format).includes('%'));
}

/** The type that `T{…}` names, when the package declares it; in inlined code the printed name is all there is. */
function declaredType({ declarations }: SiteContext, composite: string): GoType | undefined {
	const name = /^[\p{L}\p{N}_]+(?=\{)/u.exec(composite)?.[0];
	const meaning = name === undefined ? undefined : declarations.names.get(name);
	return meaning?.kind === 'type' ? { kind: 'written', at: meaning.type } : undefined;
}

const inlinedPanics = /^&reflect\.ValueError\{/;

function judgeSliceLiteral(site: Site): SiteVerdict {
	if (!site.subject.endsWith('{}')) return heap;
	// Boxed, `[]T{}` prints the same twice at one place: once for its array, once for its header.
	return isStoredInItself(site) ? { verdict: 'maybe-heap', because: 'nil-slice', form: 'value' } : noSize;
}

function isStoredInItself(site: Site): boolean {
	return site.explanations.some(({ flows }) =>
		flows.some(({ destination, source }) => destination === source && destination.startsWith('{storage for ')),
	);
}

/** `T{…}`: the backing store of a slice or map type, or a struct or array put into an interface. */
function judgeComposite(context: SiteContext): SiteVerdict {
	const { subject, table, declarations, site } = context;
	const type =
		subject.node === undefined
			? declaredType(context, site.subject)
			: typeOf(declarations, { table, node: subject.node });
	const made = type && underlying(declarations, type);
	const empty = site.subject.endsWith('{}');
	if (made?.kind === 'slice') return empty ? noSize : heap;
	if (made?.kind === 'map') return heap;
	if (subject.node !== undefined && !empty) {
		// A struct or array of constants is made once, in read-only data.
		const fixed = isFixed(declarations, { table, node: subject.node });
		if (fixed === 'yes') return { ...constant, form: 'value' };
		if (fixed === 'unknown') return { verdict: 'maybe-heap', because: 'unknown-type', form: 'value' };
	}
	if (type) {
		const cost = boxingCost(declarations, type);
		if (cost) return boxed(declarations, type, cost);
	}
	if (/^context\.(?:background|todo)Ctx\{\}$/.test(site.subject)) return noSize;
	if (empty) {
		// An unexported type of another package comes with an inlined callee; such values are markers without fields.
		if (/^[\p{L}\p{N}_]+\.[\p{Ll}_][\p{L}\p{N}_]*\{\}$/u.test(site.subject)) return noSize;
		return { verdict: 'maybe-heap', because: 'unknown-type' };
	}
	return heap;
}

/** A closure needs memory for what it captures; without captures it is a constant. */
function judgeFunc(context: SiteContext): SiteVerdict {
	const { subject, table, declarations, inlinedCallees } = context;
	const { node } = subject;
	const at = node ?? subject.place;
	if (at !== undefined && table.kind(at) !== 'func_literal' && startsWithConstants(context, at)) return noCaptures;
	if (node === undefined) return makesOnlyConstants(declarations, inlinedCallees) ? noCaptures : heap;
	if (table.kind(node) !== 'func_literal') return heap;
	// In a generic function the closure may carry the dictionary of its type arguments.
	if (capturesOf(declarations, { table, node }).length > 0 || isGeneric(table, node)) return heap;
	return noCaptures;
}

/** `go f(3)`, `defer p.F("x")`: the function that the compiler wraps around the call of a declared function captures nothing. */
function startsWithConstants({ declarations, table }: SiteContext, node: SyntaxNode): boolean {
	if (!/^(?:go|defer)_statement$/.test(table.kind(node))) return false;
	const call = table.children(node)[1];
	if (call === undefined || table.kind(call) !== 'call_expression') return false;
	const [first = ''] = calleeOf(table, call).split('.');
	const meaning = meaningAt(declarations, { table, node: call + 1 }, first);
	if (meaning?.kind !== 'function' && meaning?.kind !== 'package') return false;
	return argumentsOf(table, call).every(
		(argument) => isConstantExpression(declarations, { table, node: argument }) === 'yes',
	);
}

/** The inlined functions are all of this package, and none of their closures captures anything. */
function makesOnlyConstants(declarations: PackageDeclarations, callees: readonly string[]): boolean {
	return (
		callees.length > 0 &&
		callees.every((callee) => {
			const declaration = functionNamed(declarations, callee);
			return (
				declaration !== undefined &&
				closuresOf(declaration).every((each) => capturesOf(declarations, each).length === 0) &&
				!isGeneric(declaration.table, declaration.node)
			);
		})
	);
}

function judgeStringConversion(context: SiteContext): SiteVerdict {
	const { subject, table, declarations } = context;
	if (subject.node === undefined || !isConversion(table, subject.node)) return heap;
	// At its bracket stands the result that is put into an interface, at its operand the conversion itself.
	if (table.text.charAt(subject.offset) === '(' && subject.place === subject.node) return judgeBoxed(context);
	const type = operandType(declarations, { table, node: subject.node });
	const made = type && underlying(declarations, type);
	// string(s) of a named string type copies nothing: what allocates is the interface it is put into.
	if (made?.kind === 'basic' && made.name === 'string' && context.site.subject.startsWith('string(')) {
		return { verdict: 'maybe-heap', because: 'empty-string', form: 'value' };
	}
	return heap;
}

/** A value that is put into an interface. */
function judgeBoxed(context: SiteContext): SiteVerdict {
	const { subject, table, declarations, site } = context;
	if (isComparison(site.subject)) return { verdict: 'static', because: 'single-byte', form: 'value' };
	const { node } = subject;
	if (isConstantConversion(context, node ?? subject.place ?? 0)) return { ...constant, form: 'value' };
	if (node !== undefined) {
		if (methodOf(declarations, { table, node })) return heap;
		// Variables of types without fields (encoding/binary of Go 1.21 to 1.27).
		if (/^binary\.(?:Big|Little|Native)Endian$/.test(table.textOf(node))) return { ...noSize, form: 'value' };
	}
	const type = node === undefined ? inlinedType(context) : typeOf(declarations, { table, node });
	const cost = type && boxingCost(declarations, type);
	if (type && cost) return boxed(declarations, type, cost);
	if (node === undefined) {
		const conversion = /^([\p{L}\p{N}_.]+)\((.*)\)$/su.exec(site.subject);
		if (conversion && /^(?:bool|u?int8|byte)$/.test(conversion[1] ?? ''))
			return { verdict: 'static', because: 'single-byte', form: 'value' };
		if (conversion && formOf(conversion[2] ?? '') === 'constant') return { ...constant, form: 'value' };
	}
	return { verdict: 'maybe-heap', because: 'unknown-type', form: 'value' };
}

/** The type of a variable of an inlined callee, when the package declares the callee. */
function inlinedType({ site, declarations, inlinedCallees }: SiteContext): GoType | undefined {
	const name = /^(\*?)([\p{L}\p{N}_]+)$/u.exec(site.subject);
	if (!name) return undefined;
	for (const callee of inlinedCallees) {
		const found = parameterType(declarations, callee, name[2] ?? '');
		const made = found && underlying(declarations, found);
		if (found) return name[1] ? (made?.kind === 'pointer' ? made.to : undefined) : found;
	}
	return undefined;
}

function boxed(declarations: PackageDeclarations, type: GoType, cost: 'never' | 'sometimes' | 'always'): SiteVerdict {
	if (cost === 'always') return { verdict: 'heap', because: 'boxed', form: 'value' };
	const made = underlying(declarations, type);
	if (cost === 'never') {
		const because = sizeOfType(declarations, type)?.size === 0 ? 'no-size' : 'single-byte';
		return { verdict: 'static', because, form: 'value' };
	}
	const because =
		made?.kind === 'slice'
			? 'nil-slice'
			: made?.kind === 'basic' && made.name === 'string'
				? 'empty-string'
				: made?.kind === 'basic' && /^(?:float|complex)/.test(made.name)
					? 'zero-number'
					: 'small-number';
	return { verdict: 'maybe-heap', because, form: 'value' };
}

/** `T(3)` where `T` is a type and no function. A constant of a declared type prints so wherever it is named. */
function isConstantConversion({ declarations, table, site }: SiteContext, node: SyntaxNode): boolean {
	const match = /^([\p{L}\p{N}_.]+)\((.*)\)$/su.exec(site.subject);
	if (!match || formOf(match[2] ?? '') !== 'constant') return false;
	if (table.kind(node) !== 'call_expression') return true;
	const type: GoType = { kind: 'written', at: { table, node: node + 1 } };
	return underlying(declarations, type)?.kind === 'basic';
}

function isComparison(subject: string): boolean {
	return (
		(/ (?:==|!=|<|<=|>|>=|&&|\|\|) /.test(subject.replace(/"(?:[^"\\]|\\.)*"/g, '""')) &&
			!/[({[]/.test(subject.split(/ (?:==|!=|<|<=|>|>=|&&|\|\|) /)[0] ?? '')) ||
		subject.startsWith('!')
	);
}

function sizeOf({ table, declarations }: SiteContext, type: SyntaxNode | undefined): { size: number } | undefined {
	return type === undefined ? undefined : sizeOfType(declarations, { kind: 'written', at: { table, node: type } });
}
