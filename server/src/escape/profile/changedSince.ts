import { fileStatus, readText } from '../../toolchain/files.ts';

/**
 * Whether a file was changed after a time, or differs in an editor from what is on disk: what was recorded then may speak of
 * other lines.
 *
 * @param text as the editor has it
 * @param time milliseconds since 1970; 0 when it is not known, and then nothing is claimed
 */
export async function changedSince(path: string, text: string, time: number): Promise<boolean> {
	if (time === 0) return false;
	const status = await fileStatus(path);
	return status === undefined || status.modified > time || (await readText(path)) !== text;
}
