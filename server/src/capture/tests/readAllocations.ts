import { readStacks, type Stacks } from '../../analysis/profile/stacks.ts';
import { readBytes } from '../../toolchain/files.ts';
import { gunzipped } from '../../toolchain/inflate.ts';

/** Bytes. With every allocation recorded, the tests of large packages make profiles of some 10 MB. */
const largestProfile = 256 * 2 ** 20;

/** The memory profile that a test program wrote; undefined when it wrote none that can be read. */
export async function readAllocations(path: string): Promise<Stacks | undefined> {
	const bytes = await readBytes(path);
	const plain = bytes && (await gunzipped(bytes, largestProfile));
	const stacks = plain && readStacks(plain);
	return typeof stacks === 'object' && stacks.kind === 'allocations' ? stacks : undefined;
}
