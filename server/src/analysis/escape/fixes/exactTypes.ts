/** Types where a fix must know them exactly: a type with a name of its own may print itself. */
import { type LocatedNode, meaningAt, type PackageDeclarations } from '../../syntax/declarations.ts';
import { isBasicType } from '../../syntax/expressions.ts';
import type { GoType } from '../../syntax/goTypes.ts';
import { typeOf } from '../../syntax/inferNodeType.ts';
import type { SyntaxTable } from '../../syntax/syntaxTable.ts';

/** The predeclared type that an expression has: `int`; `other` for any other one, `unknown` where the text does not tell. */
export function basicTypeOf(declarations: PackageDeclarations, at: LocatedNode): string {
	const type = typeOf(declarations, at);
	return type === undefined ? 'unknown' : (basicName(declarations, type) ?? 'other');
}

function basicName(declarations: PackageDeclarations, type: GoType): string | undefined {
	if (type.kind === 'basic') return type.name;
	if (type.kind !== 'written') return undefined;
	const name = type.at.table.textOf(type.at.node);
	return isBasicType(name) && meaningAt(declarations, type.at, name) === undefined ? name : undefined;
}

/** The type as this file writes it; undefined when it is written in another file, which may import other packages. */
export function spell(table: SyntaxTable, type: GoType): string | undefined {
	switch (type.kind) {
		case 'basic':
			return type.name;
		case 'pointer':
		case 'slice': {
			const inner = spell(table, type.kind === 'pointer' ? type.to : type.of);
			return inner === undefined ? undefined : (type.kind === 'pointer' ? '*' : '[]') + inner;
		}
		case 'results':
			return undefined;
		case 'written': {
			const text = type.at.table.textOf(type.at.node);
			if (text.includes('\n') || (type.at.table !== table && /[.[{(]/.test(text))) return undefined;
			return text;
		}
	}
}
