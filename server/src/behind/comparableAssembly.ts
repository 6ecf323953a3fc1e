/** The assembly of a function as text that differs only where the code does: without addresses, with names for the targets of jumps. */
import { shortSymbol } from '../analysis/listing/functionName.ts';
import { jumpTarget } from '../analysis/listing/jumpTarget.ts';
import type { ListedFunction } from '../analysis/listing/listedFunction.ts';
import type { FunctionAssembly } from './functionAssembly.ts';

export function comparableAssembly({ functions, sources, declared }: FunctionAssembly): string {
	const lines = functions.flatMap((listed) => [...functionText(listed, sources, declared?.path), '']);
	return lines.join('\n');
}

function functionText(
	{ symbol, size, frame, instructions }: ListedFunction,
	sources: FunctionAssembly['sources'],
	own: string | undefined,
): readonly string[] {
	const targets = instructions.flatMap((one) => jumpTarget(one) ?? []);
	const labels = new Map([...new Set(targets)].sort((a, b) => a - b).map((pc, index) => [pc, `L${index + 1}`]));
	const width = Math.max(4, ...instructions.map(({ op }) => op.length));
	const texts = new Map<string, readonly string[]>();
	const lineOf = (file: string, line: number) => {
		let split = texts.get(file);
		if (!split) texts.set(file, (split = (sources.get(file) ?? '').split(/\r?\n/)));
		return (split[line - 1] ?? '').trim();
	};
	const lines = [shortSymbol(symbol), `  ${size} bytes of code, frame ${frame} bytes`];
	let before = '';
	for (const instruction of instructions) {
		const { pc, op, operands, outer } = instruction;
		const label = labels.get(pc);
		if (label !== undefined) lines.push(`${label}:`);
		// The text of the line, and not its number, which every edit above changes.
		const source = outer.file === own || own === undefined ? lineOf(outer.file, outer.line) : '';
		if (source !== before && source !== '') lines.push(`  // ${source}`);
		before = source;
		const target = jumpTarget(instruction);
		const shown =
			target === undefined ? operands : operands.slice(0, -String(target).length) + (labels.get(target) ?? target);
		lines.push(`    ${op.padEnd(width)}  ${shown}`.trimEnd());
	}
	return lines;
}
