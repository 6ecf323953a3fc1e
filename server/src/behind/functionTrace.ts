/** A script that traces one function of a running program. It is written, never run. */
import { probedPorts, probeScript } from '../analysis/machine/probeScript.ts';
import { type FunctionAbi, functionAbi } from './functionAbi.ts';
import type { Asker } from './packageUnit.ts';
import { BehindProblem } from './problem.ts';

export interface FunctionTrace {
	readonly found: FunctionAbi;
	/** For bpftrace. */
	readonly script: string;
	/** The same with Delve, which needs no root and reads floating point: a command. */
	readonly delve: string;
	/** What the reader has to know, in sentences. */
	readonly notes: readonly string[];
}

/**
 * @param written the function, like `./p.F`
 * @param binary the program that will be traced, as bpftrace is to open it
 * @throws BehindProblem when the function is not found, or cannot be traced
 */
export async function functionTrace(
	written: string,
	binary: string,
	asker: Asker,
	signal: AbortSignal,
): Promise<FunctionTrace> {
	const found = await functionAbi(written, asker, signal);
	const { context, listed, places, types } = found;
	if (context.goos !== 'linux')
		throw new BehindProblem(`bpftrace traces programs on Linux; this build is for ${context.goos}.`);
	if (!probedPorts.includes(context.goarch)) {
		throw new BehindProblem(
			`Where a probe reads registers on ${context.goarch} is not known; it is for ${probedPorts.join(' and ')}.`,
		);
	}
	if (!listed)
		throw new BehindProblem(
			`${found.name} has no code to probe: ${found.unlisted.replace(/^./, (letter) => letter.toLowerCase())}`,
		);
	const script = probeScript({
		binary,
		symbol: listed.symbol,
		goarch: context.goarch,
		parameters: places.parameters,
		results: places.results,
		typeOf: (kind, label) => types.get(`${kind} ${label}`) ?? '',
		returns: listed.instructions.filter(({ op }) => op === 'RET').map(({ pc }) => pc),
	});
	const delve = `dlv trace --exec ${binary} '^${listed.symbol.replace(/[.*+?()[\]{}^$|\\]/g, '\\$&')}$'`;
	return { found, script, delve, notes: notesOf(found) };
}

function notesOf({ places, name }: FunctionAbi): readonly string[] {
	const operands = [...places.parameters, ...places.results];
	return [
		'Run it with root rights: sudo bpftrace FILE; the program has to be built from this source, and not with -ldflags=-s.',
		`Calls of ${name} that the compiler inlines are not seen.`,
		...(places.results.length > 0 && places.results.some(({ stack }) => stack !== undefined)
			? ['Results on the stack are read where they lie at the return.']
			: []),
		...(operands.some(({ words }) => words.some(({ word }) => word === 'float'))
			? ['Floating point registers are not readable by a probe; Delve reads them.']
			: []),
		'Probes at the return instructions need a bpftrace that takes offsets in uprobes; without one, leave those blocks out.',
	];
}
