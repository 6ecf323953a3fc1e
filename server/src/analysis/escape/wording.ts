/** The words of a hint: the same at the end of a line, in a hover and in a terminal. */
import { codeSpan } from '../text/markdown.ts';
import { hasCompilerNames } from './compilerNames.ts';
import type { Allocation } from './siteContext.ts';
import type { CallKind } from './calleeLeak.ts';
import type { EscapeClass } from './escapeHint.ts';
import type { Flow, Step } from './explanation.ts';
import type { Iterator } from './loopBody.ts';

export interface Worded {
	readonly subject: string;
	readonly allocation: Allocation;
	readonly class: EscapeClass;
	readonly flows: readonly Flow[];
	/** The code is a copy of an inlined callee. */
	readonly inlined: boolean;
	readonly moved: boolean;
	/** What it outlives, where it is stored. */
	readonly outlived?: Outlived;
	/** How the function is called that the last step hands the value to; without meaning where it hands it to none. */
	readonly call: CallKind;
	/** What the line calls, where the compiler names a function inside of it. */
	readonly callee?: string | undefined;
	/** The variables that a func literal takes from around it. */
	readonly captured?: readonly string[];
	/** The function around can be inlined. */
	readonly canInline?: boolean;
	/** The value is, or is used in, the body of a loop over a function: how its iterator is called. */
	readonly iterator?: Iterator;
}

export type Outlived = 'call' | 'iteration' | 'closure';

export interface Words {
	readonly label: string;
	readonly message: string;
	readonly advice: string;
}

export function wordsFor(worded: Worded): Words {
	const { verdict } = worded.allocation;
	return {
		label: labelFor(worded),
		message: messageFor(worded),
		advice:
			(verdict === 'heap' || verdict === 'maybe-heap') && !adviceless.has(worded.allocation.because)
				? adviceFor(worded)
				: '',
	};
}

const reasons: Readonly<Record<EscapeClass, string>> = {
	returned: 'returned',
	'closure-capture': 'captured',
	goroutine: 'goroutine',
	'interface-boxing': 'boxed',
	stored: 'stored',
	'channel-send': 'sent on channel',
	'dynamic-size': 'size not constant',
	'too-large': 'too large',
	'append-growth': 'append grows',
	'method-value': 'method value',
	'defer-in-loop': 'defer in loop',
	'call-argument': 'passed to callee',
	'element-store': 'stored in element',
	'string-conversion': 'string copy',
	variadic: 'variadic slice',
	'loop-variable': 'loop variable',
	reflection: 'reflection',
	'error-value': 'error value',
	map: 'map',
	channel: 'channel',
	other: 'allocated',
};

/** The longest name of a callee that a label has room for. */
const longestName = 20;

/** `fmt.Println`; of a long name the end, and `callee` for a longer one. */
function shortName(callee: string | undefined): string {
	if (callee === undefined || callee.length <= longestName) return callee ?? 'callee';
	const last = callee.slice(callee.lastIndexOf('.') + 1);
	return last.length <= longestName ? last : 'callee';
}

/** Two to four words for the end of the line. */
function labelFor({ allocation, class: escapeClass, flows, iterator, callee = calleeName(flows) }: Worded): string {
	const condition = conditions[allocation.because];
	switch (allocation.verdict) {
		case 'heap':
			if (escapeClass === 'call-argument') return `heap: passed to ${shortName(callee)}`;
			if (allocation.form === 'concatenation') return 'heap: concatenation';
			if (escapeClass === 'closure-capture' && iterator)
				return allocation.form === 'func' ? 'heap: loop body' : 'heap: used in loop body';
			if (escapeClass === 'closure-capture' && allocation.form === 'func') return 'heap: closure';
			return `heap: ${reasons[escapeClass]}`;
		case 'maybe-heap':
			if (allocation.because === 'small-buffer') return 'heap if > 32 B';
			if (allocation.because === 'once') return 'heap once, at start';
			if (allocation.because === 'leaves-the-stack') return 'heap if still on the stack';
			if (/^(?:growth|(?:lent|has|reserved)-room)$/.test(allocation.because)) return 'heap when it grows';
			if (allocation.because === 'pooled') return 'heap if the pool is empty: defer in loop';
			return `${condition === undefined ? 'maybe heap' : `heap ${condition}`}: ${reasons[escapeClass]}`;
		case 'static':
			return `static: ${condition ?? 'constant'}`;
		case 'stack':
			return condition ? `stack: ${condition}` : 'stack';
		case 'leak':
			return 'leaks';
	}
}

