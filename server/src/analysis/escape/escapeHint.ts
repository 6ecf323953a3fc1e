/** What the compiler's `-m=2` output says about one package, in the words the editor and the terminal share. */
import type { Span } from '../text/span.ts';
import type { ColdPath } from './coldPath.ts';

/** `heap` is a sure allocation, `maybe-heap` one that depends on values, `static` and `stack` are none. */
export type Verdict = 'heap' | 'maybe-heap' | 'static' | 'stack' | 'leak';

export const escapeClasses = [
	'returned',
	'closure-capture',
	'goroutine',
	'interface-boxing',
	'stored',
	'channel-send',
	'dynamic-size',
	'too-large',
	'append-growth',
	'method-value',
	'defer-in-loop',
	'call-argument',
	'element-store',
	'string-conversion',
	'variadic',
	'loop-variable',
	'reflection',
	'error-value',
	'map',
	'channel',
	'other',
] as const;

export type EscapeClass = (typeof escapeClasses)[number];

export interface EscapeHint {
	/** Absolute path. */
	readonly file: string;
	/** A non-empty span of the file's text as it was compiled. */
	readonly span: Span;
	/** The function it stands in, as Go writes it (`newP`, `(*T).M`); empty at package level. */
	readonly function: string;
	readonly verdict: Verdict;
	readonly class: EscapeClass;
	/** 1 returned, 2 captured, 3 boxed; 0 for the other classes. */
	readonly level: 0 | 1 | 2 | 3;
	/** The expression or variable as the compiler prints it: `&P{...}`, `x`. */
	readonly subject: string;
	/** What to call it, where the compiler's text is not what its author wrote. */
	readonly name?: string;
	/** A few words for the end of the line: `heap: returned`. */
	readonly label: string;
	/** One sentence. */
	readonly message: string;
	/** What to do about it, concrete for this line; empty when there is nothing to say. */
	readonly advice: string;
	readonly flow: readonly FlowStep[];
	/** What the verdict hangs on, as a word for filters and tests: `made`, `growth`, `unknown-type`. */
	readonly because: string;
	/** Where the compiler reports such a thing: 1-based line, 1-based column in UTF-8 bytes (0 when it gave none). */
	readonly position: { readonly line: number; readonly byteColumn: number };
	/** The code is a copy of an inlined callee: the span is the call. */
	readonly inlined: boolean;
	/** Only on a path that panics or makes an error. */
	readonly cold: boolean;
	/** Why it runs rarely, where the text says so. */
	readonly coldPath?: ColdPath;
	/** The slice that an append grows, by a name that all appends to it in a function share. */
	readonly grows?: string;
	/** It stands in a loop of its function. */
	readonly inLoop: boolean;
	/** Instantiations this holds for, when the function is generic and they differ. */
	readonly instances?: readonly string[];
	/** Nothing here instantiates the function: the instances were chosen to stand for others. */
	readonly assumed?: boolean;
	/** The function of another package that the value leaks to at the end of its flow. */
	readonly keeper?: LeakedTo;
	/** What keeps the value; absent where the source does not tell. */
	readonly keptAs?: KeptAs;
}

/** What keeps a value, by the last step of its path. */
export interface KeptAs {
	/** `field`: of an object that the function did not make itself, or that goes to the heap too. */
	readonly kind:
		| 'returned'
		| 'goroutine'
		| 'closure'
		| 'package variable'
		| 'map'
		| 'slice'
		| 'channel'
		| 'pool'
		| 'timer'
		| 'field';
	/** As the source or the compiler writes it: `registry`, `s.queue`; empty where there is none. */
	readonly name: string;
}

/** A function of another package, as a call names it. */
export interface LeakedTo {
	/** As the file imports it. */
	readonly importPath: string;
	/** `Register`, or `Registry.Register` for a method. */
	readonly function: string;
	/** Which argument the value is, from 0; -1 for those of `...T`, `undefined` when the text does not tell. */
	readonly argument: number | undefined;
}

export interface FlowStep {
	/** Absolute path; may lie outside the package. */
	readonly file: string;
	/** 1-based line, and 1-based column in UTF-16 units (0 when the compiler gave none). */
	readonly line: number;
	readonly column: number;
	/** What happens there: `return &P{...}`. */
	readonly text: string;
	/** The compiler's word for the step: `return`, `call parameter`, `assign`. */
	readonly why: string;
}

export interface FunctionReport {
	readonly file: string;
	/** The span of the function's name. */
	readonly span: Span;
	/** The whole declaration. */
	readonly extent: Span;
	readonly name: string;
	readonly inline: {
		readonly can: boolean;
		readonly cost?: number;
		/** What the cost may be at most, where the compiler said so. */
		readonly budget?: number;
		/** Why not, in the compiler's words. */
		readonly reason?: string;
	};
	/** Parameters that leak. */
	readonly leaks: readonly string[];
	/** Of a generic function: the type arguments that it was compiled for, `int, string` for each instance. */
	readonly instances?: readonly string[];
	/** Nothing here instantiates it: the instances were chosen to stand for others. */
	readonly assumed?: boolean;
}

/** What the compiler did besides: nothing to mend, good to know. */
export interface CompilerNote {
	readonly file: string;
	readonly span: Span;
	readonly kind:
		| 'captured-by-reference'
		| 'captured-by-value'
		| 'devirtualized'
		| 'stays-dynamic'
		| 'zero-copy'
		| 'inlined-call';
	/** One sentence. */
	readonly message: string;
}

export interface PackageEscapes {
	/** In order of file and position. */
	readonly hints: readonly EscapeHint[];
	readonly functions: readonly FunctionReport[];
	readonly notes: readonly CompilerNote[];
	/** Lines of the output that no rule of the parser understood. */
	readonly unknown: readonly string[];
}
