/** The type of an expression, as far as the text of its package tells. */
import { type LocatedNode, type DeclaredMeaning, type PackageDeclarations, meaningAt } from './declarations.ts';
import { argumentsOf, conversionOperand, isBasicType } from './expressions.ts';
import { type GoType, fieldsOf, underlying } from './goTypes.ts';
import type { SyntaxNode, SyntaxTable } from './syntaxTable.ts';

const basic = (name: string): GoType => ({ kind: 'basic', name });
const written = (table: SyntaxTable, node: SyntaxNode): GoType => ({ kind: 'written', at: { table, node } });

/** `undefined` when the text does not tell. */
export function typeOf(declarations: PackageDeclarations, at: LocatedNode, depth = 0): GoType | undefined {
	if (depth > 30) return undefined;
	const { table, node } = at;
	const infer = (each: SyntaxNode | undefined): GoType | undefined =>
		each === undefined ? undefined : typeOf(declarations, { table, node: each }, depth + 1);
	const children = table.children(node);
	switch (table.kind(node)) {
		case 'int_literal':
			return basic('int');
		case 'float_literal':
			return basic('float64');
		case 'rune_literal':
			return basic('rune');
		case 'interpreted_string_literal':
		case 'raw_string_literal':
			return basic('string');
		case 'true':
		case 'false':
			return basic('bool');
		case 'parenthesized_expression':
			return infer(children[1]);
		case 'identifier': {
			const name = table.textOf(node);
			const meaning = meaningAt(declarations, at, name);
			return meaning && typeOfMeaning(declarations, meaning, depth + 1);
		}
		case 'composite_literal':
		case 'type_conversion_expression':
			return written(table, node + 1);
		case 'func_literal':
			return undefined;
		case 'unary_expression': {
			const operator = table.textOf(node + 1);
			const operand = infer(children[1]);
			if (operator === '!') return basic('bool');
			if (operator === '&') return operand && { kind: 'pointer', to: operand };
			if (operator === '*' || operator === '<-') return operand && elementOf(declarations, operand);
			return operand;
		}
		case 'binary_expression': {
			const operator = table.textOf(children[1] ?? node);
			if (/^(?:==|!=|<|<=|>|>=|&&|\|\|)$/.test(operator)) return basic('bool');
			const left = infer(children[0]);
			if (operator === '<<' || operator === '>>') return left;
			// An untyped constant takes the type of the other side.
			return isUntyped(table, children[0]) ? (infer(children[2]) ?? left) : left;
		}
		case 'index_expression': {
			const operand = infer(children[0]);
			return operand && elementOf(declarations, operand);
		}
		case 'slice_expression': {
			const operand = infer(children[0]);
			const made = operand && underlying(declarations, operand);
			return made?.kind === 'array' ? { kind: 'slice', of: made.of } : operand;
		}
		case 'type_assertion_expression': {
			const type = children.find((child) => child > (children[2] ?? node) && table.kind(child) !== ')');
			return type === undefined ? undefined : written(table, type);
		}
		case 'selector_expression':
			return memberType(declarations, at, depth);
		case 'call_expression':
			return single(declarations, callType(declarations, at, depth));
		default:
			return undefined;
	}
}

function isUntyped(table: SyntaxTable, node: SyntaxNode | undefined): boolean {
	return node !== undefined && /_literal$/.test(table.kind(node)) && !/^(?:composite|func)/.test(table.kind(node));
}

/** The type that a name stands for. */
export function typeOfMeaning(
	declarations: PackageDeclarations,
	meaning: DeclaredMeaning,
	depth = 0,
): GoType | undefined {
	if (meaning.kind === 'constant') {
		if (meaning.type) return { kind: 'written', at: meaning.type };
		return meaning.value && typeOf(declarations, meaning.value, depth + 1);
	}
	if (meaning.kind !== 'variable') return undefined;
	if (meaning.type) {
		const type: GoType = { kind: 'written', at: meaning.type };
		return meaning.from === 'variadic' ? { kind: 'slice', of: type } : type;
	}
	if (!meaning.value) return undefined;
	if (meaning.from === 'range') return rangeType(declarations, meaning.value, meaning.index, depth);
	const { table, node } = meaning.value;
	if (meaning.names === 1) return typeOf(declarations, meaning.value, depth + 1);
	if (table.kind(node) === 'call_expression') {
		return resultType(declarations, callType(declarations, meaning.value, depth), meaning.index);
	}
	// v, ok := m[k], x.(T), <-c
	return meaning.index === 0 ? typeOf(declarations, meaning.value, depth + 1) : basic('bool');
}

