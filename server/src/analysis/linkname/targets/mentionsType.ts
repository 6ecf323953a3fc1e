/** Whether a package mentions a type of another one: the linker does not check methods that it then knows by number. */
import type { FileFacts } from '../fileFacts.ts';

/**
 * `yes`: `alias.Type` stands in the code of one of the files. `no`: the package imports nothing through which the type could
 * come in. `perhaps`: it is not named, but imports may bring it along, inlined or inside other types.
 */
export type Mention = 'yes' | 'perhaps' | 'no';

/** @param reach every package that the imports of these files lead to */
export function mentionsType(
	importPath: string,
	type: string,
	files: readonly FileFacts[],
	reach: ReadonlySet<string>,
): Mention {
	if (files.some(({ file }) => namesType(file.text, aliasesOf(file.imports, importPath), type))) return 'yes';
	return reach.has(importPath) ? 'perhaps' : 'no';
}

/** The names under which a file knows a package; `.` for a dot import. */
function aliasesOf(imports: FileFacts['file']['imports'], importPath: string): string[] {
	return imports
		.filter(({ path, name }) => path === importPath && name !== '_')
		.map(({ path, name }) => name ?? lastElement(path));
}

function namesType(text: string, aliases: readonly string[], type: string): boolean {
	const plain = type.replace(/[^\p{L}\p{N}_]/gu, '');
	return aliases.some((alias) => {
		const spelling =
			alias === '.' ? `(?<![\\p{L}\\p{N}_.])${plain}` : `(?<![\\p{L}\\p{N}_.])${alias}\\s*\\.\\s*${plain}`;
		return new RegExp(`${spelling}(?![\\p{L}\\p{N}_])`, 'u').test(withoutComments(text));
	});
}

function withoutComments(text: string): string {
	return text.replace(/^[ \t]*\/\/[^\n]*/gm, '').replace(/\/\*[^]*?(?:\*\/|$)/g, ' ');
}

function lastElement(path: string): string {
	const elements = path.split('/');
	const last = elements.at(-1) ?? '';
	return /^v\d+$/.test(last) ? (elements.at(-2) ?? last) : last;
}
