/** Whom a value is handed to at the end of its flow, when that is a function of another package. */
import { type LocatedNode, meaningAt, type PackageDeclarations } from '../syntax/declarations.ts';
import { underlying } from '../syntax/goTypes.ts';
import { typeOf } from '../syntax/inferNodeType.ts';
import type { SyntaxTable } from '../syntax/syntaxTable.ts';
import type { HandedOver } from './calleeLeak.ts';
import type { LeakedTo } from './escapeHint.ts';

/** The function or method of another package that is called, as far as the text tells. */
export function leakElsewhere(
	handed: HandedOver,
	declarations: PackageDeclarations,
	table: SyntaxTable,
): LeakedTo | undefined {
	const selector = handed.call + 1;
	if (table.kind(selector) !== 'selector_expression') return undefined;
	const name = table.textOf(table.children(selector).at(-1) ?? selector);
	const operand = { table, node: selector + 1 };
	// Of a receiver no parameter can be named.
	const argument = handed.argument === 'receiver' ? undefined : handed.argument;
	const importPath = imported(declarations, operand, table.textOf(operand.node));
	// What is printed names something else when the callee itself was inlined.
	const isNamed = new RegExp(`\\.${name}[(\\[]`).test(handed.printed);
	if (importPath !== undefined) {
		return isNamed ? { importPath, function: name, argument } : keeperInInlined(handed, importPath);
	}
	const [, qualifier = '', type = ''] = /^(\w+)\.(\w+)$/u.exec(foreignType(declarations, operand)) ?? [];
	const path = imported(declarations, operand, qualifier);
	return path === undefined || !isNamed ? undefined : { importPath: path, function: `${type}.${name}`, argument };
}

/** `fmt.Println` is inlined: it is its `fmt.Fprintln(os.Stdout, fmt.a...)` that keeps the value. */
function keeperInInlined({ printed, passed }: HandedOver, importPath: string): LeakedTo | undefined {
	const [, qualifier, name = '', list = ''] = /^(\w+)\.(\w+)\((.*)\)$/su.exec(printed) ?? [];
	if (qualifier !== importPath.split('/').at(-1)) return undefined;
	const names = /[([{"]/.test(list) ? [] : list.split(', ');
	const index = names.findIndex((each) => each === passed || each === `${passed}...`);
	return { importPath, function: name, argument: index < 0 ? undefined : index };
}

/** The path behind the name of an imported package. */
function imported(declarations: PackageDeclarations, at: LocatedNode, name: string): string | undefined {
	const meaning = name === '' ? undefined : meaningAt(declarations, at, name);
	return meaning?.kind === 'package' ? meaning.path : undefined;
}

/** `bytes.Buffer` for an expression of that type, or a pointer to it. */
function foreignType(declarations: PackageDeclarations, expression: LocatedNode): string {
	const type = typeOf(declarations, expression);
	const shape = type && underlying(declarations, type);
	const pointed = shape?.kind === 'pointer' ? underlying(declarations, shape.to) : shape;
	return pointed?.kind === 'foreign' ? pointed.name : '';
}
