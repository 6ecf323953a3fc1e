/** Whether what an inlined callee makes stands behind a branch of it: then it is not made at each call. */
import type { LocatedNode, PackageDeclarations } from '../syntax/declarations.ts';
import { calleeOf } from '../syntax/expressions.ts';
import { functionNamed } from '../syntax/packageFunctions.ts';
import type { SyntaxNode, SyntaxTable } from '../syntax/syntaxTable.ts';
import { coldPathOf } from './coldPath.ts';

/**
 * True when every place of the callees that can be meant stands behind a branch; false as well when none is found, as in the callees
 * of other packages, whose text is not known here.
 *
 * @param printed the expression as the compiler prints it: `&fail{...}`, `make([]int, n)`
 * @param callees those that were inlined at the call, as the compiler names them
 */
export function isBehindBranch(
	declarations: PackageDeclarations,
	callees: readonly string[],
	printed: string,
): boolean {
	const known = knownOf(declarations, callees);
	const makers = makersOf(known, printed);
	if (makers.length === 0) return false;
	return makers.every(
		({ callee, at }) =>
			isConditional(at) ||
			known.some(({ declaration }) => {
				const calls = callsOf(declaration, callee);
				return calls.length > 0 && calls.every((node) => isConditional({ table: declaration.table, node }));
			}),
	);
}

/**
 * Why what inlined callees make is made rarely: where each place of theirs that can be meant makes an error that is returned, or panics.
 * Undefined where one does not, and where none is found.
 */
export function inlinedColdPath(
	declarations: PackageDeclarations,
	callees: readonly string[],
	printed: string,
): 'error' | 'panic' | undefined {
	const paths = makersOf(knownOf(declarations, callees), printed).map(({ at }) => coldPathOf(at.table, at.node));
	const [first] = paths;
	return (first === 'error' || first === 'panic') && paths.every((path) => path === first) ? first : undefined;
}

interface KnownCallee {
	readonly callee: string;
	readonly declaration: LocatedNode;
}

function knownOf(declarations: PackageDeclarations, callees: readonly string[]): readonly KnownCallee[] {
	return callees.flatMap((callee) => {
		const declaration = functionNamed(declarations, callee);
		return declaration ? [{ callee, declaration }] : [];
	});
}

function makersOf(known: readonly KnownCallee[], printed: string) {
	return known.flatMap(({ callee, declaration }) =>
		placesOf(declaration, printed).map((node) => ({ callee, at: { table: declaration.table, node } })),
	);
}

/** The outermost expressions of a function that begin as the printed one does, func literals in it left out. */
function placesOf({ table, node: declaration }: LocatedNode, printed: string): SyntaxNode[] {
	const start = beginning(printed) ?? spelledOut(printed);
	if (start === undefined) return [];
	const found: SyntaxNode[] = [];
	for (let node = declaration + 1; node < table.last(declaration); node++) {
		if (
			!/^(?:unary_expression|composite_literal|call_expression|func_literal|binary_expression)$/.test(table.kind(node))
		)
			continue;
		if (printed === 'func literal' ? table.kind(node) !== 'func_literal' : !startsWith(table, node, start)) continue;
		found.push(node);
	}
	return found;
}

function startsWith(table: SyntaxTable, node: SyntaxNode, start: string): boolean {
	const from = table.start(node);
	return table.text.startsWith(start, from);
}

/** `&fail{` of `&fail{...}`, `make([]int` of `make([]int, n)`: as far as compiler and source spell it alike. */
function beginning(printed: string): string | undefined {
	if (printed === 'func literal') return '';
	return /^&?[\p{L}\p{N}_.]+\{|^new\([\p{L}\p{N}_.]+\)|^make\((?:\[\]|chan |map\[)[\p{L}\p{N}_.*]+|^(?:\[\]|map\[)[\p{L}\p{N}_.*]+/u.exec(
		printed,
	)?.[0];
}

/** A concatenation or a conversion, which the compiler prints as gofmt formats it. */
function spelledOut(printed: string): string | undefined {
	// What it cuts short ends in three dots.
	if (/\{\.\.\.\}|"\.\.\.(?!")/.test(printed)) return undefined;
	return / \+ |^string\(/.test(printed) ? printed : undefined;
}

/** The calls of a function or method by its last name. */
function callsOf({ table, node: declaration }: LocatedNode, callee: string): SyntaxNode[] {
	const name = callee.slice(callee.lastIndexOf('.') + 1);
	const found: SyntaxNode[] = [];
	for (let node = declaration + 1; node < table.last(declaration); node++) {
		if (table.kind(node) !== 'call_expression') continue;
		const called = calleeOf(table, node);
		if (called === name || called.endsWith(`.${name}`)) found.push(node);
	}
	return found;
}

const branches = /^(?:if_statement|for_statement|expression_case|type_case|default_case|communication_case)$/;

/** Inside a branch or a loop of its function, or behind a statement that may leave it. */
function isConditional({ table, node }: LocatedNode): boolean {
	let inner = node;
	for (let at = table.parent(node); at > 0; inner = at, at = table.parent(at)) {
		const kind = table.kind(at);
		if (branches.test(kind)) {
			// What an if statement asks is always done, and so is its initializer.
			if (kind !== 'if_statement' || table.kind(inner) === 'block' || table.kind(inner) === 'if_statement') return true;
		}
		if (kind === 'func_literal') return true;
		if (kind === 'statement_list' && table.children(at).some((child) => child < inner && mayLeave(table, child)))
			return true;
		if (
			kind === 'binary_expression' &&
			/^(?:&&|\|\|)$/.test(table.textOf(table.children(at)[1] ?? at)) &&
			table.children(at)[2] === inner
		)
			return true;
		if (kind === 'function_declaration' || kind === 'method_declaration') return false;
	}
	return false;
}

/** A return or a panic stands in it, under whatever condition; those of func literals leave the literal only. */
function mayLeave(table: SyntaxTable, statement: SyntaxNode): boolean {
	for (let node = statement; node < table.last(statement); node++) {
		const kind = table.kind(node);
		if (kind === 'func_literal') {
			node = table.last(node) - 1;
			continue;
		}
		if (/^(?:return_statement|goto_statement)$/.test(kind)) return true;
		if (kind === 'call_expression' && calleeOf(table, node) === 'panic') return true;
	}
	return false;
}