function rangeType(
	declarations: PackageDeclarations,
	value: LocatedNode,
	index: number,
	depth: number,
): GoType | undefined {
	const type = typeOf(declarations, value, depth + 1);
	const made = type && underlying(declarations, type);
	if (!made) return undefined;
	switch (made.kind) {
		case 'basic':
			if (made.name === 'string') return basic(index === 0 ? 'int' : 'rune');
			return type;
		case 'slice':
		case 'array':
			return index === 0 ? basic('int') : made.of;
		case 'pointer':
			return index === 0 ? basic('int') : elementOf(declarations, made.to);
		case 'map':
			return index === 0 ? made.key : made.of;
		case 'channel':
			return made.of;
		case 'function':
		case 'struct':
		case 'interface':
		case 'foreign':
		case 'type-parameter':
			return undefined;
	}
}

/** What indexing, `*p` and `<-c` give. */
function elementOf(declarations: PackageDeclarations, type: GoType): GoType | undefined {
	const made = underlying(declarations, type);
	if (!made) return undefined;
	switch (made.kind) {
		case 'pointer':
			return made.to;
		case 'slice':
		case 'array':
		case 'map':
		case 'channel':
			return made.of;
		case 'basic':
			return made.name === 'string' ? basic('byte') : undefined;
		case 'function':
		case 'struct':
		case 'interface':
		case 'foreign':
		case 'type-parameter':
			return undefined;
	}
}

/** The type of `x.f`: a field, its own or an embedded one. */
function memberType(
	declarations: PackageDeclarations,
	{ table, node }: LocatedNode,
	depth: number,
): GoType | undefined {
	const operand = typeOf(declarations, { table, node: node + 1 }, depth + 1);
	const name = table.textOf(table.children(node).at(-1) ?? node);
	return operand && fieldType(declarations, operand, name, 0);
}

function fieldType(declarations: PackageDeclarations, type: GoType, name: string, depth: number): GoType | undefined {
	let made = underlying(declarations, type);
	if (made?.kind === 'pointer') made = underlying(declarations, made.to);
	if (made?.kind !== 'struct' || depth > 5) return undefined;
	const fields = fieldsOf(made.at);
	const own = fields.find((field) => field.name === name);
	if (own) return own.type;
	for (const field of fields) {
		const found = field.embedded ? fieldType(declarations, field.type, name, depth + 1) : undefined;
		if (found) return found;
	}
	return undefined;
}

/** The name of a type that the package declares, the pointer to it looked through. */
function declaredTypeName(declarations: PackageDeclarations, type: GoType): string | undefined {
	if (type.kind === 'pointer') return declaredTypeName(declarations, type.to);
	if (type.kind !== 'written') return undefined;
	const { table, node } = type.at;
	const kind = table.kind(node);
	if (kind === 'pointer_type' || kind === 'generic_type') {
		const inner = kind === 'pointer_type' ? table.children(node).at(-1) : table.children(node)[0];
		return inner === undefined ? undefined : declaredTypeName(declarations, written(table, inner));
	}
	if (kind !== 'type_identifier' && kind !== 'identifier') return undefined;
	return meaningAt(declarations, type.at, table.textOf(node))?.kind === 'type' ? table.textOf(node) : undefined;
}

/** The method that `x.m` names, when the package declares it for the type of `x`. */
export function methodOf(declarations: PackageDeclarations, { table, node }: LocatedNode): LocatedNode | undefined {
	if (table.kind(node) !== 'selector_expression') return undefined;
	const operand = typeOf(declarations, { table, node: node + 1 });
	const name = operand && declaredTypeName(declarations, operand);
	return name === undefined
		? undefined
		: declarations.methods.get(`${name}.${table.textOf(table.children(node).at(-1) ?? node)}`);
}

/** Results of functions of the standard library whose values are often printed or stored in interfaces. */
const knownResults: Readonly<Record<string, string>> = {
	len: 'int',
	cap: 'int',
	copy: 'int',
	'fmt.Sprintf': 'string',
	'fmt.Sprint': 'string',
	'fmt.Sprintln': 'string',
	'strconv.Itoa': 'string',
	'strconv.Quote': 'string',
	'strconv.FormatInt': 'string',
	'strings.Join': 'string',
	'strings.Repeat': 'string',
	'strings.TrimSpace': 'string',
	'strings.ToLower': 'string',
	'strings.ToUpper': 'string',
	'strings.Replace': 'string',
	'strings.ReplaceAll': 'string',
	'strings.HasPrefix': 'bool',
	'strings.HasSuffix': 'bool',
	'strings.Contains': 'bool',
	'errors.Is': 'bool',
	'errors.As': 'bool',
	'filepath.Join': 'string',
	'path.Join': 'string',
	'time.Since': 'int64',
};

