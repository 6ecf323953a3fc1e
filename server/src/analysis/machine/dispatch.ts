/** The dynamic calls of a function: through what they go, which became direct ones, and why the others did not. */
import { withoutBrackets } from '../listing/functionName.ts';
import type { CodeLine, InlinedCall, Instruction, ListedFunction } from '../listing/listedFunction.ts';
import { tokensOf, type CodeToken } from '../reference/codeTokens.ts';
import type { Span } from '../text/span.ts';
import { type InstructionCall, instructionCalls } from './instructionCalls.ts';
import { registersOfPort } from './registerNames.ts';
import type { RuntimeCallTable } from './runtimeCalls.ts';

/** `devirtualizing w.Write to *bytes.Buffer`, as `-m` prints it. */
export interface DirectCall extends CodeLine {
	/** 1-based, in UTF-8 bytes. */
	readonly column: number;
	/** `w.Write` */
	readonly call: string;
	/** `*bytes.Buffer`, `(*A).Do` */
	readonly to: string;
	/** A profile said so: the type is compared first, and the dynamic call stays behind it. */
	readonly byProfile: boolean;
}

export interface DynamicCall {
	/** In the function itself. */
	readonly at: CodeLine;
	readonly kind: 'interface' | 'function value' | 'unknown';
	/** The call as the source has it: `w.Write`; undefined where the line has several that may be meant. */
	readonly call: string | undefined;
	/** The calls that were inlined around it, the outermost first. */
	readonly inlined: readonly InlinedCall[];
	/** Why the compiler cannot know the callee, as far as the source tells; words without a period. */
	readonly why: string;
}

/** What of the source the calls are looked up in. */
export interface DispatchSource {
	/** As in the listing. */
	readonly file: string;
	readonly text: string;
	/** The declaration of the function. */
	readonly span: Span;
	/** Where its receiver, parameters and results are named. */
	readonly signature: Span;
	readonly receiver: Span | undefined;
	/** Functions and types that the package declares, whose calls are no dynamic ones. */
	readonly declared: ReadonlySet<string>;
	/** Variables that the package declares. */
	readonly variables: ReadonlySet<string>;
}

/** `./a.go:12:9: devirtualizing w.Write to *bytes.Buffer`; since Go 1.22 a profile's say `interface call` or `function call` in between. */
export function readDirectCall(line: string): DirectCall | undefined {
	const at = line.indexOf('evirtualizing ');
	if (at < 0) return undefined;
	const [, file = '', number = '', column = ''] = /^(.+?):(\d+):(\d+): /.exec(line) ?? [];
	const [, profile, call = '', to = ''] =
		/: (PGO )?devirtualizing (?:(?:interface|function) call )?(\S+) to (\S+)$/.exec(line) ?? [];
	if (file === '' || call === '') return undefined;
	return { file, line: Number(number), column: Number(column), call, to, byProfile: profile !== undefined };
}

/** The dynamic calls of a function and its closures, one for each place that they stand at. */
export function dynamicCalls(
	functions: readonly ListedFunction[],
	{
		table,
		goarch,
		source,
	}: { readonly table: RuntimeCallTable; readonly goarch: string; readonly source: DispatchSource | undefined },
): readonly DynamicCall[] {
	const context = registersOfPort(goarch)?.context ?? { 386: 'DX', arm: 'R7' }[goarch] ?? 'R22';
	const found = new Map<string, Omit<DynamicCall, 'call' | 'why'>>();
	const direct = new Map<number, Set<string>>();
	for (const listed of functions) {
		// Instances of one generic function have the same calls.
		const calls = instructionCalls(listed, table);
		listed.instructions.forEach((instruction, index) => {
			const call = calls[index];
			const { outer, inlined } = instruction;
			if (source && outer.file === source.file) noteDirect(direct, outer.line, call, inlined);
			if (call?.kind !== 'dynamic') return;
			const kind = kindOf(listed.instructions, index, context);
			const chain = inlined.map((one) => `${one.function} ${one.line}:${one.column}`).join('>');
			const key = `${withoutBrackets(listed.symbol)} ${outer.file}:${outer.line} ${kind} ${chain}`;
			found.set(key, { at: outer, kind, inlined });
		});
	}
	const written = source && tokensOf(source.text, source.span);
	const starts = source && lineStarts(source.text);
	const sorted = [...found.values()].sort((a, b) => (a.at.file === b.at.file ? a.at.line - b.at.line : 0));
	return sorted.map((call): DynamicCall => {
		const inner = call.inlined.at(-1);
		if (inner) return { ...call, call: undefined, why: 'it stands in an inlined function' };
		const isHere = source && written && starts && call.at.file === source.file;
		const names = isHere ? callsOnLine(written, starts, call.at.line, direct.get(call.at.line), source) : [];
		const [only] = names;
		if (!source || !only || names.length > 1) return { ...call, call: undefined, why: unknownWhy[call.kind] };
		return { ...call, call: only.text, why: only.deferred ?? whyOf(only, call.kind, source, written ?? []) };
	});
}

const unknownWhy = {
	interface: 'the compiler does not know the type in the interface',
	'function value': 'the compiler does not know which function the value is',
	unknown: 'the compiler does not know the callee',
} as const;

/**
 * A closure's code is loaded from where its context points to, a method from the table of an interface, behind the three words before its
 * functions (abi.ITab, Go 1.21 to 1.27).
 */
