import { meaningAt } from '../../syntax/declarations.ts';
import { argumentsOf } from '../../syntax/expressions.ts';
import { edited, fileWith } from '../../linkname/fixes/editedFile.ts';
import { qualifierFor, withImports, withoutIdleImports } from '../../linkname/fixes/fileImports.ts';
import { editsBetween } from '../../text/editsBetween.ts';
import type { FixCandidate, FixContext } from './fixCandidate.ts';

/**
 * `fmt.Sprintf("%d", n)` is `strconv.Itoa(n)` for every n of type int, and the compiler takes no other type there.
 */
export function formatNumber({ hint, table, declarations }: FixContext): FixCandidate | undefined {
	if (hint.class !== 'interface-boxing') return undefined;
	let node = table.at(hint.span.start);
	while (node > 0 && table.kind(node) !== 'call_expression') node = table.parent(node);
	const callee = node + 1;
	if (table.kind(callee) !== 'selector_expression' || !table.textOf(callee).endsWith('.Sprintf')) return undefined;
	const fmt = meaningAt(declarations, { table, node: callee + 1 }, table.textOf(callee + 1));
	if (fmt?.kind !== 'package' || fmt.path !== 'fmt') return undefined;
	const [format, number, ...rest] = argumentsOf(table, node);
	if (format === undefined || number === undefined || rest.length > 0) return undefined;
	if (!/^(?:"%[dv]"|`%[dv]`)$/.test(table.textOf(format)) || table.kind(number) === 'variadic_argument')
		return undefined;

	const before = fileWith(hint.file, table.text);
	const isTaken = (name: string) => {
		const meaning = meaningAt(declarations, { table, node }, name);
		return meaning !== undefined && meaning.kind !== 'package';
	};
	const strconv = qualifierFor(before, 'strconv', isTaken, (name) => declarations.names.has(name));
	const call = `${strconv.name}.Itoa(${table.textOf(number)})`;
	const called = edited(before, [{ span: { start: table.start(node), end: table.end(node) }, newText: call }]);
	const after = withoutIdleImports(before, withImports(called, [strconv]));
	return {
		title: `Replace by ${call.length > 60 ? `${strconv.name}.Itoa` : call}`,
		edits: editsBetween(before.file.text, after.file.text),
		proof: { kind: 'gone' },
	};
}
