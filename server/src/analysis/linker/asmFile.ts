/**
 * What a Go assembly file defines. A small preprocessor stands before it (`#define` with arguments, `#ifdef`, `#include`),
 * because the standard library makes some of its symbols by macro (runtime's `CALLFN`, `DISPATCH`).
 */

export interface AsmDefinition {
	readonly kind: 'text' | 'data';
	/** Slashes and dots are plain; a leading dot means "of the package being assembled". */
	readonly name: string;
	readonly abi: 'abi0' | 'internal';
	/** 1-based line in the file itself; that of the `#include` for what an included file defines. */
	readonly line: number;
	/** Data of which each thread has its own, not defined twice by leave (`TLSBSS` without `DUPOK`). */
	readonly threadLocal?: true;
}

export interface AsmInput {
	/** Names that are defined before the first line: `GOOS_linux`, `GOARCH_amd64`, … */
	readonly defined: Iterable<string>;
	/** The text behind `#include "name"`, when it is known. */
	readonly include: (name: string) => string | undefined;
}

interface Macro {
	/** `undefined` for a macro without parentheses. */
	readonly parameters: readonly string[] | undefined;
	readonly body: string;
	/** Whether what it expands to may name a symbol, as long as no macro was defined since `at`. */
	matters?: { readonly at: number; readonly answer: boolean };
	/** Characters that it expands to at least, under the same condition. */
	length?: { readonly at: number; readonly answer: number };
}

export interface AsmReference {
	/** As in {@link AsmDefinition}. */
	readonly name: string;
	/** 1-based. */
	readonly line: number;
	/** By the ABI that compiled Go code has; only the standard library may write that. */
	readonly abi: 'abi0' | 'internal';
	/** The function around it, spelt as {@link name}; undefined in `DATA` lines and in functions that are local to the file. */
	readonly caller: string | undefined;
	/** It is the operand of a call or a jump. */
	readonly called: boolean;
}

export interface AsmFacts {
	readonly definitions: readonly AsmDefinition[];
	/** Every symbol that an instruction or a DATA line names, at the first place in each function; symbols that are local to the file are left out. */
	readonly references: readonly AsmReference[];
	/**
	 * False when there may be more of both: macros or includes multiply beyond measure, a `TEXT` is written in a way that is not understood,
	 * or a condition asks for what the go command defines by the level of an architecture (`GOAMD64_v3`; cmd/go/internal/work/gc.go).
	 */
	readonly complete: boolean;
}

/** Never fails; lines that make no sense define nothing. Takes time linear in the text and in what its macros make of it. */
export function scanAsm(text: string, input: AsmInput): AsmFacts {
	const macros = new Map<string, Macro>();
	for (const name of input.defined) macros.set(name, { parameters: undefined, body: '1' });
	const definitions: AsmDefinition[] = [];
	const references: AsmReference[] = [];
	const work: Work = { macros, include: input.include, left: mostCharacters(text), unsure: false, changes: 0 };
	let around: string | undefined;
	let seen = new Set<string>();
	preprocess(text, work, 0, (line, statement) => {
		const definition = readDefinition(statement, line, macros);
		if (definition) definitions.push(definition);
		if (/^(?:\w+:\s*)?TEXT\s/.test(statement)) {
			around = definition?.name;
			seen = new Set();
			if (!definition && !/^[^,]*<>/.test(statement)) work.unsure = true;
		}
		if (!statement.includes('(SB)')) return;
		const called = isJump(statement);
		const caller = /^(?:DATA|GLOBL)\s/.test(statement) ? undefined : around;
		for (const { name, abi } of operandsIn(statement, macros)) {
			const key = `${called} ${abi} ${name} ${caller === undefined}`;
			if (seen.has(key)) continue;
			seen.add(key);
			references.push({ name, abi, line, caller, called });
		}
	});
	return { definitions, references, complete: work.left > 0 && !work.unsure };
}

/**
 * UTF-16 units that the lines of a file may grow to, headers and macros included. Of 1,603 files (GOROOT/src of Go 1.26 and the
 * modules that the tests use) the worst, 82,000 stubs made by one macro, grows to 22 times its length of 2.3 MB.
 */
function mostCharacters(text: string): number {
	return 2_000_000 + 32 * text.length;
}

