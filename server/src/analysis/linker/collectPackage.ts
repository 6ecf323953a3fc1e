/** Turns the files of one package into {@link PackageFacts}, naming symbols as compiler and assembler do. */
import type { FuncDeclaration, GoFile, ValueDeclaration } from '../source/goFile.ts';
import { LineIndex } from '../text/lineIndex.ts';
import { spanText } from '../text/span.ts';
import type { AsmDefinition, AsmReference } from './asmFile.ts';
import { knownUsersAbove } from './knownUsersAbove.ts';
import { symbolDirectives } from './linknames.ts';
import type { DeclaredName, Definition, PackageFacts, PackageSources, SourceLine, Reference } from './packageFacts.ts';
import { escapeImportPath } from './symbolName.ts';

export function collectPackage(sources: PackageSources): PackageFacts {
	const collection = new Collection(sources);
	sources.go.forEach(({ file }, index) => collection.addGoFile(file, index));
	sources.assembly.forEach(({ definitions }, index) => {
		for (const definition of definitions) collection.addAssembly(definition, sources.go.length + index);
	});
	for (const { references } of sources.assembly) for (const one of references) collection.addReference(one);
	return collection.facts();
}

class Collection {
	readonly #sources: PackageSources;
	readonly #prefix: string;
	readonly #definitions = new Map<string, Definition>();
	readonly #pulls = new Map<string, Reference>();
	readonly #names = new Map<string, DeclaredName>();
	readonly #renames = new Map<string, string>();
	readonly #pushes = new Map<string, 'all' | 'std'>();
	readonly #users = new Map<string, readonly string[]>();

	constructor(sources: PackageSources) {
		this.#sources = sources;
		this.#prefix = escapeImportPath(sources.importPath);
		for (const { file } of sources.go) this.#addLinknames(file);
	}

	#addLinknames(file: GoFile): void {
		for (const { local, target, stdOnly, offset } of symbolDirectives(file)) {
			const symbol = target ?? `${this.#prefix}.${local}`;
			if (!this.#renames.has(local)) this.#renames.set(local, symbol);
			const users = knownUsersAbove(file.text, offset);
			if (users.length > 0) this.#users.set(symbol, users);
			if (!stdOnly || !this.#pushes.has(symbol)) this.#pushes.set(symbol, stdOnly ? 'std' : 'all');
		}
	}

	addGoFile(file: GoFile, index: number): void {
		const lines = new LineIndex(file.text);
		const unsafeArguments = functionsUnder('//go:cgo_unsafe_args', file);
		const imported = functionsUnder('//go:wasmimport', file);
		for (const declaration of file.declarations) {
			const { name } = declaration;
			if (name === '_') continue;
			const place = { file: index, line: lines.position(declaration.nameSpan.start).line + 1 };
			switch (declaration.kind) {
				case 'func':
					if (declaration.receiver) this.#addMethod(file, declaration, place);
					else
						this.#addFunction(
							file,
							declaration,
							place,
							unsafeArguments.has(declaration),
							this.#sources.wasm && imported.has(declaration),
						);
					break;
				case 'var':
					this.#addVariable(file, declaration, place);
					break;
				case 'type':
				case 'const':
					this.#names.set(name, { ...place, kind: declaration.kind });
					break;
			}
		}
	}

