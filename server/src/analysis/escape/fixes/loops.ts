/** Loops, and whether a place can be left or run again. */
import type { SyntaxNode, SyntaxTable } from '../../syntax/syntaxTable.ts';

export interface Loop {
	readonly node: SyntaxNode;
	/** The clause in front of the body, if there is one. */
	readonly header: SyntaxNode | undefined;
	readonly body: SyntaxNode;
	/** The list of statements that the loop is one of. */
	readonly list: SyntaxNode;
}

/** The innermost loop of the same function around a node; undefined also where it has a label, or stands in no plain list. */
export function loopAround(table: SyntaxTable, node: SyntaxNode): Loop | undefined {
	for (let at = table.parent(node); at > 0; at = table.parent(at)) {
		if (/^(?:function_declaration|method_declaration|func_literal)$/.test(table.kind(at))) return undefined;
		if (table.kind(at) !== 'for_statement') continue;
		const children = table.children(at);
		const body = children.at(-1);
		const list = table.parent(at);
		if (body === undefined || table.kind(body) !== 'block' || table.kind(list) !== 'statement_list') return undefined;
		return { node: at, header: children.length > 2 ? children[1] : undefined, body, list };
	}
	return undefined;
}

/** All loops around a node, up to the function declaration: a func literal may be called in each of them. */
export function loopsAround(table: SyntaxTable, node: SyntaxNode): readonly SyntaxNode[] {
	const loops: SyntaxNode[] = [];
	for (let at = table.parent(node); at > 0; at = table.parent(at))
		if (table.kind(at) === 'for_statement') loops.push(at);
	return loops;
}

/** The statements of a block or of a list. */
export function statementsOf(table: SyntaxTable, node: SyntaxNode): readonly SyntaxNode[] {
	const list =
		table.kind(node) === 'statement_list'
			? node
			: table.children(node).find((child) => table.kind(child) === 'statement_list');
	return list === undefined ? [] : table.children(list).filter((child) => table.kind(child) !== ';');
}

/** True when the body can be left in the middle: by return, goto, a label, or a break or continue of this or an outer loop. */
export function canLeave(table: SyntaxTable, body: SyntaxNode): boolean {
	const visit = (node: SyntaxNode, inLoop: boolean, inSwitch: boolean): boolean =>
		table.children(node).some((child) => {
			switch (table.kind(child)) {
				case 'func_literal':
					return false;
				case 'return_statement':
				case 'goto_statement':
				case 'labeled_statement':
					return true;
				case 'break_statement':
					return hasLabel(table, child) || (!inLoop && !inSwitch);
				case 'continue_statement':
					return hasLabel(table, child) || !inLoop;
				case 'for_statement':
					return visit(child, true, inSwitch);
				case 'expression_switch_statement':
				case 'type_switch_statement':
				case 'select_statement':
					return visit(child, inLoop, true);
				default:
					return visit(child, inLoop, inSwitch);
			}
		});
	return visit(body, false, false);
}

function hasLabel(table: SyntaxTable, statement: SyntaxNode): boolean {
	return table.children(statement).some((child) => table.kind(child) === 'label_name');
}

/** True when something below the node is of the kind. */
export function holds(table: SyntaxTable, within: SyntaxNode, kind: string): boolean {
	for (let node = within + 1; node < table.last(within); node++) if (table.kind(node) === kind) return true;
	return false;
}

/** Tabs and spaces in front of the line that a node starts on; undefined when something else stands there. */
export function indentOf(table: SyntaxTable, node: SyntaxNode): string | undefined {
	const start = table.start(node);
	const line = table.text.lastIndexOf('\n', start - 1) + 1;
	const before = table.text.slice(line, start);
	return before.trim() === '' ? before : undefined;
}
