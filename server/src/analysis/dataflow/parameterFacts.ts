/** What `-m=2` says about parameters and calls, by place: the verdicts that a flow rests on. */
import type { BuildMessage, OutputPlace } from '../escape/buildLine.ts';
import { createPathResolver } from '../escape/outputPaths.ts';
import { parseBuildOutput } from '../escape/parseBuildOutput.ts';

/** The compiler's verdict about a parameter. */
export type ParameterVerdict =
	/** Neither it nor what it points to outlives the call. */
	| { readonly kind: 'stays' }
	/** It, or what it points to, goes to the heap. */
	| { readonly kind: 'leaks'; readonly what: 'value' | 'content' }
	/** It goes to a result, after `derefs` dereferences. */
	| { readonly kind: 'result'; readonly result: string; readonly derefs: number };

export interface FlowFacts {
	/** Verdicts for the parameter with this name at a place; empty where the compiler says nothing: there is no pointer in it. */
	verdicts(file: string, line: number, column: number, name: string): readonly ParameterVerdict[];
	/** The callees that the compiler found at the opening parenthesis or the dot of a call, as it prints them. */
	callees(file: string, line: number, column: number): readonly string[];
	/** How a parameter leaks: the last step of the first explanation; `undefined` where there is none. */
	lastStep(file: string, line: number, name: string): LastStep | undefined;
	/** Whether any instance of a function was compiled at a line. */
	spokeOf(file: string, line: number): boolean;
}

/** The step with which a value reaches the heap. */
export interface LastStep {
	readonly text: string;
	/** The compiler's word for it. */
	readonly why: string;
	readonly at: OutputPlace;
}

interface Verdict {
	readonly name: string;
	readonly column: number;
	readonly verdict: ParameterVerdict;
}

/**
 * Reads the output for one package. `directory`: what relative paths are relative to. Places in all files count: generic functions are
 * reported where they are declared, in whatever package they are instantiated.
 */
export function readParameterFacts(output: string, directory: string, files: Iterable<string>): FlowFacts {
	const { verdicts, callees, steps, spoken } = gather(output, directory, files);
	return {
		verdicts(file, line, column, name) {
			const here = (verdicts.get(`${file}:${line}`) ?? []).filter((each) => each.name === name);
			const exact = here.filter((each) => each.column === column);
			return (exact.length > 0 ? exact : here).map(({ verdict }) => verdict);
		},
		callees: (file, line, column) => callees.get(`${file}:${line}:${column}`) ?? [],
		lastStep: (file, line, name) => steps.get(`${file}:${line} ${name}`),
		spokeOf: (file, line) => spoken.has(`${file}:${line}`),
	};
}

/** Apart from what is kept: a closure would keep all that is read here. */
function gather(output: string, directory: string, files: Iterable<string>) {
	const absolute = createPathResolver(directory, files);
	const report = parseBuildOutput(output);
	const verdicts = new Map<string, Verdict[]>();
	const callees = new Map<string, string[]>();
	const steps = new Map<string, LastStep>();
	const spoken = new Set<string>();
	const push = <T>(map: Map<string, T[]>, key: string, value: T) => {
		const list = map.get(key);
		if (list) list.push(value);
		else map.set(key, [value]);
	};
	const lineKey = (place: OutputPlace): string => `${absolute(place.file)}:${place.line}`;
	const note = (place: OutputPlace, name: string, verdict: ParameterVerdict) => {
		push(verdicts, lineKey(place), { name: copied(name), column: place.column, verdict });
	};
	for (const { place, message } of report.remarks) {
		switch (message.kind) {
			case 'leaks':
				note(place, message.parameter, verdictOf(message));
				break;
			case 'inlined-call':
				push(callees, `${lineKey(place)}:${place.column}`, copied(message.callee));
				break;
			case 'devirtualized':
				push(callees, `${lineKey(place)}:${place.column}`, copied(calleeOfDevirtualized(message)));
				break;
			case 'inlinable':
			case 'not-inlinable':
				spoken.add(lineKey(place));
				break;
			case 'package':
			case 'moved':
			case 'escapes':
			case 'stays':
			case 'explains-escape':
			case 'explains-leak':
			case 'flow':
			case 'from':
			case 'captures':
			case 'zero-copy':
			case 'stays-dynamic':
			case 'aside':
				break;
		}
	}
	for (const { place, subject, decision } of report.sites) {
		if (!/^[\p{L}_][\p{L}\p{N}_]*$/u.test(subject)) continue;
		if (decision === 'stays') note(place, subject, { kind: 'stays' });
		// Its address goes to the heap, and the parameter with it; nothing else is said about such a one.
		if (decision === 'moved') note(place, subject, { kind: 'leaks', what: 'value' });
	}
	// Of instances of generic functions nothing but the explanations is printed.
	for (const { place, parameter, destination, derefs } of report.leaks) {
		if (destination === '{heap}') note(place, parameter, { kind: 'leaks', what: derefs === 0 ? 'value' : 'content' });
		else note(place, parameter, { kind: 'result', result: copied(destination), derefs });
	}
	for (const { place, parameter, destination, explanation } of report.leaks) {
		const step = destination === '{heap}' ? explanation.flows.flatMap((flow) => flow.steps).at(-1) : undefined;
		if (!step) continue;
		const { text, why, at } = step;
		steps.set(`${lineKey(place)} ${parameter}`, {
			text: copied(text),
			why: copied(why),
			at: { ...at, file: copied(at.file) },
		});
	}
	return { verdicts, callees, steps, spoken };
}

function verdictOf({ to }: Extract<BuildMessage, { kind: 'leaks' }>): ParameterVerdict {
	if (to === 'heap') return { kind: 'leaks', what: 'value' };
	if (to === 'content') return { kind: 'leaks', what: 'content' };
	return { kind: 'result', result: copied(to.result), derefs: to.derefs };
}

/** `devirtualizing w.Write to *bytes.Buffer` names the type; the method is that of the call. */
function calleeOfDevirtualized({ call, to }: Extract<BuildMessage, { kind: 'devirtualized' }>): string {
	const method = call.slice(call.lastIndexOf('.') + 1);
	return to.startsWith('*') || !to.endsWith(`.${method}`) ? `(${to}).${method}` : to;
}

/** A part of a text keeps all of it in memory, and an output has many megabytes. */
function copied(text: string): string {
	return text.split('').join('');
}
