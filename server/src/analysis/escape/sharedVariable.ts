/** Whether a captured variable is changed by those who share it: then no copy can take its place. */
import { meaningAt, type PackageDeclarations } from '../syntax/declarations.ts';
import { typeOfMeaning } from '../syntax/inferNodeType.ts';
import type { SyntaxTable } from '../syntax/syntaxTable.ts';
import type { EscapeHint } from './escapeHint.ts';
import { goroutineCapture } from './fixes/goroutineCapture.ts';
import { declarationAround, disturbs, shapeOf, usesOf } from './fixes/variableUses.ts';

/** `goroutine`: it and its starter, or several of them, share the variable; `closure`: a closure changes it. */
export type Sharing = 'goroutine' | 'closure';

/** Of a variable that is moved to the heap because it is captured; undefined for others, and where a copy would do. */
export function sharingOf(
	hint: EscapeHint,
	table: SyntaxTable,
	declarations: PackageDeclarations,
): Sharing | undefined {
	if (hint.class !== 'goroutine' && hint.class !== 'closure-capture') return undefined;
	const declared = table.at(hint.span.start);
	if (table.kind(declared) !== 'identifier' || table.textOf(declared) !== hint.subject) return undefined;
	if (hint.class === 'goroutine') {
		// Since Go 1.22 each iteration has a variable of its own.
		return goroutineCapture({ hint, table, declarations, languageMinor: 22 }) ? undefined : 'goroutine';
	}
	const around = declarationAround(table, declared);
	const uses = around === undefined ? [] : usesOf(table, around, hint.subject);
	const owner = uses.find(({ node }) => node === declared)?.owner;
	const inside = uses.filter((use) => use.owner !== owner);
	const [first] = inside;
	if (owner === undefined || first === undefined) return undefined;
	const meaning = meaningAt(declarations, { table, node: first.node }, hint.subject);
	const shape = shapeOf(declarations, meaning && typeOfMeaning(declarations, meaning));
	return inside.some((use) => disturbs(table, use, shape)) ? 'closure' : undefined;
}
