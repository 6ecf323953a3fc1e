/** Where the results of a function come from: the same ways, backwards. */
import type { SyntaxNode } from '../syntax/syntaxTable.ts';
import { callTarget } from './callTarget.ts';
import { callArguments, type VariableKey, rootOf, variableKey } from './carriers.ts';
import type { FlowEnd, FlowEndKind } from './flowGraph.ts';
import { type Expansion, type FlowWorld, flowVerdict, type ValueHandOver, oneLine, placeIn } from './flowExpansion.ts';
import { parameterAt, parametersOfFunction } from './functionParameters.ts';
import type { DeclaredFunction, ParsedDeclaration } from './indexedPackage.ts';
import { listMembers, localMeaning, packageCalled, type PlacedNode } from './typeLookup.ts';

/** What the results of a function are made of, all return statements together. */
export function expandResults(world: FlowWorld, declared: DeclaredFunction): Expansion {
	const parsed = declared.parsed();
	const { table } = parsed;
	const search = createOriginSearch(world, parsed);
	for (let node = parsed.node; node < table.last(parsed.node); node++) {
		if (table.kind(node) === 'func_literal') {
			node = table.last(node) - 1;
			continue;
		}
		if (table.kind(node) !== 'return_statement') continue;
		const list = table.children(node)[1];
		if (list !== undefined) for (const value of listMembers(parsed, list)) search.follow(value);
	}
	for (const name of namedResults(parsed)) search.followVariable(name);
	return search.found();
}

/** What an expression is made of. */
export function expandExpression(world: FlowWorld, at: PlacedNode): Expansion {
	const search = createOriginSearch(world, at.in);
	search.follow(at.node);
	return search.found();
}

