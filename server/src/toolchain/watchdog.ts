/** Ends what this process has started when it is killed itself, and can do nothing about it any more. */
import { type ChildProcess, spawn } from 'node:child_process';

export interface Watchdog {
	/** From now on this process group dies with us, until the answer is called: then it has ended. */
	guard(group: number): () => void;
}

/**
 * Reads which groups are alive, and kills those that are left once nobody can write any more. The end of a pipe comes however the
 * writer ends, SIGKILL included. It is in a session of its own, so nothing that is sent to our group reaches it.
 */
const script = `
trap '' HUP INT TERM
groups=' '
while read -r what group; do
	case $what in
	begun) groups="$groups$group " ;;
	ended) groups="\${groups%% $group *} \${groups#* $group }" ;;
	esac
done
for group in $groups; do kill -KILL "-$group"; done
`;

/**
 * One small process for all programs, started with the first of them. On Windows there is none: there Node.js puts what it starts
 * into a job that ends with it.
 *
 * @param shell absolute path of a POSIX shell; undefined where there is none
 */
export function createWatchdog(shell: string | undefined): Watchdog {
	let running: ChildProcess | undefined;

	function start(file: string): ChildProcess {
		const started = spawn(file, ['-c', script], {
			cwd: '/',
			// Nothing of our environment is wanted, and nothing of it can change what is run.
			env: {},
			stdio: ['pipe', 'ignore', 'ignore'],
			detached: true,
		});
		const forget = () => {
			if (running === started) running = undefined;
		};
		started.once('error', forget);
		started.once('exit', forget);
		// It has ended; the next program gets another one.
		started.stdin?.on('error', forget);
		// Neither of them keeps this process from ending.
		started.unref();
		(started.stdin as { unref?: () => void } | null)?.unref?.();
		return started;
	}

	return {
		guard(group) {
			if (shell === undefined) return () => {};
			const guarding = (running ??= start(shell));
			guarding.stdin?.write(`begun ${group}\n`);
			return () => void (running === guarding && guarding.stdin?.write(`ended ${group}\n`));
		},
	};
}
