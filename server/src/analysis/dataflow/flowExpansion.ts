/** One step of a flow: from a parameter to what its function does with it. */
import type { SyntaxNode } from '../syntax/syntaxTable.ts';
import { type CalleeWorld, findCarriers, parameterKey } from './carriers.ts';
import type { FlowEnd, FlowEndKind, FlowPlace, FlowVerdict } from './flowGraph.ts';
import { parametersOfFunction, type FlowParameter } from './functionParameters.ts';
import type { DeclaredFunction, IndexedFile, ParsedDeclaration } from './indexedPackage.ts';
import type { LastStep, ParameterVerdict } from './parameterFacts.ts';
import { isPointerFree } from './typeLookup.ts';
import { type ValueUse, valueUses } from './valueUses.ts';

export interface Expansion {
	readonly handedOver: readonly ValueHandOver[];
	readonly ends: readonly Omit<FlowEnd, 'node'>[];
}

export interface ValueHandOver {
	readonly to: DeclaredFunction;
	/** A parameter, or `result` for the results that something comes from. */
	readonly parameter: FlowParameter | 'result';
	readonly how: 'call' | 'go' | 'defer';
	readonly place: FlowPlace;
	readonly text: string;
}

/** The world of a search, with what it remembers of functions. */
export interface FlowWorld extends CalleeWorld {
	/** The step with which a parameter reaches the heap by the compiler's word; `undefined` where it gives none. */
	lastStep(declared: DeclaredFunction, parameter: FlowParameter): LastStep | undefined;
	/** The absolute path of a file name in an explanation. */
	absolute(printed: string, declared: DeclaredFunction): string;
}

/** The compiler's verdict about a parameter in one word, the worst of all instances. */
export function flowVerdict(world: CalleeWorld, declared: DeclaredFunction, parameter: FlowParameter): FlowVerdict {
	const verdicts = world.verdicts(declared, parameter);
	if (verdicts === undefined) return 'unknown';
	return worstVerdict(verdicts);
}

function worstVerdict(verdicts: readonly ParameterVerdict[]): FlowVerdict {
	if (verdicts.some((each) => each.kind === 'leaks' && each.what === 'value')) return 'leaks';
	if (verdicts.some((each) => each.kind === 'leaks')) return 'content-leaks';
	if (verdicts.some((each) => each.kind === 'result')) return 'returned';
	return verdicts.length > 0 ? 'stays' : 'no-pointers';
}

/** Where a parameter goes from here. Nothing for one that does not leave its function. */
export function expandParameter(world: FlowWorld, declared: DeclaredFunction, parameter: FlowParameter): Expansion {
	const verdict = flowVerdict(world, declared, parameter);
	if (verdict === 'stays' || verdict === 'no-pointers') return { handedOver: [], ends: [] };
	if (verdict === 'unknown' && isPointerFree(world, parameter.type)) return { handedOver: [], ends: [] };
	const parsed = declared.parsed();
	const at = (node: SyntaxNode): FlowPlace => placeIn(parsed, node);
	if (declared.declaration.body === undefined) {
		const message = `Kept by assumption: ${declared.name} has no Go body, and no //go:noescape.`;
		return { handedOver: [], ends: [{ kind: 'assumed', place: at(parsed.node), text: headOf(declared), message }] };
	}
	const boundary = boundaryReason(declared.file.package.importPath);
	if (boundary !== undefined && verdict === 'returned') {
		const message = 'Returned to the caller.';
		return { handedOver: [], ends: [{ kind: 'returned', place: at(parsed.node), text: headOf(declared), message }] };
	}
	if (boundary !== undefined) {
		const end = { kind: 'assumed', place: at(parsed.node), text: headOf(declared), message: boundary } as const;
		return { handedOver: [], ends: [end] };
	}
	const key = parameterKey(declared, parameter);
	if (key === undefined) return { handedOver: [], ends: [] };
	const carriers = findCarriers(world, parsed, [key]);
	const uses = valueUses(world, parsed, parametersOfFunction(declared), carriers);
	const found = usesAsExpansion(parsed, uses);
	if (verdict === 'returned') {
		const isReturn = ({ kind }: { readonly kind: FlowEndKind }) => kind === 'returned' || kind === 'captured';
		return { handedOver: [], ends: found.ends.filter(isReturn) };
	}
	if (verdict === 'unknown' || isExplained(world, found)) return found;
	const isReturned = found.ends.some(({ kind }) => kind === 'returned');
	return { ...found, ends: [...found.ends, ...compilersEnds(world, declared, parameter, isReturned)] };
}