const conditions: Readonly<Partial<Record<Allocation['because'], string>>> = {
	constant: 'constant',
	'no-size': 'no size',
	'single-byte': 'single byte',
	'no-captures': 'captures nothing',
	'no-copy': 'no copy',
	'small-number': 'unless 0–255',
	'zero-number': 'unless 0',
	'empty-string': 'unless empty',
	'nil-slice': 'unless nil',
	'inlined-panic': 'if it panics',
	'inlined-branch': 'on a branch',
	'dead-branch': 'dead branch',
	once: 'once',
	'some-types': 'for some types',
	'pool-miss': 'if the pool is empty',
	'not-inlined': 'if not inlined',
	'many-entries': 'if over 8 entries',
};

function messageFor(worded: Worded): string {
	const { subject, allocation, moved } = worded;
	const what = shorten(subject);
	switch (allocation.verdict) {
		case 'heap':
			if (allocation.because === 'in-callee') return 'fmt.Errorf formats a message and makes an error each time.';
			return `${what} ${moved ? 'is moved' : 'goes'} to the heap: ${causeOf(worded)}.`;
		case 'maybe-heap':
			return maybeMessage(worded, what);
		case 'static':
			return `${what} needs no allocation: ${staticReasons[allocation.because] ?? 'it is constant'}.`;
		case 'stack':
			return `${what} stays on the stack.`;
		case 'leak':
			return `${what} leaks.`;
	}
}

const staticReasons: Readonly<Partial<Record<Allocation['because'], string>>> = {
	constant: 'the value is constant and lives in read-only data',
	'no-size': 'it has no size',
	'single-byte': 'single bytes and truth values have a table of their own',
	'no-captures': 'the closure captures nothing',
	'dead-branch': 'the inlined branch that makes it is never taken',
};

function maybeMessage({ allocation, class: escapeClass, subject }: Worded, what: string): string {
	switch (allocation.because) {
		case 'small-buffer':
			return allocation.form === 'make-slice'
				? `${what} uses a 32-byte buffer on the stack, and the heap when it needs more.`
				: `The result of ${what} fits a 32-byte buffer on the stack, or goes to the heap.`;
		case 'has-room':
			return 'append finds the room that its slice was made with.';
		case 'reserved-room':
			return 'append allocates a new array only when more comes than its slice was made for.';
		case 'lent-room':
			return 'append allocates a new array only when the buffer that is used again is full.';
		case 'growth':
			return 'append allocates a new array when the capacity is used up.';
		case 'once':
			return `${what} is allocated once, when the package is initialized.`;
		case 'leaves-the-stack':
			return `append may have built ${what} on the stack; here it is copied to the heap.`;
		case 'small-number':
			return `${what} is converted to an interface: all values but 0 to 255 are allocated.`;
		case 'zero-number':
			return `${what} is converted to an interface: all values but 0 are allocated.`;
		case 'empty-string':
			return `${what} is converted to an interface: the string header is allocated unless empty.`;
		case 'nil-slice':
			return `${what} is converted to an interface: the slice header is allocated unless nil.`;
		case 'many-entries':
			return `${what} stays on the stack for up to 8 entries; a larger map has its table on the heap.`;
		case 'pooled':
			return 'A deferred call in a loop takes its record from a pool of the runtime, which allocates when it is empty.';
		case 'inlined-branch':
			return `${what} allocates on a branch of the inlined callee: ${reasons[escapeClass]}.`;
		case 'pool-miss':
			return `${what} is allocated only when the pool is empty.`;
		case 'not-inlined':
			return `${what} goes to the heap only where the call is not inlined.`;
		case 'some-types':
			return `${what} goes to the heap for some type arguments: ${reasons[escapeClass]}.`;
		case 'inlined-panic':
			return `${what} is made only when the inlined callee panics.`;
		case 'in-callee':
		case 'made':
		case 'boxed':
		case 'constant':
		case 'no-size':
		case 'single-byte':
		case 'no-captures':
		case 'no-copy':
		case 'stays':
		case 'dead-branch':
		case 'unknown-type':
			return escapeClass === 'interface-boxing'
				? `${what} is converted to an interface: values of most types are allocated for that.`
				: `${shorten(subject)} may go to the heap: ${reasons[escapeClass]}.`;
	}
}

