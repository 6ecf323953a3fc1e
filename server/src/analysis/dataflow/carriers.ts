/**
 * Which variables of a function hold a value, or something that leads to it: a fixed point over its statements, without their
 * order. What is once assigned to a variable counts for all of its uses.
 */
import { type DeclaredMeaning, functionOwner } from '../syntax/declarations.ts';
import { argumentsOf, conversionOperand } from '../syntax/expressions.ts';
import type { SyntaxNode, SyntaxTable } from '../syntax/syntaxTable.ts';
import { type CallTarget, type FactWorld, callTarget, expressionType } from './callTarget.ts';
import { parameterAt, parametersOfFunction, parametersOfLiteral, type FlowParameter } from './functionParameters.ts';
import type { DeclaredFunction, ParsedDeclaration } from './indexedPackage.ts';
import type { ParameterVerdict } from './parameterFacts.ts';
import { isPointerFree, listMembers, localMeaning, type PlacedNode, typeStructure } from './typeLookup.ts';

/** A variable of a function, told apart from others of the same name. */
export type VariableKey = string;

/** What the callees of a function do with their parameters. */
export interface CalleeWorld extends FactWorld {
	/** `undefined`: nothing is known, as for generic functions that were not instantiated. */
	verdicts(declared: DeclaredFunction, parameter: FlowParameter): readonly ParameterVerdict[] | undefined;
	/** The parameters into whose objects a callee stores one of its parameters. */
	storesInto(declared: DeclaredFunction, parameter: FlowParameter): ReadonlySet<number>;
}

export interface Carriers {
	/** Whether an expression evaluates to something that holds the value. */
	carries(node: SyntaxNode): boolean;
	readonly variables: ReadonlySet<VariableKey>;
	target(call: SyntaxNode): CallTarget;
}

/** The variable that an identifier means; `undefined` for what is no variable of a function. */
export function variableKey(at: PlacedNode): VariableKey | undefined {
	const name = at.in.table.textOf(at.node);
	if (name === '_') return undefined;
	return keyOf(name, localMeaning(at, name));
}

/** The variable that an identifier means or declares. */
export function namedVariable(at: PlacedNode): VariableKey | undefined {
	return declaredKey(at) ?? variableKey(at);
}

/** The variable that a name on the left of `:=`, in a `range` clause or in a `var` specification declares: it is in scope only behind. */
function declaredKey({ in: parsed, node }: PlacedNode): VariableKey | undefined {
	const { table } = parsed;
	const name = table.textOf(node);
	if (name === '_') return undefined;
	const list = table.parent(node);
	const statement = table.kind(list) === 'expression_list' ? table.parent(list) : list;
	const children = table.children(statement);
	switch (table.kind(statement)) {
		case 'short_var_declaration':
		case 'receive_statement':
		case 'range_clause': {
			const isRange = table.kind(statement) === 'range_clause';
			const right = children.at(-1);
			if (children[0] !== list || right === undefined || !children.some((child) => table.kind(child) === ':='))
				return undefined;
			const names = listMembers(parsed, list);
			const values = isRange ? [right] : listMembers(parsed, right);
			const index = names.indexOf(node);
			const alone = !isRange && values.length === names.length;
			const value = alone ? values[index] : values[0];
			return `${functionOwner(table, statement)} ${name}  ${value ?? ''} ${alone ? 0 : index} ${isRange ? 'range' : 'value'}`;
		}
		case 'var_spec': {
			const equals = children.findIndex((child) => table.kind(child) === '=');
			const left = (equals < 0 ? children : children.slice(0, equals)).filter((child) => table.kind(child) !== ',');
			const names = left.filter((child) => table.kind(child) === 'identifier');
			const index = names.indexOf(node);
			const type = left.find((child) => !/^(?:blank_)?identifier$/.test(table.kind(child)));
			const right = equals < 0 ? undefined : children[equals + 1];
			const values = right === undefined ? [] : listMembers(parsed, right);
			const alone = values.length === names.length;
			const value = alone ? values[index] : values[0];
			return `${functionOwner(table, statement)} ${name} ${type ?? ''} ${value ?? ''} ${alone ? 0 : index} value`;
		}
		default:
			return undefined;
	}
}