function kindOf(instructions: readonly Instruction[], index: number, context: string): DynamicCall['kind'] {
	const register = instructions[index]?.operands.replace(/^X[15], /, '').replace(/[()]/g, '') ?? '';
	for (let at = index - 1; at >= 0 && at >= index - 12; at--) {
		const [, offset = '0', base = '', to = ''] =
			/^(\d*)\(([A-Z]+\d*)\), ([A-Z]+\d*)$/.exec(instructions[at]?.operands ?? '') ?? [];
		if (to !== register) continue;
		if (base === context && Number(offset) === 0) return 'function value';
		return Number(offset) >= 16 ? 'interface' : 'unknown';
	}
	// The code is called straight from the table: CALL 24(AX), CALL (DX).
	const [, offset = '', base = ''] = /^(\d*)\(([A-Z]+\d*)\)$/.exec(instructions[index]?.operands ?? '') ?? [];
	if (base === context && offset === '') return 'function value';
	return Number(offset) >= 16 ? 'interface' : 'unknown';
}

function noteDirect(
	direct: Map<number, Set<string>>,
	line: number,
	call: InstructionCall | undefined,
	inlined: readonly InlinedCall[],
): void {
	const names = direct.get(line) ?? new Set<string>();
	direct.set(line, names);
	if (call?.kind === 'direct') names.add(lastName(call.symbol));
	for (const one of inlined) names.add(lastName(one.function));
}

/** `M` of `example.com/m.(*T[go.shape.int]).M`. */
function lastName(symbol: string): string {
	const bare = withoutBrackets(symbol);
	return bare.slice(bare.lastIndexOf('.') + 1);
}

interface WrittenCall {
	/** `w.Write` */
	readonly text: string;
	/** What is called: `Write`. */
	readonly name: string;
	/** The names of the path, without what is called. */
	readonly path: readonly string[];
	/** What stands before the path: `)` of a call, `]` of an element. */
	readonly before: string;
	/** Words for calls of `go` and `defer`. */
	readonly deferred: string | undefined;
}

const builtins = new Set(
	'append cap clear close complex copy delete imag len make max min new panic print println real recover if for switch func select return'.split(
		' ',
	),
);

/** The calls on a line that may be dynamic: those that are no function of a package and were not seen as direct ones. */
function callsOnLine(
	tokens: readonly CodeToken[],
	starts: readonly number[],
	line: number,
	direct: ReadonlySet<string> | undefined,
	source: DispatchSource,
): readonly WrittenCall[] {
	const from = starts[line - 1] ?? 0;
	const to = starts[line] ?? source.text.length;
	const found: WrittenCall[] = [];
	tokens.forEach((token, index) => {
		if (token.start < from || token.start >= to || tokens[index + 1]?.text !== '(') return;
		if (token.text === ']') {
			const element = elementBefore(tokens, index);
			// Otherwise it is an instance of a generic function.
			if (element && !source.declared.has(element) && !direct?.has(element)) {
				found.push({ text: `${element}[…]`, name: element, path: [], before: ']', deferred: undefined });
			}
			return;
		}
		if (token.kind !== 'name') return;
		const name = token.text;
		if (
			builtins.has(name) ||
			direct?.has(name) ||
			/^u?int\d*$|^float\d+$|^string$|^byte$|^rune$|^bool$|^any$/.test(name)
		)
			return;
		const path: string[] = [];
		let at = index;
		while (tokens[at - 1]?.text === '.' && tokens[at - 2]?.kind === 'name') {
			path.unshift(tokens[at - 2]?.text ?? '');
			at -= 2;
		}
		const isSelected = tokens[index - 1]?.text === '.';
		if (!isSelected && (source.declared.has(name) || tokens[index - 1]?.text === 'func')) return;
		const before = isSelected && path.length === 0 ? (tokens[index - 2]?.text ?? '') : '';
		const keyword = tokens[at - 1]?.text;
		const deferred = keyword === 'go' || keyword === 'defer' ? `calls of ${keyword} are never made direct` : undefined;
		found.push({ text: [...path, name].join('.'), name, path, before, deferred });
	});
	return found;
}

/** The name in front of the brackets that end at an index. */
function elementBefore(tokens: readonly CodeToken[], end: number): string | undefined {
	let depth = 0;
	for (let at = end; at >= 0; at--) {
		if (tokens[at]?.text === ']') depth++;
		else if (tokens[at]?.text === '[' && --depth === 0) {
			return tokens[at - 1]?.kind === 'name' ? tokens[at - 1]?.text : undefined;
		}
	}
	return undefined;
}

function whyOf(
	{ path, before, name: called }: WrittenCall,
	kind: DynamicCall['kind'],
	source: DispatchSource,
	tokens: readonly CodeToken[],
): string {
	if (before === ')') return 'the value is the result of a call or of an assertion';
	if (before === ']') return 'the value is an element of a slice, array or map';
	const [root = called, ...rest] = path;
	// What is called is a value itself, and the last name of its path a field.
	const field = kind === 'function value' && path.length > 0 ? called : rest.at(-1);
	if (field !== undefined) return `${field} is a field, which is set elsewhere`;
	const name = root;
	const parameters = tokensOf(source.text, source.signature).concat(
		source.receiver ? tokensOf(source.text, source.receiver) : [],
	);
	if (parameters.some((token) => token.kind === 'name' && token.text === name)) {
		return `${name} is a parameter: it is whatever the caller passes`;
	}
	if (source.variables.has(name)) return `${name} is a variable of the package, which anyone may assign`;
	const times = tokens.filter(
		(token, index) => token.kind === 'name' && token.text === name && /^(?:=|:|,)$/.test(tokens[index + 1]?.text ?? ''),
	).length;
	return times > 1
		? `${name} is assigned more than once`
		: `${name} is a variable whose value the compiler does not follow`;
}

function lineStarts(text: string): readonly number[] {
	const starts = [0];
	for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
	return starts;
}
