/** What the files of a package declare, and what a name means at a place: the ground that type questions stand on. */
import { functionsOf } from './functions.ts';
import { perTable } from './perTable.ts';
import type { SyntaxNode, SyntaxTable } from './syntaxTable.ts';

/** A node together with the file it stands in. */
export interface LocatedNode {
	readonly table: SyntaxTable;
	readonly node: SyntaxNode;
}

/** What a name stands for. Types and values are nodes of the declaration; absent when the source does not give them. */
export type DeclaredMeaning =
	| {
			readonly kind: 'variable';
			readonly type?: LocatedNode;
			/** The expression it is declared with; its `index`th result when there are more names than expressions. */
			readonly value?: LocatedNode;
			readonly index: number;
			readonly names: number;
			/** `range` variables are elements of the value, `...T` parameters are slices of the type. */
			readonly from: 'value' | 'range' | 'variadic' | 'type-switch';
			/** Declared inside a function: a closure that names it captures it. The declaring function or func literal. */
			readonly owner: SyntaxNode | undefined;
	  }
	| { readonly kind: 'constant'; readonly type?: LocatedNode; readonly value?: LocatedNode }
	| { readonly kind: 'type'; readonly type: LocatedNode; readonly name: string; readonly alias: boolean }
	| { readonly kind: 'type-parameter' }
	| { readonly kind: 'function'; readonly declaration: LocatedNode }
	| { readonly kind: 'package'; readonly path: string };

export interface PackageDeclarations {
	readonly names: ReadonlyMap<string, DeclaredMeaning>;
	/** By `T.M`, with the pointer of the receiver left out. */
	readonly methods: ReadonlyMap<string, LocatedNode>;
}

/** Reads the package-level declarations of all files of one package. */
export function declarationsOf(tables: Iterable<SyntaxTable>): PackageDeclarations {
	const names = new Map<string, DeclaredMeaning>();
	const methods = new Map<string, LocatedNode>();
	for (const table of tables) {
		for (const node of table.children(0)) {
			if (/^(?:var|const|type)_declaration$/.test(table.kind(node))) {
				for (const [name, meaning] of declaredBy(table, node, undefined)) names.set(name, meaning);
			}
		}
		for (const each of functionsOf(table)) {
			const method = /^\(?\*?([^).]+)\)?\.(.+)$/.exec(each.name);
			const declaration = { table, node: each.node };
			if (method) methods.set(`${method[1]}.${method[2]}`, declaration);
			else names.set(each.name, { kind: 'function', declaration });
		}
	}
	return { names, methods };
}

/** What `name` means at `node`, looked up outwards as Go does. `undefined`: predeclared, or not to be found in the source. */
export function meaningAt(
	declarations: PackageDeclarations,
	{ table, node }: LocatedNode,
	name: string,
): DeclaredMeaning | undefined {
	let below = node;
	for (let scope = table.parent(node); scope >= 0; below = scope, scope = table.parent(scope)) {
		const found = declaredIn(table, scope, below, name);
		if (found) return found;
	}
	return declarations.names.get(name) ?? importedAs(table, name);
}

/** The innermost function declaration or func literal around a node. */
export function functionOwner(table: SyntaxTable, node: SyntaxNode): SyntaxNode | undefined {
	for (let at = table.parent(node); at > 0; at = table.parent(at)) {
		if (/^(?:function_declaration|method_declaration|func_literal)$/.test(table.kind(at))) return at;
	}
	return undefined;
}

/** What a scope declares before `below`, its child on the way to the place that asks. */
function declaredIn(
	table: SyntaxTable,
	scope: SyntaxNode,
	below: SyntaxNode,
	name: string,
): DeclaredMeaning | undefined {
	switch (table.kind(scope)) {
		case 'statement_list':
		case 'block':
		case 'expression_case':
		case 'default_case':
		case 'communication_case':
		case 'if_statement':
		case 'for_clause':
		case 'expression_switch_statement':
			return lastDeclared(table, scope, below, name);
		case 'for_statement': {
			const header = scope + 2;
			if (header >= below) return undefined;
			if (table.kind(header) === 'range_clause') return rangeVariable(table, header, name);
			return table.kind(header) === 'for_clause' ? lastDeclared(table, header, below, name) : undefined;
		}
		case 'type_case':
			return switchVariable(table, scope, name);
		case 'function_declaration':
		case 'method_declaration':
		case 'func_literal':
			return parameter(table, scope, name);
		case 'type_declaration':
			return undefined;
		default:
			return undefined;
	}
}