function keyOf(name: string, meaning: DeclaredMeaning | undefined): VariableKey | undefined {
	if (meaning?.kind !== 'variable') return undefined;
	const { owner, type, value, index, from } = meaning;
	return `${owner} ${name} ${type?.node ?? ''} ${value?.node ?? ''} ${index} ${from}`;
}

/** An argument of a call; the receiver has the index -1. */
export interface Argument {
	readonly node: SyntaxNode;
	readonly index: number;
}

export function callArguments(table: SyntaxTable, call: SyntaxNode, target: CallTarget): readonly Argument[] {
	const hasReceiver =
		(target.kind === 'function' && target.method) || target.kind === 'interface' || target.kind === 'unresolved';
	let callee = call + 1;
	while (table.kind(callee) === 'parenthesized_expression') callee = table.children(callee)[1] ?? callee + 1;
	const receiver: Argument[] =
		hasReceiver && table.kind(callee) === 'selector_expression' ? [{ node: callee + 1, index: -1 }] : [];
	const operand = table.kind(call) === 'type_conversion_expression' ? conversionOperand(table, call) : undefined;
	const given = operand === undefined ? argumentsOf(table, call) : [operand];
	const rest = given.map((node, index) => {
		return { node: table.kind(node) === 'variadic_argument' ? node + 1 : node, index };
	});
	return [...receiver, ...rest];
}

/** The leftmost name of `x.f[i].g`; `undefined` where there is a call or a literal. */
export function rootOf(table: SyntaxTable, expression: SyntaxNode): SyntaxNode | undefined {
	let node = expression;
	for (;;) {
		switch (table.kind(node)) {
			case 'identifier':
				return node;
			case 'selector_expression':
			case 'index_expression':
			case 'slice_expression':
			case 'type_assertion_expression':
				node = node + 1;
				break;
			case 'unary_expression':
			case 'parenthesized_expression':
				node = table.children(node)[1] ?? node + 1;
				break;
			default:
				return undefined;
		}
	}
}

