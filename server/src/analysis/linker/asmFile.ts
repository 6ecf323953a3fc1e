/**
 * What a Go assembly file defines. A small preprocessor stands before it (`#define` with arguments, `#ifdef`, `#include`),
 * because the standard library makes some of its symbols by macro (runtime's `CALLFN`, `DISPATCH`).
 */

import { readBuildConstraint } from '../source/buildConstraint.ts';

export interface AsmDefinition {
	readonly kind: 'text' | 'data';
	/** Slashes and dots are plain; a leading dot means "of the package being assembled". */
	readonly name: string;
	readonly abi: 'abi0' | 'internal';
	/** 1-based line in the file itself; that of the `#include` for what an included file defines. */
	readonly line: number;
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
}

/** Never fails; lines that make no sense define nothing. */
export function scanAsmFile(text: string, input: AsmInput): AsmDefinition[] {
	const macros = new Map<string, Macro>();
	for (const name of input.defined) macros.set(name, { parameters: undefined, body: '1' });
	const definitions: AsmDefinition[] = [];
	preprocess(text, macros, input.include, 0, (line, statement) => {
		const definition = readDefinition(statement, line, macros);
		if (definition) definitions.push(definition);
	});
	return definitions;
}

export interface AsmReference {
	/** As in {@link AsmDefinition}. */
	readonly name: string;
	/** 1-based. */
	readonly line: number;
}

/** Every symbol that an instruction or a DATA line names, once for each line; symbols that are local to the file are left out. */
export function scanAsmReferences(text: string, input: AsmInput): AsmReference[] {
	const macros = new Map<string, Macro>();
	for (const name of input.defined) macros.set(name, { parameters: undefined, body: '1' });
	const references: AsmReference[] = [];
	preprocess(text, macros, input.include, 0, (line, statement) => {
		// A definition names its own symbol first.
		const rest = statement.replace(/^(?:\w+:\s*)?(?:TEXT|GLOBL|DATA)\s+[^,]*,/, '');
		for (const match of rest.matchAll(/([^\s,()$<+*-]+)(<[^>]*>)?(?:[+-]\w+)?\(SB\)/g)) {
			if (match[2] !== '<>') references.push({ name: symbolNameOf(match[1] ?? '', macros), line });
		}
	});
	return references;
}

/** The expression of the `//go:build` line above the code. */
export function assemblyConstraint(text: string): string | undefined {
	const header = /^(?:\s+|\/\/[^\n]*\n|\/\*[\s\S]*?\*\/)*/.exec(text)?.[0] ?? '';
	return readBuildConstraint(header, header.length);
}

/** The names in `#include` lines, whatever conditions they stand under. */
export function includedNames(text: string): string[] {
	return [...text.matchAll(/^[ \t]*#[ \t]*include[ \t]+["<]([^">\n]+)[">]/gm)].map((match) => match[1] ?? '');
}

const deepestInclude = 8;
const deepestMacro = 20;

function preprocess(
	text: string,
	macros: Map<string, Macro>,
	include: AsmInput['include'],
	depth: number,
	emit: (line: number, statement: string) => void,
): void {
	const conditions: boolean[] = [];
	let line = 0;
	for (const logicalLine of logicalLines(withoutComments(text))) {
		const at = line + 1;
		line += logicalLine.height;
		const directive = /^\s*#\s*(\w+)\s*([\s\S]*)$/.exec(logicalLine.text);
		const live = !conditions.includes(false);
		if (!directive) {
			if (live) expand(logicalLine.text, macros, 0, (statement) => emit(at, statement));
			continue;
		}
		const [, keyword = '', rest = ''] = directive;
		const argument = rest.trim();
		const word = /^\w+/.exec(argument)?.[0] ?? '';
		switch (keyword) {
			case 'ifdef':
				conditions.push(macros.has(word));
				break;
			case 'ifndef':
				conditions.push(!macros.has(word));
				break;
			case 'else':
				conditions.push(!conditions.pop());
				break;
			case 'endif':
				conditions.pop();
				break;
			case 'define':
				if (live) define(argument, macros);
				break;
			case 'undef':
				if (live) macros.delete(word);
				break;
			case 'include': {
				const included = live && depth < deepestInclude ? include(argument.replace(/^["<]|[">]$/g, '')) : undefined;
				if (included !== undefined)
					preprocess(included, macros, include, depth + 1, (_, statement) => emit(at, statement));
				break;
			}
		}
	}
}

function withoutComments(text: string): string {
	return text.replace(/\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]+/g, ''));
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
	const match = /^(\w+)(?:\(([^)]*)\))?\s*([\s\S]*)$/.exec(argument);
	if (!match) return;
	const parameters = match[2] === undefined ? undefined : match[2].split(',').map((name) => name.trim());
	macros.set(match[1] ?? '', { parameters, body: match[3] ?? '' });
}

function expand(
	line: string,
	macros: ReadonlyMap<string, Macro>,
	depth: number,
	emit: (statement: string) => void,
): void {
	if (depth > deepestMacro) return;
	for (const part of line.split(';')) {
		const statement = part.trim();
		if (statement === '') continue;
		const call = /^(\w+)\s*(?:\(([\s\S]*)\))?$/.exec(statement);
		const macro = call && macros.get(call[1] ?? '');
		if (!macro || (macro.parameters === undefined) !== (call[2] === undefined)) emit(statement);
		else expand(substitute(macro, call[2] ?? ''), macros, depth + 1, emit);
	}
}

function substitute(macro: Macro, given: string): string {
	if (!macro.parameters) return macro.body;
	const values = given.split(',');
	const replacements = new Map(macro.parameters.map((name, index) => [name, (values[index] ?? '').trim()]));
	return macro.body.replace(/\w+/g, (word) => replacements.get(word) ?? word);
}

function readDefinition(
	statement: string,
	line: number,
	macros: ReadonlyMap<string, Macro>,
): AsmDefinition | undefined {
	const match = /^(?:\w+:\s*)?(TEXT|GLOBL)\s+([^\s(,<+]+)(<[^>]*>)?(?:\+0)?\(SB\)/.exec(statement);
	// `<>` makes the symbol local to its file.
	if (!match || match[3] === '<>') return undefined;
	return {
		kind: match[1] === 'TEXT' ? 'text' : 'data',
		name: symbolNameOf(match[2] ?? '', macros),
		abi: match[3]?.includes('ABIInternal') ? 'internal' : 'abi0',
		line,
	};
}

function symbolNameOf(written: string, macros: ReadonlyMap<string, Macro>): string {
	const macro = macros.get(written);
	const name = macro && !macro.parameters ? macro.body.trim() : written;
	return name.replaceAll('\u2215', '/').replaceAll('\u00b7', '.').replace(/^""\./, '.');
}
