/** Where parameters and results travel, for people and for programs. */
import { type PlacedOperand, type PlacedWord } from '../../analysis/machine/operandPlaces.ts';
import { registersOf, registersOfPort } from '../../analysis/machine/registerNames.ts';
import { machineOf } from '../../analysis/signature/machine.ts';
import { agreesWithListing, copiedBytes, type FunctionAbi } from '../../behind/functionAbi.ts';
import { bytesText, reportHead, shownPath } from './behindReport.ts';

/** Every port whose registers are known, and some that have none. */
const shownPorts = ['amd64', 'arm64', 'loong64', 'ppc64', 'ppc64le', 'riscv64', 's390x'] as const;

export function abiJson(found: FunctionAbi, directory: string): string {
	const { context, importPath, name, path, line, abi, places, listed, unlisted, pointerSize } = found;
	const registers = registersOf(context.goarch, context.version.minor);
	const agrees = agreesWithListing(found);
	const report = {
		...reportHead(context),
		package: importPath,
		function: name,
		file: shownPath(path, directory),
		line,
		abi,
		parameters: places.parameters.map((one) => operandJson(one, 'parameter', found)),
		results: places.results.map((one) => operandJson(one, 'result', found)),
		argumentBytes: places.size,
		spillBytes: places.spill,
		pointerSize,
		copied: { parameters: copiedBytes(places.parameters), results: copiedBytes(places.results) },
		...(registers && { closureContext: registers.context, goroutine: registers.goroutine }),
		...(listed && {
			listing: { symbol: listed.symbol, frame: listed.frame, argumentBytes: listed.argumentBytes, size: listed.size },
		}),
		...(agrees !== undefined && { agrees }),
		...(unlisted !== '' && { unlisted }),
		ports: shownPorts.map((goarch) => {
			const port = registersOfPort(goarch);
			return { goarch, since: `go1.${port?.since}`, integer: port?.integer, float: port?.float };
		}),
	};
	return `${JSON.stringify(report, undefined, '\t')}\n`;
}

function operandJson(operand: PlacedOperand, kind: 'parameter' | 'result', { types, pointerSize }: FunctionAbi) {
	const { label, layout, words, spill, stack } = operand;
	return {
		name: label,
		type: types.get(`${kind} ${label}`) ?? '',
		size: layout.size,
		align: layout.align,
		byValue: layout.size,
		byPointer: pointerSize,
		place: layout.size === 0 ? 'nowhere' : stack === undefined ? 'registers' : 'stack',
		words: words.map(({ path, size, word, register, offset }) => ({
			path,
			size,
			kind: word === 'interface' ? 'pointer' : word,
			...(register !== undefined && { register }),
			...(offset !== undefined && { offset }),
		})),
		...(stack !== undefined && layout.size > 0 && { offset: stack }),
		...(spill !== undefined && { spill }),
	};
}

export function abiText(found: FunctionAbi, directory: string): string {
	const { context, name, path, line, abi, places, listed, unlisted, pointerSize } = found;
	const { goarch, version } = context;
	const machine = machineOf(goarch, abi === 'ABI0' ? 0 : version.minor);
	const lines = [
		`${name}, ${shownPath(path, directory)}:${line}`,
		`  ${version.text} ${context.goos}/${goarch}, ${abi}`,
		'',
	];
	for (const kind of ['parameter', 'result'] as const) {
		const operands = kind === 'parameter' ? places.parameters : places.results;
		if (operands.length === 0) lines.push(`  no ${kind}s`);
		for (const operand of operands) lines.push(...operandText(operand, kind, found));
	}
	lines.push(
		'',
		`  arguments ${bytesText(places.size)} in the frame of the caller, ${bytesText(places.spill)} of them spill space`,
	);
	if (listed) lines.push(`  frame ${bytesText(listed.frame)}, code ${bytesText(listed.size)}`);
	else lines.push(`  no listing: ${unlisted}`);
	if (agreesWithListing(found) === false) {
		lines.push(
			`  The compiler's listing says ${bytesText(listed?.argumentBytes ?? 0)} for the arguments: please report that.`,
		);
	}
	const passed = copiedBytes(places.parameters);
	const returned = copiedBytes(places.results);
	lines.push(`  each call copies ${bytesText(passed)} in and ${bytesText(returned)} out`);
	for (const operand of places.parameters) {
		const { size } = operand.layout;
		if (size <= 4 * pointerSize) continue;
		lines.push(
			`  ${operand.label}: ${bytesText(size)} by value, ${bytesText(pointerSize)} by pointer, with one more read per access; the caller's`,
			`    variable goes to the heap for that only if ${name} lets the pointer leak. Which is faster, a benchmark says.`,
		);
	}
	lines.push('', ...registersText(found, machine.integerRegisters > 0));
	return `${lines.join('\n')}\n`;
}

function operandText(operand: PlacedOperand, kind: 'parameter' | 'result', { types }: FunctionAbi): string[] {
	const { label, layout, words, spill, stack } = operand;
	const head = `  ${label.startsWith(kind) ? '' : `${kind} `}${label} ${types.get(`${kind} ${label}`) ?? ''}`.trimEnd();
	if (layout.size === 0) return [`${head}: no size, so it travels nowhere`];
	if (stack !== undefined) return [`${head}: ${bytesText(layout.size)} on the stack, from +${stack} of the arguments`];
	const spilled = spill === undefined ? '' : `; may be spilled to +${spill}`;
	return [`${head}: ${words.map(wordText).join(', ')}${spilled}`];
}

function wordText({ path, register }: PlacedWord): string {
	const part = path.replace(/^\./, '');
	return part === '' ? `${register}` : `${part} in ${register}`;
}

function registersText({ context, abi }: FunctionAbi, used: boolean): string[] {
	const { goarch, version } = context;
	const port = registersOfPort(goarch);
	if (abi === 'ABI0') return ['  ABI0, the calling convention of assembly: everything on the stack.'];
	if (!port) return [`  ${goarch} passes everything on the stack, in every Go so far.`];
	if (!used)
		return [
			`  ${version.text} passes everything on the stack on ${goarch}; since go1.${port.since} there are registers.`,
		];
	return [
		`  registers on ${goarch} since go1.${port.since}: ${port.integer.join(' ')} | ${port.float.join(' ')}`,
		`  closure context in ${port.context}, goroutine in ${port.goroutine}`,
	];
}