/** Of the hint that speaks for all appends of a function to a slice. */
export function growthOfOthers(slice: string, others: number): string {
	const places = others === 1 ? 'one more place' : `${others} more places`;
	return `append allocates a new array when the capacity of ${slice} is used up, here or at ${places} of the function that append to it.`;
}

/** Of the others. */
export function growthShared(slice: string): string {
	return `append allocates a new array when the capacity of ${slice} is used up, which the hint of another append to it speaks of.`;
}

/** The clause behind "goes to the heap:". */
function causeOf({
	class: escapeClass,
	flows,
	allocation,
	inlined,
	call,
	callee,
	iterator,
	outlived = 'call',
}: Worded): string {
	const last = flows.at(-1)?.steps.at(-1);
	if (iterator && escapeClass === 'closure-capture') return loopCause(iterator, allocation.form === 'func');
	const cause = cases(escapeClass, last, flows, allocation, {
		call,
		callee: callee ?? calleeName(flows),
		outlived,
	});
	return inlined ? `${cause} (in inlined code)` : cause;
}

/** @param isBody the value is the body itself */
function loopCause(iterator: Iterator, isBody: boolean): string {
	const use = isBody ? '' : 'the loop body uses it, and ';
	switch (iterator) {
		case 'dynamic':
			return `${use}the iterator is called through an interface or a function value, which counts as keeping the body`;
		case 'method-value':
			return `${use}the iterator is a method value, which counts as keeping the body`;
		case 'static':
			return `${use}the iterator keeps the body`;
	}
}

const loopAdvice: Readonly<Record<Iterator, string>> = {
	dynamic:
		'Range over an iterator that the compiler knows: a method of a concrete type, or a function that returns a func literal and can be inlined.',
	'method-value':
		'Let the iterator return a func literal that calls the method: the compiler inlines that, but no method value.',
	static: 'The body stays on the stack if the iterator does not keep it, or can be inlined.',
};

function cases(
	escapeClass: EscapeClass,
	last: Step | undefined,
	flows: readonly Flow[],
	allocation: Allocation,
	{ call, callee, outlived }: Pick<Worded, 'call' | 'callee'> & { readonly outlived: Outlived },
): string {
	const text = last && !hasCompilerNames(last.text) ? codeSpan(shorten(last.text)) : '';
	switch (escapeClass) {
		case 'returned':
			return 'it is returned and outlives the call';
		case 'closure-capture':
			return allocation.form === 'func'
				? 'the closure outlives the call and holds what it captures'
				: 'a closure that outlives the call captures it';
		case 'goroutine':
			return allocation.form === 'func'
				? 'the new goroutine needs its function and arguments'
				: 'a goroutine captures it';
		case 'interface-boxing':
			return 'it is copied into an interface value';
		case 'stored':
			if (intoSlice(flows)) return `it is put into a slice that outlives the call${text === '' ? '' : `, by ${text}`}`;
			return `it is stored where it outlives ${outlivedWords[outlived]}${text === '' ? '' : `, by ${text}`}`;
		case 'channel-send':
			return 'it is sent on a channel';
		case 'dynamic-size':
			return 'its size is not constant';
		case 'too-large':
			return 'it is too large for the stack';
		case 'method-value':
			return 'a method value is a closure over its receiver';
		case 'defer-in-loop':
			return 'a deferred call in a loop cannot be kept on the stack';
		case 'call-argument': {
			if (call === 'static') return `${callee ?? 'the callee'} lets it escape`;
			const through = call === 'dynamic' ? 'an interface or a function value' : 'a type parameter';
			return `${callee ?? 'the callee'} is called through ${through}, which counts as keeping it`;
		}
		case 'element-store':
			return text ? `it is stored in an element, by ${text}` : 'it is stored in an element';
		case 'string-conversion':
			return allocation.form === 'concatenation'
				? 'a concatenation makes a new string'
				: 'the conversion copies the bytes';
		case 'variadic':
			return 'the slice of the variadic arguments outlives the call';
		case 'loop-variable':
			return last?.why === 'call parameter'
				? `${callee ?? 'the callee'} lets its address escape, so each iteration has its own`
				: 'its address outlives the iteration, so each iteration has its own';
		case 'reflection':
			return `${callee ?? 'the callee'} uses reflection and lets it escape`;
		case 'error-value':
			return 'it becomes an error or a panic value';
		case 'map':
			return allocation.because === 'many-entries'
				? 'more than 8 entries need a table on the heap'
				: 'the map outlives the call';
		case 'append-growth':
			return 'append makes a new array when the capacity is used up';
		case 'channel':
			return 'channels are always allocated by the runtime';
		case 'other':
			return 'allocated by the runtime';
	}
}

