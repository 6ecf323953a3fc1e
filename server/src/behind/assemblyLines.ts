/** The assembly of a function as lines of text, each with the source line that it belongs to. */
import { shortSymbol } from '../analysis/listing/functionName.ts';
import { jumpTarget } from '../analysis/listing/jumpTarget.ts';
import type { CodeLine, InlinedCall, Instruction, ListedFunction } from '../analysis/listing/listedFunction.ts';
import { type DynamicCall, dynamicCalls } from '../analysis/machine/dispatch.ts';
import { type InstructionCall, instructionCalls } from '../analysis/machine/instructionCalls.ts';
import { callWords, type LineCall, lineCalls } from '../analysis/machine/lineCalls.ts';
import { costWords, type RuntimeCallTable } from '../analysis/machine/runtimeCalls.ts';
import type { InterfaceCandidates } from './callCandidates.ts';
import type { FunctionAssembly } from './functionAssembly.ts';

export interface ListingLine {
	readonly text: string;
	/** Absolute path and 1-based line; undefined for headings. */
	readonly source: { readonly file: string; readonly line: number } | undefined;
}

/** How paths are written. */
type ShowPath = (file: string) => string;

/** Instructions by source line, and at the end what the compiler inserted. */
export function assemblyLines(
	found: FunctionAssembly,
	table: RuntimeCallTable,
	show: ShowPath,
): readonly ListingLine[] {
	const lines: ListingLine[] = [];
	for (const listed of found.functions) {
		if (lines.length > 0) lines.push(heading(''));
		lines.push(...functionLines(listed, found, table, show));
	}
	return [...lines, ...insertedLines(found, table, show), ...dispatchLines(found, table, show)];
}

function heading(text: string): ListingLine {
	return { text, source: undefined };
}

function functionLines(
	listed: ListedFunction,
	{ declared, sources }: FunctionAssembly,
	table: RuntimeCallTable,
	show: ShowPath,
): readonly ListingLine[] {
	const { symbol, size, frame, argumentBytes } = listed;
	const at = listed.declared.line > 0 ? `, ${show(listed.declared.file)}:${listed.declared.line}` : '';
	const parts = [
		`${bytesOf(size)} of code`,
		`frame ${bytesOf(frame)}`,
		`arguments and their spill space ${bytesOf(argumentBytes)}`,
	];
	const lines = [heading(`${shortSymbol(symbol)}${at}`), heading(`  ${parts.join(', ')}`)];
	const calls = instructionCalls(listed, table);
	const width = Math.max(4, ...listed.instructions.map(({ op }) => op.length));
	for (const group of byLine(listed)) {
		const first = group.instructions[0];
		const { file, line } = group;
		const source = { file, line };
		const where = file === declared?.path ? `${line}` : `${show(file)}:${line}`;
		lines.push(heading(''), { text: `  ${where}  ${lineOfText(sources.get(file), line).trim()}`.trimEnd(), source });
		let chain = '';
		for (const { index, instruction } of group.instructions) {
			const now = chainText(instruction.inlined, file, show);
			if (now !== chain && (now !== '' || first?.index !== index)) {
				lines.push({ text: now === '' ? '    in the line itself' : `    ${now}`, source });
			}
			chain = now;
			lines.push({ text: `      ${instructionText(instruction, width)}${remark(calls[index])}`, source });
		}
	}
	return lines;
}

interface LineGroup {
	readonly file: string;
	readonly line: number;
	readonly instructions: { readonly index: number; readonly instruction: Instruction }[];
}

/** By source line, and what belongs to no line of a file at the end. */
function byLine({ instructions }: ListedFunction): readonly LineGroup[] {
	const groups = new Map<string, LineGroup>();
	instructions.forEach((instruction, index) => {
		const { file, line } = instruction.outer;
		const key = `${file}:${line}`;
		const group = groups.get(key) ?? { file, line, instructions: [] };
		group.instructions.push({ index, instruction });
		groups.set(key, group);
	});
	const isMade = ({ file }: LineGroup) => (file === '' || file.startsWith('<') ? 1 : 0);
	return [...groups.values()].sort((a, b) => isMade(a) - isMade(b) || (a.file === b.file ? a.line - b.line : 0));
}

function lineOfText(text: string | undefined, line: number): string {
	return text?.split(/\r?\n/)[line - 1] ?? '';
}

/** `inlined lib.g at 10:14, fmt.Println at print.go:313:1` */
function chainText(inlined: readonly InlinedCall[], file: string, show: ShowPath): string {
	if (inlined.length === 0) return '';
	const calls = inlined.map((call) => {
		const place = call.file === file ? '' : `${show(call.file)}:`;
		return `${shortSymbol(call.function)} at ${place}${call.line}:${call.column}`;
	});
	return `inlined ${calls.join(', ')}`;
}