/** What is done with a value, as ends and calls. */
export function usesAsExpansion(parsed: ParsedDeclaration, uses: readonly ValueUse[]): Expansion {
	const handedOver: ValueHandOver[] = [];
	const ends: Omit<FlowEnd, 'node'>[] = [];
	for (const use of uses) {
		const place = placeIn(parsed, use.node);
		const text = oneLine(parsed.table.textOf(use.node));
		if (use.kind === 'ends') ends.push({ kind: use.end, place, text, message: use.message });
		else handedOver.push({ to: use.to, parameter: use.parameter, how: use.how, place, text });
	}
	return { handedOver, ends };
}

/** Whether something in the text accounts for a leak. */
function isExplained(world: FlowWorld, { handedOver, ends }: Expansion): boolean {
	if (ends.some(({ kind }) => kind !== 'returned')) return true;
	return handedOver.some(({ to, parameter }) => {
		if (parameter === 'result') return false;
		const verdict = flowVerdict(world, to, parameter);
		return verdict === 'leaks' || verdict === 'content-leaks' || verdict === 'unknown';
	});
}

/** What the compiler itself says, where the text does not show it: the last step of each of its explanations. */
function compilersEnds(
	world: FlowWorld,
	declared: DeclaredFunction,
	parameter: FlowParameter,
	isReturned: boolean,
): Omit<FlowEnd, 'node'>[] {
	const step = world.lastStep(declared, parameter);
	if (step) {
		const { text, why, at } = step;
		const place = { file: world.absolute(at.file, declared), line: at.line, column: at.column };
		const message = `Goes to the heap by the compiler's word (${why}).`;
		return [{ kind: kindOfStep(why), place, text: oneLine(text), message }];
	}
	const message = isReturned
		? 'Goes to the heap inside of what is made of it for a result: an interface that holds it, or a longer array.'
		: 'The compiler says that it goes to the heap, and not how.';
	return [{ kind: 'assumed', place: placeIn(declared.parsed(), parameter.at.node), text: headOf(declared), message }];
}

/** The compiler's word for a step (cmd/compile/internal/escape), as a kind of end. */
function kindOfStep(why: string): FlowEndKind {
	if (/send/.test(why)) return 'sent';
	if (/captured|closure|go |goroutine/.test(why)) return 'captured';
	if (/panic/.test(why)) return 'panics';
	if (/call parameter|receiver in indirect call/.test(why)) return 'assumed';
	return 'stored';
}

/** Why a way is not followed into a package; `undefined` for all others. */
function boundaryReason(importPath: string): string | undefined {
	if (importPath === 'reflect' || importPath === 'internal/reflectlite') {
		return 'Kept by assumption: what is reached through package reflect is not followed.';
	}
	if (/^(?:runtime|syscall|unsafe|internal\/(?:abi|runtime\/.*|bytealg|cpu))$/.test(importPath)) {
		return `Kept by assumption: package ${importPath} is a part of the run-time.`;
	}
	return undefined;
}

export function placeIn({ file, table, shift }: ParsedDeclaration, node: SyntaxNode): FlowPlace {
	return placeOfOffset(file, table.start(node) + shift);
}

export function placeOfOffset(file: IndexedFile, offset: number): FlowPlace {
	const { line, column } = file.lines().position(offset);
	return { file: file.path, line: line + 1, column: column + 1 };
}

function headOf({ file, declaration: { span, signature } }: DeclaredFunction): string {
	return oneLine(file.source.text.slice(span.start, signature.end));
}

/** The first line of a text, not longer than a terminal is wide. */
export function oneLine(text: string): string {
	const [first = '', ...rest] = text.split(/\r?\n/);
	const line = first.trim();
	return line.length > longestText ? `${line.slice(0, longestText - 1)}…` : rest.length > 0 ? `${line} …` : line;
}

const longestText = 80;