function callType(declarations: PackageDeclarations, at: LocatedNode, depth: number): GoType | undefined {
	const { table, node } = at;
	let callee = node + 1;
	while (table.kind(callee) === 'parenthesized_expression') callee += 2;
	const name = table.textOf(callee);
	const kind = table.kind(callee);
	if (kind.endsWith('_type')) return written(table, callee);
	if (kind === 'identifier') {
		const meaning = meaningAt(declarations, at, name);
		if (meaning?.kind === 'type') return written(table, callee);
		if (meaning?.kind === 'function') return { kind: 'results', of: meaning.declaration };
		if (meaning) return functionResult(declarations, { table, node: callee }, depth);
		if (isBasicType(name)) return basic(name);
		return builtinResult(declarations, at, name, depth);
	}
	if (kind === 'selector_expression') {
		const method = methodOf(declarations, { table, node: callee });
		if (method) return { kind: 'results', of: method };
		const result = knownResults[name];
		if (result !== undefined) return basic(result);
		// Whatever is called that way returns a string: fmt.Stringer and error say so.
		if (/\.(?:String|Error)$/.test(name) && argumentsOf(table, node).length === 0) return basic('string');
	}
	return functionResult(declarations, { table, node: callee }, depth);
}

function builtinResult(
	declarations: PackageDeclarations,
	at: LocatedNode,
	name: string,
	depth: number,
): GoType | undefined {
	const first = argumentsOf(at.table, at.node)[0];
	if (name === 'new' && first !== undefined) return { kind: 'pointer', to: written(at.table, first) };
	if (name === 'make' && first !== undefined) return written(at.table, first);
	if ((name === 'append' || name === 'min' || name === 'max') && first !== undefined) {
		return typeOf(declarations, { table: at.table, node: first }, depth + 1);
	}
	const result = knownResults[name];
	return result === undefined ? undefined : basic(result);
}

/** The results of a call through a variable or field of function type. */
function functionResult(declarations: PackageDeclarations, callee: LocatedNode, depth: number): GoType | undefined {
	if (callee.table.kind(callee.node) === 'func_literal') return { kind: 'results', of: callee };
	const type = typeOf(declarations, callee, depth + 1);
	const made = type && underlying(declarations, type);
	return made?.kind === 'function' ? { kind: 'results', of: made.at } : undefined;
}

function single(declarations: PackageDeclarations, type: GoType | undefined): GoType | undefined {
	return resultType(declarations, type, 0);
}

/** The `index`th result, when `type` stands for the results of a function. */
function resultType(_declarations: PackageDeclarations, type: GoType | undefined, index: number): GoType | undefined {
	if (type?.kind !== 'results') return index === 0 ? type : undefined;
	return resultsOf(type.of)[index];
}

/** The result types of a function declaration, func literal or function type. */
function resultsOf({ table, node }: LocatedNode): GoType[] {
	const children = table.children(node);
	const lists = children.filter((child) => table.kind(child) === 'parameter_list');
	// A method declaration has its receiver first.
	const parameters = lists[table.kind(node) === 'method_declaration' ? 1 : 0];
	const after = children[children.indexOf(parameters ?? -1) + 1];
	if (parameters === undefined || after === undefined || table.kind(after) === 'block') return [];
	if (table.kind(after) !== 'parameter_list') return [written(table, after)];
	return table.children(after).flatMap((each) => {
		if (!table.kind(each).endsWith('parameter_declaration')) return [];
		const parts = table.children(each).filter((child) => table.kind(child) !== ',');
		const type = parts.at(-1);
		if (type === undefined) return [];
		return Array.from({ length: Math.max(1, parts.length - 1) }, () => written(table, type));
	});
}
/** What a conversion converts, as a type. */
export function operandType(declarations: PackageDeclarations, at: LocatedNode): GoType | undefined {
	const operand = conversionOperand(at.table, at.node);
	return operand === undefined ? undefined : typeOf(declarations, { table: at.table, node: operand });
}
