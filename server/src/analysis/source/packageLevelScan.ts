/** Reads what stands at package level, item by item, through broken code too. Between items it carries no state. */
import type { Span } from '../text/span.ts';
import type { Declaration, DirectiveComment, Import } from './goFile.ts';
import { Lexer } from './lexer.ts';

/** Blanks between the comment marker and `go:` are looked through this far, so that long comments cost nothing. */
const longestDirectiveStart = 40;
const directiveStart = /^\/[/*][ \t]*(?:go[ \t]*:|linkscape:)/;
const genericBrackets = /^\s*[\p{L}_][\p{L}\p{N}_]*(?:\s*,|\s+(?:[\p{L}_~[(]|\*[^\]]*[,|]))/u;

export class PackageLevelScan {
	readonly text: string;
	readonly imports: Import[] = [];
	readonly declarations: Declaration[] = [];
	readonly directives: DirectiveComment[] = [];
	readonly annotations: DirectiveComment[] = [];
	/** Offsets just past a declaration, where the scanner carries no state. */
	readonly boundaries: number[] = [];
	packageClause: { name: string; span: Span } | undefined;
	readonly #lexer: Lexer;
	#place: DirectiveComment['place'] = 'top';
	/** Nothing was read yet: only here does a package clause count. */
	#first: boolean;

	constructor(text: string, at: number) {
		this.text = text;
		this.#first = at === 0;
		this.#lexer = new Lexer(text, at, (start, end) => this.#comment(start, end));
	}

	get at(): number {
		return this.#lexer.at;
	}

	/** True when nothing that follows the last item could change how it was read. */
	get atBoundary(): boolean {
		return !this.#lexer.unclosed && !this.#lexer.openQuote;
	}

	/** Reads one item at package level; false at the end of the text. */
	item(): boolean {
		const lexer = this.#lexer;
		this.#place = 'top';
		const first = this.#first;
		this.#first = false;
		lexer.unclosed = false;
		if (lexer.next() === 'end') return false;
		if (lexer.kind === 'name') {
			switch (lexer.spelling()) {
				case 'package':
					this.#package(first);
					break;
				case 'import':
					this.#specs((start, grouped) => this.#import(start, grouped));
					break;
				case 'func':
					this.#function();
					break;
				case 'var':
					this.#specs((start, grouped) => this.#values('var', start, grouped));
					break;
				case 'const':
					this.#specs((start, grouped) => this.#values('const', start, grouped));
					break;
				case 'type':
					this.#specs((start, grouped) => this.#type(start, grouped));
					break;
				default:
					return true;
			}
			if (this.atBoundary) this.boundaries.push(lexer.at);
		} else if (lexer.is('(') || lexer.is('{') || lexer.is('[')) {
			lexer.skipBalanced();
		}
		return true;
	}

	#comment(start: number, end: number): void {
		const { text } = this;
		const found = directiveStart.exec(text.slice(start, Math.min(end, start + longestDirectiveStart)));
		if (!found) return;
		const marker = text.charCodeAt(start + 1) === 47 ? '//' : '/*';
		const trimmed = text.charCodeAt(end - 1) === 13 ? end - 1 : end;
		let before = start - 1;
		while (before >= 0 && isBlank(text.charCodeAt(before))) before--;
		const startsLine = before < 0 || text.charCodeAt(before) === 10;
		const kept = found[0].endsWith('linkscape:') ? this.annotations : this.directives;
		kept.push({ span: { start, end: trimmed }, marker, startsLine, place: this.#place });
	}

	#package(first: boolean): void {
		const lexer = this.#lexer;
		const start = lexer.start;
		if (lexer.next() !== 'name' || !first) return;
		this.packageClause = { name: lexer.spelling(), span: { start, end: lexer.end } };
	}

	/** One spec, or a group of them in parentheses. `read` is called with the first token of a spec as the current one. */
	#specs(read: (start: number, grouped: boolean) => void): void {
		const lexer = this.#lexer;
		const start = lexer.start;
		this.#place = 'group';
		lexer.next();
		if (!lexer.is('(')) {
			this.#place = 'top';
			read(start, false);
			return;
		}
		const firstImport = this.imports.length;
		lexer.next();
		while (lexer.kind !== 'end' && !lexer.is(')')) {
			if (lexer.kind === 'semicolon') lexer.next();
			else if (lexer.is('func') || lexer.is('import')) return this.#unread();
			else read(lexer.start, true);
		}
		for (let index = firstImport; index < this.imports.length; index++) {
			const spec = this.imports[index];
			if (spec) this.imports[index] = { ...spec, declaration: { start, end: lexer.end } };
		}
	}

	/** Gives the current token back: it begins a declaration that an unfinished one must not swallow. */
	#unread(): void {
		this.#lexer.unclosed = true;
		this.#lexer.at = this.#lexer.start;
	}

	#import(start: number, grouped: boolean): void {
		const lexer = this.#lexer;
		const specStart = lexer.start;
		let name: string | undefined;
		if (lexer.kind === 'name' || lexer.is('.')) {
			name = lexer.spelling();
			lexer.next();
		}
		if (lexer.kind !== 'literal') {
			this.#restOfSpec(grouped);
			return;
		}
		const span = { start: specStart, end: lexer.end };
		const path = lexer.spelling().slice(1, -1);
		this.imports.push({ path, name, span, declaration: { start, end: lexer.end }, grouped });
		lexer.next();
		this.#restOfSpec(grouped);
	}

	/** Moves to the end of a spec and returns the end of its last token before the first `=` and over all. */
	#restOfSpec(grouped: boolean): {
		readonly end: number;
		readonly equals: Span | undefined;
		readonly beforeEquals: number;
	} {
		const lexer = this.#lexer;
		let end = lexer.start;
		let beforeEquals = end;
		let equals: Span | undefined;
		while (lexer.kind !== 'semicolon' && lexer.kind !== 'end' && !(grouped && lexer.is(')'))) {
			if (lexer.is('=') && !equals) {
				equals = lexer.span;
				beforeEquals = end;
			}
			if (lexer.is('(') || lexer.is('[') || lexer.is('{')) {
				this.#place = 'group';
				lexer.skipBalanced();
			}
			end = lexer.end;
			lexer.next();
		}
		if (!grouped) this.#place = 'top';
		return { end, equals, beforeEquals: equals ? beforeEquals : end };
	}

	#values(kind: 'var' | 'const', start: number, grouped: boolean): void {
		const lexer = this.#lexer;
		const names: { name: string; nameSpan: Span }[] = [];
		while (lexer.kind === 'name') {
			names.push({ name: lexer.spelling(), nameSpan: lexer.span });
			lexer.next();
			if (!lexer.is(',')) break;
			lexer.next();
		}
		if (names.length === 0) {
			this.#passGarbage(grouped);
			return;
		}
		const afterNames = lexer.start;
		const lastNameEnd = names.at(-1)?.nameSpan.end ?? start;
		const rest = this.#restOfSpec(grouped);
		const end = Math.max(rest.end, lastNameEnd);
		const type = rest.beforeEquals > afterNames ? { start: afterNames, end: rest.beforeEquals } : undefined;
		const value = rest.equals && trimmedSpan(this.text, rest.equals.end, end);
		names.forEach(({ name, nameSpan }, index) => {
			this.declarations.push({
				kind,
				name,
				nameSpan,
				span: { start, end },
				type,
				value,
				index,
				count: names.length,
				grouped,
			});
		});
	}

	#type(start: number, grouped: boolean): void {
		const lexer = this.#lexer;
		if (lexer.kind !== 'name') {
			this.#passGarbage(grouped);
			return;
		}
		const name = lexer.spelling();
		const nameSpan = lexer.span;
		lexer.next();
		let typeParameters: Span | undefined;
		let from = lexer.start;
		if (lexer.is('[') && genericBrackets.test(this.text.slice(lexer.end, lexer.end + 200))) {
			const open = lexer.end;
			lexer.skipBalanced();
			typeParameters = { start: open, end: lexer.start };
			lexer.next();
			from = lexer.start;
		}
		const alias = lexer.is('=');
		if (alias) {
			lexer.next();
			from = lexer.start;
		}
		const { end } = this.#restOfSpec(grouped);
		const definition = { start: from, end: Math.max(end, from) };
		this.declarations.push({
			kind: 'type',
			name,
			nameSpan,
			span: { start, end: Math.max(end, nameSpan.end) },
			typeParameters,
			alias,
			definition,
			grouped,
		});
	}

	/** A spec that begins with something other than a name: passed over, so that the group goes on. */
	#passGarbage(grouped: boolean): void {
		const before = this.#lexer.start;
		this.#restOfSpec(grouped);
		if (this.#lexer.start === before && this.#lexer.kind !== 'semicolon') this.#lexer.next();
	}

	#function(): void {
		const lexer = this.#lexer;
		const start = lexer.start;
		let receiver: Span | undefined;
		lexer.next();
		if (lexer.is('(')) {
			receiver = this.#brackets('group');
			lexer.next();
		}
		if (lexer.kind !== 'name') return this.#unread();
		const name = lexer.spelling();
		const nameSpan = lexer.span;
		lexer.next();
		let typeParameters: Span | undefined;
		if (lexer.is('[')) {
			typeParameters = this.#brackets('group');
			lexer.next();
		}
		if (!lexer.is('(')) return this.#unread();
		const signatureStart = lexer.start;
		this.#brackets('group');
		let signatureEnd = lexer.end;
		let body: Span | undefined;
		let bracesAreType = false;
		for (;;) {
			const kind = lexer.next();
			if (kind === 'semicolon' || kind === 'end') break;
			if (lexer.is('{') && !bracesAreType) {
				const open = lexer.start;
				this.#brackets('body');
				body = { start: open, end: lexer.end };
				break;
			}
			bracesAreType = lexer.is('interface') || lexer.is('struct');
			if (lexer.is('(') || lexer.is('[') || lexer.is('{')) this.#brackets('group');
			signatureEnd = lexer.end;
		}
		this.declarations.push({
			kind: 'func',
			name,
			nameSpan,
			span: { start, end: body?.end ?? signatureEnd },
			receiver,
			typeParameters,
			signature: { start: signatureStart, end: signatureEnd },
			body,
		});
	}

	/** With an opening bracket as the current token: what stands inside; the closing one is current afterwards. */
	#brackets(place: DirectiveComment['place']): Span {
		const open = this.#lexer.end;
		this.#place = place;
		this.#lexer.skipBalanced();
		this.#place = 'top';
		return { start: open, end: this.#lexer.start };
	}
}

function isBlank(unit: number): boolean {
	return unit === 32 || unit === 9 || unit === 13 || unit === 0xfeff;
}

function trimmedSpan(text: string, start: number, end: number): Span {
	let from = start;
	while (from < end && text.charCodeAt(from) <= 32) from++;
	return { start: from, end };
}