/** `start`: the variables that hold the value to begin with. */
export function findCarriers(world: CalleeWorld, parsed: ParsedDeclaration, start: Iterable<VariableKey>): Carriers {
	const { table } = parsed;
	const variables = new Set<VariableKey>(start);
	const targets = new Map<SyntaxNode, CallTarget>();
	const at = (node: SyntaxNode): PlacedNode => ({ in: parsed, node });
	const target = (call: SyntaxNode): CallTarget => {
		let known = targets.get(call);
		if (!known) targets.set(call, (known = callTarget(world, at(call))));
		return known;
	};
	let memo = new Map<SyntaxNode, boolean>();

	function carries(node: SyntaxNode): boolean {
		let known = memo.get(node);
		if (known === undefined) {
			memo.set(node, false);
			known = holds(node) && !isPlain(node);
			memo.set(node, known);
		}
		return known;
	}

	/** Numbers and the like carry nothing, whatever they are computed from. */
	function isPlain(node: SyntaxNode): boolean {
		if (!/^(?:identifier|selector_expression|index_expression|call_expression)$/.test(table.kind(node))) return false;
		// Without a written type it may be the address of a number: types are told without their pointers.
		if (table.kind(node) === 'identifier' && !hasWrittenType(node)) return false;
		const type = expressionType(world, at(node));
		return type !== undefined && type.in.table.kind(type.node) !== 'pointer_type' && isPointerFree(world, type);
	}

	function hasWrittenType(identifier: SyntaxNode): boolean {
		const meaning = localMeaning(at(identifier), table.textOf(identifier));
		return meaning?.kind === 'variable' && meaning.type !== undefined;
	}

	function holds(node: SyntaxNode): boolean {
		const children = table.children(node);
		switch (table.kind(node)) {
			case 'identifier': {
				const key = variableKey(at(node));
				return key !== undefined && (variables.has(key) || isSwitchedOn(node));
			}
			case 'parenthesized_expression':
				return carries(children[1] ?? node + 1);
			case 'unary_expression':
				return /^(?:&|\*|<-)$/.test(table.textOf(node + 1)) && carries(children[1] ?? node + 1);
			case 'selector_expression':
			case 'slice_expression':
			case 'type_assertion_expression':
			case 'index_expression':
				return carries(node + 1);
			case 'composite_literal': {
				const body = children.find((child) => table.kind(child) === 'literal_value');
				return body !== undefined && literalCarries(body);
			}
			case 'literal_value':
				return literalCarries(node);
			case 'literal_element':
				return carries(node + 1);
			case 'func_literal':
				return captures(node);
			case 'type_conversion_expression':
				if (target(node).kind === 'function') return callCarries(node);
				return children.some((child) => child > node + 1 && carries(child));
			case 'variadic_argument':
				return carries(node + 1);
			case 'call_expression':
				return callCarries(node);
			default:
				return false;
		}
	}

	function literalCarries(body: SyntaxNode): boolean {
		return table.children(body).some((child) => {
			const kind = table.kind(child);
			if (kind === 'keyed_element') {
				const parts = table.children(child).filter((part) => table.kind(part) !== ':');
				// The key of a struct is a field, the key of a map is a value.
				const [key, value] = parts;
				if (value !== undefined && carries(value)) return true;
				return key !== undefined && isMapLiteral(body) && carries(key);
			}
			return kind === 'literal_element' ? carries(child + 1) : carries(child);
		});
	}

	function isMapLiteral(body: SyntaxNode): boolean {
		const literal = table.parent(body);
		if (table.kind(literal) !== 'composite_literal') return false;
		const made = typeStructure(world, at(literal + 1));
		return made !== undefined && made.in.table.kind(made.node) === 'map_type';
	}

	function captures(literal: SyntaxNode): boolean {
		for (let node = literal; node < table.last(literal); node++) {
			if (table.kind(node) !== 'identifier') continue;
			const key = variableKey(at(node));
			if (key === undefined || !variables.has(key)) continue;
			// What it declares itself is no capture.
			const owner = Number(key.split(' ', 1)[0]);
			if (!(owner >= literal && owner < table.last(literal))) return true;
		}
		return false;
	}

	/** The `v` of `switch v := x.(type)` is another variable in each of its cases. */
	function isSwitchedOn(node: SyntaxNode): boolean {
		const name = table.textOf(node);
		for (let above = table.parent(node); above > 0; above = table.parent(above)) {
			if (table.kind(above) !== 'type_switch_statement') continue;
			const children = table.children(above);
			const assign = children.findIndex((child) => table.kind(child) === ':=');
			const alias = children[assign - 1];
			const value = children[assign + 1];
			if (assign > 0 && alias !== undefined && value !== undefined && table.textOf(alias) === name)
				return carries(value);
		}
		return false;
	}

	function callCarries(call: SyntaxNode): boolean {
		const callee = target(call);
		const list = callArguments(table, call, callee);
		switch (callee.kind) {
			case 'builtin':
				return /^(?:append|min|max)$/.test(callee.name) && list.some(({ node }) => carries(node));
			case 'conversion':
				return list.some(({ node }) => carries(node));
			case 'function': {
				const parameters = parametersOfFunction(callee.function);
				return list.some(({ node, index }) => {
					if (!carries(node)) return false;
					const parameter = parameterAt(parameters, index);
					if (!parameter) return false;
					const verdicts = world.verdicts(callee.function, parameter);
					return verdicts === undefined || verdicts.some(({ kind }) => kind === 'result');
				});
			}
			case 'literal':
				return list.some(({ node }) => carries(node)) || captures(callee.literal.node);
			case 'interface':
			case 'function-value':
			case 'unresolved':
				return false;
		}
	}

	const add = (node: SyntaxNode | undefined): boolean => {
		if (node === undefined || table.kind(node) !== 'identifier') return false;
		const key = namedVariable(at(node));
		if (key === undefined || variables.has(key)) return false;
		variables.add(key);
		return true;
	};

	/** `x.f = v` makes `x` a carrier, but not what a caller handed over: that is stored there, and `x` was something before. */
	const addTarget = (left: SyntaxNode): boolean => {
		const root = rootOf(table, left);
		if (root === undefined || (root !== left && isHandedOver(world, at(root)))) return false;
		return add(root);
	};

	function visit(node: SyntaxNode): boolean {
		const children = table.children(node);
		switch (table.kind(node)) {
			case 'short_var_declaration':
			case 'assignment_statement': {
				const [left, , right] = children;
				if (left === undefined || right === undefined) return false;
				return assign(listMembers(parsed, left), listMembers(parsed, right));
			}
			case 'var_spec': {
				const equals = children.findIndex((child) => table.kind(child) === '=');
				const right = children[equals + 1];
				if (equals < 0 || right === undefined) return false;
				const names = children.slice(0, equals).filter((child) => table.kind(child) === 'identifier');
				return assign(names, listMembers(parsed, right));
			}
			case 'range_clause': {
				const value = children.at(-1);
				if (value === undefined || !carries(value) || children.length < 2) return false;
				const names = listMembers(parsed, node + 1);
				return names.map(addTarget).includes(true);
			}
			case 'receive_statement': {
				const [left, , right] = children;
				if (left === undefined || right === undefined || !carries(right)) return false;
				return addTarget(listMembers(parsed, left)[0] ?? left);
			}
			case 'call_expression':
			case 'type_conversion_expression':
				return bindArguments(node);
			default:
				return false;
		}
	}

	function assign(left: readonly SyntaxNode[], right: readonly SyntaxNode[]): boolean {
		let changed = false;
		left.forEach((name, index) => {
			const value = right.length === left.length ? right[index] : right[0];
			if (value === undefined || !carries(value)) return;
			if (addTarget(name)) changed = true;
		});
		return changed;
	}

	/** What a call puts into the objects of its other arguments, and into the parameters of a func literal. */
	function bindArguments(call: SyntaxNode): boolean {
		const callee = target(call);
		const list = callArguments(table, call, callee);
		let changed = false;
		if (callee.kind === 'builtin' && callee.name === 'copy') {
			const [into, from] = list;
			if (into && from && carries(from.node) && addTarget(into.node)) changed = true;
		} else if (callee.kind === 'function') {
			const parameters = parametersOfFunction(callee.function);
			for (const { node, index } of list) {
				const parameter = carries(node) ? parameterAt(parameters, index) : undefined;
				if (!parameter) continue;
				for (const into of world.storesInto(callee.function, parameter)) {
					const other = list.find((each) => each.index === into);
					const root = other && rootOf(table, other.node);
					if (other && root !== undefined && !isHandedOver(world, at(root)) && addTarget(other.node)) changed = true;
				}
			}
		} else if (callee.kind === 'literal') {
			const parameters = parametersOfLiteral(callee.literal);
			for (const { node, index } of list) {
				const parameter = carries(node) ? parameterAt(parameters, index) : undefined;
				// Its own name is looked up from inside the literal.
				if (parameter && parameter.name !== '' && addParameter(callee.literal, parameter.name)) changed = true;
			}
		}
		return changed;
	}

	function addParameter(literal: PlacedNode, name: string): boolean {
		const body = table.children(literal.node).at(-1) ?? literal.node;
		const key = keyOf(name, localMeaning(at(body), name));
		if (key === undefined || variables.has(key)) return false;
		variables.add(key);
		return true;
	}

	for (let round = 0; round < mostRounds; round++) {
		memo = new Map();
		let changed = false;
		for (let node = parsed.node; node < table.last(parsed.node); node++) {
			if (visit(node)) {
				changed = true;
				memo = new Map();
			}
		}
		if (!changed) break;
	}
	memo = new Map();
	return { carries, variables, target };
}

/** True for a parameter that leads to objects of the caller: all but structs and arrays that are handed over as values. */
export function isHandedOver(world: FactWorld, root: PlacedNode): boolean {
	const { table, node } = root.in;
	const meaning = localMeaning(root, table.textOf(root.node));
	if (meaning?.kind !== 'variable' || meaning.owner !== node || meaning.value !== undefined || !meaning.type)
		return false;
	if (meaning.from === 'type-switch') return false;
	const type = { in: root.in, node: meaning.type.node };
	if (table.kind(type.node) === 'pointer_type' || meaning.from === 'variadic') return true;
	const made = typeStructure(world, type);
	return made === undefined || !/^(?:struct|array)_type$/.test(made.in.table.kind(made.node));
}

/** Each adds at least one variable. */
const mostRounds = 30;

/** The key of a parameter, as its uses in the body have it. */
export function parameterKey(declared: DeclaredFunction, { name }: FlowParameter): VariableKey | undefined {
	if (name === '') return undefined;
	const parsed = declared.parsed();
	const body = parsed.table.children(parsed.node).at(-1) ?? parsed.node;
	return keyOf(name, localMeaning({ in: parsed, node: body }, name));
}
