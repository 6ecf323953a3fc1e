/** What a search through compiled functions finds about the memory that a call allocates. */

/** A place where something is allocated, or where the call tree cannot be followed. */
export interface CallTreeSite {
	readonly kind: 'allocation' | 'dynamic-call' | 'unknown-function';
	/** For an allocation: on every run of the line, or only sometimes. */
	readonly how: 'always' | 'sometimes';
	/** A clause: `allocates an object`, `calls through an interface or function value`. */
	readonly what: string;
	/** When it allocates, for `sometimes`; else empty. */
	readonly when: string;
	/** The function of the run-time, or the one that is not known; empty for a dynamic call. */
	readonly callee: string;
	/** From the function asked about to the place: each call on the way, the allocating line last. */
	readonly path: readonly CallStep[];
}

export interface CallStep {
	/** The function in which the line stands, as Go writes it with its package: `strconv.AppendInt`, `store.(*Cache).Put`. */
	readonly function: string;
	/** Absolute path, or empty. */
	readonly file: string;
	/** 1-based; 0 when unknown. */
	readonly line: number;
}

/** `holds`: nothing in the call tree allocates. `may`: only calls that cannot be followed stand against it. */
export type NoAllocVerdict = 'holds' | 'breaks' | 'may';

export interface AllocationReport {
	readonly verdict: NoAllocVerdict;
	/** Nearest first; those of one line and kind are one. */
	readonly sites: readonly CallTreeSite[];
	/** How many functions were looked into. */
	readonly functions: number;
}

/** The verdict that the sites of a call tree amount to. */
export function noAllocVerdict(sites: readonly CallTreeSite[]): NoAllocVerdict {
	if (sites.some(({ kind }) => kind === 'allocation')) return 'breaks';
	return sites.length === 0 ? 'holds' : 'may';
}

/** The site that breaks a promise of no allocations: the nearest allocation, else the nearest call that cannot be followed. */
export function firstAgainst(sites: readonly CallTreeSite[]): CallTreeSite | undefined {
	return sites.find(({ kind }) => kind === 'allocation') ?? sites[0];
}
