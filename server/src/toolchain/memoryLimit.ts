/** How much memory a program may take. The go command and its compilers take what a file makes them take: a macro that multiplies is enough. */
import { execFile } from 'node:child_process';
import { totalmem } from 'node:os';

const gibibyte = 2 ** 30;

/** Bytes for each program: half of the machine, at least 1 and at most 4 GiB. A compiler that builds 100,000 lines takes less than one. */
export function memoryLimit(machine = machineMemory()): number {
	return Math.min(4 * gibibyte, Math.max(gibibyte, Math.floor(machine / 2)));
}

/** Bytes of this machine, or of the container that holds us. */
function machineMemory(): number {
	// 0 or undefined where there is no limit, depending on the version of Node.js.
	return Math.min(totalmem(), process.constrainedMemory() || Infinity);
}

/**
 * The same program with a limit that the system keeps for it and each program it starts, where the system does (Linux since 4.7:
 * memory that can be written and is not shared). Beyond it no memory is given, which ends programs written in Go.
 *
 * The shell is given a text of our own and the arguments beside it: it interprets nothing of those, and then becomes the program.
 *
 * @param shell absolute path of a POSIX shell
 * @param limit bytes
 */
export function limited(shell: string, limit: number, file: string, args: readonly string[]) {
	const kibibytes = String(Math.floor(limit / 1024));
	return { file: shell, args: ['-c', 'ulimit -d "$0" 2>/dev/null; exec "$@"', kibibytes, file, ...args] };
}

/** Milliseconds between two looks. */
const interval = 1_000;

/**
 * Looks once a second what a process group takes, for systems that keep no such limit, and calls `exceeded` once it is more.
 *
 * @param limit bytes of all processes of the group together that are in memory
 * @returns ends it
 */
export function watchMemory(group: number, limit: number, exceeded: () => void): () => void {
	const timer = setInterval(() => {
		execFile('/bin/ps', ['-axo', 'pgid=,rss='], { maxBuffer: 1 << 24 }, (error, table) => {
			if (error === null && memoryOf(group, table) > limit) exceeded();
		}).unref();
	}, interval);
	return () => clearInterval(timer);
}

/** Bytes of a group, in a table of the group and the kibibytes of each process. */
function memoryOf(group: number, table: string): number {
	let kibibytes = 0;
	for (const line of table.split('\n')) {
		const [of, size] = line.trim().split(/ +/);
		if (Number(of) === group) kibibytes += Number(size);
	}
	return kibibytes * 1024;
}
