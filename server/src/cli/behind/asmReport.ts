/** The assembly of a function for people and for programs. */
import { dynamicCalls } from '../../analysis/machine/dispatch.ts';
import { type InstructionCall, instructionCalls } from '../../analysis/machine/instructionCalls.ts';
import { callWords, lineCalls } from '../../analysis/machine/lineCalls.ts';
import { costWords, type RuntimeCallTable } from '../../analysis/machine/runtimeCalls.ts';
import { jumpTarget } from '../../analysis/listing/jumpTarget.ts';
import type { InlinedCall } from '../../analysis/listing/listedFunction.ts';
import type { InterfaceCandidates } from '../../behind/callCandidates.ts';
import type { FunctionAssembly } from '../../behind/functionAssembly.ts';
import { assemblyLines, behindCall } from '../../behind/assemblyLines.ts';
import { reportHead, shownPath } from './behindReport.ts';

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
		dispatch: [
			...found.direct.map(({ call, to, byProfile, column, ...at }) => {
				return { ...place(at), column, call, kind: 'direct', to, byProfile };
			}),
			...dynamicCalls(functions, { table, goarch: context.goarch, source: found.source }).map((one) => ({
				...place(one.at),
				kind: one.kind,
				...(one.call !== undefined && { call: one.call }),
				...(one.inlined.length > 0 && { inlined: chain(one.inlined) }),
				why: one.why,
				...candidatesJson(behindCall(one, found.candidates)),
			})),
		],
	};
	return `${JSON.stringify(report, undefined, '\t')}\n`;
}

function candidatesJson(all: readonly InterfaceCandidates[]) {
	if (all.length === 0) return {};
	return { candidates: all.map(({ interface: name, types }) => ({ interface: name, types })) };
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
	const lines = assemblyLines(found, table, (file) => shownPath(file, directory));
	return `${lines.map(({ text }) => text).join('\n')}\n`;
}
