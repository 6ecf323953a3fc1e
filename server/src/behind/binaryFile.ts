/** Reads a program from the disk. It is never run. */
import { type BinaryReport, readBinary } from '../analysis/binary/binaryReport.ts';
import { fileStatus, readBytes } from '../toolchain/files.ts';
import { BehindProblem } from './problem.ts';

/** Bytes of the largest program that is read: it is held in memory as a whole. */
const largestProgram = 1024 * 1024 * 1024;

/**
 * What is in a program.
 *
 * @param path absolute
 * @param written as somebody named it, for sentences
 * @throws BehindProblem when it cannot be read, or is no program
 */
export async function readBinaryFile(path: string, written: string): Promise<BinaryReport> {
	const status = await fileStatus(path);
	if (!status) throw new BehindProblem(`${written} does not exist.`);
	if (status.kind !== 'file')
		throw new BehindProblem(`${written} is ${status.kind === 'directory' ? 'a directory' : 'no regular file'}.`);
	if (status.size > largestProgram) throw new BehindProblem(`${written} has more than ${largestProgram} bytes.`);
	const bytes = await readBytes(path, largestProgram);
	if (!bytes) throw new BehindProblem(`${written} cannot be read.`);
	const read = readBinary(bytes);
	if (read.kind === 'unreadable') throw new BehindProblem(`${written} ${read.problem}.`);
	return read.report;
}
