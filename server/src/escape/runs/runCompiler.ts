import { compilerTuning, escapeFlags, walkMarker } from '../../toolchain/goCommand.ts';
import { type CompilerRun, runUnit, type UnitRun } from './runUnit.ts';

export interface CompilerRequest extends Pick<UnitRun, 'context' | 'plan' | 'buffers'> {
	/** Sees the lines of `-m=2` while they are printed; paths are absolute or relative to the directory of the package. */
	readonly onLine: (line: string) => void;
}

/**
 * The fast runner: the compiler itself, killed when escape analysis is over. All lines about it are printed by then, after
 * a fifth to a quarter of the work.
 */
export function runCompiler(request: CompilerRequest, signal: AbortSignal): Promise<CompilerRun> {
	const { context, plan, buffers } = request;
	const onLine = (line: string) => {
		if (line.startsWith(walkMarker)) return 'stop';
		request.onLine(spellGoroot(line, context.goroot));
		return undefined;
	};
	return runUnit({ context, plan, buffers, flags: escapeFlags, environment: compilerTuning, onLine }, signal);
}

/** Where a place begins, in front of a line or of a step, the compiler says `$GOROOT` for the tree of its own sources. */
function spellGoroot(line: string, goroot: string): string {
	return line.includes('$GOROOT') ? line.replace(/(?<=^| at )\$GOROOT/g, () => goroot) : line;
}
