/** The receiver, the parameters and the named results of a function or func literal. */
import type { SyntaxNode } from '../syntax/syntaxTable.ts';
import type { DeclaredFunction, ParsedDeclaration } from './indexedPackage.ts';
import type { PlacedNode, WrittenType } from './typeLookup.ts';

export interface FlowParameter {
	/** Empty when it has none, `_` included. */
	readonly name: string;
	/** From 0; -1 for the receiver. */
	readonly index: number;
	readonly variadic: boolean;
	readonly type: WrittenType;
	/** The name, or the type where there is none. */
	readonly at: PlacedNode;
}

/** In order, the receiver first. */
export function parametersOfFunction(declared: DeclaredFunction): readonly FlowParameter[] {
	const parsed = declared.parsed();
	const lists = listsOf(parsed, parsed.node);
	const isMethod = declared.declaration.receiver !== undefined;
	const [receiver] = isMethod ? readList(parsed, lists[0]) : [];
	return [...(receiver ? [{ ...receiver, index: -1 }] : []), ...readList(parsed, lists[isMethod ? 1 : 0])];
}

export function parametersOfLiteral({ in: parsed, node }: PlacedNode): readonly FlowParameter[] {
	return readList(parsed, listsOf(parsed, node)[0]);
}

/** The parameter that an argument becomes; those behind the last are its elements. */
export function parameterAt(parameters: readonly FlowParameter[], index: number): FlowParameter | undefined {
	return (
		parameters.find((each) => each.index === index) ??
		(index < 0 ? undefined : parameters.find(({ variadic }) => variadic))
	);
}

function listsOf({ table }: ParsedDeclaration, node: SyntaxNode): SyntaxNode[] {
	return table.children(node).filter((child) => table.kind(child) === 'parameter_list');
}

function readList(parsed: ParsedDeclaration, list: SyntaxNode | undefined): FlowParameter[] {
	if (list === undefined) return [];
	const { table } = parsed;
	const parameters: FlowParameter[] = [];
	for (const each of table.children(list)) {
		if (!table.kind(each).endsWith('parameter_declaration')) continue;
		const children = table.children(each).filter((child) => !/^(?:,|\.\.\.)$/.test(table.kind(child)));
		const typeNode = children.at(-1);
		if (typeNode === undefined) continue;
		const variadic = table.kind(each).startsWith('variadic');
		const type: WrittenType = { in: parsed, node: typeNode, ...(variadic && { elements: true as const }) };
		const names = children.slice(0, -1).filter((child) => table.kind(child) === 'identifier');
		const nodes = names.length === 0 ? [typeNode] : names;
		for (const node of nodes) {
			const text = names.length === 0 ? '' : table.textOf(node);
			const index = parameters.length;
			parameters.push({ name: text === '_' ? '' : text, index, variadic, type, at: { in: parsed, node } });
		}
	}
	return parameters;
}