function adviceFor({
	class: escapeClass,
	flows,
	allocation,
	subject,
	moved,
	call,
	captured = [],
	canInline = false,
	iterator,
	callee = calleeName(flows),
}: Worded): string {
	if (iterator && escapeClass === 'closure-capture') return loopAdvice[iterator];
	const isSlice = allocation.form === 'make-slice' || allocation.form === 'slice-literal';
	switch (escapeClass) {
		case 'returned':
			if (isSlice) return `Let the caller pass the slice to fill or to append to${inlineAdvice(canInline)}`;
			return canInline
				? `Return the value instead of a pointer, or let the caller pass the storage${inlineAdvice(true)}`
				: `Return the value instead of a pointer, let the caller pass the storage${inlineAdvice(false)}`;
		case 'closure-capture':
			return moved
				? `Pass ${subject} as a parameter of the closure, or use a copy that is not assigned again: it is then captured by value.`
				: closureAdvice(captured);
		case 'goroutine':
			return moved
				? `Pass ${subject} as an argument of the go statement instead of capturing it.`
				: 'A goroutine that lives on and takes its work from a channel is allocated once.';
		case 'interface-boxing':
			if (callee === 'fmt.Errorf')
				return 'An error type with fields takes the value as it is; on a path that is rarely taken the cost does not matter.';
			return /^(?:fmt|log)\./.test(callee ?? '')
				? 'Avoid boxing: strconv.Append… writes into a []byte that is reused, io.WriteString needs no interface.'
				: 'Use the concrete type or a type parameter instead of the interface; constants and pointers are free.';
		case 'stored':
			if (isSlice) return 'Fill the slice that is there already, cut to s[:0], or store an array.';
			if (intoSlice(flows)) return 'Let the slice hold values instead of pointers, or reuse what it holds.';
			return 'Store the value instead of a pointer, or embed it in what it is stored in.';
		case 'channel-send':
			return isSlice
				? 'Reuse slices that the receiver hands back, on a second channel or through a sync.Pool.'
				: 'Send the value instead of a pointer.';
		case 'dynamic-size':
			return 'Give the slice a constant size or capacity, or reuse a buffer.';
		case 'too-large':
			return moved
				? 'Reuse a buffer, or make it smaller: variables over 128 KiB (10 MiB before Go 1.24) never stay on the stack.'
				: 'Reuse a buffer, or make it smaller: implicit allocations over 64 KiB never stay on the stack.';
		case 'append-growth':
			return 'Make the slice with its final capacity, or reuse one with s[:0].';
		case 'method-value':
			return flows.at(-1)?.steps.at(-1)?.why === 'return'
				? 'Return a func literal that calls the method: callers can inline that, but no method value.'
				: 'Call the method directly, or make the method value once outside the loop.';
		case 'defer-in-loop':
			return 'Move the body of the loop into a function of its own.';
		case 'call-argument':
			return callAdvice[call];
		case 'element-store':
			return isSlice
				? 'Store arrays, or cut the slices out of one large one.'
				: 'Store values, or indices into a slice, instead of pointers.';
		case 'string-conversion':
			return allocation.form === 'concatenation'
				? 'Append to a reused []byte or to a strings.Builder with Grow.'
				: 'Stay with []byte or string throughout; comparisons and map look-ups need no copy, assignments to map elements do.';
		case 'variadic':
			return 'Pass a slice that is reused, or a callee that does not keep its arguments.';
		case 'loop-variable':
			return flows.at(-1)?.steps.at(-1)?.why === 'call parameter'
				? 'Call the method on the element itself, s[i], instead of its copy in the loop variable.'
				: 'Take the address of the element (&s[i]) or store the value.';
		case 'reflection':
			return 'Decode into a value that is reused; generated code needs no reflection.';
		case 'error-value':
			if (allocation.because === 'in-callee')
				return 'An error type with fields needs no message before somebody asks for it; on a path that is rarely taken the cost does not matter.';
			return allocation.because === 'inlined-panic'
				? ''
				: 'Errors without variable parts can be made once, at package level. On a path that panics the cost does not matter.';
		case 'map':
			return 'Reuse the map with clear(m), or use a small slice.';
		case 'channel':
			return 'Make the channel once and reuse it; a sync.WaitGroup or a mutex needs no allocation.';
		case 'other':
			return '';
	}
}