const declaringKinds = new Set([
	'short_var_declaration',
	'receive_statement',
	'var_declaration',
	'const_declaration',
	'type_declaration',
]);

/** Bodies have hundreds of statements, and each name asks all of those before it: what cannot matter is passed over first. */
function lastDeclared(
	table: SyntaxTable,
	scope: SyntaxNode,
	below: SyntaxNode,
	name: string,
): DeclaredMeaning | undefined {
	let found: DeclaredMeaning | undefined;
	for (let child = scope + 1; child < below; child = table.last(child)) {
		if (!declaringKinds.has(table.kind(child)) || !namesOf(table, child).includes(name)) continue;
		const owner = functionOwner(table, child);
		for (const [declared, meaning] of declaredBy(table, child, owner)) if (declared === name) found = meaning;
	}
	return found;
}

/** A text that holds all names which a declaration declares. */
function namesOf(table: SyntaxTable, declaration: SyntaxNode): string {
	return table.textOf(table.kind(declaration) === 'short_var_declaration' ? declaration + 1 : declaration);
}

/** The names that a declaration declares. */
function declaredBy(table: SyntaxTable, node: SyntaxNode, owner: SyntaxNode | undefined): [string, DeclaredMeaning][] {
	switch (table.kind(node)) {
		case 'short_var_declaration':
		case 'receive_statement': {
			const [left, operator, right] = table.children(node);
			if (left === undefined || right === undefined || operator === undefined) return [];
			if (table.textOf(operator) !== ':=') return [];
			return variables(table, listed(table, left), undefined, listed(table, right), owner);
		}
		case 'var_declaration':
		case 'const_declaration':
		case 'type_declaration':
			return specsOf(table, node).flatMap((spec) => declaredBySpec(table, spec, owner));
		default:
			return [];
	}
}

function declaredBySpec(
	table: SyntaxTable,
	spec: SyntaxNode,
	owner: SyntaxNode | undefined,
): [string, DeclaredMeaning][] {
	const kind = table.kind(spec);
	const children = table.children(spec);
	if (kind === 'type_spec' || kind === 'type_alias') {
		const type = children.at(-1);
		const name = children[0];
		if (name === undefined || type === undefined || type === name) return [];
		const text = table.textOf(name);
		return [[text, { kind: 'type', type: { table, node: type }, name: text, alias: kind === 'type_alias' }]];
	}
	const assign = children.findIndex((child) => table.kind(child) === '=');
	const left = (assign < 0 ? children : children.slice(0, assign)).filter((child) => table.kind(child) !== ',');
	const names = left.filter((child) => table.kind(child) === 'identifier');
	const type = left.find((child) => table.kind(child) !== 'identifier' && table.kind(child) !== 'blank_identifier');
	const right = assign < 0 ? undefined : children[assign + 1];
	const values = right === undefined ? [] : listed(table, right);
	if (kind === 'var_spec') return variables(table, names, type, values, owner);
	return names.map((name, index) => {
		const value = values[index];
		return [
			table.textOf(name),
			{
				kind: 'constant',
				...(type !== undefined && { type: { table, node: type } }),
				...(value !== undefined && { value: { table, node: value } }),
			},
		];
	});
}

function variables(
	table: SyntaxTable,
	names: readonly SyntaxNode[],
	type: SyntaxNode | undefined,
	values: readonly SyntaxNode[],
	owner: SyntaxNode | undefined,
): [string, DeclaredMeaning][] {
	return names.map((name, index) => {
		const value = values.length === names.length ? values[index] : values[0];
		return [
			table.textOf(name),
			{
				kind: 'variable',
				...(type !== undefined && { type: { table, node: type } }),
				...(value !== undefined && { value: { table, node: value } }),
				index: values.length === names.length ? 0 : index,
				names: values.length === names.length ? 1 : names.length,
				from: 'value',
				owner,
			},
		];
	});
}

function rangeVariable(table: SyntaxTable, clause: SyntaxNode, name: string): DeclaredMeaning | undefined {
	const children = table.children(clause);
	const value = children.at(-1);
	if (value === undefined || !children.some((child) => table.kind(child) === ':=')) return undefined;
	const names = listed(table, clause + 1);
	const index = names.findIndex((each) => table.textOf(each) === name);
	if (index < 0) return undefined;
	const owner = functionOwner(table, clause);
	return { kind: 'variable', value: { table, node: value }, index, names: names.length, from: 'range', owner };
}

