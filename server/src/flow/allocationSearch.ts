/** Follows all calls of a compiled function, and gathers what allocates. */
import {
	type AllocationReport,
	type CallTreeSite,
	type CallStep,
	noAllocVerdict,
} from '../analysis/allocations/callTree.ts';
import { runtimeEffect } from '../analysis/allocations/runtimeEffect.ts';
import type { CodePlace, CodeReference } from '../analysis/objectfile/goObject.ts';
import type { CompiledBody, ObjectStore } from './objectStore.ts';

/** A function that was reached, and how. */
interface Reached {
	readonly body: CompiledBody;
	readonly from: Reached | undefined;
	/** Where `from` calls it, innermost inlined body first. */
	readonly places: readonly CodePlace[];
}

export interface RootFunction {
	readonly symbol: string;
	readonly importPath: string;
}

/** Functions that a call tree may have before the search gives up: `fmt.Println` reaches some 1,500. */
const mostFunctions = 50_000;

/**
 * Breadth first, so that each site is found on a shortest path. A function counts once, however often it is called.
 *
 * @param roots several for the instances of a generic function
 */
export async function searchAllocations(
	roots: readonly RootFunction[],
	objects: ObjectStore,
	signal: AbortSignal,
): Promise<AllocationReport> {
	const sites = new Map<string, CallTreeSite>();
	const reached = new Map<string, true>();
	let queue: Reached[] = [];
	const add = (body: CompiledBody, from: Reached | undefined, places: readonly CodePlace[]) => {
		const key = `${body.importPath} ${body.symbol}`;
		if (reached.has(key)) return;
		reached.set(key, true);
		queue.push({ body, from, places });
	};
	const note = (at: Reached, places: readonly CodePlace[], site: Omit<CallTreeSite, 'path'>) => {
		const [innermost] = places;
		const key = `${innermost?.file}:${innermost?.line} ${site.kind} ${site.callee}`;
		if (!sites.has(key)) sites.set(key, { ...site, path: [...wayTo(at), ...stepsAt(at.body.symbol, places)] });
	};

	async function follow(at: Reached, reference: CodeReference): Promise<void> {
		const { kind, symbol, places } = reference;
		if (kind === 'dynamic') {
			const what = 'calls through an interface or a function value';
			note(at, places, { kind: 'dynamic-call', how: 'sometimes', what, when: '', callee: '' });
			return;
		}
		// What runs on the system stack is named where it is handed over.
		if (kind === 'address' && !isRuntimePackage(at.body.importPath)) return;
		const effect = runtimeEffect(symbol);
		if (effect) {
			const { allocates, what, when } = effect;
			if (allocates !== 'never' && kind === 'call') {
				note(at, places, { kind: 'allocation', how: allocates, what, when, callee: symbol });
			}
			if (symbol.startsWith('runtime.deferproc')) {
				const dynamic = { kind: 'dynamic-call', how: 'sometimes', when: '', callee: '' } as const;
				note(at, places, { ...dynamic, what: 'runs a deferred call that is not part of the code of its function' });
			}
			return;
		}
		if (switchesStack.test(symbol)) return;
		const body = await objects.find(symbol, at.body.importPath, reference.importPath);
		if (body) add(body, at, places);
		else if (kind === 'call') {
			const what = 'calls a function whose code is not known';
			note(at, places, { kind: 'unknown-function', how: 'sometimes', what, when: '', callee: symbol });
		}
	}

	for (const { symbol, importPath } of roots) {
		const body = await objects.find(symbol, importPath, importPath);
		if (body) add(body, undefined, []);
	}
	while (queue.length > 0 && reached.size < mostFunctions) {
		const level = queue;
		queue = [];
		for (const at of level) {
			signal.throwIfAborted();
			for (const part of at.body.parts) for (const reference of part.references()) await follow(at, reference);
		}
	}
	const found = [...sites.values()];
	if (queue.length > 0) {
		const what = `calls more than ${mostFunctions} functions, of which the rest was not looked into`;
		found.push({ kind: 'unknown-function', how: 'sometimes', what, when: '', callee: '', path: [] });
	}
	return { verdict: noAllocVerdict(found), sites: found, functions: reached.size };
}

/** They call what they are given on another stack. */
const switchesStack = /^runtime\.(?:systemstack|mcall|asmcgocall|asmcgocall_no_g)$/;

function isRuntimePackage(importPath: string): boolean {
	return /^(?:runtime|internal\/runtime\/)/.test(importPath);
}

function wayTo(at: Reached): CallStep[] {
	return at.from === undefined ? [] : [...wayTo(at.from), ...stepsAt(at.from.body.symbol, at.places)];
}

/** The line of the function itself first, then the lines of the bodies that are inlined there. */
function stepsAt(symbol: string, places: readonly CodePlace[]): CallStep[] {
	return [...places].reverse().map(({ file, line }, depth) => ({ function: depth === 0 ? symbol : '', file, line }));
}
