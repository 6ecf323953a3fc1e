/** The imports of a file whose code is rewritten: what has to come, and what nothing needs any more. */
import { Lexer } from '../../source/lexer.ts';
import type { GoFile, Import } from '../../source/goFile.ts';
import { likelyName } from '../../signature/typeScope.ts';
import type { Span } from '../../text/span.ts';
import type { TextEdit } from '../../text/textEdit.ts';
import { isLinkname } from '../directive.ts';
import type { FileFacts } from '../fileFacts.ts';
import { importAs } from '../importUnsafe.ts';
import { lineAfter, lineAt, lineBefore, lineKind } from '../lineEdits.ts';
import { edited } from './editedFile.ts';
import { importNames } from '../packageNames.ts';

/** How a file names a package of the standard library, now or once it imports it. */
export interface Qualifier {
	readonly path: string;
	readonly name: string;
	readonly imported: boolean;
}

/**
 * The name under which the file has the package, else its own name, else one that is free.
 *
 * @param isTaken names that mean something else where the package is used
 * @param isDeclared names that the package scope has: no import may have them
 */
export function qualifierFor(
	facts: FileFacts,
	path: string,
	isTaken: (name: string) => boolean,
	isDeclared: (name: string) => boolean,
): Qualifier {
	for (const spec of facts.file.imports) {
		if (spec.path !== path || spec.name === '_' || spec.name === '.') continue;
		const name = spec.name ?? likelyName(path);
		if (!isTaken(name)) return { path, name, imported: true };
	}
	const used = importNames([facts]);
	const own = likelyName(path);
	const version = /\/(v\d+)$/.exec(path)?.[1] ?? '';
	const isFree = (name: string) => !used.has(name) && !isTaken(name) && !isDeclared(name);
	for (const name of [own, ...(version ? [own + version] : []), `std${own}`]) {
		if (isFree(name)) return { path, name, imported: false };
	}
	let number = 2;
	while (!isFree(`std${own}${number}`)) number++;
	return { path, name: `std${own}${number}`, imported: false };
}

export function withImports(facts: FileFacts, qualifiers: readonly Qualifier[]): FileFacts {
	let result = facts;
	for (const { path, name, imported } of qualifiers) {
		if (imported) continue;
		const alias = name === likelyName(path) ? undefined : name;
		const blank = result.file.imports.find((spec) => spec.path === 'unsafe' && path === 'unsafe' && spec.name === '_');
		const edit =
			blank && alias === undefined
				? { span: { start: blank.span.start, end: blank.span.end }, newText: '"unsafe"' }
				: importAs(result.file, path, alias);
		result = aligned(edited(result, [edit]));
	}
	return result;
}

/** Takes away the imports that `before` used and `after` does not: Go refuses those. */
export function withoutIdleImports(before: FileFacts, after: FileFacts): FileFacts {
	let result = after;
	for (const { path, name } of after.file.imports) {
		const spec = result.file.imports.find((one) => one.path === path && one.name === name);
		if (!spec || path === 'C' || name === '.') continue;
		if (name === '_') {
			if (path === 'unsafe' && bindsNames(before) && !bindsNames(result)) result = without(result, spec);
			continue;
		}
		const qualifier = name ?? likelyName(path);
		if (!usesQualifier(before.file.text, qualifier) || usesQualifier(result.file.text, qualifier)) continue;
		result =
			path === 'unsafe' && bindsNames(result) && !result.file.imports.some((one) => one.path === path && one !== spec)
				? aligned(edited(result, [{ span: spec.span, newText: '_ "unsafe"' }]))
				: without(result, spec);
	}
	return result;
}

/** Takes away the imports that are there for what they do, except of unsafe. */
export function withoutBlankImports(facts: FileFacts): FileFacts {
	const blank = facts.file.imports.find(({ path, name }) => name === '_' && path !== 'unsafe');
	return blank ? withoutBlankImports(without(facts, blank)) : facts;
}