const outlivedWords: Readonly<Record<Outlived, string>> = {
	call: 'the call',
	iteration: 'the iteration',
	closure: 'the call of the func literal',
};

/** What is as good as it can be: made once, for a pool, or only where nothing better is possible. */
const adviceless: ReadonlySet<Allocation['because']> = new Set([
	'once',
	'pool-miss',
	'not-inlined',
	'lent-room',
	'reserved-room',
	'has-room',
]);

const callAdvice: Readonly<Record<CallKind, string>> = {
	static: 'It stays on the stack if the callee copies it or is inlined.',
	dynamic:
		'Arguments of a call through an interface or a function value always escape: call a concrete method or function, or reuse what is passed.',
	'type-parameter':
		'Arguments of a method of a type parameter always escape: call the method of a concrete type, pass a function that can be inlined, or reuse what is passed.',
};

/** What follows the other ways out of returning something. */
function inlineAdvice(canInline: boolean): string {
	return canInline
		? '. Callers that inline the function keep their copy on the stack where it does not escape from them.'
		: ', or make the function small enough to inline: a copy that does not escape from its caller stays on the stack.';
}

/** A method value is a closure as well: what it captures is what counts. */
function closureAdvice(captured: readonly string[]): string {
	const shown = captured.length > 3 ? [...captured.slice(0, 3), `${captured.length - 3} more`] : captured;
	const names = shown.length > 1 ? `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}` : shown[0];
	return names === undefined
		? 'A closure that captures nothing is not allocated; make others once, outside of loops.'
		: `It captures ${names}: a closure that takes them as parameters, where its caller can pass them, is not allocated; otherwise make it once and reuse it.`;
}

/** The last step puts the value into a slice. */
function intoSlice(flows: readonly Flow[]): boolean {
	const last = flows.at(-1)?.steps.at(-1);
	return last?.why === 'copied slice' || (last?.why === 'call parameter' && last.text.startsWith('append('));
}

/** The function that the last step hands the value to: `json.Unmarshal` of `json.Unmarshal(b, &t)`. */
export function calleeName(flows: readonly Flow[]): string | undefined {
	const last = flows.at(-1)?.steps.at(-1);
	if (last?.why !== 'call parameter' && last?.why !== 'callee operand') return undefined;
	const name = /^((?:\([^()]*\)|[\p{L}\p{N}_.~])+)(?:\[.*?\])?\(/u.exec(last.text)?.[1];
	// Go 1.26 inlines fmt.Errorf, and what it calls is no name that anybody knows.
	if (name === 'fmt.errorf') return 'fmt.Errorf';
	if (name?.startsWith('_Cfunc_')) return `C.${name.slice('_Cfunc_'.length)}`;
	if (name !== undefined && hasCompilerNames(name)) return undefined;
	return name && name.length <= 40 ? name : undefined;
}

function shorten(printed: string): string {
	const text = printed.replaceAll('go.shape.', '');
	return text.length <= 60 ? text : `${text.slice(0, 59)}…`;
}

/** The words for a parameter that leaks. */
export function wordsForLeak(parameter: string, to: 'heap' | 'content' | { readonly result: string }): Words {
	if (to === 'heap') {
		return {
			label: `${parameter} leaks`,
			message: `${parameter} leaks: what callers pass must be on the heap.`,
			advice: 'Copy what is needed out of it instead of keeping it.',
		};
	}
	if (to === 'content') {
		return {
			label: `content of ${parameter} leaks`,
			message: `The content of ${parameter} leaks: what it points to must be on the heap.`,
			advice: 'Copy what is needed out of it instead of keeping it.',
		};
	}
	const result = to.result.startsWith('~') ? 'the result' : to.result;
	return {
		label: `${parameter} flows to ${result}`,
		message: `${parameter} flows to ${result}: it escapes when that does.`,
		advice: '',
	};
}