	#addFunction(
		file: GoFile,
		declaration: FuncDeclaration,
		place: SourceLine,
		unsafeArguments: boolean,
		imported: boolean,
	): void {
		const { name } = declaration;
		if (name === 'init') return;
		if (declaration.typeParameters) {
			this.#names.set(name, { ...place, kind: 'generic' });
			return;
		}
		const symbol = this.#symbolOf(name);
		this.#names.set(name, {
			...place,
			kind: 'func',
			...this.#renamed(name, symbol),
		});
		const signature = oneLine(file.text, declaration.signature);
		// The compiler gives a function of the host a body that calls it.
		if (!declaration.body && !imported) {
			const bare = this.#renames.has(name) ? {} : { bare: true as const };
			this.#pulls.set(symbol, { ...place, kind: 'func', signature, ...this.#localName(name, symbol), ...bare });
			return;
		}
		const shape = unsafeArguments && this.#sources.wrappers ? 'wrapper' : 'go';
		this.#define(symbol, { ...place, kind: 'func', shape, signature, ...this.#localName(name, symbol) });
	}

	#addMethod(file: GoFile, declaration: FuncDeclaration, place: SourceLine): void {
		const receiver = readReceiver(spanText(file.text, declaration.receiver ?? { start: 0, end: 0 }));
		if (!receiver) return;
		const { type, pointer } = receiver;
		const { name } = declaration;
		const generic = receiver.generic || declaration.typeParameters !== undefined;
		this.#names.set(`${type}.${name}`, { ...place, kind: generic ? 'generic' : 'method' });
		if (generic || (!declaration.body && !this.#sources.intrinsicBodies)) return;
		const signature = oneLine(file.text, declaration.signature);
		const shape = 'go';
		const throughPointer = `${this.#prefix}.(*${type}).${name}`;
		// The compiler makes a pointer method of every value method.
		if (pointer) this.#define(throughPointer, { ...place, kind: 'method', shape, signature });
		else {
			this.#define(throughPointer, { ...place, kind: 'method', shape, replaceable: true, signature });
			this.#define(`${this.#prefix}.${type}.${name}`, { ...place, kind: 'method', shape, signature });
		}
	}

	#addVariable(file: GoFile, declaration: ValueDeclaration, place: SourceLine): void {
		const { name } = declaration;
		const symbol = this.#symbolOf(name);
		this.#names.set(name, {
			...place,
			kind: 'var',
			...this.#renamed(name, symbol),
		});
		const signature = declaration.type ? oneLine(file.text, declaration.type) : '';
		if (this.#renames.has(name) && !declaration.value && !symbol.startsWith(`${this.#prefix}.`)) {
			this.#pulls.set(symbol, { ...place, kind: 'var', signature, ...this.#localName(name, symbol) });
			return;
		}
		this.#define(symbol, {
			...place,
			kind: 'var',
			shape: 'go',
			signature,
			...this.#localName(name, symbol),
		});
	}

	addAssembly(definition: AsmDefinition, file: number): void {
		const symbol = definition.name.startsWith('.') ? this.#prefix + definition.name : definition.name;
		const place = { file, line: definition.line };
		if (this.#definitions.get(symbol)?.assembly) return;
		if (definition.kind === 'data') {
			const declared = this.#definitions.get(symbol);
			// A directive marks what the compiler emits; the linker takes the assembler's symbol instead.
			this.#definitions.set(symbol, {
				file: declared?.file ?? file,
				line: declared?.line ?? definition.line,
				kind: 'var',
				shape: 'assembly',
				signature: declared?.signature ?? '',
				assembly: place,
				...(definition.threadLocal && { threadLocal: true }),
			});
			return;
		}
		const declaration = this.#pulls.get(symbol);
		const shape =
			definition.abi === 'internal' || !this.#sources.wrappers ? 'assembly' : declaration ? 'wrapper' : 'abi0';
		this.#redefine(symbol, {
			file: declaration?.file ?? file,
			line: declaration?.line ?? definition.line,
			kind: 'func',
			shape,
			signature: declaration?.signature ?? '',
			...(declaration?.local !== undefined && { local: declaration.local }),
			assembly: place,
		});
		this.#pulls.delete(symbol);
	}

	addReference({ name, abi }: AsmReference): void {
		if (abi !== 'abi0') return;
		const symbol = name.startsWith('.') ? this.#prefix + name : name;
		const definition = this.#definitions.get(symbol);
		const isCompiled = definition?.shape === 'go' || definition?.shape === 'assembly';
		if (definition && definition.kind !== 'var' && isCompiled && !definition.named) {
			this.#definitions.set(symbol, { ...definition, named: true });
		}
	}

	facts(): PackageFacts {
		const { go, assembly, importPath } = this.#sources;
		const imports = new Set(go.flatMap(({ file }) => file.imports.map((item) => item.path)));
		return {
			importPath,
			files: [...go, ...assembly].map(({ name }) => name),
			imports: [...imports].sort(),
			definitions: Object.fromEntries(this.#definitions),
			pulls: Object.fromEntries(this.#pulls),
			names: Object.fromEntries(this.#names),
		};
	}

	#symbolOf(local: string): string {
		return this.#renames.get(local) ?? `${this.#prefix}.${local}`;
	}

	#renamed(local: string, symbol: string): { symbol?: string } {
		return symbol === `${this.#prefix}.${local}` ? {} : { symbol };
	}

	#localName(local: string, symbol: string): { local?: string } {
		return symbol === `${this.#prefix}.${local}` ? {} : { local };
	}

	/** The first definition of a symbol stays: a second one would not compile. */
	#define(symbol: string, definition: Definition): void {
		if (!this.#definitions.has(symbol)) this.#redefine(symbol, definition);
	}

	#redefine(symbol: string, definition: Definition): void {
		const push = this.#pushes.get(symbol);
		const users = this.#users.get(symbol);
		this.#definitions.set(symbol, { ...definition, ...(push && { push }), ...(users && { users }) });
	}
}

/** Functions that such a directive stands before. Under `//go:cgo_unsafe_args` the compiler puts an ABI wrapper before them. */
function functionsUnder(verb: string, file: GoFile): Set<FuncDeclaration> {
	const marked = new Set<FuncDeclaration>();
	if (!file.text.includes(verb)) return marked;
	for (const { span } of file.directives) {
		if (spanText(file.text, span).split(' ', 1)[0] !== verb) continue;
		const next = file.declarations.find((declaration) => declaration.span.start > span.start);
		if (next?.kind === 'func') marked.add(next);
	}
	return marked;
}

function readReceiver(text: string): { type: string; pointer: boolean; generic: boolean } | undefined {
	const match = /^(?:[\p{L}_][\p{L}\p{N}_]* )?(\*?) ?\(? ?(\*?) ?([\p{L}_][\p{L}\p{N}_]*) ?(\[)?/u.exec(
		text.trim().replace(/\s+/g, ' '),
	);
	if (!match) return undefined;
	return { type: match[3] ?? '', pointer: Boolean(match[1] || match[2]), generic: match[4] !== undefined };
}

function oneLine(text: string, span: { start: number; end: number }): string {
	const written = text.slice(span.start, span.end);
	if (!/\s\s|[\n\t]|\/[/*]/.test(written)) return written;
	return written
		.replace(/\/\/[^\n]*|\/\*[^]*?(?:\*\/|$)/g, '')
		.replace(/\s+/g, ' ')
		.replace(/\( /g, '(')
		.replace(/,? \)/g, ')')
		.trim();
}
