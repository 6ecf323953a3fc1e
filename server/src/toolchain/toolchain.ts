import { type BuildSlots, createBuildSlots } from './buildSlot.ts';
import { type Command, type ProcessResult, runProcess } from './runProcess.ts';

/**
 * The permission to run programs, as a value. Whoever was not given one cannot start anything; only a composition root
 * makes one, and only for a workspace that is trusted.
 */
export interface Toolchain {
	readonly kind: 'toolchain';
	/** See {@link runProcess}. */
	run(command: Command, signal: AbortSignal): Promise<ProcessResult>;
	/** One build at a time for each module directory. */
	readonly builds: BuildSlots;
}

/** What an untrusted workspace has instead: nothing to run with. */
export interface NoToolchain {
	readonly kind: 'no-toolchain';
}

export const noToolchain: NoToolchain = { kind: 'no-toolchain' };

export function createToolchain(): Toolchain {
	return { kind: 'toolchain', run: runProcess, builds: createBuildSlots() };
}
