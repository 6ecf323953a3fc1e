/** What a type declaration says about methods that come from elsewhere: embedded fields and the methods of interfaces. */
import type { GoFile, TypeDeclaration } from '../source/goFile.ts';
import { spanText } from '../text/span.ts';

export type MethodSource =
	| { readonly kind: 'struct'; readonly embedded: readonly EmbeddedType[] }
	| { readonly kind: 'interface'; readonly methods: readonly string[]; readonly embedded: readonly EmbeddedType[] }
	/** `type T U`: the fields of U, not its methods. */
	| { readonly kind: 'named'; readonly of: EmbeddedType }
	| { readonly kind: 'other' };

export interface EmbeddedType {
	/** Import path, absent for a type of the same package. */
	readonly importPath?: string;
	readonly name: string;
	readonly pointer: boolean;
}

export function readTypeShape(file: GoFile, declaration: TypeDeclaration): MethodSource {
	const text = withoutComments(spanText(file.text, declaration.definition)).trim();
	const body = /^(struct|interface)\s*\{([\s\S]*)\}$/.exec(text);
	if (!body) {
		const named = readTypeName(file, text);
		return named ? { kind: 'named', of: named } : { kind: 'other' };
	}
	const lines = topLevelLines(body[2] ?? '');
	const embedded = lines.map((line) => readTypeName(file, line)).filter((type) => type !== undefined);
	if (body[1] === 'struct') return { kind: 'struct', embedded };
	const methods = lines
		.map((line) => /^([\p{L}_][\p{L}\p{N}_]*)\s*\(/u.exec(line)?.[1])
		.filter((name) => name !== undefined);
	return { kind: 'interface', methods, embedded };
}

/** `T`, `*T`, `pkg.T`, with a tag behind it. Generic types are nobody's: their methods are no symbols to pull. */
function readTypeName(file: GoFile, line: string): EmbeddedType | undefined {
	const match = /^(\*?)\s*(?:([\p{L}_][\p{L}\p{N}_]*)\.)?([\p{L}_][\p{L}\p{N}_]*)\s*(?:`[^`]*`|"[^"]*")?$/u.exec(line);
	if (!match) return undefined;
	const [, star = '', qualifier, name = ''] = match;
	const type = { name, pointer: star !== '' };
	if (qualifier === undefined) return type;
	const from = file.imports.find(
		(item) => (item.name ?? item.path.slice(item.path.lastIndexOf('/') + 1)) === qualifier,
	);
	return from && { ...type, importPath: from.path };
}

function withoutComments(text: string): string {
	return text.replace(/\/\/[^\n]*|\/\*[\s\S]*?\*\//g, ' ');
}

/** Fields and methods end at line ends and semicolons that no bracket encloses. */
function topLevelLines(text: string): string[] {
	const lines: string[] = [];
	let depth = 0;
	let line = '';
	for (const character of text) {
		if ('([{'.includes(character)) depth++;
		else if (')]}'.includes(character)) depth--;
		if (depth === 0 && (character === '\n' || character === ';')) {
			lines.push(line.trim());
			line = '';
		} else line += character;
	}
	lines.push(line.trim());
	return lines.filter((one) => one !== '');
}
