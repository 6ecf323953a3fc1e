import { type LocatedNode, meaningAt, type PackageDeclarations } from '../../syntax/declarations.ts';
import { argumentsOf } from '../../syntax/expressions.ts';
import type { SyntaxNode } from '../../syntax/syntaxTable.ts';
import { basicTypeOf } from './exactTypes.ts';
import type { FixCandidate, FixContext } from './fixCandidate.ts';
import { callAround } from './formatText.ts';
import { qualifierAt, rewriteFile } from './rewriteFile.ts';

/** `log.Info("done", "n", n)` boxes what it logs; `log.LogAttrs` takes slog's attributes as they are. Both write the same record. */
export function logAttributes(context: FixContext): FixCandidate | undefined {
	const { hint, table, declarations } = context;
	if (hint.class !== 'interface-boxing') return undefined;
	const call = callAround(table, table.at(hint.span.start), /\.(?:Debug|Info|Warn|Error)(?:Context)?$/);
	if (call === undefined || table.kind(table.parent(call)) !== 'expression_statement') return undefined;
	const logger = call + 2;
	if (!isLogger(declarations, { table, node: logger })) return undefined;
	const slog = qualifierAt(context, call, 'log/slog');
	const [, level = '', withContext] = /\.(\w+?)(Context)?$/.exec(table.textOf(call + 1)) ?? [];
	const [first, ...others] = argumentsOf(table, call);
	const given = withContext === undefined ? undefined : first;
	const message = withContext === undefined ? first : others.shift();
	const attributes = message === undefined ? undefined : attributesOf(context, others, slog.name);
	if (message === undefined || !attributes || attributes.length === 0 || !slog.imported) return undefined;
	const contexts = qualifierAt(context, call, 'context');
	const text = [
		given === undefined ? `${contexts.name}.Background()` : table.textOf(given),
		`${slog.name}.Level${level}`,
		table.textOf(message),
		...attributes,
	].join(', ');
	const span = { start: table.start(call), end: table.end(call) };
	const newText = `${table.textOf(logger)}.LogAttrs(${text})`;
	const { edits } = rewriteFile(context, [{ span, newText }], given === undefined ? [contexts] : []);
	return { title: `Replace by ${table.textOf(logger)}.LogAttrs`, edits, proof: { kind: 'gone' } };
}

/** The package slog, or a variable that is surely a *slog.Logger: other types may have methods of these names. */
function isLogger(declarations: PackageDeclarations, at: LocatedNode, depth = 0): boolean {
	const { table, node } = at;
	if (depth > 10) return false;
	if (table.kind(node) === 'call_expression') {
		const [, , method] = table.children(node + 1);
		if (table.kind(node + 1) !== 'selector_expression' || method === undefined) return false;
		const name = table.textOf(method);
		if (isSlog(declarations, { table, node: node + 2 })) return /^(?:New|Default|With)$/.test(name);
		return /^With(?:Group)?$/.test(name) && isLogger(declarations, { table, node: node + 2 }, depth + 1);
	}
	if (isSlog(declarations, at)) return true;
	if (table.kind(node) !== 'identifier') return false;
	const meaning = meaningAt(declarations, at, table.textOf(node));
	if (meaning?.kind !== 'variable' || meaning.from !== 'value' || meaning.names > 1) return false;
	if (meaning.type) return isLoggerType(declarations, meaning.type);
	return meaning.value !== undefined && isLogger(declarations, meaning.value, depth + 1);
}

function isLoggerType(declarations: PackageDeclarations, { table, node }: LocatedNode): boolean {
	const name = /^\*([\p{L}\p{N}_]+)\.Logger$/u.exec(table.textOf(node))?.[1];
	const meaning = name === undefined ? undefined : meaningAt(declarations, { table, node }, name);
	return meaning?.kind === 'package' && meaning.path === 'log/slog';
}

function isSlog(declarations: PackageDeclarations, { table, node }: LocatedNode): boolean {
	if (table.kind(node) !== 'identifier') return false;
	const meaning = meaningAt(declarations, { table, node }, table.textOf(node));
	return meaning?.kind === 'package' && meaning.path === 'log/slog';
}

/** Each attribute as a call of slog; undefined unless all are attributes, or keys with values of predeclared types. */
function attributesOf(
	{ table, declarations }: FixContext,
	values: readonly SyntaxNode[],
	slog: string,
): string[] | undefined {
	const attributes: string[] = [];
	for (let at = 0; at < values.length; at++) {
		const value = values[at];
		if (value === undefined || table.kind(value) === 'variadic_argument') return undefined;
		const text = table.textOf(value);
		if (table.kind(value) === 'call_expression' && isSlog(declarations, { table, node: value + 2 })) {
			if (!attributeMakers.test(text.slice(text.indexOf('.') + 1))) return undefined;
			attributes.push(text);
			continue;
		}
		const next = values[++at];
		if (table.kind(value) !== 'interpreted_string_literal' || next === undefined) return undefined;
		const make = makerFor(basicTypeOf(declarations, { table, node: next }), table.textOf(next));
		if (make === undefined) return undefined;
		attributes.push(`${slog}.${make[0]}(${text}, ${make[1]})`);
	}
	return attributes;
}

const attributeMakers = /^(?:String|Int|Int64|Uint64|Float64|Bool|Time|Duration|Group|Any)\(/;

/** The function of slog that makes the same attribute as slog.Any does for the type, and its argument. */
function makerFor(type: string, text: string): readonly [string, string] | undefined {
	switch (type) {
		case 'string':
		case 'int':
		case 'int64':
		case 'uint64':
		case 'float64':
		case 'bool':
			return [type.charAt(0).toUpperCase() + type.slice(1), text];
		case 'int8':
		case 'int16':
		case 'int32':
		case 'rune':
			return ['Int64', `int64(${text})`];
		case 'uint':
		case 'uint8':
		case 'uint16':
		case 'uint32':
		case 'byte':
			return ['Uint64', `uint64(${text})`];
		default:
			return undefined;
	}
}