function instructionText(instruction: Instruction, width: number): string {
	const { pc, op, operands } = instruction;
	const target = jumpTarget(instruction);
	// Jumps name their target as the column on the left does.
	const shown = target === undefined ? operands : operands.slice(0, -String(target).length) + hexadecimal(target);
	return `${hexadecimal(pc)}  ${op.padEnd(width)}  ${shown}`.trimEnd();
}

function hexadecimal(pc: number): string {
	return pc.toString(16).padStart(4, '0');
}

function remark(call: InstructionCall | undefined): string {
	if (!call || call.kind === 'direct') return '';
	return `    ; ${callWords(call)}`;
}

/** By line, with what each call costs and what would avoid it. */
function insertedLines(
	{ functions, declared }: FunctionAssembly,
	table: RuntimeCallTable,
	show: ShowPath,
): readonly ListingLine[] {
	const calls = lineCalls(functions, table).filter(({ kind }) => kind !== 'dynamic');
	if (calls.length === 0) return [heading(''), heading('No calls that the source does not show.')];
	const lines = [heading(''), heading('What the compiler put in:')];
	for (const call of calls) {
		const { file, line } = call.at;
		const where = file === declared?.path ? `${line}` : `${show(file)}:${line}`;
		for (const [index, words] of callLines(call).entries()) {
			lines.push({ text: index === 0 ? `  ${where}  ${words}` : `        ${words}`, source: call.at });
		}
	}
	return lines;
}

/** Dynamic calls, and those that became direct ones. */
function dispatchLines(found: FunctionAssembly, table: RuntimeCallTable, show: ShowPath): readonly ListingLine[] {
	const { functions, direct, source, declared, context } = found;
	const dynamic = dynamicCalls(functions, { table, goarch: context.goarch, source });
	if (dynamic.length === 0 && direct.length === 0) return [];
	const where = ({ file, line }: CodeLine) => (file === declared?.path ? `${line}` : `${show(file)}:${line}`);
	const lines = [heading(''), heading('Dynamic calls:')];
	for (const one of direct) {
		const how = one.byProfile ? ` first, as the profile says; the dynamic call stays behind the comparison` : '';
		lines.push({ text: `  ${where(one)}  ${one.call}: calls ${one.to} directly${how}`, source: one });
	}
	for (const one of dynamic) {
		const through =
			one.kind === 'unknown' ? 'dynamic' : `through ${one.kind === 'interface' ? 'an interface' : 'a function value'}`;
		const via =
			one.inlined.length === 0 ? '' : ` (inlined ${one.inlined.map((each) => shortSymbol(each.function)).join(', ')})`;
		lines.push({ text: `  ${where(one.at)}  ${one.call ?? 'a call'}${via}: ${through}; ${one.why}`, source: one.at });
		for (const each of behindCall(one, found.candidates)) {
			lines.push({ text: `        ${candidateWords(each)}`, source: one.at });
		}
	}
	return lines;
}

/** The interfaces that a call may go through, with the types that may be behind it. */
export function behindCall(
	{ call, kind }: DynamicCall,
	candidates: readonly InterfaceCandidates[],
): readonly InterfaceCandidates[] {
	if (kind !== 'interface' || call === undefined) return [];
	const method = call.slice(call.lastIndexOf('.') + 1);
	return candidates.filter(({ methods }) => methods.includes(method));
}

/** More of them are counted. */
const mostNamed = 8;

function candidateWords({ interface: name, types }: InterfaceCandidates): string {
	const all = types.map(shortType);
	if (all.length === 0) return `no type of the build has the methods of ${shortType(name)}`;
	const more = all.length > mostNamed ? ` and ${all.length - mostNamed} more` : '';
	return `behind ${shortType(name)} may be ${all.slice(0, mostNamed).join(', ')}${more}`;
}

/** `*bytes.Buffer` of `*bytes.Buffer`, `*lib.T` of `*example.com/m/lib.T`. */
function shortType(type: string): string {
	const star = type.startsWith('*') ? '*' : '';
	return star + type.slice(Math.max(star.length, type.lastIndexOf('/') + 1));
}

/** One call in words: what it is, what it costs, what would avoid it, what is often believed of it and wrong. */
export function callLines(call: LineCall): readonly string[] {
	const { runtime, count, inlined, kind, symbol } = call;
	const via = inlined.length === 0 ? '' : ` (inlined ${inlined.map((one) => shortSymbol(one.function)).join(', ')})`;
	const times = count === 1 ? '' : `${count} × `;
	const name = kind === 'dynamic' ? 'dynamic call' : symbol;
	const words = kind === 'dynamic' ? 'through an interface or a function value' : callWords(call);
	return [
		`${times}${name}${via}: ${words}`,
		...(runtime ? [`cost: ${costWords[runtime.cost]}`] : []),
		...(runtime?.avoid === undefined ? [] : [runtime.avoid]),
		...(runtime?.note === undefined ? [] : [runtime.note]),
	];
}

function bytesOf(count: number): string {
	return `${count.toLocaleString('en-US')} byte${count === 1 ? '' : 's'}`;
}
