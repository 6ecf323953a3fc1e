import { perTable } from './perTable.ts';
import type { SyntaxNode, SyntaxTable } from './syntaxTable.ts';

/**
 * All of a file that questions about other files may look into: everything but the bodies of functions. A body with func
 * literals is part of it, since what they capture says whether an inlined copy of them allocates.
 */
export const outlineOf: (table: SyntaxTable) => string = perTable((table) => {
	const parts = table.children(0).map((node) => {
		const body = bodyOf(table, node);
		const open = body === undefined || hasFuncLiteral(table, body);
		return open ? table.textOf(node) : table.text.slice(table.start(node), table.start(body));
	});
	return parts.join('\n');
});

function bodyOf(table: SyntaxTable, node: SyntaxNode): SyntaxNode | undefined {
	const kind = table.kind(node);
	if (kind !== 'function_declaration' && kind !== 'method_declaration') return undefined;
	const last = table.children(node).at(-1);
	return last !== undefined && table.kind(last) === 'block' && !table.broken(node) ? last : undefined;
}

function hasFuncLiteral(table: SyntaxTable, body: SyntaxNode): boolean {
	for (let node = body; node < table.last(body); node++) if (table.kind(node) === 'func_literal') return true;
	return false;
}
