/** The head of a Go file: what import graphs are made of. Reading stops where the declarations begin. */
import { readBuildConstraint } from '../build/buildConstraint.ts';
import type { Span } from '../text/span.ts';

export interface FileHeader {
	/** Empty when there is no package clause. */
	readonly packageName: string;
	readonly buildConstraint: string | undefined;
	readonly imports: readonly HeaderImport[];
}

export interface HeaderImport {
	readonly path: string;
	/** The import spec: name and path. */
	readonly span: Span;
}

/** Never fails; a file that breaks off has the imports before the break. */
export function readHeader(text: string): FileHeader {
	const tokens = new Tokens(text);
	if (tokens.next() !== 'package') return { packageName: '', buildConstraint: undefined, imports: [] };
	const clause = tokens.start;
	const packageName = tokens.next();
	const buildConstraint = readBuildConstraint(text, clause);
	const imports: HeaderImport[] = [];
	for (let token = tokens.next(); token === ';' || token === 'import'; token = tokens.next()) {
		if (token === 'import') readImports(tokens, imports);
	}
	return { packageName, buildConstraint, imports };
}

function readImports(tokens: Tokens, imports: HeaderImport[]): void {
	const grouped = tokens.next() === '(';
	if (grouped) tokens.next();
	do {
		const { start } = tokens;
		if (!isString(tokens.token) && tokens.token !== ')') tokens.next();
		const { token, end } = tokens;
		if (isString(token)) imports.push({ path: token.slice(1, -1), span: { start, end } });
		else if (token !== ')' && token !== ';') return;
		if (grouped && token !== ')') tokens.next();
	} while (grouped && tokens.token !== ')' && tokens.token !== '');
}

/** Not for a quote that is never closed. */
function isString(token: string): boolean {
	return /^["`]./.test(token);
}

// Blanks and comments, a string, a name, or any one character.
const pattern = /\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\/|("(?:[^"\\\n]|\\.)*"|`[^`]*`|[\p{L}_][\p{L}\p{N}_]*|[\s\S])/uy;

class Tokens {
	/** Empty at the end. */
	token = '';
	start = 0;
	end = 0;
	readonly #text: string;

	constructor(text: string) {
		this.#text = text;
		if (text.startsWith('\uFEFF')) this.end = 1;
	}

	next(): string {
		for (;;) {
			pattern.lastIndex = this.end;
			const match = pattern.exec(this.#text);
			this.start = this.end;
			this.token = match?.[1] ?? '';
			if (!match) return '';
			this.end = pattern.lastIndex;
			if (match[1] !== undefined) return this.token;
		}
	}
}
