/** The functions of a package by the names that the compiler gives them. */
import { type LocatedNode, type PackageDeclarations, meaningAt } from './declarations.ts';
import { functionAround, functionsOf } from './functions.ts';
import type { GoType } from './goTypes.ts';
import { methodOf, typeOfMeaning } from './inferNodeType.ts';
import type { SyntaxNode, SyntaxTable } from './syntaxTable.ts';

/** The declaration of a function of the package, which goes by `f`, `T.M` or `(*T).M`, instances included. */
export function functionNamed(declarations: PackageDeclarations, callee: string): LocatedNode | undefined {
	const method = /^\(?\*?([\p{L}\p{N}_]+)(?:\[.*\])?\)?\.([\p{L}\p{N}_]+)$/u.exec(callee);
	if (method) return declarations.methods.get(`${method[1]}.${method[2]}`);
	const meaning = declarations.names.get(callee.endsWith(']') ? (callee.split('[', 1)[0] ?? '') : callee);
	return meaning?.kind === 'function' ? meaning.declaration : undefined;
}

/** The function of the package that a call names, with the name that the compiler gives it. */
export function calledFunction(
	declarations: PackageDeclarations,
	{ table, node }: LocatedNode,
): { readonly name: string; readonly declaration: LocatedNode } | undefined {
	const callee = node + 1;
	const method = methodOf(declarations, { table, node: callee });
	const meaning =
		table.kind(callee) === 'identifier'
			? meaningAt(declarations, { table, node: callee }, table.textOf(callee))
			: undefined;
	const declaration = method ?? (meaning?.kind === 'function' ? meaning.declaration : undefined);
	if (!declaration) return undefined;
	const start = declaration.table.start(declaration.node);
	const name = functionAround(functionsOf(declaration.table), start)?.name;
	return name === undefined ? undefined : { name, declaration };
}

/** The names of the parameters of a function declaration, in order. */
export function parametersOf({ table, node }: LocatedNode): string[] {
	const lists = table.children(node).filter((child) => table.kind(child) === 'parameter_list');
	const list = lists[table.kind(node) === 'method_declaration' ? 1 : 0];
	return list === undefined ? [] : namesIn(table, list);
}

function namesIn(table: SyntaxTable, list: SyntaxNode): string[] {
	return table.children(list).flatMap((each) => {
		if (!table.kind(each).endsWith('parameter_declaration')) return [];
		const names = table.children(each).filter((child) => table.kind(child) === 'identifier');
		return names.map((name) => table.textOf(name));
	});
}

/** The named results of the function or func literal around a node; none where they have no names. */
export function resultNames(table: SyntaxTable, inside: SyntaxNode | undefined): string[] {
	for (let at = inside === undefined ? 0 : table.parent(inside); at > 0; at = table.parent(at)) {
		if (!/^(?:function_declaration|method_declaration|func_literal)$/.test(table.kind(at))) continue;
		const lists = table.children(at).filter((child) => table.kind(child) === 'parameter_list');
		const list = lists[table.kind(at) === 'method_declaration' ? 2 : 1];
		return list === undefined ? [] : namesIn(table, list);
	}
	return [];
}

/** The func literals of a declaration. */
export function closuresOf({ table, node }: LocatedNode): LocatedNode[] {
	const closures: LocatedNode[] = [];
	for (let at = node; at < table.last(node); at++) {
		if (table.kind(at) === 'func_literal') closures.push({ table, node: at });
	}
	return closures;
}

/** The type of a parameter or receiver of a function of the package, which goes by `f`, `T.M` or `(*T).M`. */
export function parameterType(declarations: PackageDeclarations, callee: string, name: string): GoType | undefined {
	const declaration = functionNamed(declarations, callee);
	if (!declaration) return undefined;
	const body = declaration.table.children(declaration.node).at(-1) ?? declaration.node;
	const found = meaningAt(declarations, { table: declaration.table, node: body }, name);
	return found?.kind === 'variable' && found.owner === declaration.node
		? typeOfMeaning(declarations, found)
		: undefined;
}
