/** The functions of a file, by the names that Go gives them. */
import type { Span } from '../text/span.ts';
import { perTable } from './perTable.ts';
import type { SyntaxNode, SyntaxTable } from './syntaxTable.ts';

export interface GoFunction {
	/** `f`, `T.M`, `(*T).M`: as the compiler prints it inside its package, without type parameters. */
	readonly name: string;
	readonly nameSpan: Span;
	readonly span: Span;
	/** Where its brace opens; its end where it has no body. */
	readonly bodyStart: number;
	readonly node: SyntaxNode;
}

/** All functions and methods that are declared in the file, in order; what could not be parsed is left out. */
export const functionsOf: (table: SyntaxTable) => readonly GoFunction[] = perTable(readFunctions);

function readFunctions(table: SyntaxTable): GoFunction[] {
	const functions: GoFunction[] = [];
	for (const node of table.children(0)) {
		const kind = table.kind(node);
		if (kind !== 'function_declaration' && kind !== 'method_declaration') continue;
		const children = table.children(node);
		const name = children.find((child) => /^(?:field_)?identifier$/.test(table.kind(child)));
		if (name === undefined) continue;
		const body = children.find((child) => table.kind(child) === 'block');
		const receiver = kind === 'method_declaration' ? receiverType(table, children[1]) : '';
		functions.push({
			name: receiver + table.textOf(name),
			nameSpan: { start: table.start(name), end: table.end(name) },
			span: { start: table.start(node), end: table.end(node) },
			bodyStart: body === undefined ? table.end(node) : table.start(body),
			node,
		});
	}
	return functions;
}

/** The function that an offset stands in; functions are searched in the order of {@link functionsOf}. */
export function functionAround(functions: readonly GoFunction[], offset: number): GoFunction | undefined {
	let low = 0;
	let high = functions.length - 1;
	while (low <= high) {
		const middle = (low + high) >> 1;
		const found = functions[middle];
		if (!found) return undefined;
		if (offset < found.span.start) high = middle - 1;
		else if (offset >= found.span.end) low = middle + 1;
		else return found;
	}
	return undefined;
}

/** `(*T).` or `T.` of a receiver's parameter list. */
function receiverType(table: SyntaxTable, list: SyntaxNode | undefined): string {
	if (list === undefined) return '';
	const text = table.textOf(list).replace(/\s+/g, ' ');
	const match = /^\( ?(?:[\p{L}\p{N}_]+ )?(\*?) ?\(?([\p{L}\p{N}_]+)/u.exec(text);
	if (!match) return '';
	return match[1] ? `(*${match[2]}).` : `${match[2]}.`;
}
