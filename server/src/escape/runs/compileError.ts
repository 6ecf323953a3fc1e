import { parseBuildLine } from '../../analysis/escape/buildLine.ts';
import type { ListError } from '../../toolchain/goCommand.ts';
import { memoryLimit } from '../../toolchain/memoryLimit.ts';
import { basename, isInside, resolve, slashPathBelow } from '../../toolchain/paths.ts';

/** The first thing that a compiler or the go command complained about. */
export interface CompileError {
	/** Absolute path; `undefined` when the complaint is about no file. */
	readonly file: string | undefined;
	/** 1-based; 0 when there is none. */
	readonly line: number;
	readonly message: string;
}

export interface ErrorPlace {
	/** The working directory of the run, which paths are relative to. */
	readonly directory: string;
	/** Buffer files → what they stand for: errors name the file that was read. */
	readonly realOf: ReadonlyMap<string, string>;
}

/** `FILE:LINE:COL: MESSAGE`; a Windows drive letter does not end the file. */
const positioned = /^((?:[A-Za-z]:[\\/])?[^:\n]+):(\d+)(?::\d+)?:(.+)/;

/** The first complaint in what a compiler or the go command printed; `undefined` when it printed none. */
export function firstError(text: string, place: ErrorPlace): CompileError | undefined {
	if (lackedMemory(text)) return tooMuchMemory();
	const lines = text.split('\n').map((line) => line.trimEnd());
	const said = lines.filter((line) => line !== '' && !isProgress(line) && !isDecision(line));
	for (const line of said) {
		const [, file = '', number = '', message = ''] = positioned.exec(line.replace(/^go: /, '')) ?? [];
		if (file !== '') return { ...at(file, place), line: Number(number), message: oneSentence(message) };
	}
	const first = said[0];
	return first === undefined
		? undefined
		: { file: undefined, line: 0, message: oneSentence(first.replace(/^go: /, '')) };
}

/** What the go command says while it works. */
function isProgress(line: string): boolean {
	return /^(?:#|WORK=|go: (?:downloading|finding) )/.test(line);
}

/** A line of `-m=2`, which reports a decision of the compiler and no error. */
function isDecision(line: string): boolean {
	return (parseBuildLine(line)?.place.line ?? 0) > 0;
}

/** By the words of runtime/malloc.go and runtime/mem_linux.go (Go 1.21 to 1.27), before the stack of a program that was given no more. */
function lackedMemory(text: string): boolean {
	return /^(?:runtime|fatal error): (?:runtime: )?(?:out of memory|cannot allocate memory)/m.test(text);
}

/** What is said about a compiler or an assembler that ran into its limit of memory. */
export function tooMuchMemory(): CompileError {
	const limit = `${Math.round(memoryLimit() / 2 ** 30)} GiB`;
	return { file: undefined, line: 0, message: `Compiling this takes more than ${limit} of memory, and was ended.` };
}

/** An error of `go list -e`. */
export function listError(error: ListError, place: ErrorPlace): CompileError {
	if (lackedMemory(error.Err)) return tooMuchMemory();
	const position = /^(.*?):(\d+)(?::\d+)?$/.exec(error.Pos ?? '');
	const message = oneSentence(error.Err.split('\n').find((line) => line !== '' && !line.startsWith('#')) ?? error.Err);
	if (position) return { ...at(position[1] ?? '', place), line: Number(position[2]), message };
	return firstError(error.Err, place) ?? { file: undefined, line: 0, message };
}

/** What has to be done about an error, beside reading it. */
export type CompileCause =
	/** A module or package that the build needs is not on this machine, and nothing may be downloaded. */
	| 'missing-module'
	/** No module in go.mod provides an import, or go.sum has no entry for it. */
	| 'missing-requirement'
	/** go.mod, go.work or vendor/modules.txt itself is wrong. */
	| 'module-file'
	| 'source';

export interface CompileFailure extends CompileError {
	readonly cause: CompileCause;
	/** The error in one sentence, with the file as seen from the module. */
	readonly text: string;
	/** `lib/a.go:5`, as far as it is known. */
	readonly at: string;
}

/** @param from the directory that file names are relative to */
export function compileFailure(error: CompileError, from: string): CompileFailure {
	return { ...error, cause: causeOf(error), text: formatError(error, from), at: spellPlace(error, from) };
}

/** By the words of the go command, Go 1.21 to 1.27 (cmd/go/internal/modload/import.go, modfile's errors name their file). */
function causeOf({ file, message }: CompileError): CompileCause {
	if (message.endsWith(notDownloaded)) return 'missing-module';
	if (/no required module provides package|missing go\.sum entry|cannot find module providing/.test(message)) {
		return 'missing-requirement';
	}
	const name = file === undefined ? '' : basename(file);
	const named = ['go.mod', 'go.work', 'modules.txt'].includes(name);
	return named || /^(?:errors parsing|updates to) go\.(?:mod|work)|^inconsistent vendoring/.test(message)
		? 'module-file'
		: 'source';
}

const notDownloaded = 'is not on this machine, and downloads are not allowed';

/** `lib/a.go:5: undefined: x`: one sentence, with the file as seen from a directory. */
export function formatError(error: CompileError, from: string): string {
	return error.file === undefined ? error.message : `${spellPlace(error, from)}: ${error.message}`;
}

/** `lib/a.go:5`, as far as it is known; the message where there is no file. */
function spellPlace({ file, line, message }: CompileError, from: string): string {
	if (file === undefined) return message;
	const shown = isInside(from, file) ? slashPathBelow(from, file) : file;
	return line === 0 ? shown : `${shown}:${line}`;
}

function at(file: string, { directory, realOf }: ErrorPlace): { readonly file: string } {
	const path = resolve(directory, file);
	return { file: realOf.get(path) ?? path };
}

/** Advice for a terminal (`; to add it:`) has no place in an editor, and GOPROXY was our own doing. */
function oneSentence(message: string): string {
	const offline = /^(.*?)(: )?module lookup disabled by GOPROXY=off/.exec(message.trim());
	if (offline) return `${offline[1] || 'this import'} ${notDownloaded}`;
	return message
		.trim()
		.replace(/;? to (?:add|download|fetch)(?: it| them)?(?: again)?:?$/, '')
		.replace(/:$/, '');
}