/** The file holds a directive for which the compiler asks that it imports unsafe. */
function bindsNames({ directives }: FileFacts): boolean {
	return directives.some(isLinkname);
}

function without(facts: FileFacts, spec: Import): FileFacts {
	return aligned(edited(facts, [removal(facts.file, spec)]));
}

/** Comments behind imports on consecutive lines stand below each other, as gofmt wants it. */
function aligned(facts: FileFacts): FileFacts {
	const { text, imports } = facts.file;
	const edits: TextEdit[] = [];
	let run: { readonly end: number; readonly comment: number; readonly width: number }[] = [];
	const close = () => {
		const width = Math.max(...run.map((one) => one.width));
		for (const { end, comment, width: own } of run) {
			edits.push({ span: { start: end, end: comment }, newText: ' '.repeat(width - own + 1) });
		}
		run = [];
	};
	let previous: Span | undefined;
	for (const spec of imports) {
		const line = lineAt(text, spec.span.start);
		const behind = /^[ \t]*\/\//.exec(text.slice(spec.span.end, line.end));
		if (!spec.grouped || !behind || (previous && lineAfter(text, previous)?.start !== line.start)) close();
		if (spec.grouped && behind) {
			const comment = spec.span.end + behind[0].length - 2;
			run.push({ end: spec.span.end, comment, width: spec.span.end - spec.span.start });
		}
		previous = line;
	}
	close();
	return edited(
		facts,
		edits.filter(({ span, newText }) => text.slice(span.start, span.end) !== newText),
	);
}

function removal({ text, imports }: GoFile, spec: Import): TextEdit {
	const sharesDeclaration = imports.some(
		(other) => other !== spec && spec.grouped && other.declaration.start === spec.declaration.start,
	);
	const target = sharesDeclaration ? spec.span : spec.declaration;
	const first = lineAt(text, target.start);
	const last = lineAt(text, target.end);
	// More than this import stands on these lines: `import ("os"; _ "unsafe")`.
	const rest = text.slice(first.start, target.start) + text.slice(target.end, last.end).replace(/\/\/.*/, '');
	if (rest.replace(/;/g, '').trim() !== '') return { span: withSemicolon(text, target), newText: '' };
	const above = lineBefore(text, first);
	const below = lineAfter(text, last);
	const end = below?.start ?? text.length;
	const opens = above !== undefined && /\($/.test(text.slice(above.start, above.end).trimEnd());
	const closes = below !== undefined && text.slice(below.start, below.end).trim() === ')';
	const isBlank = (line: Span | undefined) => line !== undefined && lineKind(text, line) === 'blank';
	if (above && isBlank(above) && text.slice(end).trim() === '')
		return { span: { start: above.start, end: text.length }, newText: '' };
	if (below && isBlank(below) && (opens || isBlank(above))) {
		return { span: { start: first.start, end: lineAfter(text, below)?.start ?? text.length }, newText: '' };
	}
	if (above && isBlank(above) && closes) return { span: { start: above.start, end }, newText: '' };
	return { span: { start: first.start, end }, newText: '' };
}

function withSemicolon(text: string, { start, end }: Span): Span {
	const after = /^[ \t]*;[ \t]*/.exec(text.slice(end))?.[0].length ?? 0;
	if (after > 0) return { start, end: end + after };
	const before = /;[ \t]*$/.exec(text.slice(0, start))?.[0].length ?? 0;
	return { start: start - before, end };
}

/** True when `name.` stands somewhere in the code. */
function usesQualifier(text: string, name: string): boolean {
	if (!text.includes(name)) return false;
	const lexer = new Lexer(text, 0, () => {});
	let afterDot = false;
	while (lexer.next() !== 'end') {
		const found = lexer.kind === 'name' && !afterDot && lexer.is(name);
		afterDot = lexer.is('.');
		if (found && /^\s*\./.test(text.slice(lexer.end, lexer.end + 80))) return true;
	}
	return false;
}
