import type { SyntaxNode, SyntaxTable } from '../../syntax/syntaxTable.ts';
import type { TextEdit } from '../../text/textEdit.ts';
import { spell } from './exactTypes.ts';
import type { FixCandidate, FixContext } from './fixCandidate.ts';
import { type GoCall, goroutineCapture } from './goroutineCapture.ts';

/**
 * A variable that a goroutine captures by reference is moved to the heap. As an argument it is a copy, which is the same
 * when nobody changes it afterwards, or nobody but the goroutine looks at it any more.
 */
export function passAsArgument(context: FixContext): FixCandidate | undefined {
	const { table } = context;
	const capture = goroutineCapture(context);
	const type = capture?.type && spell(table, capture.type);
	if (!capture || type === undefined) return undefined;
	const { name, calls } = capture;
	const texts = calls.flatMap((call) => [table.textOf(call.parameters), table.textOf(call.arguments)]);
	if (texts.some((text) => text.includes('\n') || text.includes('...'))) return undefined;
	return {
		title: `Pass ${name} to the goroutine as an argument`,
		edits: calls.flatMap((call) => argumentEdits(table, call, name, type)),
		proof: { kind: 'gone' },
	};
}

function argumentEdits(table: SyntaxTable, call: GoCall, name: string, type: string): TextEdit[] {
	return [insertLast(table, call.parameters, `${name} ${type}`), insertLast(table, call.arguments, name)];
}

function insertLast(table: SyntaxTable, list: SyntaxNode, text: string): TextEdit {
	const at = table.end(list) - 1;
	const isEmpty = table.text.slice(table.start(list) + 1, at).trim() === '';
	return { span: { start: at, end: at }, newText: isEmpty ? text : `, ${text}` };
}
