/** A file as git's HEAD has it. */
import { basename, dirname } from '../../toolchain/paths.ts';
import { type Environment, ProcessError } from '../../toolchain/runProcess.ts';
import type { Toolchain } from '../../toolchain/toolchain.ts';
import { quietEnvironment, quietGit } from './gitCommand.ts';

/** `new`: HEAD does not have it. `unknown`: there is no repository, or git cannot be asked. */
export type HeadText =
	| { readonly kind: 'text'; readonly text: string }
	| { readonly kind: 'new' }
	| { readonly kind: 'unknown' };

/**
 * Reads the blob itself: git then looks at neither the index nor the working tree, so that no hook, no filter, no
 * fsmonitor and no diff program of the repository is started, and nothing is written or fetched.
 */
export async function headText(
	path: string,
	git: string,
	environment: Environment,
	toolchain: Toolchain,
	signal: AbortSignal,
): Promise<HeadText> {
	try {
		const { exitCode, stdout, stderr } = await toolchain.run(
			{
				file: git,
				args: [...quietGit, 'cat-file', 'blob', `HEAD:./${basename(path)}`],
				cwd: dirname(path),
				env: { ...environment, ...quietEnvironment },
				timeout: 10_000,
			},
			signal,
		);
		if (exitCode === 0) return { kind: 'text', text: stdout };
		return isNew(stderr) ? { kind: 'new' } : { kind: 'unknown' };
	} catch (error) {
		if (error instanceof ProcessError) return { kind: 'unknown' };
		throw error;
	}
}

/** git's words for a path that the commit does not have, and for a repository without a commit (2.20 to 2.50). */
function isNew(stderr: string): boolean {
	return /not in 'HEAD'|does not exist in 'HEAD'|[Nn]ot a valid object name HEAD|invalid object name 'HEAD'/.test(
		stderr,
	);
}
