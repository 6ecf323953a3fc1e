/** What a constant is declared as: its own expression, or the one that its group repeats for it. */
import type { GoFile, ValueDeclaration } from '../source/goFile.ts';
import { spanText } from '../text/span.ts';
import { tokenize } from './tokens.ts';
import { splitList } from './splitList.ts';

export interface ConstSpec {
	/** The written type, also when it is repeated. */
	readonly type: string | undefined;
	readonly value: string;
	/** The place of the spec in its group, from 0. */
	readonly iota: number;
}

/** Undefined when the group gives this name no value. */
export function constSpec(declaration: ValueDeclaration, file: GoFile): ConstSpec | undefined {
	const specs = declaration.grouped ? groupBefore(declaration, file) : [declaration];
	const source = specs.findLast((spec) => spec.value !== undefined);
	const value = source?.value && splitList(spanText(file.text, source.value))[declaration.index];
	if (!source || value === undefined) return undefined;
	return { type: source.type && spanText(file.text, source.type), value, iota: specs.length - 1 };
}

/** One declaration for each spec of the group, from its first up to this one. */
function groupBefore(declaration: ValueDeclaration, file: GoFile): ValueDeclaration[] {
	const last = file.declarations.findIndex(({ span }) => span.start === declaration.span.start);
	const specs = [declaration];
	for (let index = last - 1; index >= 0; index--) {
		const before = file.declarations[index];
		const first = specs[0];
		if (before?.kind !== 'const' || !before.grouped || !first) break;
		if (before.span.start === first.span.start) continue;
		if (!sameGroup(file.text.slice(before.span.end, first.span.start))) break;
		specs.unshift(before);
	}
	return specs;
}

/** Between two specs of one group stand only semicolons and comments. */
function sameGroup(between: string): boolean {
	return tokenize(between).every(({ kind }) => kind === 'semicolon');
}
