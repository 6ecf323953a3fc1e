import type { Finding, Fix } from '../finding.ts';
import type { Declaration, GoFile } from '../source/goFile.ts';
import { Lexer } from '../source/lexer.ts';
import { spanText } from '../text/span.ts';
import { skipComments } from '../source/skipComments.ts';
import { type Attachment, attachmentOf, opensGroup } from './attachment.ts';
import { isBuiltForWasm } from '../build/buildTogether.ts';
import { type Directive, isEffective } from './directive.ts';
import type { FileFacts } from './fileFacts.ts';
import { insertAbove, lineAt, removeComment } from './lineEdits.ts';
import type { PackageIndex } from './packageIndex.ts';
import { fix, report } from './reportFinding.ts';
import { placedVerbs } from './verbs.ts';
import { isWasmDirective } from './wasmFunction.ts';

/**
 * Where the compiler says "misplaced compiler directive": any `//go:` behind code on its line; a directive about
 * functions that the next declaration does not take because it is none; `//go:build` below the package clause
 * (noder.go pragma and checkUnusedDuringParse, writer.go checkPragmas; the same in Go 1.21 to 1.27).
 */
export function directiveMisplaced(facts: FileFacts, index: PackageIndex): Finding[] {
	return facts.directives.flatMap((directive) => {
		if (directive.spelling !== 'exact') return [];
		const behindCode = !directive.comment.startsLine;
		const forWasm = !behindCode && isWasmDirective(directive, index) && isBuiltForWasm(facts, index.goarch);
		if (!behindCode && !forWasm && !isPlaced(directive)) return [];
		const attached = attachmentOf(facts.file, directive);
		if (forWasm && !isUnused(facts, directive, attached)) return [];
		if (!behindCode && isRightPlace(directive, attached)) return [];
		return report('directive-misplaced', facts, directive.comment.span, {
			message: `Misplaced compiler directive: ${complaint(directive, attached)}.`,
			fixes: fixes(facts, directive, attached),
		});
	});
}

/**
 * Nothing takes a directive for WebAssembly: a group begins or ends there, the next statement of a function is no declaration, the
 * declaration around it ends, or the file does. Types, variables and imports take it without a word (syntax/parser.go, clearPragma).
 */
function isUnused({ file }: FileFacts, { comment }: Directive, attached: Attachment): boolean {
	if (attached.kind !== 'nothing') return false;
	const { text } = file;
	const { inside } = attached;
	// The head of a function takes none: what stands there meets the first statement of the body.
	const body = inside?.kind === 'func' && comment.span.start < (inside.body?.start ?? 0) ? inside.body : undefined;
	const next = skipComments(text, body ? body.start + 1 : comment.span.end);
	const takes = /^(?:import|var|const|type)\b/.test(text.slice(next, next + 7)) && !opensGroup(text, next);
	if (inside === undefined) return !takes && /^(?:[()]|$|(?:import|var|const|type)\b)/.test(text.slice(next, next + 7));
	if (takes || isInGroup(text, inside, comment.span.start)) return false;
	return inside.kind === 'func' || !inside.grouped || !hasSpecBelow(file, inside);
}

/** True in the parentheses of a declaration in a function, where the next line may take the directive. */
function isInGroup(text: string, around: Declaration, offset: number): boolean {
	const lexer = new Lexer(text, around.span.start, () => {});
	const open: boolean[] = [];
	for (let keyword = false; lexer.next() !== 'end' && lexer.start < offset; ) {
		if (lexer.is('(') || lexer.is('{') || lexer.is('[')) open.push(keyword);
		else if (lexer.is(')') || lexer.is('}') || lexer.is(']')) open.pop();
		keyword = lexer.is('var') || lexer.is('const') || lexer.is('type');
	}
	return open.includes(true);
}

/** True when another line of the same group follows: it takes what the lines above it left. */
function hasSpecBelow({ text, declarations }: GoFile, { span }: Declaration): boolean {
	const below = declarations.find((one) => one.span.start >= span.end);
	if (!below || below.kind === 'func' || !below.grouped) return false;
	return /^;?$/.test(text.slice(span.end, below.span.start).replace(/\/\/[^\n]*|\/\*[^]*?\*\/|\s/g, ''));
}

function isPlaced(directive: Directive): boolean {
	return isEffective(directive) && (placedVerbs.has(directive.verb.text) || directive.verb.text === 'build');
}

function isRightPlace({ verb }: Directive, attached: Attachment): boolean {
	if (attached.kind === 'unknown') return true;
	if (verb.text === 'build') return attached.kind === 'package';
	return attached.kind === 'declaration' && attached.declaration.kind === 'func';
}

function complaint({ comment, verb }: Directive, attached: Attachment): string {
	if (!comment.startsLine) return 'it must stand on a line of its own';
	if (verb.text === 'build') return '//go:build belongs above the package clause';
	const what = `//go:${verb.text} belongs directly above a function`;
	return attached.kind === 'declaration' ? `${what}, not a ${attached.declaration.kind}` : what;
}

function fixes(facts: FileFacts, directive: Directive, attached: Attachment): Fix[] {
	const { file } = facts;
	const remove = removeComment(file, directive.comment.span);
	const home = homeOf(facts, directive, attached);
	const moves =
		home &&
		fix(facts, `Move above ${home.name}`, 'choice', [
			insertAbove(file, home.span, spanText(file.text, directive.comment.span)),
			remove,
		]);
	return [...(moves ? [moves] : []), fix(facts, 'Remove the directive', 'choice', [remove], !moves)];
}

/** The declaration that the directive was meant for, when only one comes into question. */
function homeOf(facts: FileFacts, directive: Directive, attached: Attachment): Declaration | undefined {
	const { verb, words, comment } = directive;
	if (verb.text === 'linkname') {
		const named = facts.declared.get(words[0]?.text ?? '') ?? [];
		return named.length === 1 ? named[0] : undefined;
	}
	if (!placedVerbs.has(verb.text)) return undefined;
	if (attached.kind === 'nothing' && attached.inside) {
		return attached.inside.kind === 'func' ? attached.inside : undefined;
	}
	const line = lineAt(facts.file.text, comment.span.start);
	return facts.file.declarations.find(
		({ kind, span }) => kind === 'func' && line.start <= span.start && span.end <= comment.span.start,
	);
}
