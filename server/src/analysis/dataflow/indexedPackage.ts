/**
 * A package by its text: what it declares and where. The scanner reads whole files; a syntax tree is made of single
 * declarations, and only of those that somebody asks about, so that packages of a megabyte cost milliseconds.
 */
import type { FuncDeclaration, GoFile, TypeDeclaration, ValueDeclaration } from '../source/goFile.ts';
import { scanGoFile } from '../source/scanGoFile.ts';
import { parseTable } from '../syntax/syntaxCache.ts';
import type { GoParser } from '../syntax/goParser.ts';
import type { SyntaxNode, SyntaxTable } from '../syntax/syntaxTable.ts';
import { lastWord } from '../text/lastWord.ts';
import { LineIndex } from '../text/lineIndex.ts';
import { withoutBrackets } from '../listing/functionName.ts';

export interface IndexedPackage {
	readonly importPath: string;
	readonly name: string;
	readonly standard: boolean;
	readonly files: readonly IndexedFile[];
	/** By `F` and `T.M`. */
	readonly functions: ReadonlyMap<string, DeclaredFunction>;
	readonly types: ReadonlyMap<string, DeclaredType>;
	readonly variables: ReadonlyMap<string, DeclaredVariable>;
}

export interface IndexedFile {
	/** Absolute. */
	readonly path: string;
	readonly source: GoFile;
	readonly package: IndexedPackage;
	/** Import path by the name that the file uses for it. */
	readonly imports: ReadonlyMap<string, string>;
	lines(): LineIndex;
}

/** A declaration with its syntax tree. Offsets of the tree plus `shift` are offsets of the file. */
export interface ParsedDeclaration {
	readonly file: IndexedFile;
	readonly table: SyntaxTable;
	readonly shift: number;
	/** The declaration's node. */
	readonly node: SyntaxNode;
}

export interface DeclaredFunction {
	/** `F`, `T.M`, `(*T).M`: as the compiler prints it inside its package. */
	readonly name: string;
	/** `F` or `T.M`. */
	readonly key: string;
	readonly file: IndexedFile;
	readonly declaration: FuncDeclaration;
	readonly generic: boolean;
	parsed(): ParsedDeclaration;
}

export interface DeclaredType {
	readonly name: string;
	readonly file: IndexedFile;
	readonly declaration: TypeDeclaration;
	parsed(): ParsedDeclaration;
}

export interface DeclaredVariable {
	readonly name: string;
	readonly file: IndexedFile;
	readonly declaration: ValueDeclaration;
	parsed(): ParsedDeclaration;
}

export interface IndexedTexts {
	readonly importPath: string;
	readonly standard: boolean;
	/** Absolute path → text, of the files that are built. */
	readonly texts: ReadonlyMap<string, string>;
	/** Import paths as they are written → as they are resolved (vendored packages of the standard library). */
	readonly importMap: Readonly<Record<string, string>>;
}

export function indexPackageTexts(
	{ importPath, standard, texts, importMap }: IndexedTexts,
	parser: GoParser,
): IndexedPackage {
	const files: IndexedFile[] = [];
	const functions = new Map<string, DeclaredFunction>();
	const types = new Map<string, DeclaredType>();
	const variables = new Map<string, DeclaredVariable>();
	const indexed = { importPath, name: '', standard, files, functions, types, variables };
	for (const [path, text] of texts) {
		const source = scanGoFile(text);
		indexed.name ||= source.packageName;
		let lines: LineIndex | undefined;
		const imports = new Map(
			source.imports.flatMap((each) => {
				const name = each.name ?? likelyName(each.path);
				return name === '_' || name === '.' ? [] : [[name, importMap[each.path] ?? each.path] as const];
			}),
		);
		const file: IndexedFile = { path, source, package: indexed, imports, lines: () => (lines ??= new LineIndex(text)) };
		files.push(file);
		for (const declaration of source.declarations) {
			const { name } = declaration;
			switch (declaration.kind) {
				case 'func': {
					const { receiver, typeParameters } = declaration;
					const on = receiver && readReceiver(text.slice(receiver.start, receiver.end));
					const key = on ? `${on.type}.${name}` : name;
					functions.set(key, {
						name: on?.pointer ? `(*${on.type}).${name}` : key,
						key,
						file,
						declaration,
						generic: typeParameters !== undefined || (on?.generic ?? false),
						parsed: parsedOnce(file, declaration.span, '', parser),
					});
					break;
				}
				case 'type': {
					const prefix = declaration.grouped ? 'type ' : '';
					types.set(name, { name, file, declaration, parsed: parsedOnce(file, declaration.span, prefix, parser) });
					break;
				}
				case 'var': {
					const prefix = declaration.grouped ? 'var ' : '';
					variables.set(name, { name, file, declaration, parsed: parsedOnce(file, declaration.span, prefix, parser) });
					break;
				}
				case 'const':
					break;
			}
		}
	}
	return indexed;
}

/** The name that an import path most likely has: its last element, version suffixes and the like left out. */
function likelyName(path: string): string {
	const parts = path.split('/');
	const last = parts.at(-1) ?? '';
	const name = /^v\d+$/.test(last) && parts.length > 1 ? (parts.at(-2) ?? last) : last;
	return name
		.replace(/\.v\d+$/, '')
		.replace(/^go-|[-.]go$/g, '')
		.replaceAll('-', '_');
}

/** `c *Cache[K, V]`: what stands between the parentheses of a receiver. */
function readReceiver(
	text: string,
): { readonly type: string; readonly pointer: boolean; readonly generic: boolean } | undefined {
	const plain = withoutBrackets(text);
	const type = lastWord(plain.replace(/[\s)]/g, ' ').trimEnd());
	return type === '' ? undefined : { type, pointer: plain.includes('*'), generic: plain !== text };
}

function parsedOnce(
	file: IndexedFile,
	span: { readonly start: number; readonly end: number },
	prefix: string,
	parser: GoParser,
): () => ParsedDeclaration {
	let known: ParsedDeclaration | undefined;
	return () => {
		if (known) return known;
		const table = parseTable(parser, prefix + file.source.text.slice(span.start, span.end));
		const [node = 0] = table.children(0);
		known = { file, table, shift: span.start - prefix.length, node };
		return known;
	};
}
