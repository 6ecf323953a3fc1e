/** How git is asked: no hook, no filter, no fsmonitor and no diff program of the repository is started, and nothing is written or fetched. */
import { type Environment, ProcessError } from '../../toolchain/runProcess.ts';
import type { Toolchain } from '../../toolchain/toolchain.ts';

/** In front of the command; it has to be one that reads objects and neither the index nor the working tree. */
export const quietGit: readonly string[] = [
	'-c',
	'core.fsmonitor=false',
	'-c',
	'core.hooksPath=/dev/null',
	'--no-optional-locks',
];

/** In a partial clone git fetches what is missing, by a program that the repository names; older ones know the second variable only. */
export const quietEnvironment: Environment = {
	GIT_NO_LAZY_FETCH: '1',
	GIT_ALLOW_PROTOCOL: '',
	LC_ALL: 'C',
	GIT_TERMINAL_PROMPT: '0',
};

/** What a git command prints; undefined when it fails. */
export async function askGit(
	git: string,
	args: readonly string[],
	cwd: string,
	toolchain: Toolchain,
	signal: AbortSignal,
): Promise<string | undefined> {
	try {
		const command = { file: git, args: [...quietGit, ...args], cwd, env: quietEnvironment, timeout: 60_000 };
		const { end, exitCode, stdout } = await toolchain.run(command, signal);
		return end === 'exited' && exitCode === 0 ? stdout : undefined;
	} catch (error) {
		if (error instanceof ProcessError) return undefined;
		throw error;
	}
}