/** The names in `#include` lines, whatever conditions they stand under. */
export function includedNames(text: string): string[] {
	return [...text.matchAll(/^[ \t]*#[ \t]*include[ \t]+["<]([^">\r\n]+)[">]/gm)].map((match) => match[1] ?? '');
}

const deepestInclude = 8;
const deepestMacro = 20;

/** One file being read. */
interface Work {
	readonly macros: Map<string, Macro>;
	readonly include: AsmInput['include'];
	/** How many characters may still be read; at 0 nothing more is. */
	left: number;
	/** Something stood there that may define more than was understood. */
	unsure: boolean;
	/** How often a macro was defined or taken back. */
	changes: number;
}

type Emit = (line: number, statement: string) => void;

function preprocess(text: string, work: Work, depth: number, emit: Emit): void {
	const { macros } = work;
	const conditions: boolean[] = [];
	let line = 0;
	for (const logicalLine of logicalLines(withoutComments(text))) {
		work.left -= logicalLine.text.length + 1;
		if (work.left <= 0) {
			work.left = 0;
			return;
		}
		const at = line + 1;
		line += logicalLine.height;
		const directive = /^\s*#\s*(\w+)([^]*)/.exec(logicalLine.text);
		const live = !conditions.includes(false);
		if (!directive) {
			if (live) expand(logicalLine.text, work, 0, (statement) => emit(at, statement));
			continue;
		}
		const [, keyword = '', rest = ''] = directive;
		const argument = rest.trim();
		const word = /^\w+/.exec(argument)?.[0] ?? '';
		switch (keyword) {
			case 'ifdef':
				if (live) work.unsure ||= isLevel(word, macros);
				conditions.push(macros.has(word));
				break;
			case 'ifndef':
				if (live) work.unsure ||= isLevel(word, macros);
				conditions.push(!macros.has(word));
				break;
			case 'else':
				conditions.push(!conditions.pop());
				break;
			case 'endif':
				conditions.pop();
				break;
			case 'define':
				if (live) {
					define(argument, macros);
					work.changes++;
				}
				break;
			case 'undef':
				if (live) {
					macros.delete(word);
					work.changes++;
				}
				break;
			case 'include': {
				const included =
					live && depth < deepestInclude ? work.include(argument.replace(/^["<]|[">]$/g, '')) : undefined;
				if (included !== undefined) preprocess(included, work, depth + 1, (_, statement) => emit(at, statement));
				break;
			}
		}
	}
}

/** `GOAMD64_v3`, `GOARM_7`, `GOEXPERIMENT_x`: which of them is defined depends on the environment of the build. */
function isLevel(name: string, macros: ReadonlyMap<string, Macro>): boolean {
	return /^GO(?!OS_|ARCH_)[A-Z0-9]+_/.test(name) && !macros.has(name);
}

/** With blanks in place of comments, line ends kept. A block comment without an end is none. */
function withoutComments(text: string): string {
	let kept = '';
	let from = 0;
	let closed = true;
	for (let at = text.indexOf('/'); at >= 0; at = text.indexOf('/', at)) {
		const block: boolean = text[at + 1] === '*' && closed;
		const end = block ? text.indexOf('*/', at + 2) : text[at + 1] === '/' ? lineEnd(text, at) : -1;
		if (end < 0) {
			closed &&= !block;
			at++;
			continue;
		}
		const stop = block ? end + 2 : end;
		kept += text.slice(from, at) + text.slice(at, stop).replace(/[^\n]+/g, '');
		from = at = stop;
	}
	return kept + text.slice(from);
}

function lineEnd(text: string, from: number): number {
	const end = text.indexOf('\n', from);
	return end < 0 ? text.length : end;
}

/** Lines joined over a backslash at their end; where a macro body has its line ends, statements end. */
function* logicalLines(text: string): Generator<{ readonly text: string; readonly height: number }> {
	let pending = '';
	let height = 0;
	for (const raw of text.split('\n')) {
		const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
		height++;
		if (line.endsWith('\\')) {
			pending += `${line.slice(0, -1)};`;
			continue;
		}
		yield { text: pending + line, height };
		pending = '';
		height = 0;
	}
	if (height > 0) yield { text: pending, height };
}

function define(argument: string, macros: Map<string, Macro>): void {
	const match = /^(\w+)(?:\(([^)]*)\))?([^]*)/.exec(argument);
	if (!match) return;
	const parameters = match[2] === undefined ? undefined : match[2].split(',').map((name) => name.trim());
	macros.set(match[1] ?? '', { parameters, body: match[3]?.trimStart() ?? '' });
}

function expand(line: string, work: Work, depth: number, emit: (statement: string) => void): void {
	if (depth > deepestMacro) return;
	for (const part of line.split(';')) {
		if (work.left <= 0) return;
		const statement = part.trim();
		if (statement === '') continue;
		const call = /^(\w+)\s*(?:\(([^]*)\))?$/.exec(statement);
		const macro = call && work.macros.get(call[1] ?? '');
		if (!macro || (macro.parameters === undefined) !== (call[2] === undefined)) {
			emit(statement);
			continue;
		}
		if (!mayNameSymbol(macro, work, depth) && !textMayName(call[2] ?? '', work, depth)) {
			// What is not expanded counts all the same: the assembler does not end with it either.
			work.left = Math.max(0, work.left - expandedLength(macro, work, depth));
			continue;
		}
		const body = substitute(macro, call[2] ?? '', work.left);
		work.left = Math.max(0, work.left - body.length - 1);
		expand(body, work, depth + 1, emit);
	}
}

/** False only for a macro whose expansion has neither an operand nor a definition: nobody asks what else it does. */
function mayNameSymbol(macro: Macro, work: Work, depth: number): boolean {
	if (macro.matters?.at === work.changes) return macro.matters.answer;
	const answer = textMayName(macro.body, work, depth);
	macro.matters = { at: work.changes, answer };
	return answer;
}

/** Characters of a macro and of those that its body names, each as often as it is named. */
function expandedLength(macro: Macro, work: Work, depth: number): number {
	if (depth > deepestMacro) return 0;
	if (macro.length?.at === work.changes) return macro.length.answer;
	let answer = macro.body.length + 1;
	for (const [word] of macro.body.matchAll(/\w+/g)) {
		const other = work.macros.get(word);
		if (other && other !== macro) answer += expandedLength(other, work, depth + 1);
	}
	macro.length = { at: work.changes, answer };
	return answer;
}

/** Operands end with `(SB)`, definitions begin with `TEXT`; both may come from a macro that is named in the text. */
function textMayName(text: string, work: Work, depth: number): boolean {
	if (text === '') return false;
	if (depth > deepestMacro || text.includes('SB') || text.includes('TEXT')) return true;
	for (const [word] of text.matchAll(/\w+/g)) {
		const other = work.macros.get(word);
		if (other && mayNameSymbol(other, work, depth + 1)) return true;
	}
	return false;
}

/** @param most characters; more than these the body does not get */
function substitute(macro: Macro, given: string, most: number): string {
	if (!macro.parameters) return macro.body;
	const values = given.split(',');
	const replacements = new Map(macro.parameters.map((name, index) => [name, (values[index] ?? '').trim()]));
	let length = 0;
	return macro.body.replace(/[\w\u00b7\u2215]+/g, (word) => {
		const value = replacements.get(word) ?? word;
		length += value.length;
		return length > most ? '' : value;
	});
}

function readDefinition(
	statement: string,
	line: number,
	macros: ReadonlyMap<string, Macro>,
): AsmDefinition | undefined {
	const match = /^(?:\w+:\s*)?(TEXT|GLOBL)\s+([^\s(,<+]+)(<[^>]*>)?(?:\+0)?\(SB\)/.exec(statement);
	// `<>` makes the symbol local to its file.
	if (!match || match[3] === '<>') return undefined;
	const threadLocal = /\(SB\),[^,]*\bTLSBSS\b/.test(statement) && !/\bDUPOK\b/.test(statement);
	return {
		kind: match[1] === 'TEXT' ? 'text' : 'data',
		name: symbolNameOf(match[2] ?? '', macros),
		abi: match[3]?.includes('ABIInternal') ? 'internal' : 'abi0',
		line,
		...(threadLocal && { threadLocal }),
	};
}

function symbolNameOf(written: string, macros: ReadonlyMap<string, Macro>): string {
	const macro = macros.get(written);
	const name = macro && !macro.parameters ? macro.body.trim() : written;
	return name.replaceAll('\u2215', '/').replaceAll('\u00b7', '.').replace(/^""\./, '.');
}

/** `CALL f(SB)`, `JMP`, `BL` and what the other architectures call them; a conditional jump is none. */
function isJump(statement: string): boolean {
	return /^(?:\w+:\s*)?(?:CALL|Call|JMP|JAL|BL|BR|B|J)\s/.test(statement);
}

/** The symbols in front of each `(SB)` of a statement, apart from the one that it defines. */
function* operandsIn(
	statement: string,
	macros: ReadonlyMap<string, Macro>,
): Generator<Pick<AsmReference, 'name' | 'abi'>> {
	const defined = /^(?:\w+:\s*)?(?:TEXT|GLOBL|DATA)\s[^,]*,/.exec(statement)?.[0].length ?? 0;
	let from = defined;
	for (let at = statement.indexOf('(SB)', from); at >= 0; at = statement.indexOf('(SB)', from)) {
		const name = nameBefore(statement, from, at);
		const abi = statement.startsWith('<ABIInternal>', at - '<ABIInternal>'.length) ? 'internal' : 'abi0';
		if (name !== undefined) yield { name: symbolNameOf(name, macros), abi };
		from = at + 4;
	}
}

/** `name`, `name+8` or `name<ABIInternal>` at the end of a piece of text; undefined for `name<>`, and when there is none. */
function nameBefore(text: string, start: number, end: number): string | undefined {
	let at = end;
	while (at > start && /\w/.test(text[at - 1] ?? '')) at--;
	const sign = text[at - 1];
	const hasOffset = at < end && at > start && (sign === '+' || sign === '-');
	let nameEnd = hasOffset ? at - 1 : end;
	if (nameEnd > start && text[nameEnd - 1] === '>') {
		const open = text.lastIndexOf('<', nameEnd);
		if (open < start || open === nameEnd - 2) return undefined;
		nameEnd = open;
	}
	let from = nameEnd;
	while (from > start && !/[\s,()$<>+*-]/.test(text[from - 1] ?? '')) from--;
	return from < nameEnd ? text.slice(from, nameEnd) : undefined;
}
