/**
 * Code that runs rarely: where something goes wrong, where a package is initialized, or once for a value that is kept. An
 * allocation there seldom matters, so an editor counts it and does not show it at its line.
 */
import { calleeOf } from '../syntax/expressions.ts';
import type { SyntaxNode, SyntaxTable } from '../syntax/syntaxTable.ts';

/** `inlined-copy` is the body of a function of the same package, reported there as well. */
export type ColdPath = 'error' | 'panic' | 'initialization' | 'once' | 'inlined-copy';

/** What is known of the place by its text alone; undefined when nothing says that it is cold. */
export function coldPathOf(table: SyntaxTable, node: SyntaxNode): ColdPath | undefined {
	let inLiteral = false;
	for (let at = node; at > 0; at = table.parent(at)) {
		switch (table.kind(at)) {
			case 'call_expression': {
				const callee = calleeText(table, at);
				if (!inLiteral && panicking.test(callee)) return 'panic';
				if (!inLiteral && errorMaking.test(callee)) return 'error';
				if (once.test(callee)) return 'once';
				break;
			}
			case 'func_literal':
				// A closure is made where it stands; what is in it runs when it is called.
				if (at !== node) inLiteral = true;
				break;
			case 'return_statement':
				if (!inLiteral && isErrorResult(table, at, node)) return 'error';
				break;
			case 'function_declaration':
				if (!inLiteral && nameOf(table, at) === 'init') return 'initialization';
				return !inLiteral && buildsForType(table, at, node) ? 'once' : undefined;
			case 'method_declaration':
				return !inLiteral && buildsForType(table, at, node) ? 'once' : undefined;
		}
	}
	return inLiteral ? undefined : 'initialization';
}

const panicking = /^(?:panic|log\.(?:Fatal|Panic)\w*|\w+\.Fatalf?)$/;
const errorMaking = /^(?:errors\.(?:New|Join|Errorf|Wrapf?|WithStack|WithMessagef?)|fmt\.Errorf|xerrors\.\w+)$/;
/** `once.Do(f)`, `c.initOnce.Do(f)`, `sync.OnceValue(f)`. */
const once = /^(?:sync\.Once\w*|(?:.*\.)?\w*[oO]nce\w*\.Do)$/;

function calleeText(table: SyntaxTable, call: SyntaxNode): string {
	const text = calleeOf(table, call);
	return text.length <= 80 ? text : '';
}

function nameOf(table: SyntaxTable, declaration: SyntaxNode): string {
	const name = table.children(declaration).find((child) => table.kind(child) === 'identifier');
	return name === undefined ? '' : table.textOf(name);
}

/** Codecs make their closures once for each type, in functions that are given it, and keep them. */
function buildsForType(table: SyntaxTable, declaration: SyntaxNode, node: SyntaxNode): boolean {
	if (table.kind(node) !== 'func_literal') return false;
	return /\breflect\.Type\b/.test(headOf(table, declaration));
}

/** From `func` to the brace of its body. */
function headOf(table: SyntaxTable, declaration: SyntaxNode): string {
	const body = table.children(declaration).find((child) => table.kind(child) === 'block');
	return table.text.slice(table.start(declaration), body === undefined ? table.end(declaration) : table.start(body));
}

/** `return nil, &ParseError{…}` in a function whose last result is an error. What a call is given need not be for an error. */
function isErrorResult(table: SyntaxTable, statement: SyntaxNode, node: SyntaxNode): boolean {
	const list = table.children(statement).find((child) => table.kind(child) === 'expression_list');
	if (list === undefined) return false;
	const last = table.children(list).at(-1);
	if (last === undefined || !isMade(table, last)) return false;
	if (table.start(node) < table.start(last) || table.end(node) > table.end(last)) return false;
	return endsInError(table, statement);
}

/** `T{…}` or `&T{…}`. */
function isMade(table: SyntaxTable, expression: SyntaxNode): boolean {
	const kind = table.kind(expression);
	if (kind === 'composite_literal') return true;
	if (kind !== 'unary_expression') return false;
	const operand = table.children(expression).at(-1);
	return operand !== undefined && table.kind(operand) === 'composite_literal';
}

function endsInError(table: SyntaxTable, inside: SyntaxNode): boolean {
	for (let at = table.parent(inside); at > 0; at = table.parent(at)) {
		const kind = table.kind(at);
		if (kind !== 'function_declaration' && kind !== 'method_declaration' && kind !== 'func_literal') continue;
		return /\berror\s*\)?$/.test(headOf(table, at).trimEnd());
	}
	return false;
}
