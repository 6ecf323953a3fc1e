/** Profiles on disk. Whoever made the file is not trusted: its size is bounded before and after it is decompressed. */
import { readStacks, type Stacks } from '../../analysis/profile/stacks.ts';
import { fileStatus, readBytes } from '../../toolchain/files.ts';
import { gunzipped } from '../../toolchain/inflate.ts';

/** Bytes. Profiles of large services take a few megabytes. */
const largestFile = 32 * 2 ** 20;
const largestProfile = 64 * 2 ** 20;

/**
 * Answers one sentence when there is no profile that can be used.
 *
 * @param sampleType as {@link readStacks} takes it
 */
export async function readProfile(path: string, sampleType: string): Promise<Stacks | string> {
	const status = await fileStatus(path);
	if (!status) return `There is no profile ${path}.`;
	if (status.kind !== 'file') return `${path}: this is not a file.`;
	if (status.size > largestFile) return `${path}: this is larger than any profile, and is not read.`;
	const bytes = await readBytes(path);
	if (!bytes) return `${path} cannot be read.`;
	const plain = isGzip(bytes) ? await gunzipped(bytes, largestProfile) : bytes;
	if (!plain) return `${path}: this cannot be decompressed, or becomes larger than any profile.`;
	const stacks = readStacks(plain, sampleType);
	return typeof stacks === 'string' ? `${path}: ${stacks}` : stacks;
}

function isGzip(bytes: Uint8Array): boolean {
	return bytes[0] === 0x1f && bytes[1] === 0x8b;
}