function createOriginSearch(world: FlowWorld, parsed: ParsedDeclaration) {
	const { table, file } = parsed;
	const handedOver = new Map<string, ValueHandOver>();
	const ends = new Map<string, Omit<FlowEnd, 'node'>>();
	const followed = new Set<SyntaxNode>();
	const variables = new Set<VariableKey>();
	const at = (node: SyntaxNode): PlacedNode => ({ in: parsed, node });
	const end = (node: SyntaxNode, kind: FlowEndKind, message: string) => {
		const place = placeIn(parsed, node);
		ends.set(`${place.line}:${place.column} ${kind}`, { kind, place, text: oneLine(table.textOf(node)), message });
	};

	function follow(node: SyntaxNode): void {
		if (followed.has(node)) return;
		followed.add(node);
		const children = table.children(node);
		const kind = table.kind(node);
		switch (kind) {
			case 'parenthesized_expression':
				return follow(children[1] ?? node + 1);
			case 'unary_expression': {
				const operator = table.textOf(node + 1);
				const operand = children[1];
				if (operand === undefined) return;
				if (operator === '&') return followAddress(node, operand);
				if (operator === '<-') return end(node, 'assumed', `Received from the channel ${table.textOf(operand)}.`);
				if (operator === '*') return followPart(node, operand, 'read through a pointer');
				return end(node, 'constant', 'Computed here.');
			}
			case 'identifier':
				return followName(node);
			case 'selector_expression':
				return followSelector(node);
			case 'index_expression':
				return followPart(node, node + 1, 'an element');
			case 'slice_expression':
				return follow(node + 1);
			case 'type_conversion_expression':
				return followCall(node);
			case 'type_assertion_expression':
				return follow(node + 1);
			case 'composite_literal':
				return end(node, 'allocated', `Made here: ${oneLine(table.textOf(node + 1))}.`);
			case 'func_literal':
				return end(node, 'allocated', 'A function literal, made here.');
			case 'call_expression':
				return followCall(node);
			case 'nil':
				return end(node, 'constant', 'nil.');
			case 'binary_expression':
				return end(node, 'constant', 'Computed here.');
			default:
				if (/_literal$|^(?:true|false|iota)$/.test(kind)) end(node, 'constant', 'A constant.');
				else end(node, 'assumed', 'The source does not tell where it comes from.');
		}
	}

	function followAddress(node: SyntaxNode, operand: SyntaxNode): void {
		if (table.kind(operand) === 'composite_literal')
			return end(node, 'allocated', `Made here: ${oneLine(table.textOf(operand + 1))}.`);
		const root = rootOf(table, operand);
		const key = root === undefined ? undefined : variableKey(at(root));
		if (key !== undefined && root === operand) {
			return end(node, 'allocated', `The address of the variable ${table.textOf(operand)}.`);
		}
		return followPart(node, operand, 'the address of a part');
	}

	/** `x[i]`, `*x`: something inside of what x leads to. */
	function followPart(node: SyntaxNode, of: SyntaxNode, what: string): void {
		const root = rootOf(table, of);
		if (root === undefined) return follow(of);
		const name = table.textOf(root);
		const meaning = localMeaning(at(root), name);
		if (meaning === undefined && file.package.variables.has(name)) {
			return end(node, 'stored', `Read from the package variable ${name}.`);
		}
		if (meaning?.kind === 'variable' && isOwnParameter(root)) {
			return end(node, 'parameter', `From the parameter ${name}: ${what} of what it leads to.`);
		}
		follow(root);
	}

	function followSelector(node: SyntaxNode): void {
		const left = node + 1;
		if (table.kind(left) === 'identifier' && !localMeaning(at(left), table.textOf(left))) {
			const found = packageCalled(world, file, table.textOf(left));
			if (found) return end(node, 'stored', `Read from ${table.textOf(node)}.`);
		}
		followPart(node, left, 'a field');
	}

	function followName(node: SyntaxNode): void {
		const name = table.textOf(node);
		const meaning = localMeaning(at(node), name);
		if (meaning?.kind !== 'variable') {
			if (file.package.variables.has(name)) end(node, 'stored', `Read from the package variable ${name}.`);
			else if (file.package.functions.has(name)) end(node, 'constant', `The function ${name}.`);
			else end(node, 'constant', 'A constant.');
			return;
		}
		if (isOwnParameter(node) && !isNamedResult(node)) end(node, 'parameter', `From the parameter ${name}.`);
		followAssignments(node);
	}

	/** All that is ever assigned to the variable. */
	function followAssignments(name: SyntaxNode): void {
		const key = variableKey(at(name));
		if (key === undefined || variables.has(key)) return;
		variables.add(key);
		const isSame = (each: SyntaxNode) => table.kind(each) === 'identifier' && variableKey(at(each)) === key;
		const text = table.textOf(name);
		for (let node = parsed.node; node < table.last(parsed.node); node++) {
			const kind = table.kind(node);
			if (kind === 'assignment_statement' || kind === 'receive_statement') {
				const [left, , right] = table.children(node);
				if (left === undefined || right === undefined) continue;
				const lefts = listMembers(parsed, left);
				const rights = listMembers(parsed, right);
				lefts.forEach((each, index) => {
					const value = rights.length === lefts.length ? rights[index] : rights[0];
					if (value !== undefined && isSame(each)) follow(value);
				});
			}
		}
		// Its own declaration is found from the use: a name on the left of := is not in scope there.
		const meaning = localMeaning(at(name), text);
		if (meaning?.kind !== 'variable' || meaning.value === undefined) return;
		if (meaning.from === 'range') followPart(meaning.value.node, meaning.value.node, 'an element');
		else follow(meaning.value.node);
	}

	function followCall(node: SyntaxNode): void {
		const target = callTarget(world, at(node));
		const place = placeIn(parsed, node);
		const text = oneLine(table.textOf(node));
		switch (target.kind) {
			case 'function': {
				const { function: to } = target;
				handedOver.set(`${place.line}:${place.column}`, { to, parameter: 'result', how: 'call', place, text });
				const parameters = parametersOfFunction(to);
				for (const { node: argument, index } of callArguments(table, node, target)) {
					const parameter = parameterAt(parameters, index);
					if (parameter && flowVerdict(world, to, parameter) === 'returned') follow(argument);
				}
				return;
			}
			case 'builtin':
				if (target.name === 'new' || target.name === 'make')
					return end(node, 'allocated', `Made here by ${target.name}.`);
				if (target.name === 'append')
					for (const { node: argument } of callArguments(table, node, target)) follow(argument);
				else end(node, 'constant', 'Computed here.');
				return;
			case 'conversion': {
				const [argument] = callArguments(table, node, target);
				if (argument) follow(argument.node);
				return;
			}
			case 'literal':
				return end(node, 'assumed', 'From a call of a function literal.');
			case 'interface':
				return end(node, 'assumed', `From an interface call of ${target.name}: any implementation may have made it.`);
			case 'function-value':
				return end(node, 'assumed', `From a call of the function value ${target.name}.`);
			case 'unresolved':
				return end(node, 'assumed', `From a call of ${target.name}, which the source does not resolve.`);
		}
	}

	function isOwnParameter(node: SyntaxNode): boolean {
		const meaning = localMeaning(at(node), table.textOf(node));
		return (
			meaning?.kind === 'variable' &&
			meaning.owner === parsed.node &&
			meaning.value === undefined &&
			meaning.type !== undefined &&
			isInSignature(meaning.type.node)
		);
	}

	function isInSignature(node: SyntaxNode): boolean {
		const body = table.children(parsed.node).at(-1) ?? parsed.node;
		return node < body;
	}

	function isNamedResult(node: SyntaxNode): boolean {
		return namedResults(parsed).includes(table.textOf(node));
	}

	return {
		follow,
		followVariable(name: string) {
			const body = table.children(parsed.node).at(-1) ?? parsed.node;
			for (let node = body; node < table.last(body); node++) {
				if (table.kind(node) !== 'identifier' || table.textOf(node) !== name) continue;
				const meaning = localMeaning(at(node), name);
				if (meaning?.kind !== 'variable' || meaning.value !== undefined || meaning.owner !== parsed.node) continue;
				followAssignments(node);
				return;
			}
		},
		found: (): Expansion => ({ handedOver: [...handedOver.values()], ends: [...ends.values()] }),
	};
}

function namedResults({ table, node }: ParsedDeclaration): readonly string[] {
	const lists = table.children(node).filter((child) => table.kind(child) === 'parameter_list');
	const results = lists[table.kind(node) === 'method_declaration' ? 2 : 1];
	if (results === undefined) return [];
	return table.children(results).flatMap((each) => {
		if (!table.kind(each).endsWith('parameter_declaration')) return [];
		const names = table
			.children(each)
			.slice(0, -1)
			.filter((child) => table.kind(child) === 'identifier');
		return names.map((name) => table.textOf(name));
	});
}
