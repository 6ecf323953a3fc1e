import { meaningAt } from '../../syntax/declarations.ts';
import { underlying } from '../../syntax/goTypes.ts';
import { typeOfMeaning } from '../../syntax/inferNodeType.ts';
import type { SyntaxNode, SyntaxTable } from '../../syntax/syntaxTable.ts';
import type { FixCandidate, FixContext } from './fixCandidate.ts';
import { localName } from './localName.ts';
import { indentOf, type Loop, loopAround } from './loops.ts';
import { declarationAround, disturbs, shapeOf, usesOf } from './variableUses.ts';

/** `t.M` in a loop makes a func value for each iteration; one in front of the loop does for all. */
export function hoistMethodValue({ hint, table, declarations }: FixContext): FixCandidate | undefined {
	if (hint.class !== 'method-value') return undefined;
	let node = table.at(hint.span.start);
	while (node > 0 && table.kind(node) !== 'selector_expression') node = table.parent(node);
	const loop = loopAround(table, node);
	const around = declarationAround(table, node);
	if (!loop || around === undefined) return undefined;
	const [receiver, , member] = table.children(node);
	if (receiver === undefined || member === undefined || table.kind(receiver) !== 'identifier') return undefined;

	const name = table.textOf(receiver);
	const meaning = meaningAt(declarations, { table, node: receiver }, name);
	if (meaning?.kind !== 'variable' || meaning.owner === undefined) return undefined;
	const type = typeOfMeaning(declarations, meaning);
	const made = type && underlying(declarations, type);
	// Of a pointer only the pointer is kept. Values are copied when the func value is made, and nil interfaces panic then.
	if (made?.kind !== 'pointer' || made.to.kind !== 'written') return undefined;
	const base = made.to.at.table.textOf(made.to.at.node);
	const method = declarations.methods.get(`${base}.${table.textOf(member)}`);
	if (!method || !/^func\s*\([^)]*\*/.test(method.table.textOf(method.node))) return undefined;

	const uses = usesOf(table, around, name);
	const shape = shapeOf(declarations, type);
	const declared = uses.filter(({ access }) => access === 'declare');
	if (declared.length !== 1 || declared.some((use) => use.node > loop.node)) return undefined;
	const isDisturbed = uses.some(
		(use) =>
			disturbs(table, use, shape) && (use.access !== 'write' || use.node > loop.node || use.owner !== meaning.owner),
	);
	const indent = indentOf(table, loop.node);
	if (isDisturbed || indent === undefined) return undefined;

	const hoisted = localName(table.textOf(around), lowerFirst(table.textOf(member)));
	const at = table.start(loop.node);
	const statement = `${hoisted} := ${name}.${table.textOf(member)}`;
	return {
		title: `Make ${name}.${table.textOf(member)} once, in front of the loop`,
		edits: [
			{ span: { start: at, end: at }, newText: `${statement}\n${indent}` },
			...sameValues(table, loop, node).map((each) => ({
				span: { start: table.start(each), end: table.end(each) },
				newText: hoisted,
			})),
		],
		proof: { kind: 'once', place: { start: at, end: at + statement.length } },
	};
}

/** All places in the loop that make the same func value; a call of the method makes none. */
function sameValues(table: SyntaxTable, { body }: Loop, value: SyntaxNode): SyntaxNode[] {
	const found: SyntaxNode[] = [];
	for (let node = body; node < table.last(body); node++) {
		if (table.kind(node) !== 'selector_expression' || table.textOf(node) !== table.textOf(value)) continue;
		const parent = table.parent(node);
		if (table.kind(parent) !== 'call_expression' || parent + 1 !== node) found.push(node);
	}
	return found;
}

function lowerFirst(name: string): string {
	return name.charAt(0).toLowerCase() + name.slice(1);
}
