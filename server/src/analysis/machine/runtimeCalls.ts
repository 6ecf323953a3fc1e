/**
 * What the calls mean that the compiler inserts: `runtime.newobject`, `type:.eq.T`. The table is server/data/runtime-calls.json, made by
 * scripts/record-runtime-calls.mjs from the compilers of Go 1.21 to 1.27. What is not in it was called by the source itself.
 */

/** How much a call costs, as far as that can be said without running it. */
export type CallCost = 'heap' | 'call' | 'size' | 'block' | 'barrier' | 'cold' | 'data' | 'stack' | 'soft' | 'debug';

export interface RuntimeCall {
	/** `interface`, `write barrier`, `bounds check` … */
	readonly category: string;
	/** In words, without a period: `allocates one zeroed object on the heap`. */
	readonly meaning: string;
	readonly allocates: 'yes' | 'sometimes' | 'no';
	/** When it allocates, where that depends. */
	readonly when?: string;
	/** When the call is reached at all, where a test stands before it. */
	readonly reached?: string;
	readonly cost: CallCost;
	/** What would avoid it, a sentence. */
	readonly avoid?: string;
	/** What is often believed of it and wrong, a sentence. */
	readonly note?: string;
}

/** What each class of cost means. */
export const costWords: Readonly<Record<CallCost, string>> = {
	heap: 'a heap allocation',
	call: 'a call',
	size: 'grows with the number of bytes or elements',
	block: 'may wait for another goroutine',
	barrier: 'one comparison; a call only while the garbage collector marks',
	cold: 'one comparison; the call is not reached in a correct program',
	data: 'reads memory of the run-time, no call',
	stack: 'one comparison at the start of the function; a call only when the stack has to grow',
	soft: 'arithmetic by a function',
	debug: 'only in instrumented builds',
};

export interface RuntimeCallTable {
	/** Undefined for what the source calls itself. */
	find(symbol: string): RuntimeCall | undefined;
}

interface Kind extends RuntimeCall {
	/** Names in package runtime, each perhaps with the releases that have it: `assertI2I -1.23`, `moveSlice 1.26-`. */
	readonly names: readonly string[];
	/** A regular expression for further names. */
	readonly pattern?: string;
}

interface Generated extends RuntimeCall {
	/** A regular expression for whole symbols; `$1` in the meaning is its group. */
	readonly pattern: string;
}

/** Reads the table's JSON; undefined when it is of another form. */
export function readRuntimeCalls(json: string): RuntimeCallTable | undefined {
	const table = parsed(json);
	if (!table) return undefined;
	const byName = new Map<string, RuntimeCall>();
	const patterns: { readonly pattern: RegExp; readonly call: RuntimeCall }[] = [];
	for (const { names, pattern, ...call } of table.kinds) {
		for (const name of names) byName.set(`runtime.${name.split(' ', 1)[0]}`, call);
		if (pattern !== undefined) patterns.push({ pattern: new RegExp(pattern.replace('^', '^runtime\\.')), call });
	}
	for (const { pattern, ...call } of table.generated) patterns.push({ pattern: new RegExp(pattern), call });
	return {
		find(symbol) {
			const known = byName.get(symbol);
			if (known || !/^(?:runtime\.|type:)/.test(symbol)) return known;
			for (const { pattern, call } of patterns) {
				const match = pattern.exec(symbol);
				if (match) return { ...call, meaning: call.meaning.replace('$1', () => match[1] ?? '') };
			}
			return undefined;
		},
	};
}

function parsed(json: string): { kinds: readonly Kind[]; generated: readonly Generated[] } | undefined {
	try {
		const table = JSON.parse(json) as { kinds?: unknown; generated?: unknown };
		return Array.isArray(table.kinds) && Array.isArray(table.generated)
			? { kinds: table.kinds as Kind[], generated: table.generated as Generated[] }
			: undefined;
	} catch {
		return undefined;
	}
}
