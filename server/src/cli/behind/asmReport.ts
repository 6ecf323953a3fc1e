/** The assembly of a function for people and for programs. */
import { type InstructionCall, instructionCalls } from '../../analysis/machine/instructionCalls.ts';
import { callWords, lineCalls } from '../../analysis/machine/lineCalls.ts';
import { costWords, type RuntimeCallTable } from '../../analysis/machine/runtimeCalls.ts';
import { jumpTarget } from '../../analysis/listing/jumpTarget.ts';
import { shortSymbol } from '../../analysis/listing/functionName.ts';
import type { InlinedCall, Instruction, ListedFunction } from '../../analysis/listing/listedFunction.ts';
import type { FunctionAssembly } from '../../behind/functionAssembly.ts';
import { bytesText, reportHead, shownPath } from './behindReport.ts';

export function asmJson(found: FunctionAssembly, table: RuntimeCallTable, directory: string): string {
	const { context, importPath, name, declared, functions } = found;
	const place = ({ file, line }: { readonly file: string; readonly line: number }) => {
		return { file: shownPath(file, directory), line };
	};
	const chain = (calls: readonly InlinedCall[]) =>
		calls.map((call) => ({ function: call.function, ...place(call), column: call.column }));
	const report = {
		...reportHead(context),
		package: importPath,
		function: name,
		...(declared && { file: shownPath(declared.path, directory), line: declared.line, endLine: declared.endLine }),
		functions: functions.map((listed) => {
			const calls = instructionCalls(listed, table);
			const { symbol, size, frame, argumentBytes, flags } = listed;
			return {
				symbol,
				...place(listed.declared),
				size,
				frame,
				argumentBytes,
				flags: flags.split('|').filter((flag) => flag !== ''),
				instructions: listed.instructions.map((instruction, index) => ({
					pc: instruction.pc,
					op: instruction.op,
					operands: instruction.operands,
					...place(instruction.inner),
					source: place(instruction.outer),
					...targetJson(jumpTarget(instruction)),
					...(instruction.inlined.length > 0 && { inlined: chain(instruction.inlined) }),
					...callJson(calls[index]),
				})),
			};
		}),
		calls: lineCalls(functions, table).map((call) => ({
			...place(call.at),
			kind: call.kind,
			symbol: call.symbol,
			count: call.count,
			...(call.inlined.length > 0 && { inlined: chain(call.inlined) }),
			...meaningJson(call),
		})),
	};
	return `${JSON.stringify(report, undefined, '\t')}\n`;
}

function targetJson(target: number | undefined) {
	return target === undefined ? {} : { target };
}

function callJson(call: InstructionCall | undefined) {
	return call && { call: { kind: call.kind, symbol: call.symbol, ...meaningJson(call) } };
}

function meaningJson(call: InstructionCall) {
	const { runtime, type } = call;
	if (!runtime) return {};
	const { category, allocates, when, reached, cost, avoid, note } = runtime;
	return {
		category,
		message: callWords(call),
		allocates,
		...(when !== undefined && { when }),
		...(reached !== undefined && { reached }),
		cost,
		costText: costWords[cost],
		...(type !== undefined && { type }),
		...(avoid !== undefined && { advice: avoid }),
		...(note !== undefined && { note }),
	};
}

export function asmText(found: FunctionAssembly, table: RuntimeCallTable, directory: string): string {
	const lines: string[] = [];
	for (const listed of found.functions) {
		if (lines.length > 0) lines.push('');
		lines.push(...functionText(listed, found, table, directory));
	}
	lines.push(...behindText(found, table, directory));
	return `${lines.join('\n')}\n`;
}

function functionText(
	listed: ListedFunction,
	{ declared, sources }: FunctionAssembly,
	table: RuntimeCallTable,
	directory: string,
): string[] {
	const { symbol, size, frame, argumentBytes } = listed;
	const at = listed.declared.line > 0 ? `, ${shownPath(listed.declared.file, directory)}:${listed.declared.line}` : '';
	const parts = [
		`${bytesText(size)} of code`,
		`frame ${bytesText(frame)}`,
		`arguments and their spill space ${bytesText(argumentBytes)}`,
	];
	const lines = [`${shortSymbol(symbol)}${at}`, `  ${parts.join(', ')}`];
	const calls = instructionCalls(listed, table);
	const width = Math.max(4, ...listed.instructions.map(({ op }) => op.length));
	for (const group of byLine(listed)) {
		const first = group.instructions[0];
		const { file, line } = group;
		const where = file === declared?.path ? `${line}` : `${shownPath(file, directory)}:${line}`;
		lines.push('', `  ${where}  ${textOf(sources.get(file), line).trim()}`.trimEnd());
		let chain = '';
		for (const { index, instruction } of group.instructions) {
			const now = chainText(instruction.inlined, file, directory);
			if (now !== chain && (now !== '' || first?.index !== index))
				lines.push(now === '' ? '    in the line itself' : `    ${now}`);
			chain = now;
			lines.push(`      ${instructionText(instruction, width)}${remark(calls[index])}`);
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

function textOf(text: string | undefined, line: number): string {
	return text?.split(/\r?\n/)[line - 1] ?? '';
}

/** `inlined lib.g at 10:14, fmt.Println at print.go:313:1` */
function chainText(inlined: readonly InlinedCall[], file: string, directory: string): string {
	if (inlined.length === 0) return '';
	const calls = inlined.map((call) => {
		const place = call.file === file ? '' : `${shownPath(call.file, directory)}:`;
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

/** A summary by line, with what each call costs and what would avoid it. */
function behindText({ functions, declared }: FunctionAssembly, table: RuntimeCallTable, directory: string): string[] {
	const calls = lineCalls(functions, table);
	if (calls.length === 0) return ['', 'No calls that the source does not show.'];
	const lines = ['', 'What the compiler put in:'];
	for (const call of calls) {
		const { file, line } = call.at;
		const where = file === declared?.path ? `${line}` : `${shownPath(file, directory)}:${line}`;
		const via =
			call.inlined.length === 0 ? '' : ` (inlined ${call.inlined.map((one) => shortSymbol(one.function)).join(', ')})`;
		const times = call.count === 1 ? '' : `${call.count} × `;
		const name = call.kind === 'dynamic' ? 'dynamic call' : call.symbol;
		lines.push(
			`  ${where}  ${times}${name}${via}: ${call.kind === 'dynamic' ? 'through an interface or a function value' : callWords(call)}`,
		);
		const { runtime } = call;
		if (runtime) lines.push(`        cost: ${costWords[runtime.cost]}`);
		if (runtime?.avoid !== undefined) lines.push(`        ${runtime.avoid}`);
		if (runtime?.note !== undefined) lines.push(`        ${runtime.note}`);
	}
	return lines;
}