/** The `v` of `switch v := x.(type)`, in one of its cases. */
function switchVariable(table: SyntaxTable, typeCase: SyntaxNode, name: string): DeclaredMeaning | undefined {
	const statement = table.parent(typeCase);
	const children = table.children(statement);
	const assign = children.findIndex((child) => table.kind(child) === ':=');
	const alias = children[assign - 1];
	if (assign < 0 || alias === undefined || table.textOf(alias) !== name) return undefined;
	const parts = table.children(typeCase);
	const types = parts
		.slice(
			1,
			parts.findIndex((child) => table.kind(child) === ':'),
		)
		.filter((child) => table.kind(child) !== ',');
	const type = types.length === 1 ? types[0] : undefined;
	const value = children[assign + 1];
	const owner = functionOwner(table, typeCase);
	return {
		kind: 'variable',
		...(type !== undefined
			? { type: { table, node: type } }
			: value !== undefined && { value: { table, node: value } }),
		index: 0,
		names: 1,
		from: 'type-switch',
		owner,
	};
}

function parameter(table: SyntaxTable, owner: SyntaxNode, name: string): DeclaredMeaning | undefined {
	for (const list of table.children(owner)) {
		if (table.kind(list) === 'type_parameter_list' && declaresTypeParameter(table, list, name)) {
			return { kind: 'type-parameter' };
		}
		if (table.kind(list) !== 'parameter_list') continue;
		for (const each of table.children(list)) {
			if (!table.kind(each).endsWith('parameter_declaration')) continue;
			const children = table.children(each).filter((child) => table.kind(child) !== ',');
			const type = children.at(-1);
			if (type === undefined) continue;
			if (children.slice(0, -1).some((child) => table.kind(child) === 'identifier' && table.textOf(child) === name)) {
				const from = table.kind(each).startsWith('variadic') ? 'variadic' : 'value';
				return { kind: 'variable', type: { table, node: type }, index: 0, names: 1, from, owner };
			}
			// The type parameters of a generic receiver: `func (l *List[T]) …`.
			if (list === owner + 2 - 1 && receiverParameters(table, type).includes(name)) return { kind: 'type-parameter' };
		}
	}
	return undefined;
}

function declaresTypeParameter(table: SyntaxTable, list: SyntaxNode, name: string): boolean {
	return table
		.children(list)
		.some(
			(each) =>
				table.kind(each) === 'type_parameter_declaration' &&
				table.children(each).some((child) => table.kind(child) === 'identifier' && table.textOf(child) === name),
		);
}

function receiverParameters(table: SyntaxTable, type: SyntaxNode): string[] {
	const names: string[] = [];
	for (let node = type; node < table.last(type); node++) {
		if (table.kind(node) === 'type_elem') names.push(table.textOf(node));
	}
	return names;
}

function importedAs(table: SyntaxTable, name: string): DeclaredMeaning | undefined {
	const path = importsOf(table).get(name);
	return path === undefined ? undefined : { kind: 'package', path };
}

/** The paths of what a file imports, by the names that it has there. */
const importsOf = perTable((table): ReadonlyMap<string, string> => {
	const imports = new Map<string, string>();
	for (const node of table.children(0)) {
		if (table.kind(node) !== 'import_declaration') continue;
		for (let at = node; at < table.last(node); at++) {
			if (table.kind(at) !== 'import_spec') continue;
			const path = /["`](.*)["`]/.exec(table.textOf(at))?.[1] ?? '';
			const alias = /^[\p{L}\p{N}_]+(?=\s*["`])/u.exec(table.textOf(at))?.[0];
			const name = alias ?? usualPackageName(path);
			if (!imports.has(name)) imports.set(name, path);
		}
	}
	return imports;
});

/** The name that an import path most likely has: its last element, a version suffix left out. */
export function usualPackageName(path: string): string {
	const parts = path.split('/');
	const last = parts.at(-1) ?? '';
	const name = /^v\d+$/.test(last) ? (parts.at(-2) ?? last) : last;
	return name
		.replace(/\.v\d+$/, '')
		.replace(/^go-/, '')
		.replaceAll('-', '_');
}

function specsOf(table: SyntaxTable, declaration: SyntaxNode): SyntaxNode[] {
	return table.children(declaration).flatMap((child) => {
		const kind = table.kind(child);
		if (kind === 'var_spec_list') return specsOf(table, child);
		return kind.endsWith('_spec') || kind === 'type_alias' ? [child] : [];
	});
}

/** The members of an `a, b, c` list; a node that is no list is its own only member. */
function listed(table: SyntaxTable, node: SyntaxNode): SyntaxNode[] {
	if (table.kind(node) !== 'expression_list') return [node];
	return table.children(node).filter((child) => table.kind(child) !== ',');
}
