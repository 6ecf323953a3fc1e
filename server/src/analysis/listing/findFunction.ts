/** Looks up the declaration of a function among the files of its package. */
import { parseReceiver } from '../signature/parseType.ts';
import type { FuncDeclaration, GoFile } from '../source/goFile.ts';
import { nearestWord } from '../text/editDistance.ts';
import { spanText } from '../text/span.ts';
import { namedDeclarations } from './functionName.ts';

export interface FoundFunction {
	readonly path: string;
	readonly file: GoFile;
	readonly declaration: FuncDeclaration;
	/** As the linker names it, without the package: `F`, `T.M`, `(*T).M`. */
	readonly name: string;
	/** It has type parameters, or its receiver has. */
	readonly generic: boolean;
}

/** The functions and methods that files declare, in their order. */
export function declaredFunctions(files: ReadonlyMap<string, GoFile>): readonly FoundFunction[] {
	return [...files].flatMap(([path, file]) =>
		file.declarations.flatMap((declaration) =>
			declaration.kind === 'func' ? [{ path, file, declaration, ...nameOf(file, declaration) }] : [],
		),
	);
}

function nameOf(file: GoFile, { name, receiver, typeParameters }: FuncDeclaration) {
	if (!receiver) return { name, generic: typeParameters !== undefined };
	const { type } = parseReceiver(spanText(file.text, receiver));
	const base = type.kind === 'pointer' ? type.element : type;
	if (base.kind !== 'name') return { name, generic: false };
	const generic = base.typeArguments.length > 0;
	return { name: type.kind === 'pointer' ? `(*${base.name}).${name}` : `${base.name}.${name}`, generic };
}

/**
 * The declaration that a written name belongs to. A method is found under both its receivers: `T.M` may be declared on `*T`, and
 * `(*T).M` be the wrapper of a method on `T`.
 */
export function findFunction(functions: readonly FoundFunction[], written: string): FoundFunction | undefined {
	for (const wanted of namedDeclarations(written)) {
		const { receiver, pointer, name } = wanted;
		const spelled =
			receiver === undefined
				? [name]
				: pointer
					? [`(*${receiver}).${name}`, `${receiver}.${name}`]
					: [`${receiver}.${name}`, `(*${receiver}).${name}`];
		for (const one of spelled) {
			// The blank function and `init` may be declared several times; the first with a body stands for all.
			const found = functions.filter((each) => each.name === one);
			const best = found.find(({ declaration }) => declaration.body) ?? found[0];
			if (best) return best;
		}
	}
	return undefined;
}

/** The function that a mistyped name most likely means. */
export function nearestFunction(functions: readonly FoundFunction[], written: string): string | undefined {
	const names = [...new Set(functions.map(({ name }) => name))].filter((name) => name !== '_');
	const last = written.slice(written.lastIndexOf('.') + 1).toLowerCase();
	// The method on another receiver, or the function of another case, before what only resembles it.
	const same = names.find((name) => name.slice(name.lastIndexOf('.') + 1).toLowerCase() === last);
	return same ?? nearestWord(written, names);
}
