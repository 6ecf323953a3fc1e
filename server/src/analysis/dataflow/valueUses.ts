/** What a function does with a value that one of its variables holds. */
import type { SyntaxNode } from '../syntax/syntaxTable.ts';
import type { FactWorld } from './callTarget.ts';
import { callArguments, type Carriers, isHandedOver, rootOf } from './carriers.ts';
import { parameterAt, parametersOfFunction, type FlowParameter } from './functionParameters.ts';
import type { FlowEndKind } from './flowGraph.ts';
import type { DeclaredFunction, ParsedDeclaration } from './indexedPackage.ts';
import { localMeaning, listMembers, importPathCalled, type PlacedNode } from './typeLookup.ts';

export type ValueUse =
	| {
			readonly kind: 'handed-over';
			readonly to: DeclaredFunction;
			readonly parameter: FlowParameter;
			readonly how: 'call' | 'go' | 'defer';
			readonly node: SyntaxNode;
	  }
	| {
			readonly kind: 'ends';
			readonly end: FlowEndKind;
			readonly message: string;
			readonly node: SyntaxNode;
			/** The parameter through which it is stored, by its index. */
			readonly through?: number;
	  };

/** All uses in order of the text. `parameters`: those of the function, for what is stored through them. */
export function valueUses(
	world: FactWorld,
	parsed: ParsedDeclaration,
	parameters: readonly FlowParameter[],
	carriers: Carriers,
): readonly ValueUse[] {
	const { table, file } = parsed;
	const uses: ValueUse[] = [];
	const at = (node: SyntaxNode): PlacedNode => ({ in: parsed, node });
	const end = (node: SyntaxNode, kind: FlowEndKind, message: string, through?: number) => {
		uses.push({ kind: 'ends', end: kind, message, node, ...(through !== undefined && { through }) });
	};

	function useOfCall(call: SyntaxNode): void {
		const target = carriers.target(call);
		const list = callArguments(table, call, target).filter(({ node }) => carriers.carries(node));
		if (target.kind === 'function-value' && carriers.carries(calleeOfCall(call))) {
			end(call, 'assumed', `Kept by assumption: ${target.name} is called, and may keep what it holds.`);
		}
		if (list.length === 0) return;
		const how = startedBy(call);
		switch (target.kind) {
			case 'builtin':
				if (target.name === 'panic')
					end(call, 'panics', 'It is the value of a panic, which lives until somebody recovers it.');
				if (target.name === 'copy') useOfCopy(call);
				return;
			case 'conversion':
			case 'literal':
				if (how === 'go') end(call, 'captured', 'A goroutine is started with it.');
				return;
			case 'function': {
				if (how === 'go') end(call, 'captured', `A goroutine is started with it: go ${target.function.name}.`);
				const known = parametersOfFunction(target.function);
				for (const { index } of list) {
					const parameter = parameterAt(known, index);
					if (parameter) uses.push({ kind: 'handed-over', to: target.function, parameter, how, node: call });
				}
				return;
			}
			case 'interface': {
				const what = target.name.includes('.') ? target.name : `a method ${target.name}`;
				end(call, 'assumed', `Kept by assumption: an interface call of ${what} may reach any implementation.`);
				return;
			}
			case 'function-value':
				end(call, 'assumed', `Kept by assumption: ${target.name} is a function value, which may be any function.`);
				return;
			case 'unresolved':
				end(call, 'assumed', `Kept by assumption: the source does not tell which function ${target.name} is.`);
		}
	}

	/** What is called, brackets looked through. */
	function calleeOfCall(call: SyntaxNode): SyntaxNode {
		let callee = call + 1;
		while (table.kind(callee) === 'parenthesized_expression') callee = table.children(callee)[1] ?? callee + 1;
		return callee;
	}

	function useOfCopy(call: SyntaxNode): void {
		const [into, from] = callArguments(table, call, carriers.target(call));
		if (into && from && carriers.carries(from.node)) useOfTarget(into.node, call);
	}

	/** `left = value`, where the value carries. */
	function useOfTarget(left: SyntaxNode, statement: SyntaxNode, value?: SyntaxNode): void {
		const root = rootOf(table, left);
		const captured = value !== undefined && table.kind(value) === 'func_literal';
		const store = (where: string, through?: number) => {
			if (captured) end(statement, 'captured', `A function literal that holds it is stored in ${where}.`, through);
			else end(statement, 'stored', `Stored in ${where}.`, through);
		};
		if (root === undefined) {
			if (table.kind(left) !== 'identifier') store('an object that a call returned');
			return;
		}
		const name = table.textOf(root);
		const meaning = localMeaning(at(root), name);
		if (meaning?.kind !== 'variable') {
			if (name === '_') return;
			const path = table.kind(left) === 'selector_expression' ? importPathCalled(world, file, name) : undefined;
			if (path !== undefined) store(`the package variable ${table.textOf(left)}`);
			else if (file.package.variables.has(name)) store(`the package variable ${name}`);
			return;
		}
		const parameter = parameters.find((each) => each.name === name && isParameterOf(root));
		if (isResult(root)) {
			end(statement, 'returned', `Returned: ${name} is a result.`);
			return;
		}
		if (table.kind(left) === 'identifier') return;
		if (parameter && (isHandedOver(world, at(root)) || !isOwnField(left))) {
			store(`what ${parameter.index < 0 ? 'the receiver' : 'the parameter'} ${name} points to`, parameter.index);
			return;
		}
		if (!parameter && !isFresh(root)) store(`what ${name} points to`);
	}

	/** `x.f`: a field of the variable itself. */
	function isOwnField(left: SyntaxNode): boolean {
		return table.kind(left) === 'selector_expression' && table.kind(left + 1) === 'identifier';
	}

	function isParameterOf(root: SyntaxNode): boolean {
		const meaning = localMeaning(at(root), table.textOf(root));
		return (
			meaning?.kind === 'variable' &&
			meaning.owner === parsed.node &&
			meaning.value === undefined &&
			meaning.from !== 'range'
		);
	}

	/** A named result of the function itself. */
	function isResult(root: SyntaxNode): boolean {
		const name = table.textOf(root);
		if (!isParameterOf(root)) return false;
		const meaning = localMeaning(at(root), name);
		if (meaning?.kind !== 'variable' || meaning.type === undefined) return false;
		const lists = table.children(parsed.node).filter((child) => table.kind(child) === 'parameter_list');
		const results = lists[table.kind(parsed.node) === 'method_declaration' ? 2 : 1];
		return results !== undefined && meaning.type.node > results && meaning.type.node < table.last(results);
	}

	/** A variable whose object was made here: what is put into it goes where the variable goes. */
	function isFresh(root: SyntaxNode): boolean {
		const meaning = localMeaning(at(root), table.textOf(root));
		if (meaning?.kind !== 'variable') return false;
		if (meaning.from !== 'value') return false;
		if (meaning.value === undefined)
			return meaning.type !== undefined && table.kind(meaning.type.node) !== 'pointer_type';
		return isNew(meaning.value.node);
	}

	function isNew(value: SyntaxNode): boolean {
		switch (table.kind(value)) {
			case 'composite_literal':
				return true;
			case 'unary_expression':
				return table.textOf(value + 1) === '&' && table.kind(table.children(value)[1] ?? value) === 'composite_literal';
			case 'call_expression':
				return /^(?:new|make)\(/.test(table.textOf(value));
			default:
				return false;
		}
	}

	/** The statement that starts a call: `go f(x)`, `defer f(x)`. */
	function startedBy(call: SyntaxNode): 'call' | 'go' | 'defer' {
		const kind = table.kind(table.parent(call));
		return kind === 'go_statement' ? 'go' : kind === 'defer_statement' ? 'defer' : 'call';
	}

	function isInLiteral(node: SyntaxNode): boolean {
		for (let above = table.parent(node); above > parsed.node; above = table.parent(above)) {
			if (table.kind(above) === 'func_literal') return true;
		}
		return false;
	}

	for (let node = parsed.node; node < table.last(parsed.node); node++) {
		switch (table.kind(node)) {
			case 'call_expression':
			case 'type_conversion_expression':
				useOfCall(node);
				break;
			case 'assignment_statement': {
				const [left, , right] = table.children(node);
				if (left === undefined || right === undefined) break;
				const lefts = listMembers(parsed, left);
				const rights = listMembers(parsed, right);
				lefts.forEach((each, index) => {
					const value = rights.length === lefts.length ? rights[index] : rights[0];
					if (value === undefined) return;
					const key = table.kind(each) === 'index_expression' ? table.children(each)[2] : undefined;
					if (carriers.carries(value)) useOfTarget(each, node, value);
					else if (key !== undefined && carriers.carries(key)) useOfTarget(each, node);
				});
				break;
			}
			case 'send_statement': {
				const value = table.children(node).at(-1);
				if (value !== undefined && carriers.carries(value)) {
					end(node, 'sent', `Sent on the channel ${table.textOf(node + 1)}.`);
				}
				break;
			}
			case 'return_statement': {
				const list = table.children(node)[1];
				if (list === undefined) break;
				const found = listMembers(parsed, list).find((each) => carriers.carries(each));
				if (found === undefined) break;
				if (isInLiteral(node)) end(node, 'returned', 'Returned by a function literal.');
				else if (table.kind(found) === 'func_literal')
					end(node, 'captured', 'Captured by a function literal that is returned.');
				else end(node, 'returned', 'Returned to the caller.');
				break;
			}
			case 'func_literal': {
				if (!carriers.carries(node)) break;
				const call = table.parent(node);
				if (table.kind(call) === 'call_expression' && call + 1 === node && startedBy(call) === 'go') {
					end(node, 'captured', 'Captured by the function literal of a goroutine.');
				}
				break;
			}
			default:
				break;
		}
	}
	return uses;
}
