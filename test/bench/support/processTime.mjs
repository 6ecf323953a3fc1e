// CPU time as Linux counts it; other systems have no place to look it up.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const ticksPerSecond = process.platform === 'linux' ? Number(execFileSync('getconf', ['CLK_TCK'])) : Number.NaN;

/**
 * Seconds of CPU that a process and the programs it started and waited for have used.
 * @param {number} pid
 */
export function cpuSeconds(pid) {
	const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
	// The second field is a name in parentheses, which may hold blanks. utime, stime, cutime, cstime are fields 14 to 17.
	const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
	const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
	return ticks / ticksPerSecond;
}
