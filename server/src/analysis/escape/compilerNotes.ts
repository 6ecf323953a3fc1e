/** Remarks of the compiler that are no hints: captures, devirtualized and dynamic calls, copies it saved. */
import { functionAround } from '../syntax/functions.ts';
import { subjectAt } from '../syntax/subjectSpan.ts';
import { hasCompilerNames } from './compilerNames.ts';
import type { CompilerNote } from './escapeHint.ts';
import type { CompiledFile } from './hints.ts';
import type { Remark } from './parseBuildOutput.ts';

export function compilerNotes(file: CompiledFile): CompilerNote[] {
	const notes: CompilerNote[] = [];
	for (const remark of file.remarks) {
		const note = noteOf(remark.message);
		if (
			!note ||
			hasCompilerNames(note.subject) ||
			(remark.message.kind === 'captures' && !inClosures(file, remark.place))
		)
			continue;
		const { span } = subjectAt(file.table, file.offset(remark.place), note.subject);
		notes.push({ file: file.path, span, kind: note.kind, message: note.message });
	}
	return notes;
}

/** The function around has func literals: else what captures is the body of a loop over a function. */
function inClosures(file: CompiledFile, place: Remark['place']): boolean {
	const { functions, table } = file;
	const around = functionAround(functions, file.offset(place));
	if (around === undefined) return true;
	for (let node = around.node; node < table.last(around.node); node++) {
		if (table.kind(node) === 'func_literal' || /^(?:go|defer)_statement$/.test(table.kind(node))) return true;
	}
	return false;
}

function noteOf(
	message: Remark['message'],
): (Pick<CompilerNote, 'kind' | 'message'> & { subject: string }) | undefined {
	switch (message.kind) {
		case 'captures':
			return message.by === 'ref'
				? {
						kind: 'captured-by-reference',
						subject: message.variable,
						message: `A closure captures ${message.variable} by reference: it is assigned after the capture, or its address is taken.`,
					}
				: {
						kind: 'captured-by-value',
						subject: message.variable,
						message: `A closure captures ${message.variable} by value.`,
					};
		case 'devirtualized': {
			const how =
				message.how === 'profile' ? ' as the profile says' : message.how === 'partially' ? ' for the most part' : '';
			return {
				kind: 'devirtualized',
				subject: message.call,
				message: `${message.call} is called directly on ${message.to}${how}.`,
			};
		}
		case 'stays-dynamic':
			return {
				kind: 'stays-dynamic',
				subject: message.call,
				message: `${message.call} stays a dynamic call: ${message.reason}.`,
			};
		case 'zero-copy':
			return {
				kind: 'zero-copy',
				subject: '([]byte)(s)',
				message: 'The conversion shares the bytes of the string: nothing is copied.',
			};
		case 'inlined-call':
			return { kind: 'inlined-call', subject: message.callee, message: `The call of ${message.callee} is inlined.` };
		case 'package':
		case 'moved':
		case 'escapes':
		case 'stays':
		case 'explains-escape':
		case 'explains-leak':
		case 'flow':
		case 'from':
		case 'leaks':
		case 'inlinable':
		case 'not-inlinable':
		case 'aside':
			return undefined;
	}
}
